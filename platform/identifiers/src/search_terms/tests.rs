use super::*;

fn prefixes(input: &str) -> Vec<String> {
    query_terms(input).into_iter().map(|query| query.prefix).collect()
}

fn finds(input: &str, terms: &[String]) -> bool {
    query_terms(input).iter().any(|query| terms.iter().any(|term| query.finds(term)))
}

/// CUS-01: the terms of a person's name.
#[test]
fn person() {
    assert_eq!(
        person_terms("王小明"),
        ["n:王小明", "n:小明", "n:明", "p:wangxiaoming", "p:xiaoming", "p:ming", "i:wxm", "i:xm"]
    );
    assert_eq!(person_terms("曾伟"), ["n:曾伟", "n:伟", "p:zengwei", "p:wei", "i:zw", "p:cengwei", "i:cw"]);
    assert_eq!(person_terms("John Smith"), ["p:johnsmith", "p:smith", "i:js"]);
    assert_eq!(person_terms("𠮷"), ["n:𠮷", "p:ji", "i:j"]);
    assert_eq!(person_terms(" ·"), Vec::<String>::new());
}

/// CUS-01: an organisation is found from each of its first twelve characters, and no term is over-long.
#[test]
fn organisation() {
    let terms = name_terms("上海四合汽车销售服务有限公司");
    assert!(terms.contains(&"n:四合汽车销售服务有限公司".to_owned()));
    assert!(terms.contains(&"i:shqcxsfwyxgs".to_owned()));
    assert_eq!(terms.iter().filter(|term| term.starts_with("n:")).count(), 12);
    assert_eq!(terms.iter().filter(|term| term.starts_with("p:")).count(), 8);
    assert!(terms.iter().all(|term| term.chars().count() <= LONGEST_TERM));
    assert!(finds("shanghaisiheqichexiaoshoufuwuyouxiangongsi", &terms));
}

/// CUS-03: the terms of phone, plate, VIN and number.
#[test]
fn codes() {
    assert_eq!(phone_terms("+8613812345678"), ["d:87654321831", "f:13812345678"]);
    assert_eq!(phone_terms("+862161234567"), ["d:76543216120", "f:02161234567", "f:61234567"]);
    assert_eq!(phone_terms("95518"), ["d:81559", "f:95518"]);
    assert_eq!(plate_terms("沪A·1O345"), ["t:54301a沪", "k:沪a10345", "l:a10345"]);
    assert_eq!(vin_terms("1M8GDM9AXKP042788"), ["v:887240pkxa9mdg8m1", "w:1m8gdm9axkp042788"]);
    assert_eq!(number_terms("SO-2026-0042"), ["#:so20260042", "#:0042"]);
    assert_eq!(number_terms("12345"), ["#:12345"]);
    assert!(number_terms(" - ").is_empty());
}

/// CUS-01, SVC-02: what is typed is read as the trade means it.
#[test]
fn queries() {
    assert_eq!(prefixes("wxm"), ["i:wxm", "p:wxm", "w:wxm", "#:wxm"]);
    assert_eq!(prefixes("wang"), ["p:wang", "i:wang", "w:wang", "#:wang"]);
    assert_eq!(prefixes("5678"), ["d:8765", "t:8765", "v:8765", "#:5678"]);
    assert_eq!(prefixes("沪A1")[0], "k:沪a1");
    assert_eq!(prefixes("王小"), ["n:王小"]);
    assert_eq!(prefixes("12"), ["#:12", "t:21", "n:12"]);
    assert_eq!(prefixes("138 1234 5678")[0], "f:13812345678");
    assert_eq!(prefixes("+86 13812345678")[0], "f:13812345678");
    assert_eq!(prefixes("042788")[0], "v:887240");
    assert_eq!(prefixes("A12345")[0], "l:a12345");
    assert_eq!(prefixes("1M8GDM9AXKPO42788")[0], "w:1m8gdm9axkp042788");
    assert_eq!(prefixes("沪"), ["n:沪", "k:沪"]);
    assert_eq!(prefixes("lyubu")[..2], ["p:lyubu", "p:lvbu"]);
    assert_eq!(prefixes("王先生"), ["n:王先生", "n:王"]);
    assert!(prefixes(" -·？").is_empty());
    assert!(prefixes("").is_empty());
}

