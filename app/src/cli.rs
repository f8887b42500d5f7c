//! The command line. Every command takes the same place (`--data` or `--database-url`) and works beside a running server.

use std::net::{IpAddr, SocketAddr};
use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};
use kernel::db::Location;

/// Fourfold (四合): an open automotive CRM for 4S stores, dealer groups and car makers.
#[derive(Debug, Parser)]
#[command(name = "fourfold", version, about)]
pub struct Cli {
    /// What to do; `serve` when nothing is said.
    #[command(subcommand)]
    pub command: Option<Command>,
}

/// A command.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Serve the pages, the API and the work beside them.
    Serve(ServeArgs),
    /// Load the demo group into an empty database and end.
    Demo(Place),
    /// Bring the schema up to date and end.
    Migrate(Place),
    /// Look for what is wrong with this installation.
    Doctor(Place),
    /// People who sign in.
    User {
        /// What to do.
        #[command(subcommand)]
        command: UserCommand,
    },
    /// API tokens.
    Token {
        /// What to do.
        #[command(subcommand)]
        command: TokenCommand,
    },
    /// The journal of who saw, changed and took out what.
    Audit {
        /// What to do.
        #[command(subcommand)]
        command: AuditCommand,
    },
    /// Bring data in from spreadsheets.
    Import {
        /// What to bring in.
        #[command(subcommand)]
        command: ImportCommand,
    },
    /// Take records out into a spreadsheet, in someone's name.
    ///
    /// The file holds what this person may take out on the list's page, masked where it is masked for them, at most
    /// 50,000 records, and the journal says that they took it. Conditions are written as in the address of a list:
    /// `--filter class:eq:H --filter created_at:gte:-30d`.
    Export(ExportArgs),
    /// Keep everything in one file: the database as it is at this moment, papers and sheets; not the keys.
    ///
    /// Works beside a running server. Keep the key file (`keys` in the data directory) in another place than the backups:
    /// together they are the whole house, one without the other cannot be read. Of PostgreSQL it takes `pg_dump`.
    Backup(BackupArgs),
    /// Bring a backup back, or only check it.
    ///
    /// Everything is unpacked and checked first: every file's digest, every table's rows, the seal of the journal. What
    /// is there already is refused, or put aside with --replace, never deleted. The server must be stopped. Everyone
    /// signs in anew afterwards.
    Restore(RestoreArgs),
    /// Duplicates: how well they are found.
    Dedupe {
        /// What to do.
        #[command(subcommand)]
        command: DedupeCommand,
    },
}

/// Where the data is.
#[derive(Clone, Debug, Args)]
pub struct Place {
    /// The data directory: SQLite file, attachments, keys.
    #[arg(long, env = "FOURFOLD_DATA", default_value = "data")]
    pub data: PathBuf,
    /// A PostgreSQL database instead of the SQLite file (`postgres://user@host/name`).
    #[arg(long, env = "FOURFOLD_DATABASE_URL")]
    pub database_url: Option<String>,
    /// The file with the keys for sensitive columns; by default `keys` in the data directory.
    #[arg(long, env = "FOURFOLD_KEY_FILE")]
    pub key_file: Option<PathBuf>,
}

impl Place {
    /// The file with the keys.
    pub fn keys(&self) -> PathBuf {
        self.key_file.clone().unwrap_or_else(|| self.data.join("keys"))
    }

    /// The database.
    pub fn location(&self) -> Location {
        match &self.database_url {
            Some(url) => Location::Postgres(url.clone()),
            None => Location::Sqlite(self.data.join("fourfold.db")),
        }
    }
}

/// How to serve.
#[derive(Clone, Debug, Args)]
pub struct ServeArgs {
    /// Where the data is.
    #[command(flatten)]
    pub place: Place,
    /// The address to listen on.
    #[arg(long, env = "FOURFOLD_LISTEN", default_value = "127.0.0.1:8080")]
    pub listen: SocketAddr,
    /// Load the demo group when the database is empty.
    #[arg(long, env = "FOURFOLD_DEMO")]
    pub demo: bool,
    /// The address people use, when it is not the one listened on (behind a proxy).
    #[arg(long, env = "FOURFOLD_PUBLIC_URL")]
    pub public_url: Option<String>,
    /// The certificate chain (PEM): serves https. Browsers on other machines need it, unless a proxy does it.
    #[arg(long, env = "FOURFOLD_TLS_CERT", requires = "tls_key")]
    pub tls_cert: Option<PathBuf>,
    /// The certificate's private key (PEM).
    #[arg(long, env = "FOURFOLD_TLS_KEY", requires = "tls_cert")]
    pub tls_key: Option<PathBuf>,
    /// Proxies whose X-Forwarded-For is believed, separated by commas: the addresses from which they connect. Without them
    /// everyone behind a proxy seems to come from the proxy, for lockout, address ranges of roles and the audit alike.
    #[arg(long, env = "FOURFOLD_TRUSTED_PROXIES", value_delimiter = ',', alias = "trusted-proxy")]
    pub trusted_proxies: Vec<IpAddr>,
}

