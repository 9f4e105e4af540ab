//! `rollcall user`

use std::io::BufRead;

use anyhow::{Context, Result, bail};
use clap::Subcommand;
use domain::id::UserId;
use domain::role::Role;
use store::contract::{Accounts, NewStaff, Staff, StaffEdit};
use store::{Actor, Sqlite, Stamp};
use uuid::Uuid;

use super::{Data, Present, folder};
use crate::auth::{password, secret};
use crate::clock::Clock;
use crate::handlers::users::check;
use crate::lang::Lang;

/// What `rollcall user` does.
#[derive(Debug, Subcommand)]
pub enum User {
    /// Add a member of staff and print their password.
    Add {
        /// Login name.
        login: String,
        /// Name to show; the login name if left out.
        #[arg(long)]
        name: Option<String>,
        /// agent, supervisor, manager or admin.
        #[arg(long, value_parser = super::role)]
        role: Role,
        /// Read the password from the first line of standard input instead of making one.
        #[arg(long)]
        password_stdin: bool,
        #[command(flatten)]
        data: Data,
    },
    /// List the staff.
    List {
        #[command(flatten)]
        data: Present,
    },
    /// Give somebody a new password, print it, and end all their sessions.
    SetPassword {
        /// Login name.
        login: String,
        /// Read the password from the first line of standard input instead of making one.
        #[arg(long)]
        password_stdin: bool,
        #[command(flatten)]
        data: Present,
    },
    /// Keep somebody from signing in, and end all their sessions.
    Disable {
        /// Login name.
        login: String,
        #[command(flatten)]
        data: Present,
    },
}

/// Runs the command.
pub async fn run(user: User) -> Result<()> {
    match user {
        User::Add {
            login,
            name,
            role,
            password_stdin,
            data,
        } => {
            let folder = folder::open(&data.data).await?;
            add(
                &folder.store,
                &login,
                name.as_deref().unwrap_or(&login),
                role,
                password_stdin,
            )
            .await
        }
        User::List { data } => {
            let folder = folder::open_present(&data.data).await?;
            for staff in folder.store.staff().await? {
                let state = if staff.active { "active" } else { "disabled" };
                println!("{}\t{}\t{}\t{state}", staff.login, staff.role.code(), staff.name);
            }
            Ok(())
        }
        User::SetPassword {
            login,
            password_stdin,
            data,
        } => {
            let folder = folder::open_present(&data.data).await?;
            let staff = called(&folder.store, &login).await?;
            let password = chosen(password_stdin, &staff.login)?;
            let hash = hashed(&password.text)?;
            folder.store.change_password(&stamp(), staff.id, &hash, None).await?;
            password.tell();
            Ok(())
        }
        User::Disable { login, data } => {
            let folder = folder::open_present(&data.data).await?;
            let staff = called(&folder.store, &login).await?;
            disable(&folder.store, staff).await
        }
    }
}

async fn add(store: &Sqlite, login: &str, name: &str, role: Role, password_stdin: bool) -> Result<()> {
    let (login, name) = (login.trim(), name.trim());
    if let Some((field, fault)) = check::person(login, name, None).into_iter().next() {
        bail!("{field}: {}", fault.into_lang(Lang::En));
    }
    let password = chosen(password_stdin, login)?;
    let new = NewStaff {
        id: UserId(Uuid::now_v7()),
        login: login.to_owned(),
        name: name.to_owned(),
        role,
        password_hash: hashed(&password.text)?,
    };
    match store.add_staff(&stamp(), new).await {
        Err(store::Error::Taken(_)) => bail!("there is a user {login} already"),
        other => other?,
    }
    password.tell();
    Ok(())
}

async fn disable(store: &Sqlite, staff: Staff) -> Result<()> {
    let edit = StaffEdit {
        name: staff.name,
        role: staff.role,
        active: false,
        password_hash: None,
    };
    match store.edit_staff(&stamp(), staff.id, edit).await {
        Err(store::Error::WrongState("last_admin")) => bail!("at least one admin who can sign in has to remain"),
        other => Ok(other?),
    }
}

async fn called(store: &Sqlite, login: &str) -> Result<Staff> {
    let known = store.credentials(login).await?;
    Ok(known.with_context(|| format!("there is no user {login}"))?.staff)
}

/// A password, and whether we made it: then it has to be told.
struct Password {
    text: String,
    made: bool,
}

impl Password {
    fn tell(&self) {
        if self.made {
            println!("password: {}", self.text);
        }
    }
}

fn chosen(password_stdin: bool, login: &str) -> Result<Password> {
    if !password_stdin {
        let text = secret::fresh().chars().take(16).collect();
        return Ok(Password { text, made: true });
    }
    let mut line = String::new();
    std::io::stdin().lock().read_line(&mut line)?;
    let text = line.trim_end_matches(['\r', '\n']).to_owned();
    if let Some(fault) = password::fault(&text, login) {
        bail!("{}", fault.into_lang(Lang::En));
    }
    Ok(Password { text, made: false })
}

fn hashed(text: &str) -> Result<String> {
    password::hash(text).map_err(|_| anyhow::anyhow!("the password can't be hashed"))
}

/// A change from the command line, now.
pub(super) fn stamp() -> Stamp {
    Stamp {
        actor: Actor::System("command"),
        at: Clock::system().now(),
    }
}
