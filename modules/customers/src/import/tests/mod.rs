//! The import against a real database.
