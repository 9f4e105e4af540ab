//! Nobody is wished a happy Qingming or Zhongyuan, on which the dead are remembered; at Dragon Boat 安康 is the better wish.

use almanac::Festival;

use super::festival::NAMES;
use super::{LintRule, Report, Severity, Subject};

pub(super) const RULE: LintRule = LintRule {
    ids: &["solemn", "dragon_boat_wish"],
    check,
};

const HAPPY: [&str; 3] = ["快乐", "愉快", "欢乐"];
/// How far behind the name the wish may stand, in characters.
const NEAR: usize = 8;

fn check(subject: &Subject<'_>, report: &mut Report) {
    let mut told = 0;
    for (name, festival) in NAMES {
        let (id, severity) = match festival {
            _ if festival.is_solemn() => ("solemn", Severity::Block),
            Festival::DragonBoat => ("dragon_boat_wish", Severity::Hint),
            _ => continue,
        };
        for place in subject.places_of(name) {
            let wish = (place.end..=place.end + NEAR).find_map(|at| Some((at, subject.says_any(at, &HAPPY)?.1)));
            if let Some((from, to)) = wish {
                told = told.max(to);
                add(id, severity, festival, from..to, Some("安康"), report);
            } else if let Some(from) = place.start.checked_sub(6)
                && subject.says(from, "happy ").is_some()
                && festival.is_solemn()
            {
                add(id, severity, festival, from..place.start, None, report);
            }
        }
    }
    let solemn = subject.day().map(almanac::festivals_on).unwrap_or_default();
    let Some(festival) = solemn.into_iter().find(|festival| festival.is_solemn()) else {
        return;
    };
    for place in subject.places_of("节日快乐") {
        if place.start >= told {
            add("solemn", Severity::Block, festival, place, Some("节日安康"), report);
        }
    }
}

fn add(
    id: &'static str,
    severity: Severity,
    festival: Festival,
    place: std::ops::Range<usize>,
    mend: Option<&str>,
    report: &mut Report,
) {
    let words = if festival.is_solemn() {
        (
            format!("{}是追思的日子，不说“快乐”。", festival.zh()),
            format!(
                "{} is a day of remembrance; nobody is wished a happy one.",
                festival.en()
            ),
        )
    } else {
        (
            "端午多说“安康”。".to_owned(),
            "At Dragon Boat people wish 安康 rather than 快乐.".to_owned(),
        )
    };
    report.add(id, severity, Some(place), words, mend);
}
