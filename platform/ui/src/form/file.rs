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
        let megabytes = (accept.bytes / 1_048_576) as i64;
        let wrong_kind = w.ta("ui-file-wrong-kind", &[("kinds", Arg::from(accept.kinds))]);
        let too_large = w.ta("ui-file-too-large", &[("n", Arg::Int(megabytes))]);
        let input = html! {
            div.drop data-file-drop data-max-bytes=(accept.bytes) data-wrong-kind=(wrong_kind) data-too-large=(too_large) {
                (icon(if accept.camera { Icon::Camera } else { Icon::Attach }))
                input id=(self.input_id()) type="file" name=(self.name) accept=(accept.kinds) multiple[accept.several]
                    required[self.required] capture=[accept.camera.then_some("environment")]
                    aria-describedby=[self.described()] aria-invalid=[self.invalid()];
                p.drop-text { (w.t(if accept.camera { "ui-file-photo" } else { "ui-file-drop" })) " "
                    span { (accept.kinds) " · " (w.ta("ui-file-max", &[("n", Arg::Int(megabytes))])) } }
                output.drop-list {}
            }
        };
        self.row(w, input)
    }
}