/// People who sign in.
#[derive(Debug, Subcommand)]
pub enum UserCommand {
    /// Set a user's password; it is read from standard input.
    Password {
        /// Where the data is.
        #[command(flatten)]
        place: Place,
        /// The user's sign-in name.
        #[arg(long)]
        user: String,
    },
}

/// API tokens.
#[derive(Debug, Subcommand)]
pub enum TokenCommand {
    /// Make a token in a user's name; it alone is printed, once.
    Create {
        /// Where the data is.
        #[command(flatten)]
        place: Place,
        /// The user's sign-in name.
        #[arg(long)]
        user: String,
        /// What the token is for.
        #[arg(long)]
        name: String,
    },
}

/// The journal.
#[derive(Debug, Subcommand)]
pub enum AuditCommand {
    /// Check the chain that seals the journal, from its beginning to its end.
    ///
    /// Prints how far it reaches and its last link, for each group; or the first broken link and what is wrong there, and
    /// then ends with an error. Keep a printed link elsewhere (on paper, in another system): given back with --link, it
    /// shows that nothing up to there was changed or cut off since, not even by someone who has the keys.
    Verify {
        /// Where the data is.
        #[command(flatten)]
        place: Place,
        /// A link that was printed before, `GROUP:POSITION:HASH`; may be given several times.
        #[arg(long)]
        link: Vec<String>,
    },
}

/// Bring data in.
#[derive(Debug, Subcommand)]
pub enum ImportCommand {
    /// Customers, their vehicles and past visits, from XLSX, XLS or CSV.
    ///
    /// Rows come in by short steps, each with its account. If the command is cut off (killed, power, a database that went
    /// away), run the same command again: with the same file, store, user, mode and mapping it goes on after the last
    /// step, and no row is taken in twice. Beside a running server it may be used as well.
    Customers(ImportArgs),
    /// Take an import back: what it created goes, what it changed stands as before.
    ///
    /// What somebody changed or worked on since stays. The work is left for a running server, which does it at once; the
    /// account of every record stands on the page of the operation.
    Undo(UndoArgs),
}

/// What to take back.
#[derive(Debug, Args)]
pub struct UndoArgs {
    /// Where the data is.
    #[command(flatten)]
    pub place: Place,
    /// The id of the import.
    pub id: kernel::Id,
    /// The sign-in name of the user in whose name it is done.
    #[arg(long)]
    pub user: String,
}

/// How rows that are known already are treated.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum ImportMode {
    /// Only new customers are made.
    Create,
    /// Only known customers are changed.
    Update,
    /// Both.
    Both,
}

/// What to bring in.
#[derive(Debug, Args)]
pub struct ImportArgs {
    /// Where the data is.
    #[command(flatten)]
    pub place: Place,
    /// The file.
    pub file: PathBuf,
    /// The code of the store whose customers they are.
    #[arg(long)]
    pub store: String,
    /// The sign-in name of the user in whose name it is done.
    #[arg(long)]
    pub user: String,
    /// What happens to rows that are known already.
    #[arg(long, value_enum, default_value = "both")]
    pub mode: ImportMode,
    /// A JSON file `{"column": "target", …}`; the mapping is guessed without it.
    #[arg(long)]
    pub mapping: Option<PathBuf>,
    /// Check everything and write nothing.
    #[arg(long)]
    pub dry_run: bool,
    /// Where to write the account of every row (.csv or .xlsx).
    #[arg(long)]
    pub report: Option<PathBuf>,
    /// End with one JSON object on standard output.
    #[arg(long)]
    pub json: bool,
}

/// What to keep.
#[derive(Debug, Args)]
pub struct BackupArgs {
    /// Where the data is.
    #[command(flatten)]
    pub place: Place,
    /// The file to write (.tar.gz), or a folder, where it gets its moment for a name.
    pub file: PathBuf,
}

