//! Which character separates the columns.

/// The separators that are recognised.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Delimiter {
    /// `,`
    Comma,
    /// `;`, as Excel writes it where the comma is the decimal mark.
    Semicolon,
    /// Tab.
    Tab,
}

impl Delimiter {
    const ALL: [Self; 3] = [Self::Comma, Self::Tab, Self::Semicolon];

    /// The character.
    pub fn as_byte(self) -> u8 {
        match self {
            Self::Comma => b',',
            Self::Semicolon => b';',
            Self::Tab => b'\t',
        }
    }
}

/// Lines looked at.
const LINES: usize = 100;

/// The separator that divides most lines into the same number of columns, and whether the first line names it.
pub(super) fn detect(sample: &str) -> (Delimiter, bool) {
    let first = sample.lines().next().unwrap_or_default().trim().trim_matches('"').to_ascii_lowercase();
    if let Some(named) = first.strip_prefix("sep=") {
        let named = if named.is_empty() { "\t" } else { named };
        if let Some(found) = Delimiter::ALL.into_iter().find(|d| named.as_bytes() == [d.as_byte()]) {
            return (found, true);
        }
    }
    let lines = counts(sample);
    let score = |index: usize| {
        let mut seen: Vec<usize> = lines.iter().map(|line| line[index]).filter(|count| *count > 0).collect();
        seen.sort_unstable();
        // Lines that agree with the most frequent count; more columns decide between equals.
        let best = seen.chunk_by(|a, b| a == b).max_by_key(|run| (run.len(), run[0]));
        best.map_or((0, 0), |run| (run.len(), run[0]))
    };
    let best = (0..Delimiter::ALL.len()).rev().max_by_key(|index| score(*index)).unwrap_or(0);
    (if score(best).0 == 0 { Delimiter::Comma } else { Delimiter::ALL[best] }, false)
}

/// Separators outside quotation marks, per line.
fn counts(sample: &str) -> Vec<[usize; 3]> {
    let mut lines = vec![[0; 3]];
    let mut quoted = false;
    for c in sample.chars() {
        match c {
            '"' => quoted = !quoted,
            '\n' if !quoted => {
                if lines.len() == LINES {
                    break;
                }
                lines.push([0; 3]);
            }
            _ if quoted => {}
            _ => {
                if let (Some(index), Some(line)) =
                    (Delimiter::ALL.iter().position(|d| d.as_byte() as char == c), lines.last_mut())
                {
                    line[index] += 1;
                }
            }
        }
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    /// CUS-14: comma, semicolon and tab; separators inside quotation marks and prose do not count.
    #[test]
    fn separators_are_found() {
        assert_eq!(detect("a,b,c\n1,2,3\n"), (Delimiter::Comma, false));
        assert_eq!(detect("a;b;c\n1,5;2,5;3,5\n1;2;3\n"), (Delimiter::Semicolon, false));
        assert_eq!(detect("姓名\t地址\n张伟\t浦东,张江\n李娜\t徐汇\n"), (Delimiter::Tab, false));
        assert_eq!(detect("\"a;b;c\",d\n\"x;y;z\",w\n"), (Delimiter::Comma, false));
        assert_eq!(detect("姓名\n张伟\n"), (Delimiter::Comma, false));
        assert_eq!(detect("sep=;\na,b;c\n"), (Delimiter::Semicolon, true));
        assert_eq!(detect(""), (Delimiter::Comma, false));
    }
}
