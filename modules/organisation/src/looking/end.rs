//! What nobody stopped ends by itself: the gate goes by the clock, and this notes it.

use async_trait::async_trait;
use kernel::{DbError, Id, JobContext, JobHandler};
use serde::Deserialize;

use super::{change, queries};

/// The kind of the job.
pub(super) const END: &str = "looking.end";

#[derive(Deserialize)]
struct Payload {
    session: Id,
}

/// Does jobs of kind `looking.end`, left for the moment at which a mark runs out.
pub struct EndJob;

#[async_trait]
impl JobHandler for EndJob {
    fn kind(&self) -> &'static str {
        END
    }

    async fn run(&self, context: &mut JobContext<'_>) -> Result<(), DbError> {
        let Payload { session } = context.payload()?;
        let mut tx = context.begin().await?;
        let mark = queries::marked(tx.conn(), tx.tenant(), session).await?;
        // Stopped by hand, and perhaps begun again since: that one has a job of its own.
        if mark.is_some_and(|mark| mark.until <= tx.now()) {
            change::end(&mut tx, session).await.map_err(|refusal| DbError::Custom(format!("{refusal:?}")))?;
        }
        context.commit(tx, &(), 1, 1).await.map(drop)
    }
}
