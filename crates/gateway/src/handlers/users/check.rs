//! What a member of staff may be called.

use crate::auth::password;
use crate::lang::Text;

/// What is wrong with the fields of a person, by field.
pub(crate) fn person(login: &str, name: &str, password: Option<&str>) -> Vec<(String, Text)> {
    let mut faults = Vec::new();
    if !is_login(login.trim()) {
        let message = (
            "登录名为 2 到 40 个字母、数字或 . _ - @。",
            "A user name has 2 to 40 letters, digits or . _ - @.",
        );
        faults.push(("login".to_owned(), message.into()));
    }
    faults.extend(called(name));
    if let Some(fault) = password.and_then(|password| password::fault(password, login.trim())) {
        faults.push(("password".to_owned(), fault));
    }
    faults
}

/// What is wrong with a name to show.
pub(crate) fn called(name: &str) -> Option<(String, Text)> {
    let length = name.trim().chars().count();
    let fine = (1..=40).contains(&length) && !name.chars().any(char::is_control);
    (!fine).then(|| {
        (
            "name".to_owned(),
            ("姓名为 1 到 40 个字。", "A name has 1 to 40 characters.").into(),
        )
    })
}

fn is_login(login: &str) -> bool {
    (2..=40).contains(&login.chars().count())
        && login
            .chars()
            .all(|c| c.is_alphanumeric() || matches!(c, '.' | '_' | '-' | '@'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn faults_name_their_fields() {
        let cases: [(&str, &str, Option<&str>, &[&str]); 5] = [
            ("li.xiaoming", "李小明", Some("correct horse"), &[]),
            ("李小明", "李小明", None, &[]),
            ("x", " ", Some("short"), &["login", "name", "password"]),
            ("a b", "李\u{0}", None, &["login", "name"]),
            ("correct-horse", "李", Some("Correct-Horse"), &["password"]),
        ];
        for (login, name, password, expected) in cases {
            let fields: Vec<_> = person(login, name, password)
                .into_iter()
                .map(|(field, _)| field)
                .collect();
            assert_eq!(fields, expected, "{login}");
        }
    }
}
