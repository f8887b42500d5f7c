//! Figures are the rows behind them, whoever looks, and stay what they were.

use std::sync::Arc;

use customers::assignment::{Target, assign};
use fourfold_sales as sales;
use kernel::scope::{FieldRules, Grant, GrantReach, Powers};
use kernel::{Actions, Id, Instant, Scope};
use leads::contacts::{self, NewContact};
use leads::showroom::State;
use leads::showroom::past::{self, Past};
use records::policy::Look;
use sales::figures::{Asked, Counts, FIGURES, Figure, Key, Source, Span, Tally, Value, behind, now, read};
use sales::opportunity::{self, Loss};
use testkit::Backend;

use super::world::World;

/// A world in which every figure has something to count, at two stores and in a team.
pub struct Month {
    pub world: World,
    pub begin: Instant,
    team: String,
    sales4: Id,
    leads: Vec<Id>,
    hot: Id,
}

fn visit(store: Id, path: &str, owner: Option<Id>, at: Instant) -> Past {
    Past {
        name: None,
        phone: None,
        heads: 2,
        sex: None,
        age: None,
        came: None,
        turn: None,
        model: None,
        store,
        owner,
        path: path.to_owned(),
        arrived_at: at,
        way: vec![(State::Left, at.plus_seconds(600))],
        result: Some("interested"),
        lead: None,
        customer: None,
    }
}

impl Month {
    pub async fn new(backend: Backend) -> Month {
        let world = World::new(backend).await;
        let begin = world.db.clock.now();
        let (team, sales4) = world.team(world.pudong).await;
        let mut month = Month { world, begin, team, sales4, leads: Vec::new(), hot: Id::nil() };
        month.leads().await;
        month.visits().await;
        month.hot = month.opportunities().await;
        month
    }

    /// Two in time or not, one of the other store, one of the head office, one of the team.
    async fn leads(&mut self) {
        let w = &self.world;
        let (pudong, minhang) = (w.pudong.to_string(), w.minhang.to_string());
        let seams = leads::Seams::default();
        let mut made = Vec::new();
        for (n, (who, store, owner)) in [
            (w.manager1, &pudong, Some(w.sales1)),
            (w.manager1, &pudong, Some(w.sales1)),
            (w.manager1, &pudong, Some(self.sales4)),
            (w.manager2, &minhang, Some(w.sales3)),
            (w.group, &String::new(), None),
        ]
        .into_iter()
        .enumerate()
        {
            let mut input: records::Input =
                [("name", "来客"), ("phone", &*format!("1390000000{n}")), ("source", "official")].into_iter().collect();
            if !store.is_empty() {
                input.set("store", store.as_str());
            }
            if let Some(owner) = owner {
                input.set("owner", owner.to_string());
            }
            made.push(w.act(who, async |tx| leads::create(tx, &seams, &input).await).await.unwrap().lead);
        }
        let call = || NewContact { channel: "phone".into(), result: "reached".into(), content: None, next_at: None };
        w.act(w.sales1, async |tx| contacts::log(tx, made[0], call()).await).await.unwrap();
        w.days(2);
        w.act(w.sales1, async |tx| contacts::log(tx, made[1], call()).await).await.unwrap();
        self.leads = made;
    }

    /// One of every sort in 浦东店, one in the team, one of nobody, one of the other store who is still there.
    async fn visits(&self) {
        let w = &self.world;
        let (pudong, minhang) = (w.path(w.pudong).await, w.path(w.minhang).await);
        let at = w.db.clock.now();
        let own = || visit(w.pudong, &pudong, Some(w.sales1), at);
        let drive = vec![
            (State::Needs, at.plus_seconds(60)),
            (State::TestDrive, at.plus_seconds(120)),
            (State::Left, at.plus_seconds(900)),
        ];
        let all = vec![
            Past { lead: Some(self.leads[0]), way: drive, ..own() },
            own(),
            Past { came: Some("invited"), lead: Some(self.leads[1]), ..own() },
            Past { turn: Some("again"), ..own() },
            Past { came: Some("service"), ..own() },
            Past { result: Some("other-matter"), ..own() },
            visit(w.pudong, &self.team, Some(self.sales4), at),
            visit(w.pudong, &pudong, None, at),
            Past { way: Vec::new(), ..visit(w.minhang, &minhang, Some(w.sales3), at) },
        ];
        w.act(w.founded.administrator, async |tx| Ok(past::lay(tx, all).await?)).await.unwrap();
    }

