//! The one binary's composition: which modules there are and how they are put together.
