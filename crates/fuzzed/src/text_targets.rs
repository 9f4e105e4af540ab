//! Templates and parts.

use domain::template::Template;
use sms::{Encoding, Rule};

use crate::Target;

fn texts(texts: &[&str]) -> Vec<Vec<u8>> {
    texts.iter().map(|text| text.as_bytes().to_vec()).collect()
}

/// A template: one that is read has no fault to tell, and one that is not has at least one.
pub(crate) const TEMPLATE: Target = Target {
    name: "template",
    examples: || {
        texts(&[
            "{姓名}您好，{城市}今天下雨。",
            "{{不是变量}}",
            "{姓名|亲爱的客户}您好",
            "{",
            "}",
        ])
    },
    run: |octets| {
        let text = String::from_utf8_lossy(octets);
        match (Template::parse(&text), Template::parse_all(&text)) {
            (Ok(one), Ok(all)) => assert_eq!(one.pieces(), all.pieces()),
            (Err(_), Err(faults)) => assert!(!faults.is_empty()),
            (one, all) => panic!("read and refused at once: {one:?} {all:?}"),
        }
    },
};

/// Parts: together they are the text, and as many as were counted.
pub(crate) const PARTS: Target = Target {
    name: "parts",
    examples: || texts(&["Hello", "【安居】您好😀", &"{€}[~]".repeat(40), &"春节快乐".repeat(50)]),
    run: |octets| {
        let text = String::from_utf8_lossy(octets);
        for rule in [Rule::Radio, Rule::ChineseBilling, Rule::Direct] {
            let (_, parts) = sms::split(&text, rule);
            assert_eq!(parts.concat(), text);
            if let Ok(counted) = sms::count(&text, rule) {
                assert_eq!(counted.parts, parts.len());
            }
        }
        if let Some(septets) = sms::encoding::to_gsm7(&text) {
            assert_eq!(Encoding::of(&text), Encoding::Gsm7);
            assert_eq!(sms::encoding::from_gsm7(&septets), text);
        }
        // Octets of a stranger's message.
        let _ = sms::encoding::from_gsm7(octets);
    },
};
