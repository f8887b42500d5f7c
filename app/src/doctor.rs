//! `fourfold doctor`: looks for what is wrong with an installation and says what to do about it.

use kernel::sql;

use crate::cli::Place;
use crate::{compose, serve};

/// What an inspection found.
struct Finding {
    name: &'static str,
    outcome: Result<String, String>,
}

/// Inspects data directory, keys, database and schema. Fails when something is wrong.
#[allow(clippy::print_stdout, reason = "a command speaks on standard output")]
pub async fn doctor(place: &Place) -> anyhow::Result<()> {
    let mut findings = vec![directory(place), key_file(place)];
    findings.extend(database(place).await);
    let mut wrong = 0;
    for Finding { name, outcome } in &findings {
        match outcome {
            Ok(text) => println!("ok     {name}: {text}"),
            Err(text) => {
                wrong += 1;
                println!("WRONG  {name}: {text}");
            }
        }
    }
    anyhow::ensure!(wrong == 0, "{wrong} of {} checks found something wrong", findings.len());
    Ok(())
}

fn directory(place: &Place) -> Finding {
    let probe = place.data.join(".doctor");
    let outcome = std::fs::create_dir_all(&place.data)
        .and_then(|()| std::fs::write(&probe, b"x"))
        .and_then(|()| std::fs::remove_file(&probe));
    let outcome = match outcome {
        Ok(()) => Ok(format!("{} can be written", place.data.display())),
        Err(error) => Err(format!(
            "{} cannot be written ({error}); give another --data or mend its permissions",
            place.data.display()
        )),
    };
    Finding { name: "data directory", outcome }
}

fn key_file(place: &Place) -> Finding {
    let path = place.keys();
    let outcome = match std::fs::metadata(&path) {
        Err(_) => Ok(format!("{} will be made at the first start", path.display())),
        Ok(meta) => match kernel::Keys::load_or_create(&path) {
            Err(error) => Err(format!(
                "{} cannot be used ({error}); without the right keys sealed values cannot be read",
                path.display()
            )),
            Ok(_) if open_to_others(&meta) => {
                Err(format!("{} can be read by other users; run: chmod 600 {}", path.display(), path.display()))
            }
            Ok(_) => Ok(format!("{} is there and private", path.display())),
        },
    };
    Finding { name: "keys", outcome }
}

#[cfg(unix)]
fn open_to_others(meta: &std::fs::Metadata) -> bool {
    std::os::unix::fs::PermissionsExt::mode(&meta.permissions()) & 0o077 != 0
}

#[cfg(not(unix))]
fn open_to_others(_meta: &std::fs::Metadata) -> bool {
    false
}

async fn database(place: &Place) -> Vec<Finding> {
    let name = "database";
    let db = match serve::connect(place).await {
        Ok(db) => db,
        Err(error) => return vec![Finding { name, outcome: Err(format!("{error:#}")) }],
    };
    let mut findings = vec![Finding { name, outcome: Ok(format!("{:?} answers", db.backend())) }];
    let pending = kernel::migrate::pending(db.read(), &compose::migrations()).await;
    findings.push(Finding {
        name: "schema",
        outcome: match pending {
            Ok(list) if list.is_empty() => Ok("up to date".to_owned()),
            Ok(list) => Err(format!("{} steps are missing; run: fourfold migrate", list.len())),
            Err(error) => Err(error.to_string()),
        },
    });
    if findings.iter().all(|f| f.outcome.is_ok()) {
        let stuck = sql::number(db.read(), "SELECT count(*) FROM jobs WHERE state = 'failed'", []).await;
        findings.push(Finding {
            name: "jobs",
            outcome: match stuck {
                Ok(0) => Ok("none has failed".to_owned()),
                Ok(n) => Err(format!("{n} have failed; see their error in the jobs table")),
                Err(error) => Err(error.to_string()),
            },
        });
        let users = sql::number(db.read(), "SELECT count(*) FROM users WHERE status = 'active'", []).await.unwrap_or(0);
        findings.push(Finding {
            name: "people",
            outcome: Ok(if users == 0 {
                "nobody yet: open the page and set the house up".to_owned()
            } else {
                format!("{users} may sign in")
            }),
        });
    }
    findings
}
