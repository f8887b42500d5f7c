//! Stroke icons on a 20 px grid, drawn for this project. Decoration only: the word stands beside or in a label.

use maud::{Markup, PreEscaped, html};

macro_rules! icons {
    ($($name:ident $doc:literal $drawing:literal),+ $(,)?) => {
        /// The icons.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub enum Icon { $(#[doc = $doc] $name),+ }

        impl Icon {
            /// All icons, for the style guide.
            pub const ALL: &[Icon] = &[$(Icon::$name),+];

            /// The icon's name.
            pub fn name(self) -> &'static str {
                match self { $(Icon::$name => stringify!($name)),+ }
            }

            fn drawing(self) -> &'static str {
                match self { $(Icon::$name => $drawing),+ }
            }
        }
    };
}

icons! {
    Home "Work list." r#"<path d="M3.5 9 10 3.5 16.5 9v7.5h-13z"/><path d="M8 16.5v-5h4v5"/>"#,
    Customer "One person." r#"<circle cx="10" cy="6.5" r="3"/><path d="M4 17c.4-3.6 2.6-5.2 6-5.2s5.6 1.6 6 5.2"/>"#,
    People "Several people." r#"<circle cx="7.5" cy="7" r="2.7"/><path d="M2.5 16.5c.3-3.2 2.2-4.6 5-4.6s4.7 1.4 5 4.6"/><path d="M12.5 4.6a2.7 2.7 0 0 1 0 4.8M14.5 12.4c1.8.6 2.8 2 3 4.1"/>"#,
    Vehicle "A car." r#"<path d="M3 14v-3.2l1.7-.8L6.5 6h7l1.8 4 1.7.8V14z"/><path d="M4.7 10h10.6M5 14v2M15 14v2M6.2 12h.8M13 12h.8"/>"#,
    Lead "An arrival." r#"<path d="M10 3v8M6.5 7.8 10 11.2l3.5-3.4"/><path d="M3.5 12.5v4h13v-4"/>"#,
    Sale "A contract." r#"<path d="M5 2.5h7l3 3v12H5z"/><path d="M12 2.5v3h3M7.5 9h5M7.5 12h5M7.5 15h2.5"/>"#,
    Stock "Boxes on a shelf." r#"<path d="M3 17V3.5h14V17M3 10.5h14"/><path d="M6 10.5V7h4v3.5M8 17v-3.5h5.5V17"/>"#,
    Workshop "A wrench." r#"<path d="M16.5 5.7a4 4 0 0 1-5.3 5L5.6 16.4a1.4 1.4 0 0 1-2-2l5.7-5.6a4 4 0 0 1 5-5.3l-2.3 2.3.4 1.8 1.8.4z"/>"#,
    Care "A hand and a heart." r#"<path d="M10 16.5 4 10.6a3.6 3.6 0 0 1 5.1-5.1l.9.9.9-.9a3.6 3.6 0 0 1 5.1 5.1z"/>"#,
    Organisation "A tree of houses." r#"<path d="M8 3h4v4H8zM3 13h4v4H3zM13 13h4v4h-4zM10 7v3M5 13v-3h10v3"/>"#,
    Chart "Bars." r#"<path d="M3 17h14M5.5 14v-4M10 14V5M14.5 14V8"/>"#,
    Calendar "A calendar." r#"<path d="M3.5 5h13v11.5h-13zM3.5 8.5h13M7 3v3M13 3v3"/>"#,
    Clock "A clock." r#"<circle cx="10" cy="10" r="6.8"/><path d="M10 6v4l2.7 1.8"/>"#,
    Search "A magnifier." r#"<circle cx="9" cy="9" r="5.3"/><path d="m13 13 4 4"/>"#,
    Plus "Add." r#"<path d="M10 4v12M4 10h12"/>"#,
    Minus "Take away." r#"<path d="M4 10h12"/>"#,
    Close "Close." r#"<path d="m5 5 10 10M15 5 5 15"/>"#,
    Check "Done." r#"<path d="m4 10.5 4 4 8-9"/>"#,
    More "More actions." r#"<circle cx="4.5" cy="10" r=".8"/><circle cx="10" cy="10" r=".8"/><circle cx="15.5" cy="10" r=".8"/>"#,
    Menu "The modules." r#"<path d="M3.5 6h13M3.5 10h13M3.5 14h13"/>"#,
    Down "Open downwards." r#"<path d="m5.5 8 4.5 4.5L14.5 8"/>"#,
    Right "Onwards." r#"<path d="M8 5.5 12.5 10 8 14.5"/>"#,
    Left "Back." r#"<path d="M12 5.5 7.5 10l4.5 4.5"/>"#,
    Up "Upwards." r#"<path d="M5.5 12 10 7.5l4.5 4.5"/>"#,
    Sort "Sortable." r#"<path d="M7 8l3-3 3 3M7 12l3 3 3-3"/>"#,
    SortUp "Sorted from the smallest." r#"<path d="M10 15.5v-11M6 8.5l4-4 4 4"/>"#,
    SortDown "Sorted from the largest." r#"<path d="M10 4.5v11M6 11.5l4 4 4-4"/>"#,
    Filter "Filter." r#"<path d="M3 5h14M5.5 10h9M8 15h4"/>"#,
    Columns "Columns." r#"<path d="M3.5 4h13v12h-13zM8 4v12M12.5 4v12"/>"#,
    Export "Out of the house." r#"<path d="M10 12.5V3.5M6.5 7 10 3.5 13.5 7"/><path d="M3.5 12v4.5h13V12"/>"#,
    Import "Into the house." r#"<path d="M10 3.5v9M6.5 9l3.5 3.5L13.5 9"/><path d="M3.5 12v4.5h13V12"/>"#,
    Phone "A call." r#"<path d="M5 3.5h2.5l1.3 3.3-1.7 1.3a9 9 0 0 0 4.8 4.8l1.3-1.7 3.3 1.3V15a2 2 0 0 1-2.2 1.5A12.5 12.5 0 0 1 3.5 5.7 2 2 0 0 1 5 3.5z"/>"#,
    Message "A message." r#"<path d="M3.5 4.5h13v9.5H9l-3.5 3v-3h-2z"/>"#,
    Mail "A letter." r#"<path d="M3 5h14v10.5H3z"/><path d="m3.5 5.5 6.5 5 6.5-5"/>"#,
    Note "A note." r#"<path d="M4 16.5 5 13l8.5-8.5 2.5 2.5L7.5 15.5z"/><path d="m11.5 6.5 2.5 2.5"/>"#,
    Visit "A visit to the store." r#"<path d="M3.5 8.5 5 4h10l1.5 4.5M4.5 8.5v8h11v-8M3.5 8.5h13M8.5 16.5v-4h3v4"/>"#,
    Bell "Notices." r#"<path d="M5 13.5V9a5 5 0 0 1 10 0v4.5l1.2 1.5H3.8zM8.3 17.2h3.4"/>"#,
    Help "Help." r#"<circle cx="10" cy="10" r="6.8"/><path d="M8 8.2A2 2 0 1 1 10.9 10c-.6.4-.9.8-.9 1.5M10 13.7v.1"/>"#,
    Settings "Settings." r#"<path d="M3 6h7M14 6h3M3 14h3M10 14h7"/><circle cx="12" cy="6" r="2"/><circle cx="8" cy="14" r="2"/>"#,
    Lock "Not visible to you." r#"<path d="M4.5 9h11v7.5h-11zM7 9V6.5a3 3 0 0 1 6 0V9"/>"#,
    Eye "Reveal." r#"<path d="M2.5 10C4.3 6.7 6.8 5 10 5s5.7 1.7 7.5 5c-1.8 3.3-4.3 5-7.5 5s-5.7-1.7-7.5-5z"/><circle cx="10" cy="10" r="2.2"/>"#,
    History "Earlier values." r#"<path d="M4 7a6.8 6.8 0 1 1-.8 4M4 3.5V7h3.5"/><path d="M10 6.5V10l2.5 1.5"/>"#,
    Undo "Take back." r#"<path d="M7 4 3.5 7.5 7 11"/><path d="M3.5 7.5H12a4.2 4.2 0 0 1 0 8.5H8"/>"#,
    Trash "Delete." r#"<path d="M3.5 5.5h13M8 5.5v-2h4v2M5 5.5l.8 11h8.4l.8-11M8.5 8.5v5M11.5 8.5v5"/>"#,
    Attach "A file." r#"<path d="m15.5 9-5.8 5.8a3.3 3.3 0 0 1-4.7-4.7l6-6a2.2 2.2 0 0 1 3.2 3.2l-5.7 5.6a1.1 1.1 0 0 1-1.6-1.6L12 6.3"/>"#,
    Camera "A photo." r#"<path d="M3 6.5h3.5L8 4.5h4l1.5 2H17v9.5H3z"/><circle cx="10" cy="11" r="2.8"/>"#,
    Pin "Pinned." r#"<path d="M7 3h6M8 3v5l-2.5 3h9L12 8V3M10 11v6"/>"#,
    Share "Shared." r#"<circle cx="15" cy="5" r="2"/><circle cx="5" cy="10" r="2"/><circle cx="15" cy="15" r="2"/><path d="m6.8 9.1 6.4-3.2M6.8 10.9l6.4 3.2"/>"#,
    Merge "Two become one." r#"<path d="M5 3v3.5L10 11v6M15 3v3.5L10 11M7.5 14.5 10 17l2.5-2.5"/>"#,
    Print "Print." r#"<path d="M6 7.5v-4h8v4M6 14H3.5V7.5h13V14H14M6 12h8v4.5H6z"/>"#,
    Sun "Light." r#"<circle cx="10" cy="10" r="3.2"/><path d="M10 2.5v1.8M10 15.7v1.8M2.5 10h1.8M15.7 10h1.8M4.7 4.7 6 6M14 14l1.3 1.3M4.7 15.3 6 14M14 6l1.3-1.3"/>"#,
    Moon "Dark." r#"<path d="M15.8 12A6.5 6.5 0 0 1 8 4.2 6.5 6.5 0 1 0 15.8 12z"/>"#,
    Globe "Language." r#"<circle cx="10" cy="10" r="6.8"/><path d="M3.2 10h13.6M10 3.2c4.3 4 4.3 9.6 0 13.6-4.3-4-4.3-9.6 0-13.6z"/>"#,
    Exit "Sign out." r#"<path d="M8.5 3.5h-5v13h5M12.5 6.5 16 10l-3.5 3.5M16 10H7.5"/>"#,
    Info "Good to know." r#"<circle cx="10" cy="10" r="6.8"/><path d="M10 9.3v4M10 6.6v.1"/>"#,
    Warning "Look here." r#"<path d="M10 3.5 17.3 16.5H2.7zM10 8.5v4M10 14.4v.1"/>"#,
}

/// An icon in the size and colour of the text around it.
pub fn icon(icon: Icon) -> Markup {
    html! { svg.i viewBox="0 0 20 20" aria-hidden="true" focusable="false" { (PreEscaped(icon.drawing())) } }
}
