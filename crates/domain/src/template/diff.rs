//! What changed between two versions of a text, in pieces that people read: a variable, a Latin word or a character each.

/// A stretch and what became of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Change {
    /// It stayed.
    Same(String),
    /// It is gone.
    Removed(String),
    /// It is new.
    Added(String),
}

/// Beyond so many comparisons the middle is told as replaced whole.
const MOST: usize = 4_000_000;

/// What became of `old` on the way to `new`. The stretches that stayed or are gone are `old`, those that stayed or are new
/// are `new`; neighbours are of different kinds, and what is gone stands before what is new.
pub fn diff(old: &str, new: &str) -> Vec<Change> {
    let (old, new) = (words(old), words(new));
    let head = old.iter().zip(&new).take_while(|(a, b)| a == b).count();
    let (old_rest, new_rest) = (&old[head..], &new[head..]);
    let ends = old_rest.iter().rev().zip(new_rest.iter().rev());
    let tail = ends.take_while(|(a, b)| a == b).count();
    let (old_middle, end) = old_rest.split_at(old_rest.len() - tail);
    let mut script = Script::default();
    for word in &old[..head] {
        script.same(word);
    }
    middle(old_middle, &new_rest[..new_rest.len() - tail], &mut script);
    for word in end {
        script.same(word);
    }
    script.flush();
    script.changes
}

/// The longest common subsequence of both, by the table of its lengths.
fn middle(old: &[&str], new: &[&str], script: &mut Script) {
    let width = new.len() + 1;
    let (mut i, mut j) = (0, 0);
    if old.len().saturating_mul(new.len()) <= MOST {
        let mut common = vec![0_u16; (old.len() + 1) * width];
        for i in (0..old.len()).rev() {
            for j in (0..new.len()).rev() {
                common[i * width + j] = if old[i] == new[j] {
                    common[(i + 1) * width + j + 1].saturating_add(1)
                } else {
                    common[(i + 1) * width + j].max(common[i * width + j + 1])
                };
            }
        }
        while i < old.len() && j < new.len() {
            if old[i] == new[j] {
                script.same(old[i]);
                (i, j) = (i + 1, j + 1);
            } else if common[(i + 1) * width + j] >= common[i * width + j + 1] {
                script.removed.push_str(old[i]);
                i += 1;
            } else {
                script.added.push_str(new[j]);
                j += 1;
            }
        }
    }
    script.removed.extend(old[i..].iter().copied());
    script.added.extend(new[j..].iter().copied());
}

#[derive(Default)]
struct Script {
    changes: Vec<Change>,
    removed: String,
    added: String,
}

impl Script {
    fn same(&mut self, word: &str) {
        self.flush();
        match self.changes.last_mut() {
            Some(Change::Same(text)) => text.push_str(word),
            _ => self.changes.push(Change::Same(word.to_owned())),
        }
    }

    fn flush(&mut self) {
        for (text, change) in [
            (&mut self.removed, Change::Removed as fn(String) -> Change),
            (&mut self.added, Change::Added),
        ] {
            if !text.is_empty() {
                self.changes.push(change(std::mem::take(text)));
            }
        }
    }
}

/// Variables with their braces, runs of ASCII letters and digits, and single characters.
fn words(text: &str) -> Vec<&str> {
    let mut found = Vec::new();
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let length = match first {
            '{' => rest.find('}').map_or(1, |end| end + 1),
            _ if first.is_ascii_alphanumeric() => {
                rest.find(|ch: char| !ch.is_ascii_alphanumeric()).unwrap_or(rest.len())
            }
            _ => first.len_utf8(),
        };
        let (word, after) = rest.split_at(length);
        found.push(word);
        rest = after;
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn check(old: &str, new: &str, told: &str) {
        let shown: String = diff(old, new)
            .into_iter()
            .map(|change| match change {
                Change::Same(text) => text,
                Change::Removed(text) => format!("[-{text}]"),
                Change::Added(text) => format!("[+{text}]"),
            })
            .collect();
        assert_eq!(shown, told);
    }

    #[test]
    fn changes_as_people_read_them() {
        check("您好", "您好", "您好");
        check("", "您好", "[+您好]");
        check(
            "{姓名}您好，明日有雨",
            "{称呼|您}您好，明日有雪",
            "[-{姓名}][+{称呼|您}]您好，明日有[-雨][+雪]",
        );
        check(
            "Dear customer, hello",
            "Dear guest, hello",
            "Dear [-customer][+guest], hello",
        );
    }

    proptest! {
        #[test]
        fn both_texts_are_in_it(old in "[{}a好，😀 ]{0,30}", new in "[{}a好，😀 ]{0,30}") {
            let (mut before, mut after) = (String::new(), String::new());
            for change in diff(&old, &new) {
                match change {
                    Change::Same(text) => {
                        before.push_str(&text);
                        after.push_str(&text);
                    }
                    Change::Removed(text) => before.push_str(&text),
                    Change::Added(text) => after.push_str(&text),
                }
            }
            prop_assert_eq!((before, after), (old, new));
        }
    }
}
