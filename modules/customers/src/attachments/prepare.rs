//! What is done with an upload before it is kept: type by content, images turned upright, made smaller and freed of
//! everything that a camera writes into them (place, time, device).

use std::io::Cursor;

use image::codecs::jpeg::JpegEncoder;
use image::{DynamicImage, ImageDecoder, ImageFormat, ImageReader, Limits};
use records::Refusal;
use sha2::{Digest, Sha256};

/// The largest upload, in bytes.
pub const LARGEST_UPLOAD: usize = 20 * 1024 * 1024;

/// The longest side of a kept image, in pixels.
pub const LARGEST_SIDE: u32 = 2_000;

/// Sides beyond this are refused before anything is decoded.
const LARGEST_READ: u32 = 20_000;

/// Memory that decoding one image may take, in bytes.
const MEMORY: u64 = 320 * 1024 * 1024;

/// Quality of kept photos, out of 100.
const QUALITY: u8 = 85;

/// A document ready to be kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Prepared {
    /// The bytes.
    pub bytes: Vec<u8>,
    /// `image/jpeg` or `application/pdf`.
    pub mime: &'static str,
    /// SHA-256 of the bytes, hexadecimal.
    pub digest: String,
    /// Width and height of an image.
    pub size: Option<(u32, u32)>,
}

/// Prepares an upload; takes some hundred milliseconds of computing for a large photo, so it belongs outside the
/// transaction and off the threads that serve. Refuses `attachment-empty`, `attachment-too-large`, `attachment-type`
/// and `attachment-damaged` at the field `file`.
pub fn prepare(upload: &[u8]) -> Result<Prepared, Refusal> {
    let refuse = |code: &str| Refusal::field("file", code);
    if upload.is_empty() {
        return Err(refuse("attachment-empty"));
    }
    if upload.len() > LARGEST_UPLOAD {
        return Err(refuse("attachment-too-large"));
    }
    if upload.starts_with(b"%PDF-") {
        return Ok(ready(upload.to_vec(), "application/pdf", None));
    }
    let format = image::guess_format(upload)
        .ok()
        .filter(|f| matches!(f, ImageFormat::Jpeg | ImageFormat::Png | ImageFormat::WebP));
    let image =
        read(upload, format.ok_or_else(|| refuse("attachment-type"))?).map_err(|_| refuse("attachment-damaged"))?;
    let small = if image.width().max(image.height()) > LARGEST_SIDE {
        image.resize(LARGEST_SIDE, LARGEST_SIDE, image::imageops::FilterType::Triangle)
    } else {
        image
    };
    let mut bytes = Vec::new();
    let flat = on_white(small);
    flat.write_with_encoder(JpegEncoder::new_with_quality(&mut bytes, QUALITY))
        .map_err(|_| refuse("attachment-damaged"))?;
    Ok(ready(bytes, "image/jpeg", Some((flat.width(), flat.height()))))
}

fn read(upload: &[u8], format: ImageFormat) -> image::ImageResult<DynamicImage> {
    let mut reader = ImageReader::with_format(Cursor::new(upload), format);
    let mut limits = Limits::default();
    limits.max_image_width = Some(LARGEST_READ);
    limits.max_image_height = Some(LARGEST_READ);
    limits.max_alloc = Some(MEMORY);
    reader.limits(limits);
    let mut decoder = reader.into_decoder()?;
    // The camera notes which side is up instead of turning the picture; the note is about to be dropped.
    let orientation = decoder.orientation()?;
    let mut image = DynamicImage::from_decoder(decoder)?;
    image.apply_orientation(orientation);
    Ok(image)
}

/// JPEG has no transparency: what is transparent becomes white paper.
fn on_white(image: DynamicImage) -> DynamicImage {
    if !image.color().has_alpha() {
        return DynamicImage::ImageRgb8(image.into_rgb8());
    }
    let mut rgba = image.into_rgba8();
    for pixel in rgba.pixels_mut() {
        let alpha = u16::from(pixel.0[3]);
        for channel in &mut pixel.0[..3] {
            *channel = ((u16::from(*channel) * alpha + 255 * (255 - alpha)) / 255) as u8;
        }
    }
    DynamicImage::ImageRgb8(DynamicImage::ImageRgba8(rgba).into_rgb8())
}

fn ready(bytes: Vec<u8>, mime: &'static str, size: Option<(u32, u32)>) -> Prepared {
    let digest = Sha256::digest(&bytes).iter().map(|b| format!("{b:02x}")).collect();
    Prepared { bytes, mime, digest, size }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn code(result: Result<Prepared, Refusal>) -> String {
        match result {
            Err(Refusal::Invalid(fields)) => fields[0].code.clone(),
            other => format!("{other:?}"),
        }
    }

    fn picture(width: u32, height: u32, format: ImageFormat) -> Vec<u8> {
        let mut bytes = Cursor::new(Vec::new());
        DynamicImage::new_rgb8(width, height).write_to(&mut bytes, format).unwrap();
        bytes.into_inner()
    }

    /// CUS-17: a large photo is made smaller, and what the camera wrote into it is gone.
    #[test]
    fn a_photo_is_made_smaller_and_loses_its_place() {
        let plain = picture(3_000, 1_500, ImageFormat::Jpeg);
        // An EXIF segment right behind the start of the image, as cameras write it: orientation 6 (turn right).
        let exif = b"Exif\0\0MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0\x06\0\0\0\0\0\0GPS-31.23N";
        let mut photo = plain[..2].to_vec();
        photo.extend([0xFF, 0xE1]);
        photo.extend(((exif.len() + 2) as u16).to_be_bytes());
        photo.extend(exif);
        photo.extend(&plain[2..]);
        let kept = prepare(&photo).unwrap();
        assert_eq!(kept.mime, "image/jpeg");
        assert_eq!(kept.size, Some((1_000, 2_000)), "turned upright");
        for trace in [b"Exif".as_slice(), b"GPS"] {
            assert!(photo.windows(trace.len()).any(|w| w == trace));
            assert!(!kept.bytes.windows(trace.len()).any(|w| w == trace));
        }
    }

    /// CUS-17: types are told by content.
    #[test]
    fn types() {
        assert_eq!(prepare(&picture(20, 10, ImageFormat::Png)).unwrap().size, Some((20, 10)));
        assert_eq!(prepare(b"%PDF-1.7 ...").unwrap().mime, "application/pdf");
        assert_eq!(code(prepare(b"")), "attachment-empty");
        assert_eq!(code(prepare(b"<svg onload=alert(1)>")), "attachment-type");
        assert_eq!(code(prepare(b"MZ\x90\0")), "attachment-type");
        assert_eq!(code(prepare(&vec![0; LARGEST_UPLOAD + 1])), "attachment-too-large");
        let whole = picture(50, 50, ImageFormat::Png);
        assert_eq!(code(prepare(&whole[..whole.len() / 2])), "attachment-damaged");
    }

    /// A picture that claims to be enormous is refused before it is decoded.
    #[test]
    fn a_bomb_is_refused() {
        let mut png = picture(1, 1, ImageFormat::Png);
        png[16..20].copy_from_slice(&60_000_u32.to_be_bytes());
        png[20..24].copy_from_slice(&60_000_u32.to_be_bytes());
        assert_eq!(code(prepare(&png)), "attachment-damaged");
    }

    /// Transparent paper is white.
    #[test]
    fn transparency_is_white() {
        let clear = DynamicImage::new_rgba8(2, 2);
        assert_eq!(on_white(clear).into_rgb8().get_pixel(0, 0).0, [255, 255, 255]);
    }
}
