//! What hangs on the records of the house, and what belongs to its stores and people.

use kernel::{Id, Scope, sql};
use records::{FieldKind, Kind};
use testkit::Client;

use super::canary::Claim;
use super::house::{Made, Making, Person, Places};

impl Making {
    /// What hangs on records: notes, contacts, relations, consents, papers, tags, visits, merges, views, imports.
    pub(super) async fn belongings(&mut self, made: &Made, places: &Places) {
        let mut admin = self.world.browser("admin").await;
        for (customer, store) in made.customers.clone() {
            let at = |part: &str| format!("/customers/{customer}/{part}");
            let store_text = store.to_string();
            let here = Claim::AtStore { kind: "customer", record: customer, store, field: None };
            let (note, evidence, tag) = (self.mint.word(), self.mint.word(), self.mint.word());
            for (path, form) in [
                ("notes", vec![("kind", "note"), ("body", note.as_str()), ("store", &store_text)]),
                (
                    "consents",
                    vec![
                        ("purpose", "marketing"),
                        ("channel", "sms"),
                        ("given", "true"),
                        ("evidence", &evidence),
                        ("store", &store_text),
                    ],
                ),
                ("tags", vec![("tag", &tag), ("store", &store_text)]),
            ] {
                let answer = admin.post(&at(path), &form).await;
                assert!(answer.status.is_redirection(), "{path}: {} {}", answer.status, answer.text());
            }
            for word in [note, evidence, tag] {
                self.net.add(&word, here.clone());
            }
            for purpose in ["identity", "contract"] {
                let (name, inside) = (self.mint.word(), self.mint.word());
                let paper = format!("%PDF-1.4 {inside}");
                let form = [("purpose", purpose), ("store", store_text.as_str())];
                let answer =
                    admin.upload(&at("attachments"), "file", &format!("{name}.pdf"), paper.as_bytes(), &form).await;
                assert!(answer.status.is_redirection(), "{}", answer.text());
                let identity = purpose == "identity";
                let (shown, listed) = match identity {
                    true => (Claim::Inside { record: customer, store }, Claim::Paper { record: customer, store }),
                    false => (here.clone(), here.clone()),
                };
                self.net.add(&inside, shown);
                self.net.add(&name, listed);
            }
        }
        // What the second store knows of the customer of two.
        let (shared, other) = (made.customers[0].0, places.stores[1]);
        let (note, other_text) = (self.mint.word(), other.to_string());
        let form = [("kind", "note"), ("body", note.as_str()), ("store", other_text.as_str())];
        assert!(admin.post(&format!("/customers/{shared}/notes"), &form).await.status.is_redirection());
        self.net.add(&note, Claim::AtStore { kind: "customer", record: shared, store: other, field: None });
        if let Some((company, _)) = made.organisation {
            let (name, phone) = (self.mint.name(), self.mint.value(FieldKind::Phone).unwrap());
            let mail = self.mint.value(FieldKind::Email).unwrap();
            let form = [("name", name.as_str()), ("role", "decision"), ("phone", &phone), ("email", &mail)];
            let answer = admin.post(&format!("/customers/{company}/contacts"), &form).await;
            assert!(answer.status.is_redirection(), "{}", answer.text());
            for (text, field) in [(&name, "name"), (&phone, "phone"), (&mail, "email")] {
                self.net.add(text, Claim::Field { kind: "customer", record: company, field });
            }
        }
        for pair in made.customers.chunks(2) {
            let [(one, _), (other, _)] = pair else { continue };
            let remark = self.mint.word();
            let form = [("as", "other"), ("other", &other.to_string()), ("remark", &remark)];
            let answer = admin.post(&format!("/customers/{one}/relations"), &form).await;
            assert!(answer.status.is_redirection(), "{} {}", answer.status, answer.text());
            self.net.add(&remark, Claim::Both { kind: "customer", one: *one, other: *other });
        }
        self.visits(made).await;
        self.kept().await;
        self.requests(made).await;
        self.stores_own(made, places, &mut admin).await;
    }

