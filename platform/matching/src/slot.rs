//! What is compared with what: the parts of a record after names are cut and columns are brought together.

/// One compared part of a record. A record may have several values in one slot (two phones, two cars).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[repr(u8)]
pub enum Slot {
    /// Family name.
    Surname,
    /// Given name.
    Given,
    /// The whole name of an organisation, or of a person whose name cannot be cut.
    Whole,
    /// Sex.
    Sex,
    /// Date of birth.
    Birth,
    /// House number.
    Number,
    /// First line of the address.
    Address,
    /// Second line of the address.
    Address2,
    /// Suburb, district, town.
    Suburb,
    /// Postcode.
    Postcode,
    /// State, province.
    State,
    /// Phone numbers.
    Phone,
    /// E-mail addresses.
    Email,
    /// Plates.
    Plate,
    /// Vehicle identification numbers.
    Vin,
    /// Identity number or its tail.
    IdNumber,
}

impl Slot {
    /// How many there are.
    pub const COUNT: usize = 16;

    /// All slots in their order.
    pub const ALL: [Slot; Slot::COUNT] = [
        Slot::Surname,
        Slot::Given,
        Slot::Whole,
        Slot::Sex,
        Slot::Birth,
        Slot::Number,
        Slot::Address,
        Slot::Address2,
        Slot::Suburb,
        Slot::Postcode,
        Slot::State,
        Slot::Phone,
        Slot::Email,
        Slot::Plate,
        Slot::Vin,
        Slot::IdNumber,
    ];

    /// Its name in reports, in reasons that are kept, and as the end of a word's key.
    pub fn name(self) -> &'static str {
        match self {
            Slot::Surname => "surname",
            Slot::Given => "given-name",
            Slot::Whole => "name",
            Slot::Sex => "sex",
            Slot::Birth => "birthday",
            Slot::Number => "street-number",
            Slot::Address => "address",
            Slot::Address2 => "address-2",
            Slot::Suburb => "suburb",
            Slot::Postcode => "postcode",
            Slot::State => "state",
            Slot::Phone => "phone",
            Slot::Email => "email",
            Slot::Plate => "plate",
            Slot::Vin => "vin",
            Slot::IdNumber => "id-number",
        }
    }

    /// The slot of this name.
    pub fn of_name(name: &str) -> Option<Slot> {
        Slot::ALL.into_iter().find(|slot| slot.name() == name)
    }

    /// Whether the people of one household, or of one firm, share it: their agreement here says that they live
    /// together, not that they are the same.
    pub fn is_shared(self) -> bool {
        !matches!(self, Slot::Given | Slot::Whole | Slot::Sex | Slot::Birth | Slot::Email | Slot::IdNumber)
    }

    /// Whether members of a household are told apart by it, though not as strangers are.
    pub(crate) fn is_kin(self) -> bool {
        matches!(self, Slot::Given)
    }

    /// Whether an equal value alone is rare enough to bring two records together, however large the file.
    pub fn identifies(self) -> bool {
        matches!(self, Slot::Phone | Slot::Email | Slot::Plate | Slot::Vin | Slot::IdNumber)
    }
}
