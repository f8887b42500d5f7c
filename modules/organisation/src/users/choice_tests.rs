use super::*;

fn choice() -> Choice {
    Choice::new(8, "wang.xiaodong", ["王晓东", "华东汽车集团", "浦东店"])
}

/// SYS-04: what everyone tries first is refused however it is dressed up.
#[test]
fn common_passwords_are_refused() {
    let passwords = [
        "password",
        "Password1",
        "P@ssw0rd",
        "p@$$w0rd2024!",
        "12345678",
        "87654321",
        "11111111",
        "12121212",
        "abcdefgh",
        "abcd1234",
        "qwertyui",
        "1qaz2wsx",
        "1q2w3e4r",
        "asdfghjkl",
        "q1w2e3r4t5",
        "iloveyou",
        "letmein123",
        "Admin@123",
        "admin123456",
        "woaini1314",
        "woaini520",
        "5201314520",
        "wodemima123",
        "19880214",
        "zhang123456",
        "a123456789",
        "13812345678",
        "我爱你我爱你我爱你",
        "ｐａｓｓｗｏｒｄ１",
        "147258369",
        "qazwsx123",
        "Aa123456",
        "aa112233",
        "!@#$%^&*",
        "toyota2024",
        "benchi888888",
    ];
    for password in passwords {
        assert_eq!(choice().check(password), Err("password-common"), "{password}");
    }
}

/// SYS-04: the names of the person, the house and the program do not make a password, in hanzi or pinyin.
#[test]
fn names_are_refused() {
    for password in [
        "wangxiaodong",
        "wang19880214",
        "xiaodong888",
        "Xiaodong2024!",
        "huadongqichejituan",
        "王晓东123456",
        "华东汽车集团2024",
        "fourfold123",
        "Fourfold@2026",
    ] {
        assert_eq!(choice().check(password), Err("password-has-names"), "{password}");
    }
    assert_eq!(choice().check("Wang.Xiaodong"), Err("password-is-login"));
    assert_eq!(choice().check("1234567"), Err("password-length"));
    assert_eq!(choice().check(&"长".repeat(201)), Err("password-length"));
}

/// SYS-04: anything else is fine, whatever it is made of: long, blanks, hanzi, small letters only.
#[test]
fn other_passwords_are_taken() {
    for password in [
        "correct-horse-9",
        "long enough",
        "fourfold-demo",
        "窗前明月光疑是霜",
        "quite new one",
        "tr0ub4dor&3x",
        "vkxjqzpw",
        "summer rain in suzhou",
        "monkey dragon sunshine",
        "k7mp-3xqd-9wta",
        "84619305",
    ] {
        assert_eq!(choice().check(password), Ok(()), "{password}");
    }
}

/// ASVS 5.0 §6.2.4 asks for the 3,000 most common passwords: the words of the list in their usual dresses are far more.
#[test]
fn the_list_stands_for_thousands() {
    let dresses = [
        "", "1", "12", "123", "1234", "12345", "123456", "!", "123!", "@123", "888", "666", "2023", "2024", "520",
        "1314",
    ];
    let mut refused = HashSet::new();
    for word in common() {
        for dress in dresses {
            for begin in [
                word.to_string(),
                word[..1.min(word.len() * usize::from(word.is_ascii()))].to_uppercase()
                    + word.get(1..).unwrap_or_default(),
            ] {
                let password = format!("{begin}{dress}");
                if password.chars().count() >= 8 {
                    assert!(choice().check(&password).is_err(), "{password}");
                    refused.insert(password);
                }
            }
        }
    }
    assert!(refused.len() > 3_000, "{}", refused.len());
}