    /// What the house keeps by itself, or what takes a page of its own to write.
    async fn kept(&mut self) {
        let (db, tenant) = (self.world.db.clone(), self.world.tenant);
        let scope = self.world.system();
        let tx = db.write(&scope).await.unwrap();
        let now = tx.now();
        let (brand, series, model) = (tx.new_id(), tx.new_id(), tx.new_id());
        let row = |table: &str, more: &str, values: &str| {
            format!(
                "INSERT INTO {table} (tenant_id, id, {more}position, sort_key, version, created_at, updated_at, name) \
                 VALUES ({tenant}, $1, {values}0, 'q', 1, {0}, {0}, $2)",
                now.0
            )
        };
        let run = async |text: String, values: Vec<kernel::Value>| sql::run(tx.conn(), &text, values).await.unwrap();
        run(row("brands", "", ""), vec![brand.into(), self.mint.word().into()]).await;
        run(row("series", "brand_id, ", "$3, "), vec![series.into(), self.mint.word().into(), brand.into()]).await;
        run(
            row("models", "on_sale, series_id, ", "true, $3, "),
            vec![model.into(), self.mint.word().into(), series.into()],
        )
        .await;
        run("UPDATE vehicles SET model_id = $1".into(), vec![model.into()]).await;
        let source = tx.new_id();
        let text = "INSERT INTO lead_sources (tenant_id, id, level, channel, code, name, paid, active, version, created_at, updated_at) \
             VALUES ($1, $2, 2, 'web', $3, $4, true, true, 1, $5, $5)";
        let code = self.mint.word().to_lowercase();
        run(text.into(), vec![tenant.into(), source.into(), code.into(), self.mint.word().into(), now.into()]).await;
        let text = "INSERT INTO lead_rules (tenant_id, id, name, position, active, sources, cities, models, store_id, version, created_at, updated_at) \
             VALUES ($1, $2, $3, 1, false, '[]', '[]', '[]', $4, 1, $5, $5)";
        let store = self.world.pudong;
        run(text.into(), vec![tenant.into(), tx.new_id().into(), self.mint.word().into(), store.into(), now.into()])
            .await;
        let text = "UPDATE leads SET source_id = $1, due_at = $2, assigned_at = $3, contacted_at = $3, closed_at = $3, reason = 'other'";
        run(text.into(), vec![source.into(), now.plus_days(3).into(), now.plus_days(-3).into()]).await;
        self.screened(&tx).await;
        let text = "UPDATE opportunities SET reason = 'other', wake_on = $1, closed_at = $2";
        run(text.into(), vec![now.date_in(organisation::HOUSE_ZONE).into(), now.plus_days(-2).into()]).await;
        for row in sql::rows(tx.conn(), "SELECT id FROM opportunities", []).await.unwrap() {
            let (record, word): (Id, String) = (row.try_get("", "id").unwrap(), self.mint.word());
            self.net.add(&word, Claim::Field { kind: "opportunity", record, field: "competitor" });
            let next = chrono::NaiveDate::from_ymd_opt(2090, 1, 1).unwrap() + chrono::Days::new(self.mint.next());
            self.net.add(&next.to_string(), Claim::Field { kind: "opportunity", record, field: "next_on" });
            let text = "UPDATE opportunities SET competitor = $1, next_on = $2 WHERE id = $3";
            run(text.into(), vec![word.into(), next.into(), record.into()]).await;
        }
        // Visits hang on people whom others may see, or not; every other one is over.
        let text = "UPDATE showroom_visits SET \
             lead_id = (SELECT l.id FROM leads l WHERE l.store_id = showroom_visits.store_id ORDER BY l.id LIMIT 1), \
             customer_id = (SELECT e.customer_id FROM engagements e WHERE e.store_id = showroom_visits.store_id ORDER BY e.id LIMIT 1)";
        run(text.into(), vec![]).await;
        for (n, row) in sql::rows(tx.conn(), "SELECT id FROM showroom_visits", []).await.unwrap().iter().enumerate() {
            let (record, phone): (Id, String) =
                (row.try_get("", "id").unwrap(), self.mint.value(FieldKind::Phone).unwrap());
            run(
                "UPDATE showroom_visits SET phone = $1 WHERE id = $2".into(),
                vec![format!("+86{phone}").into(), record.into()],
            )
            .await;
            // Who drove is told like the visitor's name.
            let (car, plate, driver) = (tx.new_id(), self.mint.word(), self.mint.word());
            let text = "INSERT INTO demo_cars (tenant_id, id, store_id, plate, model, automatic, active, version, created_at, updated_at) \
                 SELECT $1, $2, v.store_id, $3, 'q', true, true, 1, $4, $4 FROM showroom_visits v WHERE v.id = $5";
            run(text.into(), vec![tenant.into(), car.into(), plate.into(), now.into(), record.into()]).await;
            self.net.add(&driver, Claim::Field { kind: "visit", record, field: "name" });
            let text = "INSERT INTO test_drives (tenant_id, id, visit_id, car_id, driver, licence_class, checked_name, agreed, starts_at, ends_at, created_at) \
                 VALUES ($1, $2, $3, $4, $5, 'C1', 'q', true, $6, $7, $6)";
            let back = now.plus_seconds(1_800);
            let values = vec![
                tenant.into(),
                tx.new_id().into(),
                record.into(),
                car.into(),
                driver.into(),
                now.into(),
                back.into(),
            ];
            run(text.into(), values).await;
            if n % 2 == 1 {
                let text = "UPDATE showroom_visits SET state = 'left', result = 'looked', left_at = $1 WHERE id = $2";
                run(text.into(), vec![now.plus_seconds(1_800).into(), record.into()]).await;
            }
        }
        run("UPDATE engagements SET protected_until = $1".into(), vec![now.plus_days(30).into()]).await;
        run("UPDATE users SET last_seen_at = $1".into(), vec![now.plus_days(-3).into()]).await;
        // Everyone has looked at too much once.
        for person in sql::rows(tx.conn(), "SELECT id, path FROM users", []).await.unwrap() {
            let (user, path): (Id, String) = (person.try_get("", "id").unwrap(), person.try_get("", "path").unwrap());
            let case = "INSERT INTO viewing_cases (tenant_id, id, user_id, what, day, counted, usual, allowed, path, state, created_at) \
                 VALUES ($1, $2, $3, 'hour', $4, 200, 20, 120, $5, 'open', $6)";
            let today = now.date_in(organisation::HOUSE_ZONE);
            let values = vec![tenant.into(), tx.new_id().into(), user.into(), today.into(), path.into(), now.into()];
            run(case.into(), values).await;
        }
        let day = |text: &str| text.parse::<chrono::NaiveDate>().unwrap();
        let days = vec![day("1979-05-06").into(), day("2087-06-05").into()];
        run("UPDATE nodes SET opened_on = $1, closed_on = $2 WHERE kind = 'store'".into(), days).await;
        tx.commit().await.unwrap();
    }

