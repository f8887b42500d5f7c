//! How well two values agree.

/// The degree of agreement of one slot, from the worst to the best. What each means for a slot stands with its
/// comparison in [`compare`](crate::compare).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[repr(u8)]
pub enum Level {
    /// Nothing in common.
    Differs,
    /// A loose likeness: the same initial, the same year, a word in common.
    Related,
    /// A likeness that several slips of the pen would explain.
    Near,
    /// One slip of the pen: a letter, a digit, day and month exchanged.
    Close,
    /// Written otherwise and read alike: hanzi of the same pinyin.
    Sounds,
    /// Equal, but in the other column: surname and given name exchanged.
    Swapped,
    /// Equal.
    Same,
}

impl Level {
    /// How many there are.
    pub const COUNT: usize = 7;

    /// All levels from the worst to the best.
    pub const ALL: [Level; Level::COUNT] =
        [Level::Differs, Level::Related, Level::Near, Level::Close, Level::Sounds, Level::Swapped, Level::Same];

    /// Its name in reasons that are kept, and as the end of a word's key.
    pub fn name(self) -> &'static str {
        match self {
            Level::Differs => "differs",
            Level::Related => "related",
            Level::Near => "near",
            Level::Close => "close",
            Level::Sounds => "sounds",
            Level::Swapped => "swapped",
            Level::Same => "same",
        }
    }

    /// The level of this name.
    pub fn of_name(name: &str) -> Option<Level> {
        Level::ALL.into_iter().find(|level| level.name() == name)
    }
}
