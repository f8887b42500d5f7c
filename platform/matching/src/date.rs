//! Dates of birth as people write them.

/// The form in which dates are compared: `yyyymmdd` where the parts can be told, else the digits as typed. Day comes
/// before month where the year stands last, unless that is no date.
pub fn normalise(raw: &str) -> String {
    let day = raw.split([' ', 'T']).next().filter(|_| raw.contains(':')).unwrap_or(raw);
    let groups: Vec<&str> = day.split(|c: char| !c.is_ascii_digit()).filter(|g| !g.is_empty()).collect();
    match groups[..] {
        [year, month, day] if year.len() == 4 => written(year, month, day),
        [first, second, year] if year.len() == 4 => {
            let american = second.parse::<u32>().is_ok_and(|n| n > 12);
            if american { written(year, first, second) } else { written(year, second, first) }
        }
        [whole] if whole.len() == 8 => {
            let (head, tail) = (&whole[..4], &whole[4..]);
            if !is_year(head) && is_year(tail) { written(tail, &whole[2..4], &whole[..2]) } else { whole.to_owned() }
        }
        _ => groups.concat(),
    }
}

fn written(year: &str, month: &str, day: &str) -> String {
    format!("{year}{month:0>2}{day:0>2}")
}

fn is_year(text: &str) -> bool {
    text.parse::<u32>().is_ok_and(|year| (1850..2100).contains(&year))
}

#[cfg(test)]
mod tests {
    /// CUS-07: one date, however written.
    #[test]
    fn forms_of_a_date() {
        for raw in [
            "19900203",
            "1990-02-03",
            "1990/2/3",
            "1990年2月3日",
            "03.02.1990",
            "3/2/1990",
            "1990-02-03 00:00:00",
            "03021990",
        ] {
            assert_eq!(super::normalise(raw), "19900203", "{raw}");
        }
        assert_eq!(super::normalise("2/23/1990"), "19900223");
        assert_eq!(super::normalise("unknown"), "");
    }
}
