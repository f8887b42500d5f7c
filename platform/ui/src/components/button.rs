//! Buttons and links that look like buttons.

use maud::{Markup, html};

use crate::icon::{Icon, icon};

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
enum Tone {
    #[default]
    Plain,
    Primary,
    Quiet,
    Danger,
}

#[derive(Debug, Clone, Default)]
enum Act {
    #[default]
    Submit,
    Link(String),
    Get(String),
    Post(String),
    Delete(String),
    Open(String),
    Close,
    Print,
}

/// A button. Without an action it submits its form.
///
/// One primary button per page; danger only for what cannot be undone, and then the label names the thing.
#[derive(Debug, Clone, Default)]
pub struct Button {
    label: String,
    icon: Option<Icon>,
    tone: Tone,
    act: Act,
    target: Option<String>,
    swap: Option<&'static str>,
    name: Option<(String, String)>,
    form: Option<String>,
    key: Option<String>,
    icon_only: bool,
    small: bool,
    disabled: Option<String>,
}

impl Button {
    /// A plain button that submits its form.
    pub fn new(label: impl Into<String>) -> Self {
        Self { label: label.into(), ..Self::default() }
    }

    /// The one action of the page.
    pub fn primary(mut self) -> Self {
        self.tone = Tone::Primary;
        self
    }

    /// Without an edge, for rows and toolbars.
    pub fn quiet(mut self) -> Self {
        self.tone = Tone::Quiet;
        self
    }

    /// For what cannot be undone.
    pub fn danger(mut self) -> Self {
        self.tone = Tone::Danger;
        self
    }

    /// Lower, for table rows and panels.
    pub fn small(mut self) -> Self {
        self.small = true;
        self
    }

    /// An icon before the word.
    pub fn icon(mut self, icon: Icon) -> Self {
        self.icon = Some(icon);
        self
    }

    /// The icon alone; the word becomes its label and its title.
    pub fn icon_only(mut self) -> Self {
        self.icon_only = true;
        self
    }

    /// A link.
    pub fn href(mut self, href: impl Into<String>) -> Self {
        self.act = Act::Link(href.into());
        self
    }

    /// Loads a fragment by htmx; without [`Button::target`] into the dialog slot.
    pub fn get(mut self, url: impl Into<String>) -> Self {
        self.act = Act::Get(url.into());
        self
    }

    /// Posts by htmx.
    pub fn post(mut self, url: impl Into<String>) -> Self {
        self.act = Act::Post(url.into());
        self
    }

    /// Sends DELETE by htmx.
    pub fn delete(mut self, url: impl Into<String>) -> Self {
        self.act = Act::Delete(url.into());
        self
    }

    /// Opens the dialog or drawer with this id.
    pub fn opens(mut self, id: impl Into<String>) -> Self {
        self.act = Act::Open(id.into());
        self
    }

    /// Closes the dialog around it.
    pub fn closes(mut self) -> Self {
        self.act = Act::Close;
        self
    }

    /// Prints the page.
    pub fn data_print(mut self) -> Self {
        self.act = Act::Print;
        self
    }

    /// Where the answer goes: a CSS selector, and how (`innerHTML`, `outerHTML`, `none` …).
    pub fn target(mut self, selector: impl Into<String>, swap: &'static str) -> Self {
        self.target = Some(selector.into());
        self.swap = Some(swap);
        self
    }

    /// Posts this name and value with the form.
    pub fn value(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.name = Some((name.into(), value.into()));
        self
    }

    /// Submits the form with this id, from outside it.
    pub fn form(mut self, id: impl Into<String>) -> Self {
        self.form = Some(id.into());
        self
    }

    /// The key that presses it, when no field has the focus; shown in the title.
    pub fn key(mut self, key: impl Into<String>) -> Self {
        self.key = Some(key.into());
        self
    }

    /// Off, with the reason on hover and for screen readers.
    pub fn disabled(mut self, reason: impl Into<String>) -> Self {
        self.disabled = Some(reason.into());
        self
    }

    fn class(&self) -> &'static str {
        match self.tone {
            Tone::Plain => "button",
            Tone::Primary => "button button-primary",
            Tone::Quiet => "button button-quiet",
            Tone::Danger => "button button-danger",
        }
    }

    /// The markup.
    pub fn render(&self) -> Markup {
        let only = self.icon_only;
        let label = only.then_some(self.label.as_str());
        let title = match (&self.disabled, &self.key) {
            (Some(reason), _) => Some(reason.clone()),
            (None, Some(key)) => Some(format!("{} ({key})", self.label)),
            (None, None) => only.then(|| self.label.clone()),
        };
        let face = html! {
            @if let Some(drawing) = self.icon { (icon(drawing)) }
            @if !only { span { (self.label) } }
        };
        if let (Act::Link(href), None) = (&self.act, &self.disabled) {
            return html! {
                a.(self.class()).button-small[self.small].icon-only[only] href=(href) aria-label=[label] title=[title]
                    data-key=[&self.key] { (face) }
            };
        }
        let (mut get, mut post, mut delete, mut open, mut close, mut print) = (None, None, None, None, None, None);
        match &self.act {
            Act::Get(url) => get = Some(url),
            Act::Post(url) => post = Some(url),
            Act::Delete(url) => delete = Some(url),
            Act::Open(id) => open = Some(id),
            Act::Close => close = Some("true"),
            Act::Print => print = Some("true"),
            Act::Submit | Act::Link(_) => {}
        }
        let kind = if matches!(self.act, Act::Submit) { "submit" } else { "button" };
        let slot = get.is_some() && self.target.is_none();
        let target = if slot { Some("#dialogs") } else { self.target.as_deref() };
        let swap = if slot { Some("innerHTML") } else { self.swap };
        let off = self.disabled.is_some();
        html! {
            button.(self.class()).button-small[self.small].icon-only[only] type=(kind) aria-label=[label] title=[title]
                name=[self.name.as_ref().map(|pair| &pair.0)] value=[self.name.as_ref().map(|pair| &pair.1)]
                form=[&self.form] data-key=[&self.key] data-dialog-open=[open] data-dialog-close=[close] data-print=[print]
                hx-get=[get] hx-post=[post] hx-delete=[delete] hx-target=[target] hx-swap=[swap]
                disabled[off] { (face) }
        }
    }
}
