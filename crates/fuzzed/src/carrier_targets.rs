//! What a carrier's line brings.

use bytes::BytesMut;
use carrier::cmpp::pdu::{Pdu, Version};
use carrier::cmpp::{self, Cmpp, report::Report};
use carrier::session::{Dialect, Frames, Leg};
use carrier::smpp::{self, Long, Smpp};

use crate::Target;

fn cmpp(version: Version) -> Cmpp {
    let settings = cmpp::Settings {
        version,
        account: "901234".to_owned(),
        secret: "secret".to_owned(),
        from: "10690000".to_owned(),
        service: "care".to_owned(),
        coding: cmpp::Coding::Ucs2,
        offset_minutes: 480,
    };
    Cmpp::new(settings, || 0).unwrap_or_else(|error| panic!("{error}"))
}

fn smpp() -> Smpp {
    let settings = smpp::Settings {
        system_id: "firm".to_owned(),
        password: "secret".to_owned(),
        system_type: String::new(),
        from: "10690000".to_owned(),
        from_ton: 0,
        from_npi: 0,
        to_ton: 1,
        to_npi: 1,
        long: Long::Header,
        offset_minutes: 480,
    };
    Smpp::new(settings, || 0).unwrap_or_else(|error| panic!("{error}"))
}

fn own(dialect: &impl Dialect) -> Vec<Vec<u8>> {
    vec![dialect.bind(Leg::Both, 7, 0), dialect.keep_alive(8), dialect.bye(9)]
}

/// A deliver_sm of SMPP 3.4 with a receipt, octet by octet.
fn deliver() -> Vec<u8> {
    let text = b"id:42 sub:001 dlvrd:001 submit date:2605071000 done date:2605071001 stat:DELIVRD err:000 text:";
    let mut body = b"\0\x01\x0113800138000\0\0\x0010690000\0\x04\0\0\0\0\0\0\0\0".to_vec();
    body.push(text.len() as u8);
    body.extend(text);
    let mut pdu = (body.len() as u32 + 16).to_be_bytes().to_vec();
    pdu.extend([0, 0, 0, 5, 0, 0, 0, 0, 0, 0, 0, 1]);
    pdu.extend(body);
    pdu
}

/// A PDU of CMPP: what is read can be written, and is then read as the same.
pub(crate) const CMPP: Target = Target {
    name: "cmpp",
    examples: || [own(&cmpp(Version::V20)), own(&cmpp(Version::V30))].concat(),
    run: |octets| {
        for version in [Version::V20, Version::V30] {
            if let Ok((sequence, pdu)) = Pdu::decode(version, octets)
                && let Ok(written) = pdu.encode(version, sequence)
            {
                let again = Pdu::decode(version, &written).map(|(number, pdu)| (number, format!("{pdu:?}")));
                assert_eq!(again, Ok((sequence, format!("{pdu:?}"))));
            }
            let _ = cmpp(version).read(octets);
        }
        let _ = Report::decode(octets);
    },
};

/// A PDU of SMPP: heard, or refused in words.
pub(crate) const SMPP: Target = Target {
    name: "smpp",
    examples: || [own(&smpp()), vec![deliver()]].concat(),
    run: |octets| {
        if let Err(why) = smpp().read(octets) {
            assert!(!why.is_empty());
        }
        let text = String::from_utf8_lossy(octets);
        for spelling in smpp::spellings(&text) {
            let _ = smpp::same_id(&text, &spelling);
        }
    },
};

/// A stream: it is cut into whole PDUs, and nothing of it is lost.
pub(crate) const FRAMES: Target = Target {
    name: "frames",
    examples: || vec![own(&smpp()).concat(), own(&cmpp(Version::V20)).concat()],
    run: |octets| {
        let frames = Frames {
            shortest: 12,
            longest: 4096,
        };
        let (mut stream, mut cut) = (BytesMut::from(octets), Vec::new());
        while let Ok(Some(frame)) = frames.next(&mut stream) {
            assert!((12..=4096).contains(&frame.len()));
            cut.extend_from_slice(&frame);
        }
        cut.extend_from_slice(&stream);
        assert_eq!(cut, octets);
    },
};
