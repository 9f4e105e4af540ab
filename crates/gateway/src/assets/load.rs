//! Reads the app's files.

use std::collections::HashMap;
use std::io::Result;
use std::path::{Path, PathBuf};

use axum::body::Bytes;
use axum::http::HeaderValue;
use sha2::{Digest, Sha256};

use super::File;

/// All files below `folder`, by path with slashes.
pub(super) fn files(folder: &Path) -> Result<HashMap<String, File>> {
    let mut files = HashMap::new();
    for path in below(folder)? {
        let Some(kind) = kind(&path) else { continue };
        let plain = std::fs::read(&path)?;
        let name = path.strip_prefix(folder).unwrap_or(&path);
        let name = name.components().map(|part| part.as_os_str().to_string_lossy());
        let digest = hex::encode(&Sha256::digest(&plain)[..16]);
        let file = File {
            kind,
            hashed: is_hashed(&path),
            etag: HeaderValue::try_from(format!("\"{digest}\"")).unwrap_or(HeaderValue::from_static("\"\"")),
            plain: plain.into(),
            brotli: beside(&path, "br"),
            gzip: beside(&path, "gz"),
        };
        files.insert(name.collect::<Vec<_>>().join("/"), file);
    }
    Ok(files)
}

fn below(folder: &Path) -> Result<Vec<PathBuf>> {
    let mut all = Vec::new();
    for entry in std::fs::read_dir(folder)? {
        let entry = entry?;
        if entry.file_type()?.is_dir() {
            all.extend(below(&entry.path())?);
        } else {
            all.push(entry.path());
        }
    }
    Ok(all)
}

fn beside(path: &Path, packing: &str) -> Option<Bytes> {
    let mut name = path.as_os_str().to_owned();
    name.push(".");
    name.push(packing);
    std::fs::read(name).ok().map(Bytes::from)
}

/// The content type by the name's ending; what an app is not made of is not served.
fn kind(path: &Path) -> Option<&'static str> {
    Some(match path.extension()?.to_str()? {
        "html" => "text/html; charset=utf-8",
        "js" | "mjs" => "text/javascript; charset=utf-8",
        "css" => "text/css; charset=utf-8",
        "wasm" => "application/wasm",
        "json" => "application/json",
        "webmanifest" => "application/manifest+json",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "ico" => "image/x-icon",
        "txt" => "text/plain; charset=utf-8",
        "woff2" => "font/woff2",
        _ => return None,
    })
}

/// Whether the name carries a hash: `app-0123456789abcdef_bg.wasm`.
fn is_hashed(path: &Path) -> bool {
    let stem = path
        .file_stem()
        .map(|stem| stem.to_string_lossy().into_owned())
        .unwrap_or_default();
    stem.split(['-', '_', '.'])
        .skip(1)
        .any(|part| part.len() >= 8 && part.bytes().all(|b| b.is_ascii_hexdigit()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_with_a_hash_are_told() {
        for (name, expected) in [
            ("rollcall-app-0123456789abcdef_bg.wasm", true),
            ("rollcall-app-0123456789abcdef.js", true),
            ("index.html", false),
            ("0123456789abcdef.js", false),
            ("config.json", false),
            ("icon-192.png", false),
        ] {
            assert_eq!(is_hashed(Path::new(name)), expected, "{name}");
        }
    }
}
