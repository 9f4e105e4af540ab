//! Scripts as they go over the wire: what was generated is indented and commented for readers who never come.

/// The script without indentation, empty lines, and lines that are nothing but a comment. Lines stay lines, so that whatever ends with
/// one goes on doing so. A script with a text over several lines stays as it is: there, spaces say something.
pub fn plain(script: &str) -> String {
    if script.lines().any(|line| line.matches('`').count() % 2 == 1) {
        return script.to_owned();
    }
    let mut plain = String::with_capacity(script.len());
    let mut in_comment = false;
    for line in script.lines().map(str::trim_start) {
        in_comment |= line.starts_with("/**");
        if !in_comment && !line.is_empty() && !line.starts_with("//") {
            plain.push_str(line);
            plain.push('\n');
        }
        in_comment &= !line.ends_with("*/");
    }
    plain
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_for_readers_goes_and_the_rest_stays() {
        let script = "/**\n * What it does.\n */\nexport class A {\n    /** One. */\n    a() {\n        // why\n        return `${b} ` // here\n    }\n\n}\n";
        assert_eq!(plain(script), "export class A {\na() {\nreturn `${b} ` // here\n}\n}\n");
    }

    #[test]
    fn a_text_over_several_lines_stays_as_it_is() {
        let script = "const a = `one\n    two`;\n";
        assert_eq!(plain(script), script);
    }
}
