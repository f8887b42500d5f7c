//! `fourfold`: the one binary.
fn main() {}
