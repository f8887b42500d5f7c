//! What a column of a file, or a field of a record, says of a person.

/// The role a value plays in comparing two records.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Role {
    /// 姓
    Surname,
    /// 名
    GivenName,
    /// 姓名, hanzi or Latin; also an organisation's name. Cut into surname and given name where that is possible.
    FullName,
    /// 性别
    Sex,
    /// 出生日期
    BirthDate,
    /// House number.
    StreetNumber,
    /// 地址; a second column with this role is a second line.
    Address,
    /// 区县, a suburb, a town.
    Suburb,
    /// 邮政编码
    Postcode,
    /// 省, a state.
    State,
    /// 电话; several columns may have this role.
    Phone,
    /// 电子邮箱
    Email,
    /// 车牌; several columns may have this role.
    Plate,
    /// 车架号; several columns may have this role.
    Vin,
    /// An identity number or its tail. Never guessed for a column: say so with a mapping.
    IdNumber,
}

impl Role {
    /// All roles.
    pub const ALL: [Role; 15] = [
        Role::Surname,
        Role::GivenName,
        Role::FullName,
        Role::Sex,
        Role::BirthDate,
        Role::StreetNumber,
        Role::Address,
        Role::Suburb,
        Role::Postcode,
        Role::State,
        Role::Phone,
        Role::Email,
        Role::Plate,
        Role::Vin,
        Role::IdNumber,
    ];

    /// Its name in mappings and reports.
    pub fn name(self) -> &'static str {
        match self {
            Role::Surname => "surname",
            Role::GivenName => "given_name",
            Role::FullName => "name",
            Role::Sex => "sex",
            Role::BirthDate => "date_of_birth",
            Role::StreetNumber => "street_number",
            Role::Address => "address",
            Role::Suburb => "suburb",
            Role::Postcode => "postcode",
            Role::State => "state",
            Role::Phone => "phone",
            Role::Email => "email",
            Role::Plate => "plate",
            Role::Vin => "vin",
            Role::IdNumber => "id_number",
        }
    }

    /// The role of this name, as written in a mapping; case and `-` or blank for `_` do not matter.
    pub fn of_name(name: &str) -> Option<Role> {
        let folded: String = name.trim().to_lowercase().replace(['-', ' '], "_");
        let role = match folded.as_str() {
            "full_name" | "fullname" => Role::FullName,
            "given" | "first_name" => Role::GivenName,
            "last_name" | "family_name" => Role::Surname,
            "birthday" | "birth_date" | "dob" => Role::BirthDate,
            "city" | "district" => Role::Suburb,
            "province" => Role::State,
            "mobile" => Role::Phone,
            "id_tail" => Role::IdNumber,
            other => return Role::ALL.into_iter().find(|r| r.name() == other),
        };
        Some(role)
    }
}
