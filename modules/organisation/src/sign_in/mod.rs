//! (pages follow)
