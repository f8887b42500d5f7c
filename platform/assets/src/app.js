import "htmx.org";
import { start } from "./behaviours/bind.js";
import autoSubmit from "./behaviours/auto-submit.js";
import board from "./behaviours/board.js";
import busy from "./behaviours/busy.js";
import columns from "./behaviours/columns.js";
import combobox from "./behaviours/combobox.js";
import composition from "./behaviours/composition.js";
import dialogs from "./behaviours/dialog.js";
import draft from "./behaviours/draft.js";
import escape from "./behaviours/escape.js";
import fileDrop from "./behaviours/file-drop.js";
import focus from "./behaviours/focus.js";
import help from "./behaviours/help.js";
import keyButtons from "./behaviours/key-buttons.js";
import listKeys from "./behaviours/list-keys.js";
import menus from "./behaviours/menu.js";
import offline from "./behaviours/offline.js";
import once from "./behaviours/once.js";
import palette from "./behaviours/palette.js";
import print from "./behaviours/print.js";
import progress from "./behaviours/progress.js";
import recent from "./behaviours/recent.js";
import relativeTime from "./behaviours/relative-time.js";
import repeat from "./behaviours/repeat.js";
import selectRows from "./behaviours/select-rows.js";
import side from "./behaviours/side.js";
import theme from "./behaviours/theme.js";
import toasts from "./behaviours/toast.js";

// Offline comes first: it stops a submit before the guard against double submits counts it.
const behaviours = [
  composition, offline, once, draft, autoSubmit, keyButtons, palette, dialogs, help, toasts, theme, listKeys, selectRows,
  menus, columns, fileDrop, progress, relativeTime, repeat, combobox, side, print, focus, escape, recent, busy, board,
];
behaviours.forEach((behave) => behave());
start();
