//! What the parts are called, and how they name each other.
//!
//! A piece is named by a hash of its bytes. Program, its script and the script that fetches pieces name each other, so
//! they share one hash of all that they are and fetch.

use anyhow::{Context, Result, ensure};
use sha2::{Digest, Sha256};

/// The program's name before it has its hash.
pub const MAIN: &str = "main";
/// The script that fetches pieces, before it has its hash.
pub const LINK: &str = "__wasm_split.js";

const APP: &str = "rollcall-app";
const PIECE: &str = "piece-";

/// Whether a file of the built app is fetched later than the first load.
pub fn is_piece(name: &str) -> bool {
    name.starts_with(PIECE)
}

/// A piece that comes later.
pub struct Piece {
    /// What the cutter calls it.
    stem: String,
    /// What it is called in the built app.
    name: String,
    bytes: Vec<u8>,
}

impl Piece {
    pub fn new(stem: &str, bytes: Vec<u8>) -> Self {
        let area = stem.strip_prefix("split_").unwrap_or(stem).replace('_', "-");
        Self {
            stem: stem.to_owned(),
            name: format!("{PIECE}{area}-{}.wasm", hash([bytes.as_slice()])),
            bytes,
        }
    }
}

/// All parts, under their last names.
pub struct Parts {
    pub pieces: Vec<Piece>,
    stem: String,
    link: String,
    main: Vec<u8>,
    main_js: String,
    link_js: String,
}

impl Parts {
    /// Gives every part its name, and makes the two scripts use them.
    pub fn wire_up(main: Vec<u8>, main_js: &str, link_js: &str, pieces: Vec<Piece>) -> Result<Self> {
        let mut link_js = link_js.to_owned();
        for piece in &pieces {
            let old = format!("\"./{}.wasm\"", piece.stem);
            link_js = replaced(&link_js, &old, &format!("\"./{}\"", piece.name))?;
        }
        // What does not come is told on the page; it is no fault of the page's own.
        link_js = replaced(&link_js, "console.error(e);", "console.warn(e);")?;
        ensure!(
            link_js.matches(".wasm\"").count() == link_js.matches(PIECE).count(),
            "the cutter's script fetches a file that the cutter did not write"
        );
        let id = hash([main.as_slice(), main_js.as_bytes(), link_js.as_bytes()]);
        let (stem, link) = (format!("{APP}-{id}"), format!("{APP}-pieces-{id}.js"));
        let link_js = replaced(&link_js, &format!("\"./{MAIN}.js\""), &format!("\"./{stem}.js\""))?;
        // Only where it is fetched: the program knows the script by its first name.
        let main_js = replaced(main_js, &format!("from \"./{LINK}\""), &format!("from \"./{link}\""))?;
        let main_js = replaced(&main_js, &format!("'{MAIN}_bg.wasm'"), &format!("'{stem}_bg.wasm'"))?;
        Ok(Self {
            pieces,
            stem,
            link,
            main,
            main_js,
            link_js,
        })
    }

    /// The page, loading these parts instead of the program called `old`. Both scripts are fetched at once.
    pub fn point_page(&self, html: &str, old: &str) -> Result<String> {
        let html = html.replace(old, &self.stem);
        let script = format!("{}.js", self.stem);
        let tags = html.split_inclusive('>').map(str::trim_start);
        let preload = tags
            .filter(|tag| tag.starts_with("<link rel=\"modulepreload\""))
            .find(|tag| tag.contains(&script))
            .context("the page does not preload the program's script")?;
        ensure!(
            !preload.contains("integrity"),
            "the page holds digests of Trunk's files"
        );
        let both = format!("{preload}{}", preload.replace(&script, &self.link));
        Ok(html.replacen(preload, &both, 1))
    }

    /// Name and bytes of every file.
    pub fn files(&self) -> impl Iterator<Item = (String, &[u8])> {
        let pieces = self
            .pieces
            .iter()
            .map(|piece| (piece.name.clone(), piece.bytes.as_slice()));
        pieces.chain([
            (format!("{}_bg.wasm", self.stem), self.main.as_slice()),
            (format!("{}.js", self.stem), self.main_js.as_bytes()),
            (self.link.clone(), self.link_js.as_bytes()),
        ])
    }
}

