//! The head office's board: every store as it stands now.

use fourfold_sales as sales;
use records::policy::Look;
use sales::figures::{Asked, Every, Figure, Span, behind};
use sales::headquarters::{Board, load};
use testkit::{Backend, watched};

use super::figures::Month;

impl Month {
    fn today(&self) -> Asked {
        let today = self.world.today();
        Asked { span: Span::of(Every::Day, today.date, today.zone), ..self.asked() }
    }

    async fn board(&self, who: kernel::Id) -> Board {
        let scope = self.world.scope(who).await;
        load(&Look::at(&self.world.db, &scope), &self.today()).await.unwrap()
    }
}

/// SYS-10, SYS-05: the group sees all stores with what happened today and what stands now, a store its own; stages are
/// those of the rows behind them.
#[tokio::test]
async fn every_store_as_it_stands_now() {
    for backend in Backend::all() {
        let month = Month::new(backend).await;
        let w = &month.world;
        w.days(1);
        let seams = leads::Seams::default();
        let pudong = w.pudong.to_string();
        for n in 0..3 {
            let phone = format!("1370000000{n}");
            let mut input: records::Input =
                [("name", "新客"), ("phone", phone.as_str()), ("source", "official")].into_iter().collect();
            input.set("store", pudong.as_str());
            input.set("owner", w.sales1.to_string());
            w.act(w.manager1, async |tx| leads::create(tx, &seams, &input).await).await.unwrap();
            w.db.clock.advance(600);
        }
        let board = month.board(w.group).await;
        let names: Vec<&str> = board.stores.iter().map(|store| store.name.as_str()).collect();
        assert_eq!(names.len(), 2, "{names:?}");
        let of = |id| board.stores.iter().find(|store| store.id == Some(id)).unwrap();
        let told = |store: &sales::headquarters::Store| {
            ["leads", "ready", "open", "inside", "overdue"].map(|code| store.counts.get(code))
        };
        // The hot one went to B and is not overdue; 何平's and 段誉's are.
        assert_eq!(told(of(w.pudong)), [3, 2, 3, 0, 2]);
        assert_eq!(told(of(w.minhang)), [0, 1, 1, 1, 1]);
        assert_eq!(told(&board.total), [3, 3, 4, 1, 3]);
        assert_eq!(of(w.pudong).counts.get("answer-minutes"), 20);
        let scope = w.scope(w.group).await;
        for store in &board.stores {
            for (stage, n) in &store.stages {
                let asked = Asked { store: Some(store.id), stage: Some(stage.clone()), ..month.today() };
                let figure = Figure::of("open").unwrap();
                let (_, count) = behind(&Look::at(&w.db, &scope), figure, &asked, 0, 10).await.unwrap();
                assert_eq!(count, *n, "{stage}");
            }
        }
        let own = month.board(w.manager2).await;
        assert_eq!(own.stores.iter().map(|store| store.id).collect::<Vec<_>>(), [Some(w.minhang)]);
        assert_eq!(told(&own.total), told(of(w.minhang)));
    }
}

/// SYS-11: however many stores and people there are, the board and the report ask as often.
#[tokio::test]
async fn a_fixed_number_of_statements() {
    let month = Month::new(Backend::Sqlite).await;
    let (db, seen) = watched(&month.world.db);
    for who in [month.world.group, month.world.manager1] {
        let scope = month.world.scope(who).await;
        seen.take();
        load(&Look::at(&db, &scope), &month.today()).await.unwrap();
        assert_eq!(seen.take().len(), 9);
        for key in [sales::figures::Key::Store, sales::figures::Key::Person] {
            sales::reports::load(&Look::at(&db, &scope), &month.asked(), key, true).await.unwrap();
            assert_eq!(seen.take().len(), 11);
        }
    }
}
