//! Passwords: argon2id with the crate's recommended cost (19 MiB, two passes, OWASP's first choice), few at a time.

use std::sync::Arc;

use argon2::Argon2;
use argon2::password_hash::{PasswordHash, PasswordHasher, PasswordVerifier, SaltString};
use tokio::sync::Semaphore;

use crate::error::{Answer, Failure};
use crate::lang::Text;

/// Fewest characters of a password.
pub const SHORTEST: usize = 10;
/// Most bytes of a password: more would only cost time.
const LONGEST: usize = 1024;
/// How many are worked on at once; the others wait their turn.
const AT_ONCE: usize = 2;

/// Hashes and checks passwords, off the threads that serve requests.
#[derive(Clone)]
pub struct Passwords(Arc<Semaphore>);

impl Default for Passwords {
    fn default() -> Self {
        Passwords(Arc::new(Semaphore::new(AT_ONCE)))
    }
}

impl Passwords {
    /// The PHC string of a password.
    pub async fn hash(&self, password: String) -> Answer<String> {
        let _turn = self.0.acquire().await.map_err(Failure::internal)?;
        tokio::task::spawn_blocking(move || hash(&password))
            .await
            .map_err(Failure::internal)?
    }

    /// Whether `password` fits `phc`. Without one, the same work is done for nothing: unknown accounts take as long.
    pub async fn fits(&self, password: String, phc: Option<String>) -> Answer<bool> {
        let _turn = self.0.acquire().await.map_err(Failure::internal)?;
        tokio::task::spawn_blocking(move || {
            if let Some(phc) = phc {
                return fits(&password, &phc);
            }
            let _ = hash(&password);
            false
        })
        .await
        .map_err(Failure::internal)
    }
}

/// The PHC string of a password; takes tens of milliseconds of a core.
pub fn hash(password: &str) -> Answer<String> {
    let salt = SaltString::encode_b64(&rand::random::<[u8; 16]>()).map_err(Failure::internal)?;
    let phc = Argon2::default()
        .hash_password(password.as_bytes(), &salt)
        .map_err(Failure::internal)?;
    Ok(phc.to_string())
}

fn fits(password: &str, phc: &str) -> bool {
    PasswordHash::new(phc).is_ok_and(|phc| Argon2::default().verify_password(password.as_bytes(), &phc).is_ok())
}

/// What is wrong with a new password, if anything: its length, or that it is the login name.
pub fn fault(password: &str, login: &str) -> Option<Text> {
    if password.chars().count() < SHORTEST {
        return Some(("密码至少 10 个字符。", "A password has at least 10 characters.").into());
    }
    if password.len() > LONGEST {
        return Some(("密码太长。", "The password is too long.").into());
    }
    if password.eq_ignore_ascii_case(login) || password.chars().all(|c| password.starts_with(c)) {
        return Some(("这个密码太容易猜到。", "This password is too easy to guess.").into());
    }
    None
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[tokio::test]
    async fn only_the_right_password_fits() {
        let passwords = Passwords::default();
        let phc = passwords.hash("correct horse".to_owned()).await.unwrap();
        assert!(phc.starts_with("$argon2id$"));
        for (password, phc, expected) in [
            ("correct horse", Some(phc.clone()), true),
            ("correct horsE", Some(phc), false),
            ("correct horse", None, false),
            ("correct horse", Some("!".to_owned()), false),
        ] {
            assert_eq!(passwords.fits(password.to_owned(), phc).await.unwrap(), expected);
        }
    }

    #[test]
    fn weak_passwords_have_a_fault() {
        for (password, weak) in [
            ("short", true),
            ("aaaaaaaaaaaa", true),
            ("Li.Xiaoming", true),
            ("春天的装修队真好看啊", false),
            ("correct horse", false),
        ] {
            assert_eq!(fault(password, "li.xiaoming").is_some(), weak, "{password}");
        }
    }
}
