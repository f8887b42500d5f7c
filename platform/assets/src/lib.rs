//! The script and style bundle, embedded into the binary and served under hashed names.
//!
//! A page asks [`url`] for the address of a file; the web layer answers `/assets/*` with [`get`].
//! The hash changes with the content, so every answer under a hashed name may be cached for ever.

use std::borrow::Cow;
use std::collections::HashMap;
use std::sync::OnceLock;

use rust_embed::RustEmbed;

#[derive(RustEmbed)]
#[folder = "dist/"]
struct Bundle;

/// One embedded file, ready to be sent.
#[derive(Debug, Clone)]
pub struct Asset {
    /// The content.
    pub bytes: Cow<'static, [u8]>,
    /// The media type, with charset for text.
    pub mime: String,
    /// True when the name carries the content's hash, so that the answer never changes.
    pub immutable: bool,
}

struct Names {
    /// `app.css` → `/assets/app-<hash>.css`.
    urls: HashMap<String, String>,
    /// `app-<hash>.css` → `app.css`.
    files: HashMap<String, String>,
}

/// The address of an embedded file, such as `/assets/app-1f3a90c2d4.css` for `app.css`.
///
/// A name that is not in the bundle gives `/assets/missing`, which [`get`] does not know: the page still renders.
pub fn url(name: &str) -> &'static str {
    names().urls.get(name).map_or("/assets/missing", String::as_str)
}

/// The file behind an address. `path` may be a full `/assets/…` address, a hashed name or a plain name.
pub fn get(path: &str) -> Option<Asset> {
    let name = path.strip_prefix("/assets/").unwrap_or(path);
    let (file, immutable) = match names().files.get(name) {
        Some(plain) => (plain.as_str(), true),
        None => (name, false),
    };
    let embedded = Bundle::get(file)?;
    let mime = match embedded.metadata.mimetype() {
        text @ ("text/javascript" | "text/css") => format!("{text}; charset=utf-8"),
        other => other.to_owned(),
    };
    Some(Asset { bytes: embedded.data, mime, immutable })
}

/// The plain names of all embedded files.
pub fn list() -> impl Iterator<Item = &'static str> {
    names().urls.keys().map(String::as_str)
}

fn names() -> &'static Names {
    static NAMES: OnceLock<Names> = OnceLock::new();
    NAMES.get_or_init(|| {
        let mut names = Names { urls: HashMap::new(), files: HashMap::new() };
        for file in Bundle::iter() {
            let Some(embedded) = Bundle::get(&file) else { continue };
            let hash: String =
                embedded.metadata.sha256_hash().iter().take(5).map(|byte| format!("{byte:02x}")).collect();
            let hashed = match file.rsplit_once('.') {
                Some((stem, extension)) => format!("{stem}-{hash}.{extension}"),
                None => format!("{file}-{hash}"),
            };
            names.urls.insert(file.to_string(), format!("/assets/{hashed}"));
            names.files.insert(hashed, file.into_owned());
        }
        names
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hashed_address_leads_back_to_the_file() {
        for name in ["app.css", "app.js", "favicon.svg"] {
            let address = url(name);
            assert!(address.starts_with("/assets/") && address != "/assets/missing", "{name}: {address}");
            let asset = get(address).expect(name);
            assert!(asset.immutable && !asset.bytes.is_empty());
        }
        assert_eq!(get(url("app.css")).map(|asset| asset.mime).as_deref(), Some("text/css; charset=utf-8"));
    }

    #[test]
    fn plain_and_unknown_names() {
        assert!(get("favicon.svg").is_some_and(|asset| !asset.immutable));
        assert!(get("nothing.css").is_none());
        assert!(get(url("nothing.css")).is_none());
    }
}
