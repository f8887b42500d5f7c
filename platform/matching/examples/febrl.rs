use matching::*;
use std::collections::HashMap;
fn main() {
    for path in std::env::args().skip(1) {
        let text = std::fs::read_to_string(&path).unwrap();
        let zh = text.contains("车牌"); let roles = if zh { vec![Role::FullName, Role::Sex, Role::BirthDate, Role::Phone, Role::Suburb, Role::Address, Role::Plate] } else { vec![Role::GivenName, Role::Surname, Role::StreetNumber, Role::Address, Role::Address, Role::Suburb, Role::Postcode, Role::State, Role::BirthDate] };
        let mut pool = Pool::new();
        let mut truth = vec![];
        let mut lines = vec![];
        let t = std::time::Instant::now();
        let profiles: Vec<_> = text.lines().skip(1).map(|line| {
            let cells: Vec<&str> = line.split(',').map(str::trim).collect();
            let own = text.contains("person"); truth.push(if own { cells[1].to_string() } else { cells[0].split('-').nth(1).unwrap().to_string() }); let cells = if own { &cells[1..] } else { &cells[..] };
            lines.push(line);
            pool.add(roles.iter().copied().zip(cells[1..].iter().copied()))
        }).collect();
        let linked = link(&pool, &profiles);
        let mut groups: HashMap<&str, u64> = HashMap::new();
        for t in &truth { *groups.entry(t).or_default() += 1; }
        let all: u64 = groups.values().map(|n| n * (n - 1) / 2).sum();
        println!("{path}: compared {} true {} share*N {:.3} {:.4} in {:?}", linked.compared, all, linked.model.same_share * profiles.len() as f64, linked.model.household_share * profiles.len() as f64, t.elapsed());
        for bound in [0.05, 0.2, 0.5, 0.8, 0.9, 0.99, 0.999, 0.9999] {
            let (mut tp, mut fp) = (0u64, 0u64);
            for p in &linked.pairs { if p.same >= bound { if truth[p.a as usize] == truth[p.b as usize] { tp += 1 } else { fp += 1 } } }
            let (pr, re) = (tp as f64 / (tp + fp) as f64, tp as f64 / all as f64);
            println!("  {bound}: tp {tp} fp {fp} P {pr:.5} R {re:.5} F1 {:.5}", 2.0 * pr * re / (pr + re));
        }
        if std::env::var("V").is_ok() {
            let found: HashMap<(u32, u32), f64> = linked.pairs.iter().map(|p| ((p.a, p.b), p.same)).collect();
            let mut by: HashMap<&str, Vec<u32>> = HashMap::new();
            for (n, t) in truth.iter().enumerate() { by.entry(t).or_default().push(n as u32); }
            let mut shown = 0;
            for ids in by.values() { for (i, a) in ids.iter().enumerate() { for b in &ids[i + 1..] {
                let s = found.get(&(*a, *b)).copied().unwrap_or(0.0);
                if s < 0.5 && shown < 25 { shown += 1; 
                    let ag = agreement(&pool, &profiles[*a as usize], &profiles[*b as usize]);
                    let sc = linked.model.score(&pool, &ag);
                    println!("MISSED {s:.3} (direct {:.3} hh {:.3})\n   {}\n   {}", sc.same, sc.household, lines[*a as usize], lines[*b as usize]);
                    for r in linked.model.reasons(&pool, &ag) { print!("  {}:{} {:.1}", r.slot.name(), r.level.name(), r.weight); } println!();
                }
            } } }
            for p in linked.pairs.iter().filter(|p| p.same >= 0.5 && truth[p.a as usize] != truth[p.b as usize]).take(25) {
                println!("FALSE {:.3}\n   {}\n   {}", p.same, lines[p.a as usize], lines[p.b as usize]);
                for r in linked.model.reasons(&pool, &agreement(&pool, &profiles[p.a as usize], &profiles[p.b as usize])) { print!("  {}:{} {:.1}", r.slot.name(), r.level.name(), r.weight); } println!();
            }
            for s in Slot::ALL { println!("{:14} m {:?}\n{:14} u {:?}", s.name(), linked.model.same[s as usize].map(|x| (x*1e4).round()/1e4), "", linked.model.strangers[s as usize].map(|x| (x*1e6).round()/1e6)); }
        }
    }
}
