//! What a column is, by its name and, where the name says nothing, by what stands in it.

use identifiers::{name, phone, plate, vin};

use crate::Role;
use crate::value::is_han;

/// Names of columns as they are folded: lower-case, without signs, blanks and trailing numbers.
const NAMES: &[(Role, &[&str])] = &[
    (Role::GivenName, &["givenname", "firstname", "forename", "given", "fname", "名", "名字"]),
    (Role::Surname, &["surname", "lastname", "familyname", "lname", "姓", "姓氏"]),
    (
        Role::FullName,
        &[
            "name",
            "fullname",
            "customer",
            "customername",
            "person",
            "姓名",
            "客户姓名",
            "客户名称",
            "客户",
            "名称",
            "车主",
            "车主姓名",
            "联系人",
            "顾客姓名",
            "会员姓名",
        ],
    ),
    (Role::Sex, &["sex", "gender", "性别"]),
    (
        Role::BirthDate,
        &["dateofbirth", "dob", "birthdate", "birthday", "birth", "出生日期", "生日", "出生年月", "出生年月日", "出生"],
    ),
    (Role::StreetNumber, &["streetnumber", "streetno", "housenumber", "houseno", "门牌", "门牌号"]),
    (
        Role::Address,
        &[
            "address",
            "addressline",
            "addr",
            "street",
            "streetname",
            "streetaddress",
            "homeaddress",
            "地址",
            "详细地址",
            "联系地址",
            "家庭地址",
            "住址",
            "通讯地址",
            "街道",
        ],
    ),
    (Role::Suburb, &["suburb", "district", "locality", "town", "区", "区县", "县", "县区", "所在区"]),
    (Role::Suburb, &["city", "市", "城市", "所在城市"]),
    (Role::Postcode, &["postcode", "zip", "zipcode", "postalcode", "邮编", "邮政编码"]),
    (Role::State, &["state", "province", "region", "省", "省份", "所在省"]),
    (
        Role::Phone,
        &[
            "phone",
            "phonenumber",
            "phoneno",
            "mobile",
            "mobilephone",
            "mobileno",
            "mobilenumber",
            "tel",
            "telephone",
            "cell",
            "cellphone",
            "contact",
            "手机",
            "手机号",
            "手机号码",
            "电话",
            "电话号码",
            "联系电话",
            "联系方式",
            "固定电话",
            "移动电话",
            "备用电话",
            "备用手机",
        ],
    ),
    (Role::Email, &["email", "mail", "emailaddress", "邮箱", "电子邮箱", "电子邮件"]),
    (
        Role::Plate,
        &[
            "plate",
            "plateno",
            "platenumber",
            "licenseplate",
            "licenceplate",
            "车牌",
            "车牌号",
            "车牌号码",
            "牌照",
            "牌照号",
        ],
    ),
    (
        Role::Vin,
        &[
            "vin",
            "vinno",
            "vincode",
            "chassis",
            "chassisno",
            "车架号",
            "车架号码",
            "车辆识别代号",
            "底盘号",
            "vin码",
            "vin号",
        ],
    ),
];

/// Words in the name of a column whose content is a number given to the record or the person, and therefore no evidence.
const NUMBERS: &[&str] = &["id", "ids", "ssn", "socsec", "socialsecurity", "nhs", "uuid", "key", "index", "rowid"];
const NUMBERS_HAN: &[&str] = &["编号", "序号", "身份证", "证件", "会员号", "客户号", "卡号", "单号"];

/// Roles that several columns may have.
fn repeats(role: Role) -> bool {
    matches!(role, Role::Phone | Role::Address | Role::Plate | Role::Vin | Role::Email)
}

/// A role for each column; `None` for what is no evidence or cannot be told. `taken` says what was given. Columns whose
/// name says that they hold an identity number, or the number of the record, are never guessed.
pub fn guess(names: &[String], head: &[Vec<String>], taken: &[Option<Role>]) -> Vec<Option<Role>> {
    let mut roles = taken.to_vec();
    roles.resize(names.len(), None);
    for (role, words) in NAMES {
        for (column, name) in names.iter().enumerate() {
            let free = repeats(*role) || !roles.contains(&Some(*role));
            if free && roles[column].is_none() && !is_number(name) && words.contains(&&*folded(name)) {
                roles[column] = Some(*role);
            }
        }
    }
    let split = roles.contains(&Some(Role::Surname)) && roles.contains(&Some(Role::GivenName));
    for (column, name) in names.iter().enumerate() {
        if split && roles[column] == Some(Role::FullName) && taken.get(column) != Some(&Some(Role::FullName)) {
            roles[column] = None;
        }
        if roles[column].is_none() && !is_number(name) {
            let seen = head.iter().filter_map(|row| row.get(column)).map(|cell| cell.trim()).filter(|c| !c.is_empty());
            roles[column] = by_content(seen).filter(|role| repeats(*role) || (!split && !roles.contains(&Some(*role))));
        }
    }
    roles
}

