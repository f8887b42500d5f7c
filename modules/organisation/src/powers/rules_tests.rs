use proptest::prelude::*;

use super::*;

fn id(n: u128) -> Id {
    Id::from_u128(n)
}

fn node(n: u128, kind: NodeKind, path: &str, store: Option<u128>) -> Post {
    Post { id: id(n), kind, path: path.into(), store: store.map(id) }
}

/// Group 1 › region 2 › store 3 › sales department 4 › team 5.
fn chain() -> Vec<Post> {
    vec![
        node(1, NodeKind::Group, "/1/", None),
        node(2, NodeKind::Region, "/1/2/", None),
        node(3, NodeKind::Store, "/1/2/3/", Some(3)),
        node(4, NodeKind::Department, "/1/2/3/4/", Some(3)),
        node(5, NodeKind::Team, "/1/2/3/4/5/", Some(3)),
    ]
}

fn at(depth: usize) -> Standing {
    let mut above = chain();
    above.truncate(depth + 1);
    let node = above.pop().unwrap();
    Standing { above, node }
}

fn below(path: &str, store: Option<u128>) -> GrantReach {
    GrantReach::Below { path: path.into(), store: store.map(id) }
}

/// SYS-05: a level means the highest node around the post that does not exceed it.
#[test]
fn a_level_is_read_from_the_post_upwards() {
    let store = GrantReach::Store { store: id(3), path: "/1/2/3/".into() };
    assert_eq!(reach(&at(4), Level::Own), GrantReach::Own);
    assert_eq!(reach(&at(4), Level::Team), below("/1/2/3/4/5/", Some(3)));
    assert_eq!(reach(&at(4), Level::Department), below("/1/2/3/4/", Some(3)));
    assert_eq!(reach(&at(4), Level::Store), store);
    assert_eq!(reach(&at(4), Level::Region), below("/1/2/", None));
    assert_eq!(reach(&at(4), Level::Group), GrantReach::Group);
    assert_eq!(reach(&at(1), Level::Store), below("/1/2/", None), "a post above the level reaches what is below it");
    assert_eq!(reach(&at(0), Level::Team), GrantReach::Group);
    assert_eq!(reach(&at(3), Level::Team), below("/1/2/3/4/", Some(3)), "no team there");
}

/// SYS-05: where a rank is missing, the reach is narrower than the level says: a department of the head office belongs
/// to no store, and a role meant for stores must not open the group there.
#[test]
fn a_missing_rank_never_widens() {
    let office = Standing {
        above: vec![node(1, NodeKind::Group, "/1/", None)],
        node: node(6, NodeKind::Department, "/1/6/", None),
    };
    assert_eq!(reach(&office, Level::Store), below("/1/6/", None));
    assert_eq!(reach(&office, Level::Region), below("/1/6/", None));
    assert_eq!(reach(&office, Level::Group), GrantReach::Group);
}

/// SYS-02: in a maker's tenant a dealer group is not the whole tenant.
#[test]
fn a_group_below_a_maker_is_not_the_tenant() {
    let maker = node(9, NodeKind::Maker, "/9/", None);
    let group = node(1, NodeKind::Group, "/9/1/", None);
    let store = node(3, NodeKind::Store, "/9/1/3/", Some(3));
    let manager = Standing { above: vec![maker.clone(), group], node: store };
    assert_eq!(reach(&manager, Level::Group), below("/9/1/", None));
    assert_eq!(reach(&Standing { above: Vec::new(), node: maker }, Level::Group), GrantReach::Group);
}

fn sheet(parent: Option<u128>, level: Level, actions: &[Action], phone: Access, capability: &str) -> RoleSheet {
    RoleSheet {
        parent: parent.map(id),
        everything: false,
        grants: BTreeMap::from([(("customer".to_owned(), level), Actions::of(actions))]),
        fields: BTreeMap::from([("customer".to_owned(), HashMap::from([("phone".to_owned(), phone)]))]),
        capabilities: BTreeSet::from([capability.to_owned()]),
        ..RoleSheet::default()
    }
}

