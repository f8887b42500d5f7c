//! Screening: questionnaires with versions, answers that come to a level, and what came in by the web.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod support;

use std::net::IpAddr;

use fourfold_leads as leads;
use kernel::{Id, Lang, Scope};
use leads::filing::{self, Filing};
use leads::screening::{
    self, Answers, Band, Direction, Edit, Form, Grade, Rule, Screening, Version, Words, forms, queries,
};
use records::Refusal;
use support::{World, code};
use testkit::Backend;

fn given(pairs: &[(&str, &str)]) -> Answers {
    Answers(pairs.iter().map(|(key, value)| ((*key).to_owned(), vec![(*value).to_owned()])).collect())
}

/// Every required question, so that the points come to A.
fn all() -> Answers {
    given(&[("q1", "a2"), ("q2", "a3"), ("q3", "a2"), ("q4", "a3"), ("q6", "a1"), ("q7", "a1")])
}

impl World {
    /// A questionnaire that was published, begun with the sample.
    async fn guide(&self) -> Id {
        let id = self.db.clock.new_id();
        self.act(self.group, async |tx| screening::add(tx, id, "购车意向甄别", &screening::sample()).await)
            .await
            .unwrap();
        self.act(self.group, async |tx| screening::publish(tx, id, 1).await).await.unwrap();
        id
    }

    async fn edit(&self, guide: Id, edit: Edit) -> Result<(), Refusal> {
        let version = queries::guide(self.db.read(), self.founded.tenant, guide).await.unwrap().unwrap().version;
        self.act(self.group, async |tx| screening::edit(tx, guide, version, edit).await).await
    }

    async fn publish(&self, guide: Id) -> Result<(), Refusal> {
        let version = queries::guide(self.db.read(), self.founded.tenant, guide).await.unwrap().unwrap().version;
        self.act(self.group, async |tx| screening::publish(tx, guide, version).await).await
    }

    async fn answer(&self, who: Id, lead: Id, answers: Answers) -> Result<screening::Classification, Refusal> {
        self.act(who, async |tx| screening::answer(tx, lead, answers).await).await
    }

    async fn screenings(&self, lead: Id) -> Vec<Screening> {
        queries::of(self.db.read(), self.founded.tenant, lead, 10).await.unwrap()
    }

    /// The owner of a lead of Pudong.
    async fn owner(&self, lead: Id) -> Id {
        self.lead(lead).await.owner_id.unwrap()
    }
}

/// LEAD-02: only those who keep questionnaires change them; what is published stays, a change makes a new draft.
#[tokio::test]
async fn versions_are_frozen() {
    for backend in Backend::all() {
        let w = World::new(backend).await;
        let id = w.db.clock.new_id();
        let by =
            async |who: Id| w.act(who, async |tx| screening::add(tx, id, "甄别", &screening::sample()).await).await;
        assert_eq!(code(by(w.manager1).await), "not allowed");
        by(w.group).await.unwrap();
        assert_eq!(by(w.group).await.unwrap(), id, "sent twice, made once");
        assert!(queries::standard(w.db.read(), w.founded.tenant).await.unwrap().is_none(), "a draft asks nobody");
        w.publish(id).await.unwrap();
        assert_eq!(code(w.publish(id).await), "screening-published-already");
        let first = queries::standard(w.db.read(), w.founded.tenant).await.unwrap().unwrap();
        w.edit(id, Edit::Add(Words::new("职业？", "Trade?"), Form::One)).await.unwrap();
        w.edit(id, Edit::Move("q9".into(), Direction::Up)).await.unwrap();
        let guide = queries::guide(w.db.read(), w.founded.tenant, id).await.unwrap().unwrap();
        assert_eq!((guide.published, guide.draft), (Some(1), Some(2)));
        assert_eq!(code(w.publish(id).await), "q10:screening-too-few-answers");
        w.edit(id, Edit::Remove("q10".into())).await.unwrap();
        let stale = w.act(w.group, async |tx| screening::edit(tx, id, 1, Edit::Remove("q9".into())).await).await;
        assert!(matches!(stale, Err(Refusal::Conflict(_))));
        let unknown = Band { at_least: 10, grade: Grade::Level("Z".into()) };
        assert_eq!(code(w.edit(id, Edit::Bands(vec![unknown])).await), "level:field-not-a-choice");
        let still = queries::standard(w.db.read(), w.founded.tenant).await.unwrap().unwrap();
        assert_eq!(still, first, "what is published stays as it is while a draft is written");
        w.publish(id).await.unwrap();
        assert_eq!(queries::standard(w.db.read(), w.founded.tenant).await.unwrap().unwrap().number, 2);
    }
}

