//! Address ranges: from where holders of a role are let in.

use std::net::IpAddr;

use ipnet::IpNet;

/// Ranges of addresses, IPv4 and IPv6.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Ranges(Vec<IpNet>);

impl Ranges {
    /// Reads a list in CIDR form (`10.1.0.0/16`, `2001:db8::/32`), separated by blanks, commas or lines; a single address
    /// is a range of one. Bits behind the mask are cut off. `Err` names the first part that is no range.
    pub fn read(text: &str) -> Result<Ranges, String> {
        let parts =
            text.split(|c: char| c.is_whitespace() || matches!(c, ',' | '，' | ';' | '；')).filter(|p| !p.is_empty());
        let mut ranges = Vec::new();
        for part in parts {
            let range: IpNet = match (part.parse(), part.parse::<IpAddr>()) {
                (Ok(range), _) => range,
                (Err(_), Ok(address)) => address.into(),
                _ => return Err(part.to_owned()),
            };
            let range = range.trunc();
            if !ranges.contains(&range) {
                ranges.push(range);
            }
        }
        Ok(Ranges(ranges))
    }

    /// Whether no address is in them.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Whether an address is in one of them. An IPv4 address that comes in the clothes of IPv6 (`::ffff:10.1.2.3`), as a
    /// socket for both gives it, is what it was.
    pub fn hold(&self, address: IpAddr) -> bool {
        let address = address.to_canonical();
        self.0.iter().any(|range| range.contains(&address))
    }
}

impl std::fmt::Display for Ranges {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        for (n, range) in self.0.iter().enumerate() {
            if n > 0 {
                f.write_str(" ")?;
            }
            range.fmt(f)?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// SYS-04: ranges of both families, single addresses, and what is none is named.
    #[test]
    fn ranges_hold_addresses_of_both_families() {
        let ranges = Ranges::read("10.1.2.3/16, 192.0.2.7\n2001:db8::/32").unwrap();
        assert_eq!(ranges.to_string(), "10.1.0.0/16 192.0.2.7/32 2001:db8::/32");
        let holds = |text: &str| ranges.hold(text.parse().unwrap());
        assert!(holds("10.1.255.255") && holds("192.0.2.7") && holds("2001:db8:1::5") && holds("::ffff:10.1.0.1"));
        assert!(!holds("10.2.0.0") && !holds("192.0.2.8") && !holds("2001:db9::") && !holds("::1"));
        assert_eq!(Ranges::read("10.0.0.0/8 store").unwrap_err(), "store");
        assert_eq!(Ranges::read("10.0.0.0/33").unwrap_err(), "10.0.0.0/33");
        assert!(Ranges::read(" ").unwrap().is_empty());
    }
}
