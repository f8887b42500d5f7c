//! The forms a plate may have and what each tells (domain.md §4.2).

use super::is_province;

/// Kind of plate.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Kind {
    /// 普通
    Ordinary,
    /// 小型新能源
    SmallNewEnergy,
    /// 大型新能源
    LargeNewEnergy,
    /// 挂
    Trailer,
    /// 学
    Training,
    /// 警
    Police,
    /// 粤Z…港
    HongKong,
    /// 粤Z…澳
    Macau,
    /// 使
    Embassy,
    /// 领
    Consulate,
    /// 应急: fire and forest rescue
    Emergency,
    /// 军
    Military,
    /// 武警
    ArmedPolice,
    /// 临时: paper, with an expiry day
    Temporary,
}

impl Kind {
    /// Type code of GA 24.7 as far as the kind alone decides it: an ordinary plate is taken for a small car's (02),
    /// the caller who knows a large one stores 01. `None` for kinds domain.md names no code for.
    pub fn type_code(self) -> Option<&'static str> {
        Some(match self {
            Kind::Ordinary => "02",
            Kind::Embassy => "03",
            Kind::Consulate => "04",
            Kind::Trailer => "15",
            Kind::Training => "16",
            Kind::Temporary => "22",
            Kind::Police => "23",
            Kind::HongKong => "26",
            Kind::Macau => "27",
            Kind::LargeNewEnergy => "51",
            Kind::SmallNewEnergy => "52",
            Kind::Emergency | Kind::Military | Kind::ArmedPolice => return None,
        })
    }

    /// Whether plates of this kind carry a province.
    pub fn has_province(self) -> bool {
        !matches!(self, Kind::Embassy | Kind::Military | Kind::Temporary)
    }
}

/// Power source told by the letter of a new-energy plate.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Power {
    /// 纯电动: D A B C E
    BatteryElectric,
    /// 插电混动、增程、燃料电池: F G H J K
    OtherNewEnergy,
}

/// The parts of a plate.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Plate {
    /// Kind.
    pub kind: Kind,
    /// Province character; `None` where the kind has none or it was not typed.
    pub province: Option<char>,
    /// Letter of the issuing authority.
    pub authority: Option<char>,
    /// Power source, of new-energy plates only.
    pub power: Option<Power>,
    /// A historic form, stored but flagged.
    pub old_form: bool,
    /// A military plate that may as well be a new-energy plate typed without province.
    pub could_lack_province: bool,
}

impl Plate {
    fn of(kind: Kind) -> Self {
        Self { kind, province: None, authority: None, power: None, old_form: false, could_lack_province: false }
    }
}

/// Longest form: province, letter, four digits, 应急; temporary numbers may be longer.
const LONGEST: usize = 12;

/// Reads a normalised plate; a missing province is tolerated. `None` when it has no known form.
pub fn parse(plate: &str) -> Option<Plate> {
    let mut buffer = ['\0'; LONGEST];
    let mut length = 0;
    for c in plate.chars() {
        *buffer.get_mut(length)? = c;
        length += 1;
    }
    let chars = &buffer[..length];
    special(chars).or_else(|| military(chars)).or_else(|| provincial(chars))
}

/// Plates of embassies, consulates of old form, armed police, temporary ones.
fn special(chars: &[char]) -> Option<Plate> {
    match chars {
        ['使', number @ ..] if number.len() == 6 && digits(number) => {
            Some(Plate { old_form: true, ..Plate::of(Kind::Embassy) })
        }
        [number @ .., '使'] if number.len() == 6 && digits(number) => Some(Plate::of(Kind::Embassy)),
        ['领', number @ ..] if matches!(number.len(), 5 | 6) && digits(number) => {
            Some(Plate { old_form: true, ..Plate::of(Kind::Consulate) })
        }
        ['W', 'J', province, number @ .., last]
            if is_province(*province) && number.len() == 4 && digits(number) && is_serial(*last) =>
        {
            Some(Plate { province: Some(*province), ..Plate::of(Kind::ArmedPolice) })
        }
        ['临', number @ ..] | [number @ .., '临'] if number.len() >= 4 && number.iter().all(|c| is_temporary(*c)) => {
            let province = number.first().copied().filter(|c| is_province(*c));
            Some(Plate { province, ..Plate::of(Kind::Temporary) })
        }
        _ => None,
    }
}

/// Two letters and five digits. When the second letter could open a new-energy number the form is ambiguous, unless the
/// first is V, which no province-less plate is likely to begin with.
fn military(chars: &[char]) -> Option<Plate> {
    let [first, second, number @ ..] = chars else { return None };
    if number.len() != 5 || !first.is_ascii_uppercase() || !second.is_ascii_uppercase() || !digits(number) {
        return None;
    }
    let could_lack_province = *first != 'V' && power(*second).is_some();
    Some(Plate { could_lack_province, ..Plate::of(Kind::Military) })
}

/// Province, authority, number, and for some kinds a character at the end.
fn provincial(chars: &[char]) -> Option<Plate> {
    let (province, rest) = match chars {
        [first, rest @ ..] if is_province(*first) => (Some(*first), rest),
        rest => (None, rest),
    };
    let [authority, number @ ..] = rest else { return None };
    if !authority.is_ascii_uppercase() || *authority == 'I' {
        return None;
    }
    let kind = kind_of(province, *authority, number)?;
    let power = match kind {
        Kind::SmallNewEnergy => power(number[0]),
        Kind::LargeNewEnergy => power(number[5]),
        _ => None,
    };
    Some(Plate { province, authority: Some(*authority), power, ..Plate::of(kind) })
}

fn kind_of(province: Option<char>, authority: char, number: &[char]) -> Option<Kind> {
    let serial = |part: &[char]| part.iter().all(|c| is_serial(*c));
    match number {
        [number @ .., '应', '急'] if number.len() == 4 && digits(number) && matches!(authority, 'X' | 'S') => {
            Some(Kind::Emergency)
        }
        [number @ .., last] if number.len() == 4 && serial(number) => match last {
            '挂' => Some(Kind::Trailer),
            '学' => Some(Kind::Training),
            '警' => Some(Kind::Police),
            '领' => Some(Kind::Consulate),
            '港' if authority == 'Z' && matches!(province, Some('粤') | None) => Some(Kind::HongKong),
            '澳' if authority == 'Z' && matches!(province, Some('粤') | None) => Some(Kind::Macau),
            last if is_serial(*last) => Some(Kind::Ordinary),
            _ => None,
        },
        [first, second, number @ ..]
            if number.len() == 4 && power(*first).is_some() && is_serial(*second) && digits(number) =>
        {
            Some(Kind::SmallNewEnergy)
        }
        [number @ .., last] if number.len() == 5 && digits(number) && power(*last).is_some() => {
            Some(Kind::LargeNewEnergy)
        }
        _ => None,
    }
}

fn power(letter: char) -> Option<Power> {
    match letter {
        'A'..='E' => Some(Power::BatteryElectric),
        'F' | 'G' | 'H' | 'J' | 'K' => Some(Power::OtherNewEnergy),
        _ => None,
    }
}

/// Digits and letters without I and O.
fn is_serial(c: char) -> bool {
    (c.is_ascii_uppercase() && !matches!(c, 'I' | 'O')) || c.is_ascii_digit()
}

fn is_temporary(c: char) -> bool {
    is_serial(c) || is_province(c)
}

fn digits(chars: &[char]) -> bool {
    chars.iter().all(char::is_ascii_digit)
}
