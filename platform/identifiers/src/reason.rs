//! Why an identifier is suspect or rejected: one stable code per reason.

macro_rules! reasons {
    ($($(#[doc = $doc:literal])* $variant:ident = $code:literal,)*) => {
        /// Why an identifier is suspect or rejected. The [`code`](Reason::code) is stable: it is an error code, and
        /// with the prefix `identifier-` the key of a sentence in `locales/`.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        #[non_exhaustive]
        pub enum Reason { $($(#[doc = $doc])* $variant,)* }

        impl Reason {
            /// Every reason, in the order of domain.md §4.
            pub const ALL: &[Reason] = &[$(Reason::$variant,)*];

            /// The stable kebab-case code, for example `vin-check-digit`.
            pub const fn code(self) -> &'static str {
                match self { $(Reason::$variant => $code,)* }
            }
        }

        /// The codes of all reasons, for the test that every one has its sentence.
        pub const ALL_REASON_CODES: &[&str] = &[$($code,)*];
    };
}

reasons! {
    /// Nothing was given.
    Empty = "empty",
    /// A VIN has 17 characters (§4.1).
    VinLength = "vin-length",
    /// A VIN never contains I, O or Q.
    VinForbiddenLetter = "vin-forbidden-letter",
    /// A VIN holds only letters and digits.
    VinCharacter = "vin-character",
    /// One character seventeen times.
    VinRepeated = "vin-repeated",
    /// The ninth character does not match the others.
    VinCheckDigit = "vin-check-digit",
    /// The tenth character is not a model-year code.
    VinModelYear = "vin-model-year",
    /// The last four characters are not digits.
    VinSerial = "vin-serial",
    /// No known form of plate (§4.2).
    PlateFormat = "plate-format",
    /// The first character is not a province.
    PlateProvince = "plate-province",
    /// The form is right but the province is missing.
    PlateProvinceMissing = "plate-province-missing",
    /// The letter of the issuing authority is unusual or impossible.
    PlateAuthority = "plate-authority",
    /// A plate's number never contains I or O.
    PlateForbiddenLetter = "plate-forbidden-letter",
    /// More than two letters in the number.
    PlateLetters = "plate-letters",
    /// Either a military plate or a new-energy plate without its province.
    PlateAmbiguous = "plate-ambiguous",
    /// An old form of embassy or consulate plate.
    PlateOldForm = "plate-old-form",
    /// No known form of phone number (§4.3).
    PhoneFormat = "phone-format",
    /// A mobile number has eleven digits.
    PhoneLength = "phone-length",
    /// A mobile number of a range not known to be in use.
    PhoneUnknownRange = "phone-unknown-range",
    /// A spreadsheet wrote the number as 1.31E+10: the last digits are lost.
    PhoneScientificNotation = "phone-scientific-notation",
    /// A masked number (138****5678) is not a number.
    PhoneMasked = "phone-masked",
    /// Two or more numbers in one field.
    PhoneSeveral = "phone-several",
    /// A landline number without area code.
    PhoneAreaCode = "phone-area-code",
    /// A landline number whose leading zero was lost.
    PhoneLostZero = "phone-lost-zero",
    /// The number of a car's SIM, not of a person.
    PhoneIot = "phone-iot",
    /// A number of another country or region: not checked further.
    PhoneForeign = "phone-foreign",
    /// An identity number has 18 characters, formerly 15 (§4.4).
    ResidentIdLength = "resident-id-length",
    /// An identity number holds digits, and X only at the end.
    ResidentIdCharacter = "resident-id-character",
    /// The birth date does not exist.
    ResidentIdDate = "resident-id-date",
    /// The birth date lies in the future.
    ResidentIdFuture = "resident-id-future",
    /// The age would be over 130.
    ResidentIdAge = "resident-id-age",
    /// The last character does not match the others.
    ResidentIdCheckDigit = "resident-id-check-digit",
    /// The area code is not known.
    ResidentIdArea = "resident-id-area",
    /// A credit code has 18 characters (§4.5).
    UsccLength = "uscc-length",
    /// A credit code never contains I, O, S, V or Z.
    UsccForbiddenLetter = "uscc-forbidden-letter",
    /// A credit code holds only letters and digits.
    UsccCharacter = "uscc-character",
    /// The last character does not match the others.
    UsccCheckDigit = "uscc-check-digit",
    /// The organisation code inside (9–17) has a wrong check character.
    UsccOrganisationCheck = "uscc-organisation-check",
    /// An old registration or tax number of 15 or 20 characters.
    UsccOldNumber = "uscc-old-number",
    /// Shorter than 6 or longer than 20 (§4.6).
    EngineLength = "engine-length",
    /// A character unusual in engine numbers.
    EngineCharacter = "engine-character",
    /// A surname with a salutation, not a name (§4.7).
    NameSalutation = "name-salutation",
    /// Digits or signs in a person's name.
    NameCharacter = "name-character",
    /// A postcode has six digits (§4.8).
    PostcodeFormat = "postcode-format",
    /// The odometer stands lower than before.
    OdometerDecreasing = "odometer-decreasing",
    /// More kilometres per day than a car drives.
    OdometerJump = "odometer-jump",
    /// More kilometres than a car drives in its life.
    OdometerLimit = "odometer-limit",
    /// Not a WeChat id.
    WechatFormat = "wechat-format",
    /// Not an e-mail address.
    EmailFormat = "email-format",
    /// A card number has 12 to 19 digits (§4.9).
    BankCardLength = "bank-card-length",
    /// A card number holds only digits.
    BankCardCharacter = "bank-card-character",
    /// The last digit does not match the others (Luhn).
    BankCardCheckDigit = "bank-card-check-digit",
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashSet;

    /// CUS-08: codes are distinct, kebab-case, and each has a sentence in both languages.
    #[test]
    fn every_reason_has_its_sentence() {
        let mut seen = HashSet::new();
        for reason in Reason::ALL {
            let code = reason.code();
            assert!(seen.insert(code), "code {code} is used twice");
            assert!(code.bytes().all(|b| b.is_ascii_lowercase() || b == b'-'), "{code} is not kebab-case");
            for (file, text) in
                [("zh-CN", include_str!("../locales/zh-CN.ftl")), ("en", include_str!("../locales/en.ftl"))]
            {
                let key = format!("identifier-{code} = ");
                let found = text.lines().any(|line| line.starts_with(&key) && line.len() > key.len());
                assert!(found, "add `{key}…` to locales/{file}.ftl");
            }
        }
        assert_eq!(seen.len(), ALL_REASON_CODES.len());
    }
}