fn folded(name: &str) -> String {
    let letters: String = name.to_lowercase().chars().filter(|c| c.is_alphanumeric()).collect();
    letters.trim_end_matches(|c: char| c.is_ascii_digit()).to_owned()
}

fn is_number(name: &str) -> bool {
    let lower = name.to_lowercase();
    let words = lower.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    words.clone().any(|word| NUMBERS.contains(&word))
        || NUMBERS.contains(&&*words.collect::<String>())
        || NUMBERS_HAN.iter().any(|word| lower.contains(word))
}

type Test = fn(&str) -> bool;

/// By what at least nine of ten cells are.
fn by_content<'a>(cells: impl Iterator<Item = &'a str>) -> Option<Role> {
    let cells: Vec<&str> = cells.collect();
    let mostly = |is: Test| cells.len() >= 5 && cells.iter().filter(|cell| is(cell)).count() * 10 >= cells.len() * 9;
    const TESTS: [(Role, Test); 5] = [
        (Role::Email, |cell| cell.contains('@') && cell.contains('.')),
        (Role::Vin, is_vin),
        (Role::Plate, |cell| plate::parse(&plate::normalise(cell)).is_some_and(|p| p.province.is_some())),
        (Role::Phone, |cell| phone::parse(cell).kind == phone::Kind::Mobile),
        (Role::FullName, is_chinese_name),
    ];
    TESTS.into_iter().find(|(_, is)| mostly(*is)).map(|(role, _)| role)
}

fn is_vin(cell: &str) -> bool {
    let vin = vin::normalise(cell);
    vin.len() == 17 && vin.bytes().any(|b| b.is_ascii_alphabetic()) && vin::check_digit(&vin).is_some()
}

fn is_chinese_name(cell: &str) -> bool {
    let usual = |surname: &str| surname.chars().all(name::is_surname) || name::is_compound_surname(surname);
    cell.chars().all(is_han) && name::split(cell).is_some_and(|cut| usual(cut.surname))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn roles(names: &[&str], head: &[&[&str]]) -> Vec<Option<&'static str>> {
        let names: Vec<String> = names.iter().map(|n| (*n).to_owned()).collect();
        let head: Vec<Vec<String>> = head.iter().map(|row| row.iter().map(|c| (*c).to_owned()).collect()).collect();
        guess(&names, &head, &[]).into_iter().map(|role| role.map(Role::name)).collect()
    }

    /// CUS-07: the usual columns of both languages; numbers given to people are no evidence.
    #[test]
    fn by_name() {
        let found = roles(
            &[
                "rec_id",
                "given_name",
                "Surname",
                "street_number",
                "address_1",
                "address_2",
                "date_of_birth",
                "soc_sec_id",
                "SSN",
            ],
            &[],
        );
        let expected = [
            None,
            Some("given_name"),
            Some("surname"),
            Some("street_number"),
            Some("address"),
            Some("address"),
            Some("date_of_birth"),
            None,
            None,
        ];
        assert_eq!(found, expected);
        let found =
            roles(&["客户编号", "姓名", "手机号码", "备用电话", "身份证号", "区县", "城市", "车牌号", "VIN"], &[]);
        let expected =
            [None, Some("name"), Some("phone"), Some("phone"), None, Some("suburb"), None, Some("plate"), Some("vin")];
        assert_eq!(found, expected);
    }

    /// CUS-07: without a telling name, what stands in the column tells.
    #[test]
    fn by_what_stands_in_it() {
        let row: &[&str] = &["王小明", "13812345678", "沪A12345", "a@b.cn", "其他", "17"];
        assert_eq!(
            roles(&["a", "b", "c", "d", "e", "f"], &[row; 6]),
            [Some("name"), Some("phone"), Some("plate"), Some("email"), None, None]
        );
    }
}