/// LEAD-02: answers are kept one by one; once all are there the level stands on the lead, with its reason, and goes on to
/// the opportunity when the lead is filed.
#[tokio::test]
async fn answers_come_to_the_level_of_the_lead() {
    for backend in Backend::all() {
        let w = World::new(backend).await;
        let lead = w.given("司徒静", "13855667788").await;
        let owner = w.owner(lead).await;
        assert_eq!(code(w.answer(owner, lead, all()).await), "screening-not-published");
        w.guide().await;
        let other = if owner == w.sales1 { w.sales2 } else { w.sales1 };
        assert_eq!(code(w.answer(other, lead, all()).await), "not found");
        assert_eq!(code(w.answer(w.sales3, lead, all()).await), "not found");
        for (key, values) in all().0 {
            assert_eq!(w.lead(lead).await.level, None, "before {key}");
            w.answer(owner, lead, Answers([(key, values)].into())).await.unwrap();
        }
        assert_eq!(w.lead(lead).await.level.as_deref(), Some("A"));
        let [screening] = &w.screenings(lead).await[..] else { panic!("one screening") };
        let found = screening.classification();
        assert_eq!((screening.points, screening.grade.clone()), (62, Some(Grade::Level("A".into()))));
        assert_eq!((found.points, found.rule, found.reasons.len()), (62, Rule::Band(50), 6));
        // Nothing is lost: what is not sent again stays; what is taken back goes.
        w.answer(owner, lead, Answers([("q8".to_owned(), vec!["a1".to_owned(), "a2".to_owned()])].into()))
            .await
            .unwrap();
        assert_eq!(w.lead(lead).await.level.as_deref(), Some("H"));
        w.answer(owner, lead, Answers([("q8".to_owned(), Vec::new())].into())).await.unwrap();
        assert_eq!(w.lead(lead).await.level.as_deref(), Some("A"));
        w.answer(owner, lead, given(&[("q1", "a6")])).await.unwrap();
        assert_eq!(w.lead(lead).await.level, None, "not qualified");
        w.answer(owner, lead, given(&[("q1", "a1")])).await.unwrap();
        assert_eq!(w.lead(lead).await.level.as_deref(), Some("H"), "within seven days");
        w.contact(owner, lead, "reached").await.unwrap();
        let now = w.lead(lead).await;
        let filing = Filing {
            name: "司徒静".into(),
            phone: "13855667788".into(),
            level: now.level.clone().unwrap(),
            model: "Q5L".into(),
            expected_on: None,
        };
        w.act(owner, async |tx| filing::file(tx, &w.seams, lead, now.version, filing).await).await.unwrap();
        assert_eq!(w.opened.0.lock().unwrap()[0].level.as_deref(), Some("H"));
        assert_eq!(code(w.answer(owner, lead, all()).await), "lead-not-now-filed");
    }
}

/// LEAD-02: a level set by hand stays until the answers come to another one.
#[tokio::test]
async fn a_level_set_by_hand_stays() {
    let w = World::new(Backend::Sqlite).await;
    w.guide().await;
    let lead = w.given("司徒静", "13855667788").await;
    let owner = w.owner(lead).await;
    w.answer(owner, lead, all()).await.unwrap();
    let version = w.lead(lead).await.version;
    let by_hand: records::Input = [("level", "C")].into_iter().collect();
    w.act(owner, async |tx| leads::lead::update(tx, lead, version, &by_hand).await).await.unwrap();
    w.answer(owner, lead, given(&[("q9", "要天窗")])).await.unwrap();
    assert_eq!(w.lead(lead).await.level.as_deref(), Some("C"), "one word more changes nothing");
    w.answer(owner, lead, given(&[("q1", "a4")])).await.unwrap();
    assert_eq!(w.lead(lead).await.level.as_deref(), Some("B"));
}

/// LEAD-02: answers keep the version they were given to; a lead is screened anew with the next one, and what was answered
/// before stays.
#[tokio::test]
async fn old_answers_keep_their_version() {
    for backend in Backend::all() {
        let w = World::new(backend).await;
        let guide = w.guide().await;
        let lead = w.given("司徒静", "13855667788").await;
        let owner = w.owner(lead).await;
        w.answer(owner, lead, all()).await.unwrap();
        w.edit(guide, Edit::Bands(vec![Band { at_least: 0, grade: Grade::Level("C".into()) }])).await.unwrap();
        w.publish(guide).await.unwrap();
        w.answer(owner, lead, given(&[("q9", "要天窗")])).await.unwrap();
        let [old] = &w.screenings(lead).await[..] else { panic!("one screening") };
        assert_eq!((old.version.number, old.grade.clone()), (1, Some(Grade::Level("A".into()))));
        w.act(owner, async |tx| screening::again(tx, lead).await).await.unwrap();
        assert_eq!(w.lead(lead).await.level.as_deref(), Some("A"), "until the new answers come to a level");
        w.answer(owner, lead, all()).await.unwrap();
        assert_eq!(w.lead(lead).await.level.as_deref(), Some("C"));
        let list = w.screenings(lead).await;
        let told: Vec<_> = list.iter().map(|s| (s.version.number, s.grade.as_ref().map(Grade::code))).collect();
        assert_eq!(told, [(2, Some("C")), (1, Some("A"))]);
    }
}