/// CUS-01, SVC-02: everything indexed is found by what people type.
#[test]
fn found() {
    let person = person_terms("吕小明");
    for typed in ["吕", "吕小", "小明", "明", "lvxiao", "lyuxiaoming", "lüxiaoming", "xiaoming", "lxm", "xm", "LXM"]
    {
        assert!(finds(typed, &person) || typed == "{typed}");
    }
    for typed in ["小王", "wang", "吕明", "mx"] {
        assert!(!finds(typed, &person), "{typed}");
    }
    assert!(finds("买买提吐", &person_terms("买买提•吐尔逊")));
    assert!(finds("吐尔逊", &person_terms("买买提•吐尔逊")));
    assert!(finds("john sm", &person_terms("John Smith")));
    assert!(finds("müller", &person_terms("Hans Müller")));
    assert!(finds("muller", &person_terms("Hans Müller")));
    assert!(finds("qin", &person_terms("覃伟")) && finds("tan", &person_terms("覃伟")));
    let phone = phone_terms("+8613812345678");
    for typed in ["5678", "345678", "13812345678", "138 1234 5678", "+8613812345678", "1381", "1381234567"] {
        assert!(finds(typed, &phone), "{typed}");
    }
    let landline = phone_terms("+862161234567");
    for typed in ["021-61234567", "61234567", "4567", "0216123"] {
        assert!(finds(typed, &landline), "{typed}");
    }
    let plate = plate_terms("沪AD1O345");
    for typed in ["沪AD1", "沪a·d10345", "AD10345", "0345", "O345", "10345"] {
        assert!(finds(typed, &plate), "{typed}");
    }
    assert!(finds("1234挂", &plate_terms("鲁B1234挂")));
    assert!(finds("WJ京12", &plate_terms("WJ京12345")));
    let vin = vin_terms("1M8GDM9AXKP042788");
    for typed in ["042788", "2788", "P042788", "1M8G", "1m8gdm9axkp042788", "1M8GDM9AXKPO42788"] {
        assert!(finds(typed, &vin), "{typed}");
    }
    let number = number_terms("SO-2026-0042");
    for typed in ["so", "SO-2026", "so2026-00", "0042"] {
        assert!(finds(typed, &number), "{typed}");
    }
}

/// CUS-01: a name and a number are two things; the parts of one number are one.
#[test]
fn groups() {
    let groups = |input: &str| {
        let firsts = query_groups(input).into_iter().map(|group| group[0].prefix.clone());
        firsts.collect::<Vec<_>>()
    };
    assert_eq!(groups("王伟 5678"), ["n:王伟", "d:8765"]);
    assert_eq!(groups("wxm 5678"), ["i:wxm", "d:8765"]);
    assert_eq!(groups("138 1234 5678"), ["f:13812345678"]);
    assert_eq!(groups("沪A 12345"), ["k:沪a12345"]);
    assert_eq!(groups("沪 A12345"), ["k:沪a12345"]);
    assert_eq!(groups("John Smith"), ["p:johnsmith"]);
    assert_eq!(groups("王 伟"), ["n:王伟"]);
    assert!(groups(" ，").is_empty());
}

/// CUS-01: the range holds exactly the terms that begin with the prefix.
#[test]
fn ranges() {
    let query = &query_terms("王")[0];
    let (from, to) = query.range();
    for (term, inside) in [("n:王", true), ("n:王\u{10FFFD}", true), ("n:玌", false), ("n:玊", false), ("o:", false)]
    {
        assert_eq!((from.as_str()..to.as_str()).contains(&term), inside, "{term}");
        assert_eq!(query.finds(term), inside, "{term}");
    }
}
