use matching::sample::{Customs, Plan, sheet};
fn main() {
    let a: Vec<String> = std::env::args().collect();
    let (names, rows) = sheet(Plan { customs: if a[1] == "zh" { Customs::Chinese } else { Customs::Latin }, people: a[2].parse().unwrap(), again: a[3].parse().unwrap(), seed: a[4].parse().unwrap() });
    println!("{}", names.join(","));
    for r in rows { println!("{}", r.join(",")); }
}
