//! The QR code of an enrolment, drawn as one path: nothing is loaded and no style is needed, so the content security
//! policy has nothing to say.

use maud::{Markup, html};
use qrcode::{Color, EcLevel, QrCode};

/// Modules of quiet around the pattern, as the standard asks for.
const QUIET: usize = 4;

/// The pattern of a text; nothing when the text is too long for one.
pub(crate) fn picture(text: &str, label: &str) -> Markup {
    let Ok(code) = QrCode::with_error_correction_level(text, EcLevel::M) else { return html! {} };
    let width = code.width();
    let mut path = String::new();
    for (n, color) in code.to_colors().iter().enumerate() {
        if *color == Color::Dark {
            path.push_str(&format!("M{} {}h1v1h-1z", n % width + QUIET, n / width + QUIET));
        }
    }
    let side = width + 2 * QUIET;
    html! {
        svg.qr-code viewBox=(format!("0 0 {side} {side}")) role="img" aria-label=(label) shape-rendering="crispEdges" {
            rect width=(side) height=(side) fill="#fff" {}
            path d=(path) fill="#000" {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_pattern_is_one_path_within_its_frame() {
        let drawn = picture("otpauth://totp/x?secret=MZXW6", "code").into_string();
        assert!(drawn.contains("aria-label=\"code\"") && drawn.contains("M4 4h1v1h-1z"), "the corner is dark: {drawn}");
        assert!(!drawn.contains("style"));
        assert_eq!(picture(&"x".repeat(5_000), "code").into_string(), "");
    }
}
