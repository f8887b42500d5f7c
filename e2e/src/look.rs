//! Size, theme and pictures.

use std::path::Path;

use base64::Engine;
use base64::engine::general_purpose::STANDARD as BASE64;
use serde_json::json;

use crate::Browser;

/// A picture is cut at this height in CSS pixels.
const TALLEST: u64 = 6000;

/// Below this width it is a phone: touch, and two pixels for one.
const PHONE: u32 = 600;

impl Browser {
    /// Gives the page a size in CSS pixels; narrow ones are those of a phone.
    pub async fn resize(&self, width: u32, height: u32) {
        let phone = width < PHONE;
        let size = json!({
            "width": width, "height": height, "deviceScaleFactor": if phone { 2 } else { 1 }, "mobile": phone,
        });
        self.devtools("Emulation.setDeviceMetricsOverride", size).await;
        self.devtools("Emulation.setTouchEmulationEnabled", json!({ "enabled": phone })).await;
    }

    /// What the system asks for: a dark or a light look.
    pub async fn prefer_dark(&self, dark: bool) {
        let value = if dark { "dark" } else { "light" };
        let features = json!({ "features": [{ "name": "prefers-color-scheme", "value": value }] });
        self.devtools("Emulation.setEmulatedMedia", features).await;
    }

    /// A picture of the whole page as a file.
    pub async fn picture(&self, file: &Path) {
        let measure =
            "const e = document.documentElement; return [e.clientWidth, Math.max(e.clientHeight, e.scrollHeight)]";
        let size = self.script(measure).await;
        let height = size[1].as_u64().unwrap_or(900).min(TALLEST);
        let clip = json!({ "x": 0, "y": 0, "width": size[0], "height": height, "scale": 1 });
        let wish = json!({ "format": "png", "captureBeyondViewport": true, "clip": clip });
        let shot = self.devtools("Page.captureScreenshot", wish).await;
        let bytes = BASE64.decode(shot["data"].as_str().unwrap()).unwrap();
        std::fs::write(file, bytes).unwrap();
    }
}