/// SYS-04: what a role demands of its holders, the roles below it demand as well, and several roles add up.
#[test]
fn demands_add_up() {
    let ranges = |text: &str| Ranges::read(text).unwrap();
    let mut above = sheet(None, Level::Store, &[Action::See], Access::Masked, "a");
    above.entry = EntryRules { second_factor: true, addresses: vec![ranges("10.0.0.0/8")] };
    let below = sheet(Some(1), Level::Own, &[Action::Edit], Access::Shown, "b");
    let mut sum = effective(id(2), &HashMap::from([(id(1), above), (id(2), below)])).entry;
    assert!(sum.second_factor);
    let from = |rules: &EntryRules, text: &str| rules.allow(text.parse().ok());
    assert!(from(&sum, "10.1.2.3") && !from(&sum, "192.0.2.1") && !from(&sum, "no address"));
    sum.add(&EntryRules { second_factor: false, addresses: vec![ranges("10.1.0.0/16 192.0.2.0/24")] });
    assert!(sum.second_factor && from(&sum, "10.1.2.3"));
    assert!(!from(&sum, "192.0.2.1") && !from(&sum, "10.2.2.3"), "an address must suit every role");
    assert!(EntryRules::default().allow(None));
}

/// SYS-04: a role has everything that the roles above it have, and a circle does not hang.
#[test]
fn a_role_has_what_its_parent_has() {
    let roles = HashMap::from([
        (id(1), sheet(None, Level::Store, &[Action::See], Access::Masked, "a")),
        (id(2), sheet(Some(1), Level::Own, &[Action::Edit], Access::Shown, "b")),
    ]);
    let sum = effective(id(2), &roles);
    assert_eq!(sum.grants.len(), 2);
    assert_eq!(sum.fields["customer"]["phone"], Access::Shown);
    assert_eq!(sum.capabilities.len(), 2);
    assert_eq!(effective(id(1), &roles).grants.len(), 1);
    let circle = HashMap::from([
        (id(1), sheet(Some(2), Level::Store, &[Action::See], Access::Masked, "a")),
        (id(2), sheet(Some(1), Level::Own, &[Action::Edit], Access::Shown, "b")),
    ]);
    assert_eq!(effective(id(1), &circle).capabilities.len(), 2);
}

/// SYS-05: two posts add up, and each keeps its own fields for its own rows.
#[test]
fn posts_add_up() {
    let sales = sheet(None, Level::Own, &[Action::See], Access::Shown, "a");
    let desk = sheet(None, Level::Store, &[Action::See], Access::Masked, "b");
    let powers = powers(id(7), &[(at(4), sales), (at(2), desk)]);
    assert_eq!(powers.grants.len(), 2);
    assert_eq!(powers.grants[0].fields.of("phone"), Access::Shown);
    assert_eq!(powers.grants[1].fields.of("phone"), Access::Masked);
    assert_eq!(powers.grants[1].fields.of("invented_later"), Access::Hidden);
    assert_eq!(powers.grantees, [7, 1, 2, 3, 4, 5].map(id));
    assert_eq!((powers.home_store, powers.home_path.as_str()), (Some(id(3)), "/1/2/3/4/5/"));
}

