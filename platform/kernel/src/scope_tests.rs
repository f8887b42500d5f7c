//! SYS-05: what several grants come to, and whose a scope is.

use super::*;

fn id(n: u128) -> Id {
    Id::from_u128(n)
}

fn scope(grants: Vec<Grant>) -> Scope {
    let powers = Powers { grants, shared_with: vec![id(7), id(1)], ..Powers::default() };
    Scope {
        tenant: 1,
        actor: Actor::User { id: id(7), name: "王敏".into(), by_token: false },
        lang: Lang::ZhCn,
        request: id(0),
        powers: Arc::new(powers),
        limited_to: None,
    }
}

fn grant(reach: GrantReach, phone: Access) -> Grant {
    let fields = FieldRules::Listed(HashMap::from([("phone".to_owned(), phone)]));
    Grant { kind: "customer".into(), actions: Actions::of(&[Action::See]), reach, fields: Arc::new(fields) }
}

/// SYS-05: several roles add up, and the wider part swallows the narrower one.
#[test]
fn reach_is_a_union() {
    let s = scope(vec![
        grant(GrantReach::Own, Access::Shown),
        grant(GrantReach::Store { store: id(1), path: "/1/2/".into() }, Access::Masked),
        grant(GrantReach::Below { path: "/1/2/5/".into(), store: Some(id(1)) }, Access::Shown),
    ]);
    let reach = s.reach("customer", Action::See);
    assert_eq!(reach.stores.len(), 1);
    assert!(reach.paths.is_empty(), "the team is inside the store");
    assert_eq!(reach.owner, Some(id(7)));
    assert!(s.reach("customer", Action::Edit).is_empty());
    assert!(s.reach("vehicle", Action::See).is_empty());
}

/// SYS-05: a phone shown on one's own rows stays masked on the store's other rows.
#[test]
fn a_field_is_as_open_as_the_grants_that_reach_the_row() {
    let s = scope(vec![
        grant(GrantReach::Own, Access::Shown),
        grant(GrantReach::Store { store: id(1), path: "/1/2/".into() }, Access::Masked),
    ]);
    let own = Place { owner: Some(id(7)), store: Some(id(1)), path: "/1/2/".into() };
    let other = Place { owner: Some(id(8)), ..own.clone() };
    assert_eq!(s.field_on("customer", "phone", &[own]), Access::Shown);
    assert_eq!(s.field_on("customer", "phone", &[other]), Access::Masked);
    assert_eq!(s.field_at_least("customer", "phone"), Access::Masked);
    assert_eq!(s.field_at_best("customer", "id_number"), Access::Hidden, "closed by default");
}

/// SYS-05: someone who looks as another person reads as they do, and is counted and named themselves, without powers.
#[test]
fn who_looks_is_named() {
    let own = scope(vec![grant(GrantReach::Own, Access::Shown)]);
    assert!(own.looking().is_none() && own.author().user() == own.user());
    let looking = Looking {
        id: id(7),
        name: "王敏".into(),
        by: id(3),
        by_name: "李店长".into(),
        session: id(9),
        until: Instant(5),
    };
    let scope = Scope { actor: Actor::Looking(Box::new(looking)), ..own };
    assert_eq!((scope.user(), scope.actor_name()), (Some(id(7)), "李店长"));
    assert_eq!(scope.reach("customer", Action::See).owner, Some(id(7)));
    let author = scope.author();
    assert_eq!((author.user(), author.actor_name()), (Some(id(3)), "李店长"));
    assert!(author.looking().is_none() && !author.can("customer", Action::See));
}