/// The name, without its ending, of the program that Trunk's page loads.
pub fn trunks_own(html: &str) -> Option<&str> {
    let from = html.find(&format!("{APP}-"))?;
    let end = html[from..].find(".js")?;
    let stem = &html[from..from + end];
    stem.bytes()
        .all(|b| b.is_ascii_alphanumeric() || b == b'-')
        .then_some(stem)
}

fn replaced(text: &str, old: &str, new: &str) -> Result<String> {
    ensure!(text.contains(old), "a script of the cut program does not name {old}");
    Ok(text.replace(old, new))
}

/// Sixteen hexadecimal digits that stand for these parts.
pub fn hash<const N: usize>(parts: [&[u8]; N]) -> String {
    let mut sha = Sha256::new();
    for part in parts {
        sha.update((part.len() as u64).to_le_bytes());
        sha.update(part);
    }
    hex::encode(&sha.finalize()[..8])
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    const MAIN_JS: &str = "import * as import1 from \"./__wasm_split.js\"\n\
        const imports = { \"./__wasm_split.js\": import1 }; new URL('main_bg.wasm', import.meta.url);";
    const LINK_JS: &str = "import { initSync } from \"./main.js\"; fetch(new URL(\"./split_people.wasm\", import.meta.url)); \
        fetch(new URL(\"./chunk_7.wasm\", import.meta.url)); console.error(e);";

    fn parts(people: &[u8]) -> Result<Parts> {
        let pieces = vec![
            Piece::new("split_people", people.to_vec()),
            Piece::new("chunk_7", vec![7]),
        ];
        Parts::wire_up(vec![1], MAIN_JS, LINK_JS, pieces)
    }

    #[test]
    fn parts_name_each_other_by_their_last_names() {
        let parts = parts(&[2]).unwrap();
        let files: Vec<_> = parts.files().map(|(name, _)| name).collect();
        assert!(files[0].starts_with("piece-people-") && files[1].starts_with("piece-chunk-7-"));
        for piece in &files[..2] {
            assert!(is_piece(piece) && parts.link_js.contains(&format!("\"./{piece}\"")));
        }
        assert!(!is_piece(&files[2]) && !is_piece(&files[4]));
        assert!(parts.main_js.contains(&files[2]), "the program");
        assert!(parts.link_js.contains(&files[3]), "its script");
        assert!(
            parts.main_js.contains(&format!("from \"./{}\"", files[4])),
            "the fetching script"
        );
        assert!(
            parts.main_js.contains("{ \"./__wasm_split.js\": import1 }"),
            "imports keep their key"
        );
    }

    #[test]
    fn another_piece_makes_another_app() {
        let (one, two) = (parts(&[2]).unwrap(), parts(&[3]).unwrap());
        assert_ne!(one.stem, two.stem);
        assert_eq!(
            one.pieces[1].name, two.pieces[1].name,
            "an equal piece stays in the browser's cache"
        );
    }

    #[test]
    fn a_script_with_other_words_is_refused() {
        let pieces = || vec![Piece::new("split_people", vec![2])];
        assert!(
            Parts::wire_up(vec![1], MAIN_JS, LINK_JS, pieces()).is_err(),
            "chunk_7 was not written"
        );
        assert!(Parts::wire_up(vec![1], "", LINK_JS, vec![]).is_err());
    }

    #[test]
    fn the_page_loads_both_scripts_and_nothing_of_trunks() {
        let html = "<head>\n<link rel=\"modulepreload\" href=\"/rollcall-app-1f.js\" crossorigin=\"anonymous\"></head>\
            <script type=\"module\">import init from '/rollcall-app-1f.js'; init('/rollcall-app-1f_bg.wasm')</script>";
        let old = trunks_own(html).unwrap();
        assert_eq!(old, "rollcall-app-1f");
        let parts = parts(&[2]).unwrap();
        let page = parts.point_page(html, old).unwrap();
        assert!(!page.contains(old), "{page}");
        assert_eq!(page.matches("modulepreload").count(), 2, "{page}");
        for (name, times) in [
            (format!("{}.js", parts.stem), 2),
            (format!("{}_bg.wasm", parts.stem), 1),
            (parts.link.clone(), 1),
        ] {
            assert_eq!(page.matches(&name).count(), times, "{name} in {page}");
        }
        let held = html.replace("crossorigin", "integrity=\"sha384-x\" crossorigin");
        assert!(parts.point_page(&held, old).is_err());
    }
}