/// A web form of Pudong, or of the head office; with what it asks.
async fn form(w: &World, store: Option<Id>) -> (forms::LeadForm, Version) {
    let guide = w.guide().await;
    let draft = forms::Draft {
        name: "预约试驾".into(),
        questionnaire: Some(guide),
        source: "web".into(),
        store,
        consent: "我同意贵店与我联系。".into(),
        ..forms::Draft::default()
    };
    let id = w.db.clock.new_id();
    assert_eq!(code(w.act(w.manager1, async |tx| forms::make(tx, id, &draft).await).await), "not allowed");
    let key = w.act(w.group, async |tx| forms::make(tx, id, &draft).await).await.unwrap();
    let again = w.act(w.group, async |tx| forms::make(tx, id, &draft).await).await.unwrap();
    assert_eq!(key, again, "sent twice, made once");
    let form = forms::queries::by_key(w.db.read(), &key).await.unwrap().unwrap();
    (form, queries::published(w.db.read(), w.founded.tenant, guide).await.unwrap().unwrap())
}

async fn send(w: &World, form: &forms::LeadForm, version: &Version, sent: &forms::Sent) -> Result<(), Refusal> {
    let scope = Scope::system(w.founded.tenant, Id::from_u128(9), &form.name);
    let mut tx = w.db.write(&scope).await.unwrap();
    let done = forms::receive(&mut tx, &w.seams, form, version, Lang::ZhCn, sent).await;
    if done.is_ok() {
        tx.commit().await.unwrap();
    }
    w.db.clock.advance(1);
    done
}

/// LEAD-02, LEAD-01: who sends the form is a lead of its source with answers, consent and level; sent twice it is one. Who
/// is known already joins their lead, whose level stays as its consultant has it.
#[tokio::test]
async fn the_web_brings_leads_with_their_level() {
    for backend in Backend::all() {
        let w = World::new(backend).await;
        let (form, version) = form(&w, Some(w.pudong)).await;
        let mut sent = forms::Sent { id: w.db.clock.new_id(), ..forms::Sent::default() };
        let Err(Refusal::Invalid(faults)) = send(&w, &form, &version, &sent).await else { panic!("nothing was sent") };
        let fields: Vec<&str> = faults.iter().map(|fault| fault.field.as_str()).collect();
        assert_eq!(fields, ["name", "phone", "q1", "q2", "q3", "q4", "q5", "q6", "q7", "consent"]);
        sent = forms::Sent {
            name: "司徒静".into(),
            phone: "138 5566 7788".into(),
            model: "Q5L".into(),
            agreed: true,
            answers: all(),
            ..sent
        };
        for _ in 0..2 {
            send(&w, &form, &version, &sent).await.unwrap();
        }
        assert_eq!(w.number("SELECT count(*) FROM lead_arrivals").await, 1);
        let lead: Id = kernel::sql::row(w.db.read(), "SELECT id FROM leads", [])
            .await
            .unwrap()
            .unwrap()
            .try_get_by_index(0)
            .unwrap();
        let made = w.lead(lead).await;
        assert_eq!((made.channel.as_str(), made.store_id, made.level.as_deref()), ("web", Some(w.pudong), Some("A")));
        let consents =
            "SELECT count(*) FROM lead_screenings WHERE consent = '我同意贵店与我联系。' AND form_id IS NOT NULL";
        assert_eq!(w.number(consents).await, 1);
        w.settle().await;
        assert!(w.lead(lead).await.owner_id.is_some(), "it is given out like any other");
        let later = forms::Sent { id: w.db.clock.new_id(), answers: given(&[("q1", "a6")]), ..sent.clone() };
        send(&w, &form, &version, &later).await.unwrap();
        assert_eq!(w.lead(lead).await.level.as_deref(), Some("A"), "a stranger lowers nobody's level");
        let list = w.screenings(lead).await;
        assert_eq!((list.len(), list[0].answers.clone()), (2, all()), "and is put aside");
        w.act(w.group, async |tx| forms::retire(tx, form.id).await).await.unwrap();
        assert!(forms::queries::by_key(w.db.read(), &form.key).await.unwrap().is_none());
    }
}

/// LEAD-02: ten an hour from one address; another address is not hindered, and the next hour begins anew.
#[tokio::test]
async fn the_web_is_taken_in_measure() {
    for backend in Backend::all() {
        let w = World::new(backend).await;
        let (form, _) = form(&w, None).await;
        let take = async |address: &str| {
            let scope = w.system();
            let tx = w.db.write(&scope).await.unwrap();
            let taken = forms::take(&tx, &form, address.parse::<IpAddr>().ok()).await.unwrap();
            tx.commit().await.unwrap();
            taken
        };
        for _ in 0..10 {
            assert_eq!(take("203.0.113.7").await, forms::Taken::Counted);
        }
        let forms::Taken::Wait(seconds) = take("203.0.113.7").await else { panic!("eleven") };
        assert!((3_500..=3_600).contains(&seconds), "{seconds}");
        assert_eq!(take("203.0.113.8").await, forms::Taken::Counted);
        w.db.clock.advance(3_601);
        assert_eq!(take("203.0.113.7").await, forms::Taken::Counted);
        assert_eq!(w.number("SELECT count(*) FROM lead_form_counts").await, 2, "hours that are over are forgotten");
    }
}
