//! The log as C2SP's tlog-tiles lays it out, for whoever follows it: <https://c2sp.org/tlog-tiles>. Outside `/api`, read only.
//!
//! All of it is for anybody, for nothing personal is in it. Bundles that hold an event of the former form, which may hold words that
//! a person typed, are for those who may read the log.

use audit::Form;
use audit::tiles::{Tile, TileKind, WIDTH, write_bundle};
use axum::Router;
use axum::extract::{FromRequestParts, Path, State};
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE};
use axum::http::request::Parts;
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use wire::Code;

use crate::app::App;
use crate::caller::{May, cap};
use crate::error::{Answer, Failure};

const FOR_EVER: &str = "public, max-age=31536000, immutable";
const FOR_READERS: &str = "private, max-age=31536000, immutable";

/// The routes.
pub fn routes() -> Router<App> {
    Router::new()
        .route("/checkpoint", get(checkpoint))
        .route("/tile/{*path}", get(tile))
}

/// The last signed note; not there before the first.
async fn checkpoint(State(app): State<App>) -> Answer<Response> {
    let head = app.store.signed_head().await?;
    let note = app
        .store
        .checkpoint(head.size)
        .await?
        .ok_or(Failure::new(Code::NotFound))?;
    let headers = [(CONTENT_TYPE, "text/plain; charset=utf-8"), (CACHE_CONTROL, "no-cache")];
    Ok((headers, note).into_response())
}

/// A tile or a bundle as wide as asked for, of what is signed. A stored tile may have grown since the checkpoint that the
/// reader follows: it is cut to the width of the path.
async fn tile(State(app): State<App>, Path(path): Path<String>, mut parts: Parts) -> Answer<Response> {
    let none = || Failure::new(Code::NotFound);
    let tile: Tile = format!("tile/{path}").parse().map_err(|_| none())?;
    let width = usize::from(tile.width);
    let (octets, keeping) = match tile.kind {
        TileKind::Hashes(level) => {
            let hashes = app.store.tile(level, tile.index).await?.ok_or_else(none)?;
            let cut = hashes.get(..width).ok_or_else(none)?;
            (cut.iter().flat_map(|hash| *hash.as_bytes()).collect(), FOR_EVER)
        }
        TileKind::Entries => {
            let first = tile.index.checked_mul(WIDTH).ok_or_else(none)?;
            let signed = app.store.signed_head().await?.size;
            if first.checked_add(u64::from(tile.width)).is_none_or(|end| end > signed) {
                return Err(none());
            }
            let leaves = app.store.leaves(first, u32::from(tile.width)).await?;
            let wordless = leaves.iter().all(|(leaf, _)| Form::of(leaf) == Some(Form::Wordless));
            if !wordless {
                May::<cap::ReadLog>::from_request_parts(&mut parts, &app).await?;
            }
            let bundle = write_bundle(leaves.iter().map(|(leaf, _)| leaf.as_slice())).map_err(Failure::internal)?;
            (bundle, if wordless { FOR_EVER } else { FOR_READERS })
        }
    };
    let headers = [(CONTENT_TYPE, "application/octet-stream"), (CACHE_CONTROL, keeping)];
    Ok((headers, octets).into_response())
}