    /// Opened at levels, followed in time and late, one lost; the first of them.
    async fn opportunities(&self) -> Id {
        let w = &self.world;
        let hot = w.opened(w.sales1, "司徒静", "13812345671", &[("level", "H")]).await;
        let lost = w.opened(w.sales1, "欧阳锋", "13812345672", &[("level", "C")]).await;
        w.opened(w.sales2, "何平", "13812345673", &[("level", "A")]).await;
        w.opened(self.sales4, "段誉", "13812345674", &[("level", "A")]).await;
        w.opened(w.sales3, "钱进", "13812345675", &[("level", "H")]).await;
        w.follow(w.sales1, hot, None).await.unwrap();
        let loss = Loss { reason: "price".into(), competitor: None, evidence: "来电".into() };
        w.act(w.sales1, async |tx| opportunity::ask_defeat(tx, lost, loss).await).await.unwrap();
        w.act(w.manager1, async |tx| opportunity::approve(tx, lost, None).await).await.unwrap();
        w.days(3);
        w.follow(w.sales1, hot, Some("B")).await.unwrap();
        hot
    }

    /// Somebody who reaches this much of everything.
    async fn reaching(&self, reach: GrantReach) -> Scope {
        let scope = self.world.scope(self.world.sales1).await;
        let grant =
            Grant { kind: "*".into(), actions: Actions::all(), reach, fields: Arc::new(FieldRules::Everything) };
        let powers = Powers { grants: vec![grant], home_store: scope.powers.home_store, ..Powers::default() };
        Scope { powers: Arc::new(powers), ..scope }
    }

    /// One of each breadth: own, team, store, region, group.
    async fn readers(&self) -> Vec<(&'static str, Scope)> {
        let w = &self.world;
        let root = w.path(w.founded.root).await;
        let store = GrantReach::Store { store: w.pudong, path: w.path(w.pudong).await };
        let team = GrantReach::Below { path: self.team.clone(), store: Some(w.pudong) };
        vec![
            ("own", self.reaching(GrantReach::Own).await),
            ("team", self.reaching(team).await),
            ("store", self.reaching(store).await),
            ("region", self.reaching(GrantReach::Below { path: root, store: None }).await),
            ("group", self.reaching(GrantReach::Group).await),
        ]
    }

    pub fn asked(&self) -> Asked {
        let to = self.world.db.clock.now().plus_seconds(1);
        let today = self.world.today().date;
        Asked { span: Span { from: self.begin, to }, before: None, store: None, owner: None, stage: None, today }
    }

    async fn tally(&self, scope: &Scope, asked: &Asked, key: Key) -> Tally {
        let look = Look::at(&self.world.db, scope);
        let mut tally = read(&look, asked, key, &Source::PAST).await.unwrap();
        for (who, held) in now(&look, asked, key).await.unwrap() {
            tally.now.entry(who).or_default().add_all(&held.counts);
        }
        tally
    }
}

/// The figures that somebody sees, in their order.
fn told(counts: &Counts, codes: &[&str]) -> Vec<i64> {
    codes.iter().map(|code| counts.value(Figure::of(code).unwrap()).unwrap_or(-1)).collect()
}

const SOME: [&str; 12] = [
    "visits",
    "visits-natural",
    "visits-kept",
    "visits-driven",
    "leads",
    "answer-rate",
    "opened",
    "opened-ready",
    "followed",
    "in-time-rate",
    "lost",
    "open",
];

/// LEAD-04, LEAD-06, SYS-05, SYS-10: every figure is as many as the rows that it opens to, in all and of each store and
/// person, for readers of every breadth.
#[tokio::test]
async fn figures_are_the_rows_behind_them() {
    for backend in Backend::all() {
        let month = Month::new(backend).await;
        for (name, scope) in month.readers().await {
            let look = Look::at(&month.world.db, &scope);
            let mut seen = 0;
            for (key, narrowed) in [(Key::Store, false), (Key::Person, false), (Key::Person, true)] {
                let store = narrowed.then_some(Some(month.world.pudong));
                let asked = Asked { store, ..month.asked() };
                let tally = month.tally(&scope, &asked, key).await;
                let mut lines = vec![(asked.clone(), tally.total().0)];
                lines.extend(tally.now.iter().map(|(who, counts)| {
                    let of = match key {
                        Key::Store => Asked { store: Some(*who), ..asked.clone() },
                        Key::Person => Asked { owner: Some(*who), ..asked.clone() },
                    };
                    (of, counts.clone())
                }));
                for (of, counts) in lines {
                    for figure in FIGURES {
                        let (facts, count) = behind(&look, figure, &of, 0, 200).await.unwrap();
                        assert_eq!(facts.len() as i64, count, "{name} {}", figure.code);
                        let hits = facts.iter().filter(|fact| fact.counts == Some(true)).count() as i64;
                        match figure.value {
                            Value::Count { .. } => assert_eq!(counts.get(figure.code), count, "{name} {}", figure.code),
                            Value::Share { part, whole } => {
                                assert_eq!(counts.get(whole), count, "{name} {}", figure.code);
                                assert_eq!(counts.get(part), hits, "{name} {}", figure.code);
                            }
                            Value::Minutes { whole } => assert_eq!(counts.get(whole), count, "{name}"),
                        }
                        seen += count;
                    }
                }
            }
            assert!(seen > 20, "{name} saw {seen}");
        }
    }
}

