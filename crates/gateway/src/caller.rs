//! Who calls, and what they may do. Privilege is a type: a handler whose first argument is `May<cap::Compose>` runs for
//! nobody who may not compose, and refuses before a body is read; one with `Person<cap::Approve>` for no token either.

use std::marker::PhantomData;
use std::ops::Deref;

use axum::extract::FromRequestParts;
use axum::http::header::AUTHORIZATION;
use axum::http::request::Parts;
use domain::id::UserId;
use domain::role::{Capability, Role};
use store::{Actor, Stamp};
use wire::Code;

use crate::app::App;
use crate::auth::{secret, session};
use crate::error::{Answer, Failure};
use crate::lang::{self, Lang};

/// Who calls.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Caller {
    /// As the log names them.
    pub actor: Actor,
    /// What they may do.
    pub role: Role,
    /// The user's id; for a token that of whoever made it, for what it writes is theirs.
    pub id: uuid::Uuid,
    /// The user's or token's name.
    pub name: String,
    /// The session's public id; tokens have none.
    pub session: Option<String>,
}

impl Caller {
    /// Whether the session or token still holds with the same role; for streams that outlast a request.
    pub async fn still_stands(&self, app: &App) -> bool {
        match (&self.actor, &self.session) {
            (Actor::User(id), Some(session)) => {
                let open = app.store.sessions(*id, app.now()).await;
                let staff = app.store.staff_by_id(*id).await;
                open.is_ok_and(|open| open.iter().any(|one| one.id == *session))
                    && staff.is_ok_and(|staff| staff.active && staff.role == self.role)
            }
            (Actor::Token(id), _) => {
                let tokens = app.store.tokens().await;
                let maker = app.store.staff_by_id(UserId(self.id)).await;
                tokens.is_ok_and(|all| all.iter().any(|token| token.id == *id && token.revoked_at.is_none()))
                    && maker.is_ok_and(|maker| maker.active && [self.role, Role::Admin].contains(&maker.role))
            }
            _ => false,
        }
    }
}

/// What a handler asks for: one of the domain's capabilities, or only that somebody is signed in.
pub trait Cap: Send + Sync + 'static {
    /// The capability; `None`: any role.
    const NEEDS: Option<Capability>;
}

/// The capabilities as types. Their code in the OpenAPI document is that of [`Capability`], or `signed_in`.
pub mod cap {
    use super::{Cap, Capability};

