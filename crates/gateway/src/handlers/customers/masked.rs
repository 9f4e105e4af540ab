//! Phones that stand elsewhere than in the phone's place: a second phone column is kept as an attribute.

use std::collections::BTreeMap;

use domain::phone::mask;
use intake::{PhoneReading, Region, phone};

/// What stands between two phones in one cell.
const BETWEEN: [char; 9] = ['/', '、', ',', '，', ';', '；', '|', ' ', '\u{3000}'];

fn is_phone(text: &str) -> bool {
    let read = phone::normalise(text, Region::CN);
    matches!(read, PhoneReading::Mobile(_) | PhoneReading::Landline(_))
}

/// A text as it is shown: what reads as a phone is masked like the phone itself.
pub(crate) fn masked(text: &str) -> String {
    if is_phone(text) {
        return mask(text.trim());
    }
    let piece = |piece: &str| {
        let word = piece.trim_end_matches(BETWEEN);
        let between = &piece[word.len()..];
        let shown = if is_phone(word) { mask(word) } else { word.to_owned() };
        shown + between
    };
    text.split_inclusive(BETWEEN).map(piece).collect()
}

/// Attributes as they are shown.
pub(super) fn shown(attributes: BTreeMap<String, String>) -> BTreeMap<String, String> {
    let shown = attributes.into_iter().map(|(name, value)| (name, masked(&value)));
    shown.collect()
}

/// The names of those of which a part is hidden.
pub(super) fn hidden(attributes: &BTreeMap<String, String>) -> Vec<String> {
    let hidden = attributes.iter().filter(|(_, value)| masked(value) != **value);
    hidden.map(|(name, _)| name.clone()).collect()
}

/// A value as it is to be kept: one that comes back as it was shown stays what it was, under another name, too.
pub(super) fn meant(name: &str, value: String, before: &BTreeMap<String, String>) -> String {
    let same = |kept: &&String| **kept != value && masked(kept) == value;
    let kept = before.get(name).filter(same);
    kept.or_else(|| before.values().find(same)).cloned().unwrap_or(value)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_reads_as_a_phone_is_masked_and_nothing_else() {
        for (text, shown) in [
            ("13900001111", "139****1111"),
            (" 139 0000 1111 ", "139******1111"),
            ("13900001111/13800002222", "139****1111/138****2222"),
            ("老婆 13900001111，勿扰", "老婆 139****1111，勿扰"),
            ("浙A12345", "浙A12345"),
            ("三室两厅", "三室两厅"),
            ("128.5", "128.5"),
            ("2026-05-07", "2026-05-07"),
            ("", ""),
        ] {
            assert_eq!(masked(text), shown, "{text}");
        }
    }

    #[test]
    fn what_comes_back_as_shown_stays() {
        let before = BTreeMap::from([
            ("备用手机".to_owned(), "13900001111".to_owned()),
            ("户型".to_owned(), "三室".to_owned()),
        ]);
        let kept = |name: &str, value: &str| meant(name, value.to_owned(), &before);
        assert_eq!(kept("备用手机", "139****1111"), "13900001111");
        assert_eq!(kept("第二手机", "139****1111"), "13900001111", "renamed");
        assert_eq!(kept("备用手机", "13800002222"), "13800002222");
        assert_eq!(kept("户型", "四室"), "四室");
    }
}