/// LEAD-04, LEAD-06, domain.md §3.1: what counts and what does not; each breadth sees its part.
#[tokio::test]
async fn each_breadth_has_its_figures() {
    for backend in Backend::all() {
        let month = Month::new(backend).await;
        let wanted = [
            ("own", [4, 2, 1, 1, 2, 500, 2, 1, 2, 500, 1, 1]),
            ("team", [1, 1, 0, 0, 1, 0, 1, 1, 0, -1, 0, 1]),
            ("store", [6, 4, 1, 1, 3, 333, 4, 3, 2, 500, 1, 3]),
            ("region", [7, 5, 1, 1, 5, 250, 5, 4, 2, 500, 1, 4]),
            ("group", [7, 5, 1, 1, 5, 250, 5, 4, 2, 500, 1, 4]),
        ];
        for ((name, scope), (whose, figures)) in month.readers().await.into_iter().zip(wanted) {
            assert_eq!(name, whose);
            let (total, _) = month.tally(&scope, &month.asked(), Key::Store).await.total();
            assert_eq!(told(&total, &SOME), figures, "{name}");
        }
    }
}

/// LEAD-06: transfers, new levels and what is told later do not change last month.
#[tokio::test]
async fn what_comes_later_changes_nothing_of_the_past() {
    for backend in Backend::all() {
        let month = Month::new(backend).await;
        let w = &month.world;
        let (asked, past) = (month.asked(), &SOME[..11]);
        let readers = month.readers().await;
        let mut before = Vec::new();
        for (_, scope) in &readers {
            before.push(month.tally(scope, &asked, Key::Person).await.total().0);
        }
        w.days(30);
        let customer = w.held(month.hot).await.customer_id;
        let seams = leads::Seams::default();
        let to = (Target::Owner(w.sales2), Some("调岗".to_owned()));
        w.act(w.manager1, async |tx| assign(tx, &w.seams, customer, w.pudong, to.0, to.1).await).await.unwrap();
        for (lead, store, owner) in [(0, w.pudong, w.sales2), (2, w.minhang, w.sales3)] {
            let lead = month.leads[lead];
            w.act(w.group, async |tx| leads::assignment::assign(tx, &seams, lead, Some(store), owner, None).await)
                .await
                .unwrap();
        }
        for ((name, scope), before) in readers.iter().zip(before) {
            let after = month.tally(scope, &asked, Key::Person).await.total().0;
            assert_eq!(told(&after, past), told(&before, past), "{name}");
        }
    }
}

/// LEAD-04: a time is held against the one before it, and what lies between two parts counts in neither.
#[tokio::test]
async fn two_times_side_by_side() {
    for backend in Backend::all() {
        let month = Month::new(backend).await;
        let scope = month.reaching(GrantReach::Group).await;
        let path = month.world.path(month.world.pudong).await;
        let begin = month.world.db.clock.now().plus_days(10);
        let hours = [0, 5, 20, 24, 30, 47];
        let all: Vec<Past> =
            hours.map(|h| visit(month.world.pudong, &path, None, begin.plus_seconds(h * 3_600))).into();
        month.world.act(month.world.founded.administrator, async |tx| Ok(past::lay(tx, all).await?)).await.unwrap();
        let day =
            |from: i64, to: i64| Span { from: begin.plus_seconds(from * 3_600), to: begin.plus_seconds(to * 3_600) };
        let asked = Asked { span: day(24, 48), before: Some(day(0, 12)), ..month.asked() };
        let (now, before) = month.tally(&scope, &asked, Key::Store).await.total();
        assert_eq!((now.get("visits"), before.get("visits")), (3, 2));
        let days =
            sales::figures::by_day(&Look::at(&month.world.db, &scope), &Asked { span: day(0, 48), ..asked }).await;
        assert_eq!(days.unwrap().into_iter().collect::<Vec<_>>(), [(0, 3), (1, 3)]);
    }
}