/// SYS-05: nobody does with a record what they cannot see, whichever role lets them see it; whoever works on their own
/// records sees them wherever they lie.
#[test]
fn deeds_reach_no_further_than_seeing() {
    let role = |level, actions: &[Action]| sheet(None, level, actions, Access::Shown, "a");
    let of = |posts: &[(Standing, RoleSheet)]| {
        let powers = powers(id(7), posts);
        let exporting = powers.grants.iter().filter(|g| g.actions.has(Action::Export));
        exporting.map(|g| (g.reach.clone(), g.actions.has(Action::See))).collect::<Vec<_>>()
    };
    let store = GrantReach::Store { store: id(3), path: "/1/2/3/".into() };
    let (region, alone) = (role(Level::Region, &[Action::Export]), role(Level::Store, &[Action::See]));
    assert!(of(&[(at(3), region.clone())]).is_empty(), "nothing is seen");
    assert_eq!(of(&[(at(3), region.clone()), (at(3), alone.clone())]), [(store.clone(), false)], "cut to what is seen");
    let narrow = role(Level::Team, &[Action::Export]);
    assert_eq!(of(&[(at(4), alone.clone()), (at(4), narrow)]), [(below("/1/2/3/4/5/", Some(3)), false)]);
    let own = role(Level::Own, &[Action::Export]);
    assert_eq!(of(&[(at(3), alone), (at(3), own)]), [(GrantReach::Own, true)]);
    let both = role(Level::Region, &[Action::See, Action::Export]);
    assert_eq!(of(&[(at(3), both)]), [(below("/1/2/", None), true)]);
    let making = powers(id(7), &[(at(3), role(Level::Store, &[Action::Create]))]);
    assert!(making.grants[0].actions.has(Action::Create) && making.grants[0].reach == store, "making needs no seeing");
}

/// SYS-02: nobody hands out what they do not have.
#[test]
fn delegation_stays_within_ones_own_powers() {
    let manager =
        powers(id(7), &[(at(2), sheet(None, Level::Store, &[Action::See, Action::Create], Access::Masked, "a"))]);
    let give = |depth, level, actions: &[Action], phone, capability| {
        within(&stated(id(8), &[(at(depth), sheet(None, level, actions, phone, capability))]), &manager)
    };
    assert!(give(4, Level::Own, &[Action::See], Access::Masked, "a"));
    assert!(give(2, Level::Store, &[Action::Create], Access::Hidden, "a"));
    assert!(!give(4, Level::Own, &[Action::Export], Access::Masked, "a"), "an action");
    assert!(!give(4, Level::Own, &[Action::See], Access::Shown, "a"), "a field");
    assert!(!give(4, Level::Own, &[Action::See], Access::Masked, "b"), "a function");
    assert!(!give(4, Level::Region, &[Action::See], Access::Masked, "a"), "a wider reach");
    assert!(!give(1, Level::Own, &[Action::See], Access::Masked, "a"), "a post outside");
}

fn level() -> impl Strategy<Value = Level> {
    prop::sample::select(Level::ALL.to_vec())
}

proptest! {
    /// SYS-05: a wider level never reaches less, at any post.
    #[test]
    fn levels_widen(depth in 0usize..5, a in level(), b in level()) {
        let (narrow, wide) = (a.min(b), a.max(b));
        if narrow != Level::Own {
            prop_assert!(wider(&reach(&at(depth), wide), &reach(&at(depth), narrow), ""));
        }
    }

    /// SYS-05: whatever level a role names, a post of a store never reaches another branch of the tree but by the levels
    /// region and group.
    #[test]
    fn a_store_level_stays_in_the_store(depth in 2usize..5, level in level()) {
        if level <= Level::Store {
            let inside = match reach(&at(depth), level) {
                GrantReach::Own => true,
                GrantReach::Store { path, .. } | GrantReach::Below { path, .. } => path.starts_with("/1/2/3/"),
                GrantReach::Group => false,
            };
            prop_assert!(inside);
        }
    }

    /// SYS-04: adding a role never takes anything away.
    #[test]
    fn roles_only_add(depth in 0usize..5, a in level(), b in level()) {
        let first = (at(depth), sheet(None, a, &[Action::See], Access::Masked, "a"));
        let second = (at(depth), sheet(None, b, &[Action::Edit], Access::Shown, "b"));
        let one = powers(id(7), std::slice::from_ref(&first));
        let both = powers(id(7), &[first, second]);
        prop_assert!(both.grants.len() > one.grants.len());
        for grant in &one.grants {
            prop_assert!(both.grants.iter().any(|g| g.reach == grant.reach && g.actions == grant.actions && g.fields == grant.fields));
        }
        prop_assert!(one.capabilities.is_subset(&both.capabilities));
    }
}
