//! Excel's day numbers.

use chrono::{Days, NaiveDate, NaiveDateTime, NaiveTime};

use crate::Cell;

/// Where a workbook starts counting days.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Epoch {
    /// Day 1 is 1900-01-01, and day 60 is the 29 February 1900 that never was (Excel on Windows, WPS).
    #[default]
    Y1900,
    /// Day 0 is 1904-01-01 (old Excel on the Mac).
    Y1904,
}

/// Day number of 9999-12-31 in the 1900 system.
const LAST_1900: u64 = 2_958_465;
/// Days between the two epochs.
const SHIFT: u64 = 1_462;
const SECONDS: u64 = 86_400;

/// Turns a day number with a date format into a cell: a date, a date with time, or the time of day as text (`14:30:00`)
/// for fractions below 1. Numbers outside the calendar stay numbers; the fake 29 February 1900 is given as text.
pub fn serial_to_cell(serial: f64, epoch: Epoch) -> Cell {
    if !serial.is_finite() || serial < 0.0 || serial >= (LAST_1900 + 1) as f64 {
        return Cell::Number(serial);
    }
    // Rounded to the second: a float cannot tell 12:00:00 from 11:59:59.9999.
    let seconds = (serial * SECONDS as f64).round() as u64;
    let (days, seconds) = (seconds / SECONDS, (seconds % SECONDS) as u32);
    let Some(time) = NaiveTime::from_num_seconds_from_midnight_opt(seconds, 0) else { return Cell::Number(serial) };
    let date = match epoch {
        Epoch::Y1900 if days == 0 => return Cell::Text(time.format("%H:%M:%S").to_string()),
        Epoch::Y1900 if days == 60 => return Cell::Text("1900-02-29".to_owned()),
        Epoch::Y1900 if days < 60 => from_day(1899, 12, 31, days),
        Epoch::Y1900 => from_day(1899, 12, 30, days),
        Epoch::Y1904 if days == 0 && serial > 0.0 => return Cell::Text(time.format("%H:%M:%S").to_string()),
        Epoch::Y1904 if days + SHIFT > LAST_1900 => None,
        Epoch::Y1904 => from_day(1904, 1, 1, days),
    };
    match date {
        None => Cell::Number(serial),
        Some(date) if seconds == 0 => Cell::Date(date),
        Some(date) => Cell::DateTime(NaiveDateTime::new(date, time)),
    }
}

fn from_day(year: i32, month: u32, day: u32, days: u64) -> Option<NaiveDate> {
    NaiveDate::from_ymd_opt(year, month, day)?.checked_add_days(Days::new(days))
}