/// What to bring back.
#[derive(Debug, Args)]
pub struct RestoreArgs {
    /// Where the data goes.
    #[command(flatten)]
    pub place: Place,
    /// The backup.
    pub file: PathBuf,
    /// Check the backup and restore nothing.
    #[arg(long)]
    pub check: bool,
    /// Put what the data directory holds aside, into `before-restore-N`. A PostgreSQL database must be empty in any case.
    #[arg(long)]
    pub replace: bool,
    /// Restore without the keys: identity numbers stay unreadable and the journal's seal is not checked.
    #[arg(long)]
    pub without_keys: bool,
    /// The `privacy.jsonl` of the installation that the backup is of: who was erased or restricted since is so again. The
    /// one in the data directory is read in any case.
    #[arg(long)]
    pub erasures: Option<PathBuf>,
}

/// Duplicates.
#[derive(Debug, Subcommand)]
pub enum DedupeCommand {
    /// Measure on a file whose truth is known how well duplicates are found (docs/duplicates.md).
    ///
    /// Needs no database. Columns are recognised by their names and contents; with --map only the mapped ones are used.
    /// The truth column, `rec_id`, identity numbers and columns that are not recognised are never evidence, and the
    /// weights are estimated without the truth. Where the truth column holds `rec-122-org` and `rec-122-dup-0`, the
    /// number inside is the person.
    Evaluate(EvaluateArgs),
    /// Print an invented file with duplicates as CSV; the column `person` holds the truth.
    Sample(SampleArgs),
}

/// What to measure.
#[derive(Debug, Args)]
pub struct EvaluateArgs {
    /// The file: CSV (UTF-8 or GB18030), XLSX or XLS.
    pub file: PathBuf,
    /// The column that says who is who: records of one person have the same value.
    #[arg(long)]
    pub truth_column: String,
    /// What a column is, `column=field`; several may follow, and it may be given again. Fields: name, surname,
    /// given_name, sex, date_of_birth, street_number, address, suburb, postcode, state, phone, email, plate, vin,
    /// id_number.
    #[arg(long, num_args = 1.., value_name = "COLUMN=FIELD", value_parser = column_and_field)]
    pub map: Vec<(String, String)>,
    /// End with one JSON object on standard output.
    #[arg(long)]
    pub json: bool,
}

/// `column=field`; the column's own name may contain the sign.
fn column_and_field(text: &str) -> Result<(String, String), String> {
    let (column, field) = text.rsplit_once('=').ok_or("write it as column=field")?;
    Ok((column.trim().to_owned(), field.trim().to_owned()))
}

/// Which people a file is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum SampleCustoms {
    /// Chinese households with phones and cars.
    Chinese,
    /// English-speaking people with street addresses.
    Latin,
}

/// What to invent.
#[derive(Debug, Args)]
pub struct SampleArgs {
    /// Which people.
    #[arg(long, value_enum, default_value = "chinese")]
    pub customs: SampleCustoms,
    /// How many people.
    #[arg(long, default_value_t = 4000)]
    pub people: usize,
    /// How many records repeat one of them.
    #[arg(long, default_value_t = 1000)]
    pub again: usize,
    /// Another seed gives other people.
    #[arg(long, default_value_t = 1)]
    pub seed: u64,
}

/// The form of a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum ExportFormat {
    /// CSV in UTF-8 with a byte order mark.
    Csv,
    /// A workbook.
    Xlsx,
}

/// What to take out.
#[derive(Debug, Args)]
pub struct ExportArgs {
    /// Where the data is.
    #[command(flatten)]
    pub place: Place,
    /// What kind of records, by the name in addresses: customers, vehicles, stores, users.
    pub kind: String,
    /// The sign-in name of the user in whose name it is done.
    #[arg(long)]
    pub user: String,
    /// The code of a store: only its records.
    #[arg(long)]
    pub store: Option<String>,
    /// CSV or XLSX; by the name of --out where nothing is said, else CSV.
    #[arg(long, value_enum)]
    pub format: Option<ExportFormat>,
    /// A condition `field:operator:value`, as in the address of a list; may be given several times.
    #[arg(long)]
    pub filter: Vec<String>,
    /// The columns, by field names separated by commas; those of the list where nothing is said.
    #[arg(long)]
    pub columns: Option<String>,
    /// The file to write; CSV goes to standard output without it.
    #[arg(long)]
    pub out: Option<PathBuf>,
}
