//! Chinese numerals in addresses: 一百二十三 and 六〇一 as digits.

/// `text` with each run of Chinese numerals written in digits.
pub(super) fn fold(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut run = Vec::new();
    for c in text.chars() {
        if digit(c).is_some() || unit(c).is_some() {
            run.push(c);
        } else {
            flush(&mut run, &mut out);
            out.push(c);
        }
    }
    flush(&mut run, &mut out);
    out
}

fn flush(run: &mut Vec<char>, out: &mut String) {
    if run.iter().any(|c| unit(*c).is_some()) {
        match value(run) {
            Some(value) => out.push_str(&value.to_string()),
            None => out.extend(run.iter()),
        }
    } else {
        out.extend(run.iter().filter_map(|c| digit(*c)).map(|digit| char::from(b'0' + digit)));
    }
    run.clear();
}

/// The number below 10 000 a run with units means; 十 alone is ten. `None` when it is no number (千万 of a name).
fn value(run: &[char]) -> Option<u32> {
    let mut sum = 0;
    let mut pending = None;
    let mut last_unit = 10_000;
    for c in run {
        if let Some(unit) = unit(*c) {
            if unit >= last_unit || (pending.is_none() && unit != 10) {
                return None;
            }
            sum += pending.take().unwrap_or(1) * unit;
            last_unit = unit;
        } else {
            let digit = u32::from(digit(*c)?);
            if pending.is_some_and(|pending| pending != 0) {
                return None;
            }
            pending = Some(digit);
        }
    }
    Some(sum + pending.unwrap_or(0))
}

fn digit(c: char) -> Option<u8> {
    Some(match c {
        '零' | '〇' => 0,
        '一' => 1,
        '二' | '两' => 2,
        '三' => 3,
        '四' => 4,
        '五' => 5,
        '六' => 6,
        '七' => 7,
        '八' => 8,
        '九' => 9,
        _ => return None,
    })
}

fn unit(c: char) -> Option<u32> {
    Some(match c {
        '十' => 10,
        '百' => 100,
        '千' => 1000,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// CUS-07
    #[test]
    fn folds() {
        for (text, digits) in [
            ("十号", "10号"),
            ("二十一号", "21号"),
            ("一百零三弄", "103弄"),
            ("一千二百室", "1200室"),
            ("六〇一", "601"),
            ("三里屯", "3里屯"),
            ("百千", "百千"),
            ("一二十", "一二十"),
            ("八百十", "810"),
        ] {
            assert_eq!(fold(text), digits, "{text}");
        }
    }
}
