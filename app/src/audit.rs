//! `fourfold audit verify`: whether the journal is what was sealed.

#![allow(clippy::print_stdout, clippy::print_stderr, reason = "a command speaks on standard output")]

use anyhow::{Context, bail};
use kernel::chain::{self, Report};
use kernel::{Db, Tenant, crypto};

use crate::cli::AuditCommand;
use crate::serve;

/// Checks every group's chain. Fails when one is broken, or does not hold a link that was given.
pub async fn audit(command: AuditCommand) -> anyhow::Result<()> {
    let AuditCommand::Verify { place, link } = command;
    let db = serve::connect(&place).await?;
    let links = link.iter().map(|text| Known::read(text)).collect::<anyhow::Result<Vec<Known>>>()?;
    let mut broken = 0;
    for tenant in organisation::tenants::queries::all(db.read()).await? {
        let report = chain::check(db.read(), &db.keys, tenant).await?;
        broken += usize::from(!told(tenant, &report));
        for known in links.iter().filter(|known| known.tenant == tenant) {
            broken += usize::from(!known.holds(&db).await?);
        }
    }
    db.close().await.context("closing the database")?;
    if broken > 0 {
        bail!("the journal is not what was sealed");
    }
    Ok(())
}

/// Says what was found; whether all is well.
fn told(tenant: Tenant, report: &Report) -> bool {
    if let Some((position, fault)) = report.fault {
        println!("group {tenant}: broken at {position}: {}", fault.name());
        return false;
    }
    println!(
        "group {tenant}: whole; {} entries checked, {} wait to be sealed, {} with erased values, cut up to {}",
        report.entries, report.waiting, report.erased, report.cut
    );
    println!("link {tenant}:{}:{}", report.position, report.hash);
    true
}

/// A link that was kept elsewhere.
struct Known {
    tenant: Tenant,
    position: i64,
    hash: String,
}

impl Known {
    fn read(text: &str) -> anyhow::Result<Known> {
        let parts: Vec<&str> = text.trim().trim_start_matches("link ").split(':').collect();
        let [tenant, position, hash] = parts.as_slice() else { bail!("{text} is no link GROUP:POSITION:HASH") };
        let number = |text: &str| text.parse::<i64>().with_context(|| format!("{text} is no number"));
        Ok(Known { tenant: number(tenant)?, position: number(position)?, hash: (*hash).to_owned() })
    }

    async fn holds(&self, db: &Db) -> anyhow::Result<bool> {
        let stands = chain::queries::hash_at(db.read(), self.tenant, self.position).await?;
        let (tenant, position) = (self.tenant, self.position);
        let hash = stands.map(|hash| crypto::hex(&hash));
        match &hash {
            Some(hash) if *hash == self.hash => println!("group {tenant}: link {position} is as it was"),
            Some(_) => println!("group {tenant}: link {position} is another one than it was"),
            None => println!("group {tenant}: link {position} is gone"),
        }
        Ok(hash.as_ref() == Some(&self.hash))
    }
}