    /// A questionnaire, a web form, and what leads answered: words about them, as a remark is.
    async fn screened(&mut self, tx: &kernel::Tx<'_>) {
        let (tenant, now) = (self.world.tenant, tx.now());
        let (guide, version) = (tx.new_id(), tx.new_id());
        let run = async |text: &str, values: Vec<kernel::Value>| sql::run(tx.conn(), text, values).await.unwrap();
        let text = "INSERT INTO questionnaires (tenant_id, id, name, standard, version, created_at, updated_at) VALUES ($1, $2, '甄别', true, 1, $3, $3)";
        run(text, vec![tenant.into(), guide.into(), now.into()]).await;
        let text = "INSERT INTO questionnaire_versions (tenant_id, id, questionnaire_id, number, content, created_at, published_at) VALUES ($1, $2, $3, 1, $4, $5, $5)";
        let content = leads::screening::sample().json();
        run(text, vec![tenant.into(), version.into(), guide.into(), content.into(), now.into()]).await;
        let text = "INSERT INTO lead_forms (tenant_id, id, key, name, name_en, questionnaire_id, source, consent, consent_en, created_at) \
             VALUES ($1, $2, 'web-form', '预约', '', $3, 'web', '同意', '', $4)";
        run(text, vec![tenant.into(), tx.new_id().into(), guide.into(), now.into()]).await;
        for row in sql::rows(tx.conn(), "SELECT id FROM leads", []).await.unwrap() {
            let (record, word): (Id, String) = (row.try_get("", "id").unwrap(), self.mint.word());
            self.net.add(&word, Claim::Field { kind: "lead", record, field: "remark" });
            let answers = serde_json::json!({ "q1": ["a3"], "q9": [word] }).to_string();
            let text = "INSERT INTO lead_screenings (tenant_id, id, lead_id, version_id, answers, said, points, complete, aside, created_at, updated_at, by_name) \
                 VALUES ($1, $2, $3, $4, $5, $6, 20, false, false, $7, $7, '管理员')";
            let values = vec![
                tenant.into(),
                tx.new_id().into(),
                record.into(),
                version.into(),
                answers.into(),
                word.into(),
                now.into(),
            ];
            run(text, values).await;
        }
    }

