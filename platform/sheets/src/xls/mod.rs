//! XLS: Excel 5.0 to 2003. calamine reads the cells, after the container was checked here, because it trusts chains,
//! offsets and dimensions that a hostile file can make endless.

mod compound;
mod rows;
mod scan;

pub(crate) use rows::{XlsBook, XlsRows};
