//! The second factor of signing in: codes of an authenticator app (RFC 6238) and recovery codes (SYS-04). The secret is
//! sealed with the installation's keys, which lie outside the database and its backups ([`kernel::Keys`]).

pub mod change;
mod picture;
pub mod queries;
pub mod recovery;
pub mod totp;

pub(crate) use picture::picture;