    /// What somebody asks of their data.
    async fn requests(&mut self, made: &Made) {
        use privacy::requests::{self, Decision, Kind, NewRequest, queries};
        let scope = self.world.system();
        let seams = self.world.assembly.app.seam::<std::sync::Arc<customers::Seams>>();
        for (at, kind) in [(0, Kind::Copy), (1, Kind::Erase)] {
            let (asked_by, wish, proof) = (self.mint.word(), self.mint.word(), self.mint.word());
            let mut tx = self.world.db.write(&scope).await.unwrap();
            let new = NewRequest {
                customer: made.customers[at].0,
                kind,
                asked_by: asked_by.clone(),
                asker: "self".into(),
                wish: Some(wish.clone()),
                received_on: tx.now().date_in(organisation::HOUSE_ZONE),
                days: 30,
                id: tx.new_id(),
            };
            let id = requests::add(&mut tx, new).await.unwrap();
            let request = queries::find(tx.conn(), self.world.tenant, id).await.unwrap().unwrap();
            let check = Decision::Check("paper".into(), Some(proof.clone()));
            requests::decide(&mut tx, &seams, &request, request.version, check).await.unwrap();
            tx.commit().await.unwrap();
            for word in [asked_by, wish, proof] {
                self.net.add(&word, Claim::Request);
            }
        }
    }

    /// Visits as stores' sheets have them.
    async fn visits(&mut self, made: &Made) {
        for (vehicle, store) in made.vehicles.clone() {
            let (work, number, adviser) = (self.mint.word(), self.mint.word(), self.mint.word());
            let (db, tenant) = (self.world.db.clone(), self.world.tenant);
            let scope = self.world.system();
            let tx = db.write(&scope).await.unwrap();
            let text = "INSERT INTO visits (tenant_id, id, vehicle_id, store_id, path, kind, at, number, work, adviser, created_at) \
                        SELECT $1, $2, $3, n.id, n.path, 'service', $4, $5, $6, $7, $4 FROM nodes n WHERE n.tenant_id = $1 AND n.id = $8";
            let values: Vec<kernel::Value> = vec![
                tenant.into(),
                tx.new_id().into(),
                vehicle.into(),
                tx.now().into(),
                number.as_str().into(),
                work.as_str().into(),
                adviser.as_str().into(),
                store.into(),
            ];
            sql::run(tx.conn(), text, values).await.unwrap();
            tx.commit().await.unwrap();
            for word in [work, number, adviser] {
                self.net.add(&word, Claim::AtStore { kind: "vehicle", record: vehicle, store, field: None });
            }
        }
    }

    /// Rules of stores, and what one person keeps: a view, an import.
    async fn stores_own(&mut self, made: &Made, places: &Places, admin: &mut Client) {
        let user = organisation::find_user_by_login(self.world.db.read(), "admin").await.unwrap().unwrap().id;
        let (view, file, name) = (self.mint.word(), self.mint.word(), self.mint.name());
        for collection in ["customers", "vehicles", "leads", "visits", "opportunities", "tasks", "stores", "users"] {
            let made = admin.post(&format!("/{collection}/views"), &[("name", &view), ("query", "")]).await;
            assert!(made.status.is_redirection(), "{}", made.text());
        }
        let rule = self.mint.word();
        let scope = self.world.system();
        let tx = self.world.db.write(&scope).await.unwrap();
        let text = "INSERT INTO assignment_rules (tenant_id, id, store_id, name, position, active, method, owners, turn, version, created_at, updated_at) \
                    VALUES ($1, $2, $3, $4, 1, true, 'round-robin', '[]', 0, 1, $5, $5)";
        let values: Vec<kernel::Value> =
            vec![tx.tenant().into(), tx.new_id().into(), places.stores[0].into(), rule.into(), tx.now().into()];
        sql::run(tx.conn(), text, values).await.unwrap();
        tx.commit().await.unwrap();
        let sheet = format!("姓名,手机\n{name},{}\n", self.mint.value(FieldKind::Phone).unwrap());
        let store = places.stores[0].to_string();
        let answer =
            admin.upload("/imports", "file", &format!("{file}.csv"), sheet.as_bytes(), &[("store", &store)]).await;
        assert!(answer.status.is_redirection(), "{}", answer.text());
        // A change of several records at once, and a field of the house's own.
        let one = made.customers[1].0.to_string();
        let form = [("verb", "tag"), ("id", one.as_str()), ("tag", "loan"), ("store", store.as_str())];
        let answer = admin.post("/customers/bulk-changes", &form).await;
        assert!(answer.status.is_redirection(), "{}", answer.text());
        let hobby = records::custom::Draft {
            key: "hobby".into(),
            label_zh: "爱好一".into(),
            label_en: "Hobby".into(),
            help_zh: String::new(),
            help_en: String::new(),
            what: records::custom::Type::Text,
            class: records::Class::Personal,
            required: false,
            searchable: true,
        };
        let mut tx = self.world.db.write(&scope).await.unwrap();
        organisation::custom_fields::add(&mut tx, &customers::CUSTOMER, &hobby, "").await.unwrap();
        tx.commit().await.unwrap();
        self.net.add(&view, Claim::Person(user));
        self.net.add(&file, Claim::Import { kind: "customer", store: places.stores[0] });
        self.net.add(&name, Claim::Import { kind: "customer", store: places.stores[0] });
    }

