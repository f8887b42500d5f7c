//! Ending posts with a day, and one-time passwords.

use chrono::NaiveDate;
use kernel::journal::Change;
use kernel::{Id, Tx};
use records::Refusal;

use super::queries::{self, PostLine};
use super::{authority, search};
use crate::powers::{effective, today};
use crate::{nodes, powers, versions};

/// Ends a post of someone: `day` is the first day on which it no longer holds, today or later. When the post that says
/// in which store they stand is over, the next one says so. Refuses `post-dates-reversed` for a day in the past and
/// `user-last-administrator` and `user-beyond-own-powers`.
pub async fn finish_post(tx: &mut Tx<'_>, user: Id, post: Id, day: NaiveDate) -> Result<(), Refusal> {
    let (tenant, now) = (tx.tenant(), today(tx.now()));
    let posts = queries::posts(tx.conn(), tenant, user).await?;
    let held = posts.iter().find(|p| p.id == post).ok_or(Refusal::NotFound)?;
    if day < now {
        return Err(Refusal::field("valid_to", "post-dates-reversed"));
    }
    authority::require(tx, user).await?;
    let sheets = powers::queries::role_sheets(tx.conn(), tenant, &[held.role_id]).await?;
    let rules_all = effective(held.role_id, &sheets).capabilities.contains("*");
    if rules_all && queries::other_administrators(tx.conn(), tenant, user, now).await? == 0 {
        return Err(Refusal::Rule("user-last-administrator"));
    }
    queries::end_post(tx, post, day).await?;
    let next = posts.iter().find(|p| p.id != post && holds(p, now));
    let was_main = posts.iter().find(|p| holds(p, now)).is_some_and(|p| p.id == post);
    if let (true, true, Some(next)) = (day <= now, was_main, next) {
        let node = nodes::queries::find(tx.conn(), tenant, next.node_id).await?.ok_or(Refusal::NotFound)?;
        let before = queries::find(tx.conn(), tenant, user).await?;
        queries::set(tx, user, vec![("store_id", node.store_id.into()), ("path", node.path.into())]).await?;
        search::renew(tx, user, before.as_ref()).await?;
    }
    versions::raise(tx).await?;
    let changes = [
        Change::of("post.node", Some(held.node_name.clone()), None),
        Change::of("post.role", Some(held.name_zh.clone()), None),
        Change::of("post.valid_to", held.valid_to.map(|d| d.to_string()), Some(day.to_string())),
    ];
    tx.record("user", user, "end_post", changes.into_iter().flatten().collect());
    Ok(())
}

fn holds(post: &PostLine, day: NaiveDate) -> bool {
    post.valid_from <= day && post.valid_to.is_none_or(|end| end > day)
}

/// Letters and digits that are not taken for one another when read aloud or copied by hand.
const CLEAR: &[u8] = b"abcdefghjkmnpqrstuvwxyz23456789";

/// A password to be used once, in groups of four: `k7mp-3xqd-9wta`, at least `least` characters long. `secret` is a
/// random text ([`kernel::crypto::random_secret`]).
pub fn one_time_password(secret: &str, least: usize) -> String {
    let letters = least.max(12).div_ceil(4) * 4;
    let mut digits = kernel::crypto::digest(secret);
    while digits.len() < letters * 4 {
        digits.push_str(&kernel::crypto::digest(&digits));
    }
    let mut password = String::new();
    for n in 0..letters {
        if n > 0 && n % 4 == 0 {
            password.push('-');
        }
        // Four hexadecimal digits a letter: no letter is noticeably likelier than another.
        let number = usize::from_str_radix(&digits[n * 4..n * 4 + 4], 16).unwrap_or(0);
        password.push(char::from(CLEAR[number % CLEAR.len()]));
    }
    password
}

#[cfg(test)]
mod tests {
    use super::*;

    /// SYS-03: a one-time password can be read aloud, is long enough for the house, and differs with its secret.
    #[test]
    fn one_time_passwords_are_readable_and_long_enough() {
        let password = one_time_password("one", 8);
        assert_eq!(password.len(), 14);
        assert!(password.bytes().all(|b| b == b'-' || CLEAR.contains(&b)), "{password}");
        assert_ne!(password, one_time_password("two", 8));
        assert!(one_time_password("one", 30).chars().count() >= 30);
    }
}
