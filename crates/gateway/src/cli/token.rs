//! `rollcall token`

use anyhow::{Context, Result};
use clap::Subcommand;
use domain::id::TokenId;
use domain::role::Role;
use store::contract::{Accounts, NewToken};
use uuid::Uuid;

use super::user::stamp;
use super::{Present, folder};
use crate::auth::secret;

/// What `rollcall token` does.
#[derive(Debug, Subcommand)]
pub enum Token {
    /// Make a token for another system and print its secret, this once.
    Add {
        /// What it is for.
        name: String,
        /// What it may do: agent, supervisor, manager or admin.
        #[arg(long, value_parser = super::role)]
        role: Role,
        #[command(flatten)]
        data: Present,
    },
    /// List the tokens.
    List {
        #[command(flatten)]
        data: Present,
    },
    /// Revoke a token.
    Revoke {
        /// Its id, as `rollcall token list` shows it.
        id: TokenId,
        #[command(flatten)]
        data: Present,
    },
}

/// Runs the command.
pub async fn run(token: Token) -> Result<()> {
    match token {
        Token::Add { name, role, data } => {
            let folder = folder::open_present(&data.data).await?;
            let admin = folder
                .store
                .staff()
                .await?
                .into_iter()
                .find(|one| one.active && one.role == Role::Admin);
            let admin = admin.context("a token belongs to an admin, and there is none yet")?;
            let secret = format!("{}{}", secret::TOKEN_PREFIX, secret::fresh());
            let new = NewToken {
                id: TokenId(Uuid::now_v7()),
                name,
                role,
                secret_hash: secret::hash(&secret),
                created_by: admin.id,
            };
            folder.store.add_token(&stamp(), new).await?;
            println!("token: {secret}");
            Ok(())
        }
        Token::List { data } => {
            let folder = folder::open_present(&data.data).await?;
            for token in folder.store.tokens().await? {
                let state = if token.revoked_at.is_some() {
                    "revoked"
                } else {
                    "active"
                };
                println!("{}\t{}\t{}\t{state}", token.id, token.role.code(), token.name);
            }
            Ok(())
        }
        Token::Revoke { id, data } => {
            let folder = folder::open_present(&data.data).await?;
            match folder.store.revoke_token(&stamp(), id).await {
                Err(store::Error::NotFound) => anyhow::bail!("there is no such token, or it is revoked already"),
                other => Ok(other?),
            }
        }
    }
}
