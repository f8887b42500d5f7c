//! Keys for sensitive columns: sealing (AEAD, key id in the value, record id as associated data) and keyed hashes for
//! equality. Keys live outside the database and outside backups.

use std::io::Write;
use std::path::Path;

use chacha20poly1305::aead::{Aead, Payload};
use chacha20poly1305::{ChaCha20Poly1305, Key, KeyInit, Nonce};
use hmac::{Hmac, Mac};
use sha2::{Digest, Sha256};

/// The installation's keys, derived from one secret file.
#[derive(Clone)]
pub struct Keys {
    sealing: [u8; 32],
    hashing: [u8; 32],
    signing: [u8; 32],
}

/// The first byte of every sealed value: which generation of keys made it.
const KEY_GENERATION: u8 = 1;

/// A sealed value could not be opened: another key, another record, or damage.
#[derive(Debug, thiserror::Error)]
#[error("a sealed value does not open with this installation's keys")]
pub struct Unsealable;

impl Keys {
    /// Keys from 32 secret bytes.
    pub fn from_secret(secret: &[u8; 32]) -> Keys {
        Keys { sealing: derive(secret, b"seal"), hashing: derive(secret, b"hash"), signing: derive(secret, b"sign") }
    }

    /// Reads the key file, or makes it (mode 0600) when it is not there yet.
    pub fn load_or_create(path: &Path) -> std::io::Result<Keys> {
        if !path.exists() {
            let secret: [u8; 32] = rand::random();
            if let Some(folder) = path.parent() {
                std::fs::create_dir_all(folder)?;
            }
            let mut options = std::fs::OpenOptions::new();
            options.write(true).create_new(true);
            #[cfg(unix)]
            std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
            match options.open(path) {
                Ok(mut file) => {
                    file.write_all(hex(&secret).as_bytes())?;
                    file.sync_all()?;
                }
                // Another process was faster: its keys are the keys.
                Err(error) if error.kind() == std::io::ErrorKind::AlreadyExists => {}
                Err(error) => return Err(error),
            }
        }
        let text = std::fs::read_to_string(path)?;
        let secret = unhex(text.trim()).ok_or_else(|| {
            std::io::Error::new(std::io::ErrorKind::InvalidData, "the key file does not hold 64 hexadecimal digits")
        })?;
        Ok(Keys::from_secret(&secret))
    }

    /// Seals a text for one record.
    pub fn seal(&self, record: crate::Id, text: &str) -> Vec<u8> {
        let nonce: [u8; 12] = rand::random();
        let cipher = ChaCha20Poly1305::new(Key::from_slice(&self.sealing));
        let payload = Payload { msg: text.as_bytes(), aad: record.as_bytes() };
        // The cipher fails only for texts of many gigabytes.
        let sealed = cipher.encrypt(Nonce::from_slice(&nonce), payload).unwrap_or_default();
        [&[KEY_GENERATION], nonce.as_slice(), &sealed].concat()
    }

    /// Opens what [`Keys::seal`] made for the same record.
    pub fn open(&self, record: crate::Id, sealed: &[u8]) -> Result<String, Unsealable> {
        let (generation, rest) = sealed.split_first().ok_or(Unsealable)?;
        if *generation != KEY_GENERATION || rest.len() < 12 {
            return Err(Unsealable);
        }
        let (nonce, body) = rest.split_at(12);
        let cipher = ChaCha20Poly1305::new(Key::from_slice(&self.sealing));
        let text = cipher
            .decrypt(Nonce::from_slice(nonce), Payload { msg: body, aad: record.as_bytes() })
            .map_err(|_| Unsealable)?;
        String::from_utf8(text).map_err(|_| Unsealable)
    }

    /// A keyed hash, so that equal values meet without being readable. `domain` keeps columns apart.
    pub fn hash(&self, domain: &str, text: &str) -> String {
        hex(&mac(&self.hashing, &[domain.as_bytes(), b"\0", text.as_bytes()]))
    }

    /// A link of a chain: it covers the one before and the content. Without the keys nobody makes another that fits.
    pub fn link(&self, domain: &str, before: &[u8], content: &[u8]) -> Vec<u8> {
        mac(&self.signing, &[domain.as_bytes(), b"\0", before, content])
    }

    /// Signs a short text (cookies of one request, download links).
    pub fn sign(&self, domain: &str, text: &str) -> String {
        hex(&mac(&self.signing, &[domain.as_bytes(), b"\0", text.as_bytes()]))
    }
}

/// SHA-256 as hexadecimal: how session and API tokens are kept.
pub fn digest(text: &str) -> String {
    hex(&Sha256::digest(text.as_bytes()))
}

/// SHA-256 of what is given part by part: by it a file is known again.
#[derive(Clone, Default)]
pub struct Digester(Sha256);

impl Digester {
    /// Takes the next part.
    pub fn add(&mut self, part: &[u8]) {
        self.0.update(part);
    }

    /// The digest of all parts, as hexadecimal.
    pub fn end(self) -> String {
        hex(&self.0.finalize())
    }
}

/// SHA-256 of all that a reader gives, as hexadecimal.
pub fn digest_of(mut from: impl std::io::Read) -> std::io::Result<String> {
    let mut digester = Digester::default();
    let mut part = [0; 64 * 1024];
    loop {
        match from.read(&mut part)? {
            0 => return Ok(digester.end()),
            n => digester.add(&part[..n]),
        }
    }
}

/// A random secret of 32 bytes as 64 hexadecimal digits.
pub fn random_secret() -> String {
    hex(&rand::random::<[u8; 32]>())
}

/// Compares two texts without telling by time where they differ.
pub fn same(a: &str, b: &str) -> bool {
    subtle::ConstantTimeEq::ct_eq(a.as_bytes(), b.as_bytes()).into()
}

fn mac(key: &[u8; 32], parts: &[&[u8]]) -> Vec<u8> {
    // HMAC takes keys of any length.
    let Ok(mut mac) = <Hmac<Sha256> as Mac>::new_from_slice(key) else { return Vec::new() };
    for part in parts {
        mac.update(part);
    }
    mac.finalize().into_bytes().to_vec()
}

fn derive(secret: &[u8; 32], purpose: &[u8]) -> [u8; 32] {
    let mut key = [0; 32];
    key.copy_from_slice(&mac(secret, &[b"fourfold/", purpose]));
    key
}

/// Bytes as hexadecimal.
pub fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|b| format!("{b:02x}")).collect()
}

fn unhex(text: &str) -> Option<[u8; 32]> {
    let mut out = [0; 32];
    if text.len() != 64 {
        return None;
    }
    for (n, byte) in out.iter_mut().enumerate() {
        *byte = u8::from_str_radix(text.get(2 * n..2 * n + 2)?, 16).ok()?;
    }
    Some(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sealed_value_opens_for_its_record_only() {
        let keys = Keys::from_secret(&[7; 32]);
        let (a, b) = (crate::Id::from_u128(1), crate::Id::from_u128(2));
        let sealed = keys.seal(a, "11010519491231002X");
        assert_eq!(keys.open(a, &sealed).unwrap(), "11010519491231002X");
        assert!(keys.open(b, &sealed).is_err(), "moved to another record");
        assert!(Keys::from_secret(&[8; 32]).open(a, &sealed).is_err(), "another key");
        assert_ne!(sealed, keys.seal(a, "11010519491231002X"), "equal values do not look equal");
        assert_eq!(keys.hash("id", "x"), keys.hash("id", "x"));
        assert_ne!(keys.hash("id", "x"), keys.hash("phone", "x"));
    }
}
