//! What a password may be (ASVS 5.0 §6.2): long enough, any characters, but not made of words that everyone tries first
//! or of the names of the house and the person. There are no rules of composition, and none that make people change it
//! from time to time.

use std::collections::HashSet;
use std::sync::OnceLock;

use kernel::{ConnectionTrait, DbError, Tenant, sql};
use unicode_normalization::UnicodeNormalization;

use super::password::MAX_LENGTH;
use crate::settings::{self, keys};

/// Words, keys side by side, and numbers that stand in every list of leaked passwords, Chinese ones among them. A password
/// is looked at in pieces, so that each stands for hundreds: `woaini`, `Woaini1314`, `woaini@2024` …
const COMMON: &str = include_str!("common_words.txt");
/// Names of this program.
const OWN: [&str; 3] = ["fourfold", "四合", "sihe"];
/// Rows of a keyboard: a finger that slides along one.
const ROWS: [&str; 4] = ["qwertyuiop", "asdfghjkl", "zxcvbnm", "!@#$%^&*()"];
/// Characters that must be left when all that is easily guessed is taken away.
const LEFT: usize = 4;
/// So many words together are a phrase, and phrases are good passwords.
const PHRASE: usize = 3;

/// What a password of someone may not be made of, and how long it has to be.
#[derive(Clone, Debug, Default)]
pub struct Choice {
    /// The least number of characters.
    pub least: usize,
    login: String,
    names: HashSet<String>,
}

impl Choice {
    /// The rules for a person, with names that do not go into a password: those of the person and of the house.
    pub fn new<'a>(least: usize, login: &str, names: impl IntoIterator<Item = &'a str>) -> Choice {
        let mut set: HashSet<String> = OWN.iter().map(|name| (*name).to_owned()).collect();
        let mut add = |text: String| {
            // Two letters stand in every other word; two hanzi are a name.
            let enough = if text.is_ascii() { 3 } else { 2 };
            if text.chars().count() >= enough {
                set.insert(text);
            }
        };
        let login = folded(login);
        login.split(|c: char| !c.is_alphanumeric()).for_each(|part| add(part.to_owned()));
        add(login.clone());
        for name in names {
            let plain: String = folded(name).chars().filter(|c| c.is_alphanumeric()).collect();
            add(identifiers::pinyin::full(name));
            add(plain);
        }
        Choice { least, login, names: set }
    }

    /// The rules for a person of a tenant who works at the node of `path`.
    pub async fn of(
        conn: &impl ConnectionTrait,
        tenant: Tenant,
        path: &str,
        login: &str,
        name: &str,
    ) -> Result<Choice, DbError> {
        let least = settings::number(conn, tenant, path, keys::PASSWORD_LENGTH).await?;
        let text = "SELECT name, short_name FROM nodes WHERE tenant_id = $1 AND deleted_at IS NULL AND (parent_id IS NULL OR path = $2)";
        let mut names = vec![name.to_owned()];
        for row in sql::rows(conn, text, [tenant.into(), path.into()]).await? {
            names.push(row.try_get("", "name")?);
            names.extend(row.try_get::<Option<String>>("", "short_name")?);
        }
        let names = names.iter().map(String::as_str);
        Ok(Choice::new(usize::try_from(least).unwrap_or(super::password::MIN_LENGTH), login, names))
    }

    /// Checks a password that someone chooses. Refuses `password-length`, `password-is-login`, `password-has-names` and
    /// `password-common`.
    pub fn check(&self, password: &str) -> Result<(), &'static str> {
        let length = password.chars().count();
        if length < self.least || length > MAX_LENGTH {
            return Err("password-length");
        }
        let plain = folded(password);
        if !self.login.is_empty() && plain == self.login {
            return Err("password-is-login");
        }
        let digits = plain.bytes().all(|b| b.is_ascii_digit());
        if digits && plain.len() == 11 && plain.starts_with('1') {
            // A mobile number, most likely their own.
            return Err("password-common");
        }
        for text in [plain.clone(), unmasked(&plain)] {
            let pieces = self.pieces(&text);
            if pieces.left < LEFT && pieces.words < PHRASE && pieces.found {
                return Err(if pieces.names { "password-has-names" } else { "password-common" });
            }
        }
        Ok(())
    }

    fn pieces(&self, text: &str) -> Pieces {
        let letters: Vec<char> = text.chars().collect();
        let (mut pieces, mut at, mut signs) = (Pieces::default(), 0, 0);
        while at < letters.len() {
            let rest = &letters[at..];
            let name = longest(rest, |piece| self.names.contains(piece));
            let word = longest(rest, |piece| common().contains(piece));
            let run = run(rest).max(date(rest));
            let most = name.max(word).max(run);
            if most == 0 {
                // A few signs between and behind words are what everyone adds.
                match letters[at].is_alphanumeric() {
                    true => pieces.left += 1,
                    false => signs += 1,
                }
                at += 1;
                continue;
            }
            pieces.found = true;
            pieces.names |= name == most;
            pieces.words += usize::from(run < most);
            at += most;
        }
        pieces.left += signs.min(2);
        pieces
    }
}

