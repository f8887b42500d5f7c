//! The demo group: a head office, three stores, and the people who play in every story of the tests and the guide.

use kernel::Instant;

use super::world::{DEMO_CUSTOMERS, DEMO_SEED, Department, Post, Shape, Store, World};

/// The cast's common password.
pub const PASSWORD: &str = "fourfold-demo";

/// Code, name, short name, grade, place of the city in the list of cities, brand, share of customers.
const STORES: [(&str, &str, &str, &str, usize, &str, u32); 3] = [
    ("S001", "四合汽车上海浦东店", "浦东店", "a", 0, "大众", 42),
    ("S002", "四合汽车苏州园区店", "园区店", "b", 1, "比亚迪", 32),
    ("S003", "四合汽车杭州滨江店", "滨江店", "b", 2, "丰田", 26),
];

use Department::{Care, Marketing, Sales, Service};

const CAST: &[(&str, &str, &str, Post)] = &[
    ("admin", "孟庆华", "administrator", Post::Group),
    ("group", "陆文渊", "group_manager", Post::Group),
    ("audit1", "严正清", "auditor", Post::Group),
    ("agent1", "郝佳音", "call_agent", Post::Group),
    ("region1", "钱立群", "region_manager", Post::Region(0)),
    ("manager1", "沈国梁", "store_manager", Post::Store(0)),
    ("manager2", "顾伟峰", "store_manager", Post::Store(1)),
    ("manager3", "蒋美玲", "store_manager", Post::Store(2)),
    ("salesmanager1", "徐志鹏", "sales_manager", Post::Department(0, Sales)),
    ("salesmanager2", "许嘉宁", "sales_manager", Post::Department(1, Sales)),
    ("salesmanager3", "俞海波", "sales_manager", Post::Department(2, Sales)),
    ("sales1", "王晓东", "sales_consultant", Post::Team(0, Sales, 0)),
    ("sales2", "李雅婷", "sales_consultant", Post::Team(0, Sales, 1)),
    ("sales3", "周凯", "sales_consultant", Post::Team(1, Sales, 0)),
    ("sales4", "陈思远", "sales_consultant", Post::Team(1, Sales, 1)),
    ("sales5", "林静怡", "sales_consultant", Post::Team(2, Sales, 0)),
    ("sales6", "赵天宇", "sales_consultant", Post::Team(2, Sales, 1)),
    ("reception1", "何佳琪", "receptionist", Post::Department(0, Sales)),
    ("reception2", "吴梦洁", "receptionist", Post::Department(1, Sales)),
    ("reception3", "朱雨晴", "receptionist", Post::Department(2, Sales)),
    ("service1", "马建军", "service_adviser", Post::Team(0, Service, 0)),
    ("service2", "丁海涛", "service_adviser", Post::Team(1, Service, 0)),
    ("service3", "方俊", "service_adviser", Post::Team(2, Service, 0)),
    ("crm1", "夏敏", "crm_clerk", Post::Department(0, Care)),
    ("crm2", "金丽萍", "crm_clerk", Post::Department(1, Care)),
    ("crm3", "董慧", "crm_clerk", Post::Department(2, Care)),
    ("market1", "唐若曦", "crm_clerk", Post::Department(0, Marketing)),
    ("privacy1", "邵文静", "privacy_officer", Post::Group),
];

/// The demo group as it stands on the day of loading.
pub fn demo(now: Instant) -> World {
    let shape = Shape { owners: 55, prospects: 32, more_cars: 18, prospects_driving: 35, talk: 3 };
    let mut world = World::empty(DEMO_SEED, DEMO_CUSTOMERS, now, "四合汽车集团", shape);
    world.regions = vec!["华东大区".into()];
    for (code, name, short_name, grade, city, brand, weight) in STORES {
        world.stores.push(Store {
            code: code.into(),
            name: name.into(),
            short_name: short_name.into(),
            grade,
            city,
            region: Some(0),
            brand,
            weight,
            consultants: Vec::new(),
            advisers: Vec::new(),
            clerks: Vec::new(),
        });
    }
    for (login, name, role, post) in CAST {
        world.hire(login, name, role, *post);
    }
    world
}