    macro_rules! caps {
        ($($(#[$doc:meta])* $name:ident = $needs:expr;)*) => {$(
            $(#[$doc])*
            #[derive(Debug, Clone, Copy)]
            pub struct $name;
            impl Cap for $name {
                const NEEDS: Option<Capability> = $needs;
            }
        )*};
    }

    caps! {
        /// Whoever is signed in.
        SignedIn = None;
        /// [`Capability::SeeCustomers`]
        SeeCustomers = Some(Capability::SeeCustomers);
        /// [`Capability::RevealPhone`]
        RevealPhone = Some(Capability::RevealPhone);
        /// [`Capability::EditCustomers`]
        EditCustomers = Some(Capability::EditCustomers);
        /// [`Capability::Compose`]
        Compose = Some(Capability::Compose);
        /// [`Capability::Approve`]
        Approve = Some(Capability::Approve);
        /// [`Capability::SteerRuns`]
        SteerRuns = Some(Capability::SteerRuns);
        /// [`Capability::ReadLog`]
        ReadLog = Some(Capability::ReadLog);
        /// [`Capability::Administer`]
        Administer = Some(Capability::Administer);
    }
}

/// A caller who may do `C`.
#[derive(Debug, Clone)]
pub struct May<C> {
    caller: Caller,
    /// The language of the request.
    pub lang: Lang,
    cap: PhantomData<C>,
}

impl<C: Cap> May<C> {
    /// Who.
    pub fn user(&self) -> &Caller {
        &self.caller
    }

    /// Who and when, for a change.
    pub fn stamp(&self, app: &App) -> Stamp {
        Stamp {
            actor: self.caller.actor.clone(),
            at: app.now(),
        }
    }

    /// The person; a token is none.
    pub fn person(&self) -> Option<UserId> {
        match self.caller.actor {
            Actor::User(id) => Some(id),
            Actor::Token(_) | Actor::System(_) => None,
        }
    }
}

/// A person who is signed in and may do `C`; a token of the same role is refused.
#[derive(Debug, Clone)]
pub struct Person<C> {
    may: May<C>,
    /// Who.
    pub id: UserId,
}

impl<C> Deref for Person<C> {
    type Target = May<C>;

    fn deref(&self) -> &May<C> {
        &self.may
    }
}

impl<C: Cap> FromRequestParts<App> for Person<C> {
    type Rejection = Failure;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Failure> {
        let may = May::from_request_parts(parts, app).await?;
        let Some(id) = may.person() else {
            return Err(Failure::new(Code::Forbidden).detail((
                "这件事要由本人登录后做，不能用令牌。",
                "This takes a person who is signed in, not a token.",
            )));
        };
        Ok(Person { may, id })
    }
}

impl<C: Cap> FromRequestParts<App> for May<C> {
    type Rejection = Failure;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Failure> {
        let caller = identify(parts, app).await?;
        if let Some(capability) = C::NEEDS
            && !caller.role.may(capability)
        {
            return Err(Failure::new(Code::Forbidden));
        }
        Ok(May {
            caller,
            lang: lang::of(&parts.headers),
            cap: PhantomData,
        })
    }
}

/// Who sends this request: by bearer token, else by session cookie.
async fn identify(parts: &Parts, app: &App) -> Answer<Caller> {
    if let Some(value) = parts.headers.get(AUTHORIZATION) {
        let token = value.to_str().ok().and_then(|value| value.strip_prefix("Bearer "));
        return by_token(app, token.ok_or(Failure::new(Code::SignedOut))?).await;
    }
    let secret = session::secret_of(&parts.headers).ok_or(Failure::new(Code::SignedOut))?;
    by_session(app, &secret).await
}

async fn by_token(app: &App, token: &str) -> Answer<Caller> {
    let holder = app.store.token_holder(secret::hash(token)).await?;
    let holder = holder.ok_or(Failure::new(Code::SignedOut))?;
    let now = app.now();
    if holder.used_at.is_none_or(|used| now - used >= session::TOUCH) {
        let (app, id) = (app.clone(), holder.id);
        beside(&app.clone(), async move { app.store.touch_token(id, now).await });
    }
    let UserId(id) = holder.created_by;
    Ok(Caller {
        actor: Actor::Token(holder.id),
        role: holder.role,
        id,
        name: holder.name,
        session: None,
    })
}

async fn by_session(app: &App, secret: &str) -> Answer<Caller> {
    let now = app.now();
    let holder = app.store.session_holder(secret::hash(secret), now).await?;
    let holder = holder.ok_or(Failure::new(Code::SignedOut))?;
    if now - holder.seen_at >= session::TOUCH {
        let (app, id) = (app.clone(), holder.session.clone());
        beside(&app.clone(), async move {
            app.store.touch_session(&id, now, now + session::IDLE).await
        });
    }
    let UserId(id) = holder.staff.id;
    Ok(Caller {
        actor: Actor::User(holder.staff.id),
        role: holder.staff.role,
        id,
        name: holder.staff.name,
        session: Some(holder.session),
    })
}

/// Writes beside the request: reading must not wait for the writer, and a use that is not noted does no harm.
fn beside(app: &App, write: impl Future<Output = store::Result<()>> + Send + 'static) {
    app.jobs.spawn("touch", async move {
        if let Err(error) = write.await {
            tracing::debug!(%error, "a use was not noted");
        }
    });
}