/// What a password is made of.
#[derive(Default)]
struct Pieces {
    found: bool,
    names: bool,
    words: usize,
    left: usize,
}

fn common() -> &'static HashSet<&'static str> {
    static WORDS: OnceLock<HashSet<&'static str>> = OnceLock::new();
    WORDS.get_or_init(|| COMMON.lines().filter(|word| !word.is_empty()).collect())
}

/// Compatible forms and small letters: full-width letters are letters.
fn folded(text: &str) -> String {
    text.trim().nfkc().flat_map(char::to_lowercase).collect()
}

/// Digits and signs that stand for letters, as letters: p@ssw0rd.
fn unmasked(text: &str) -> String {
    let letter = |c: char| match c {
        '@' | '4' => 'a',
        '0' => 'o',
        '1' | '!' => 'i',
        '3' => 'e',
        '$' | '5' => 's',
        '7' => 't',
        other => other,
    };
    // Numbers at the end are numbers.
    let core = text.trim_end_matches(|c: char| !c.is_alphabetic());
    core.chars().map(letter).chain(text[core.len()..].chars()).collect()
}

/// The length of the longest beginning that is known.
fn longest(rest: &[char], known: impl Fn(&str) -> bool) -> usize {
    const LONGEST: usize = 24;
    let mut piece = String::new();
    let mut most = 0;
    for (n, letter) in rest.iter().take(LONGEST).enumerate() {
        piece.push(*letter);
        if known(&piece) {
            most = n + 1;
        }
    }
    most
}

/// The length of a run: the same again and again (aaa, 1212), one after the other (123, cba), along a row of keys (qwer).
fn run(rest: &[char]) -> usize {
    let stride = |step: i64| {
        let pairs = rest.windows(2).take_while(|p| i64::from(u32::from(p[1])) - i64::from(u32::from(p[0])) == step);
        1 + pairs.count()
    };
    let steady = [stride(0), stride(1), stride(-1)].into_iter().max().unwrap_or(0);
    let again = (2..=4)
        .map(|unit| (unit, unit + rest.iter().zip(rest.iter().skip(unit)).take_while(|(a, b)| a == b).count()))
        // Twice may be chance in the middle of a sentence.
        .filter(|(unit, length)| *length >= 3 * unit || (*length >= 2 * unit && *length == rest.len()))
        .map(|(_, length)| length)
        .max()
        .unwrap_or(0);
    let keys = ROWS
        .iter()
        .flat_map(|row| [row.chars().collect::<Vec<_>>(), row.chars().rev().collect()])
        .filter_map(|row| {
            let at = row.iter().position(|key| Some(key) == rest.first())?;
            Some(row[at..].iter().zip(rest).take_while(|(a, b)| a == b).count())
        })
        .max()
        .unwrap_or(0);
    [(steady, 3), (again, 4), (keys, 4)].into_iter().filter(|(n, least)| n >= least).map(|(n, _)| n).max().unwrap_or(0)
}

/// The length of a year or a day: 1988, 2024, 19880214.
fn date(rest: &[char]) -> usize {
    let number = |from: usize, to: usize| -> Option<u32> {
        rest.get(from..to)?.iter().try_fold(0, |sum, digit| Some(sum * 10 + digit.to_digit(10)?))
    };
    let is_day = |month: Option<u32>, day: Option<u32>| {
        month.is_some_and(|m| (1..=12).contains(&m)) && day.is_some_and(|d| (1..=31).contains(&d))
    };
    match number(0, 4) {
        Some(year) if (1900..2100).contains(&year) => {
            if is_day(number(4, 6), number(6, 8)) {
                8
            } else {
                4
            }
        }
        _ => 0,
    }
}

#[cfg(test)]
#[path = "choice_tests.rs"]
mod tests;