    /// Two collisions (CUS-10): somebody of Suzhou files whom Pudong knows, and asks for the second of them. The reason is
    /// for whoever sees the later file and for whoever decides about the first one.
    pub(super) async fn collisions(&mut self, made: &Made) {
        let pudong: Vec<Id> = made.customers.iter().skip(1).take(2).map(|(id, _)| *id).collect();
        for (n, first) in pudong.into_iter().enumerate() {
            let phone = sql::row(self.world.db.read(), "SELECT phone FROM customers WHERE id = $1", [first.into()]);
            let phone: String = phone.await.unwrap().unwrap().try_get_by_index(0).unwrap();
            let later = self.world.customer("sales3", &self.mint.name(), &phone).await;
            let case = sql::row(
                self.world.db.read(),
                "SELECT id FROM collisions WHERE customer_id = $1",
                [later.parse::<Id>().unwrap().into()],
            );
            let case: Id = case.await.unwrap().unwrap().try_get_by_index(0).unwrap();
            if n == 1 {
                let form = [("reason", "客户来店看车")];
                let asked =
                    self.world.browser("sales3").await.post(&format!("/collisions/{case}/request"), &form).await;
                assert!(asked.status.is_redirection(), "{}", asked.text());
            }
        }
    }

    /// Shares at random: with people and places, to read and to edit, holding and ended.
    pub(super) async fn shares(&mut self, made: &Made, places: &Places, people: &[Person]) {
        let (db, tenant) = (self.world.db.clone(), self.world.tenant);
        let scope: Scope = self.world.system();
        let tx = db.write(&scope).await.unwrap();
        let anchors = |kind: &'static Kind, record: Id| {
            (
                kind.name,
                format!("SELECT id FROM {} WHERE {} = '{record}' ORDER BY id", kind.anchor.table, kind.anchor.record),
            )
        };
        let customers = made.customers.iter().map(|(id, _)| anchors(&customers::CUSTOMER, *id));
        let vehicles = made.vehicles.iter().map(|(id, _)| anchors(&vehicles::VEHICLE, *id));
        for (kind, text) in customers.chain(vehicles).collect::<Vec<_>>() {
            for row in sql::rows(tx.conn(), &text, []).await.unwrap() {
                if !self.dice.chance(60) {
                    continue;
                }
                let anchor: Id = row.try_get_by_index(0).unwrap();
                let grantee = match self.dice.chance(60) {
                    true => self.dice.of(people).id,
                    false => *self.dice.of(&places.all[3..]),
                };
                let access = *self.dice.of(&["read", "edit"]);
                let now = tx.now();
                let until =
                    (*self.dice.of(&[None, Some(now.plus_seconds(86_400)), Some(now.plus_seconds(-60))])).map(|i| i.0);
                let ended = self.dice.chance(25).then_some(now.0);
                let text = "INSERT INTO shares (tenant_id, id, kind, anchor_id, grantee_id, access, granted_at, until, ended_at) \
                            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)";
                let values: Vec<kernel::Value> = vec![
                    tenant.into(),
                    tx.new_id().into(),
                    kind.into(),
                    anchor.into(),
                    grantee.into(),
                    access.into(),
                    now.into(),
                    until.into(),
                    ended.into(),
                ];
                sql::run(tx.conn(), text, values).await.unwrap();
            }
        }
        organisation::versions::raise(&tx).await.unwrap();
        tx.commit().await.unwrap();
    }
}
