//! The keyboard alone, with real key presses.

use fantoccini::actions::{InputSource, KeyAction, KeyActions};
use fantoccini::key::Key;

use crate::Browser;

impl Browser {
    /// Presses keys one after the other, wherever the focus is.
    pub async fn keys(&self, text: &str) {
        let mut keys = KeyActions::new("keyboard".into());
        for value in text.chars() {
            keys = keys.then(KeyAction::Down { value }).then(KeyAction::Up { value });
        }
        self.client.perform_actions(keys).await.unwrap();
    }

    /// Presses a key that writes nothing.
    pub async fn key(&self, key: Key) {
        self.keys(&char::from(key).to_string()).await;
    }

    /// Presses a key while Control is held.
    pub async fn control(&self, value: char) {
        let control = char::from(Key::Control);
        let keys = KeyActions::new("keyboard".into())
            .then(KeyAction::Down { value: control })
            .then(KeyAction::Down { value })
            .then(KeyAction::Up { value })
            .then(KeyAction::Up { value: control });
        self.client.perform_actions(keys).await.unwrap();
    }

    /// Goes on with Tab until the focus is on an element; fails when it does not come by, or cannot be seen there.
    pub async fn tab_to(&self, css: &str) {
        let selector = serde_json::Value::from(css);
        for _ in 0..120 {
            self.key(Key::Tab).await;
            let here = self.script(&format!("return document.activeElement.matches({selector})")).await;
            if here == serde_json::Value::Bool(true) {
                let seen = self.script(FOCUS_SEEN).await;
                assert_eq!(seen, serde_json::Value::Bool(true), "the focus on {css} cannot be seen");
                return;
            }
        }
        panic!("Tab never comes to {css} on {}", self.address().await);
    }
}

/// The element with the focus, or what stands around it, is drawn differently for it.
const FOCUS_SEEN: &str = "
    for (let node = document.activeElement, up = 0; node && up < 3; node = node.parentElement, up += 1) {
        const look = getComputedStyle(node);
        if (look.outlineStyle !== 'none' && parseFloat(look.outlineWidth) > 0) return true;
        if (look.boxShadow !== 'none') return true;
    }
    return false;";
