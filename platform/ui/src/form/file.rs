//! Files and photos.

use maud::{Markup, html};

use super::field::Field;
use crate::icon::{Icon, icon};
use crate::words::{Arg, Words};

/// What a file field takes. The server checks again.
#[derive(Debug, Clone, Copy)]
pub struct Accept<'a> {
    /// Name endings and media types, as in HTML: `.xlsx,.csv` or `image/*`.
    pub kinds: &'a str,
    /// At most this many bytes each.
    pub bytes: u64,
    /// Several files at once.
    pub several: bool,
    /// Offers the camera on phones.
    pub camera: bool,
}

impl Field {
    /// A place to drop files, or to choose them; kind and size are checked before anything is sent.
    pub fn file(&self, accept: Accept<'_>, w: &dyn Words) -> Markup {
        let kinds = kinds_in_words(accept.kinds);
        let megabytes = (accept.bytes / 1_048_576) as i64;
        let wrong_kind = w.ta("ui-file-wrong-kind", &[("kinds", Arg::from(kinds.as_str()))]);
        let too_large = w.ta("ui-file-too-large", &[("n", Arg::Int(megabytes))]);
        let input = html! {
            div.drop data-file-drop data-max-bytes=(accept.bytes) data-wrong-kind=(wrong_kind) data-too-large=(too_large) {
                (icon(if accept.camera { Icon::Camera } else { Icon::Attach }))
                input id=(self.input_id()) type="file" name=(self.name) accept=(accept.kinds) multiple[accept.several]
                    required[self.required] capture=[accept.camera.then_some("environment")]
                    aria-describedby=[self.described()] aria-invalid=[self.invalid()];
                p.drop-text { (w.t(if accept.camera { "ui-file-photo" } else { "ui-file-drop" })) " "
                    span { @if !kinds.is_empty() { (kinds) " · " } (w.ta("ui-file-max", &[("n", Arg::Int(megabytes))])) } }
                output.drop-list {}
            }
        };
        self.row(w, input)
    }
}

/// Endings and media types as people call them: `.xlsx,image/jpeg` is `XLSX, JPEG`; a whole family (`image/*`) needs no
/// naming, because the words beside it say "photo".
fn kinds_in_words(kinds: &str) -> String {
    let name = |kind: &str| {
        let short = kind.trim().trim_start_matches('.').rsplit('/').next().unwrap_or_default().to_owned();
        (!short.is_empty() && short != "*").then(|| short.to_uppercase())
    };
    kinds.split(',').filter_map(name).collect::<Vec<_>>().join(", ")
}

#[cfg(test)]
mod tests {
    use super::kinds_in_words;

    #[test]
    fn kinds_are_named_as_people_call_them() {
        assert_eq!(kinds_in_words(".xlsx,.xls"), "XLSX, XLS");
        assert_eq!(kinds_in_words("image/jpeg,application/pdf"), "JPEG, PDF");
        assert_eq!(kinds_in_words("image/*"), "");
    }
}
