# Words of the frame and of the components.
ui-brand = Fourfold
ui-brand-line = Sale, parts, service and survey around one customer

# frame
ui-skip = Skip to content
ui-nav-modules = Modules
ui-nav-bottom = Quick bar
ui-nav-home = Work list
ui-nav-me = Me
ui-crumbs = You are here
ui-preview = Preview
ui-offline = You are offline. What you typed is still here; please submit it again once you are connected.
ui-store-switch = Switch store, now { $store }
ui-store-all = All stores
ui-me-menu = { $name }, your menu
ui-theme = Appearance
ui-theme-auto = System
ui-theme-light = Light
ui-theme-dark = Dark
ui-shortcuts = Keyboard shortcuts
ui-sign-out = Sign out
ui-notices = Notices
ui-notices-count = { $n ->
    [0] Notices
    [one] Notices, { $n } unread
   *[other] Notices, { $n } unread
}
ui-new = New
ui-help = Help for this page
ui-help-open = Open the help for this page

# search
ui-search = Search
ui-search-hint = Name, pinyin, phone ending, plate, VIN, number
ui-search-results = Search results
ui-search-recent = Opened lately
ui-search-none = Nothing found. Try another way, such as the last four digits of the phone.
ui-search-list = Search in this list
ui-palette-move = Choose
ui-palette-open = Open

# actions
ui-close = Close
ui-cancel = Cancel
ui-apply = Apply
ui-edit = Edit
ui-edit-field = Edit { $field }
ui-history = History
ui-history-field = History of { $field }
ui-undo = Undo
ui-more = Show more
ui-actions = Actions
ui-reveal = Show in full
ui-reveal-hint = Show in full (this is recorded)
ui-masked = You may see a part of this only
ui-empty-value = Not given
ui-inherited = Inherited; change it at the level above

# lists
ui-filters = Filters
ui-filter-add = Filter
ui-filter-remove = Remove the filter on { $field }
ui-filters-clear = Clear all
ui-columns = Columns
ui-column-up = Move { $column } forward
ui-column-down = Move { $column } back
ui-export = Export
ui-count = { $count } in all
ui-count-exact = Click for the exact number
ui-sort-by = Sort by { $column }
ui-select-page = Select all on this page
ui-select-row = Select { $name }
ui-selection = Actions for the selection
ui-selected = selected
ui-selection-clear = Clear selection
ui-select-matching = Select all { $count } that match

# forms
ui-required = Required
ui-choose = Choose
ui-field = Field
ui-form-errors = { $n ->
    [one] One thing needs a change; nothing has been saved yet
   *[other] { $n } things need a change; nothing has been saved yet
}
ui-draft-restored = What you had typed and not saved is back.
ui-draft-drop = Discard it
ui-phone-add = Add another number
ui-phone-kind = Kind of number
ui-phone-remove = Remove this number
ui-file-drop = Drop files here, or click to choose
ui-file-photo = Take a photo, or choose one
ui-file-max = up to { $n } MB each
ui-file-wrong-kind = This kind of file is not accepted; please use { $kinds }
ui-file-too-large = The file is larger than { $n } MB

# steps, progress
ui-steps = Steps
ui-step-done = Done
ui-progress-of = { $done } of { $total }
ui-progress-so-far = { $done } so far
ui-progress-refused = { $n ->
    [one] { $n } row with errors
   *[other] { $n } rows with errors
}
ui-progress-seconds-left = { $n ->
    [one] About { $n } second left
   *[other] About { $n } seconds left
}
ui-progress-minutes-left = { $n ->
    [one] About { $n } minute left
   *[other] About { $n } minutes left
}
ui-progress-goes-on = Goes on when you close the page

# time
ui-time-now = just now
ui-time-minutes-ago = { $n } min ago
ui-time-hours-ago = { $n } h ago
ui-time-days-ago = { $n ->
    [one] { $n } day ago
   *[other] { $n } days ago
}
ui-time-minutes-ahead = in { $n } min
ui-time-hours-ahead = in { $n } h
ui-time-days-ahead = { $n ->
    [one] in { $n } day
   *[other] in { $n } days
}
ui-time-today = Today
ui-time-tomorrow = Tomorrow
ui-time-yesterday = Yesterday

# keys
ui-key-search = Search and commands
ui-key-help = Help for this page
ui-key-move = Next row, previous row
ui-key-open = Open the row
ui-key-preview = Preview at the side
ui-key-select = Select the row
ui-key-new = New
ui-key-edit = Edit
ui-key-save = Save the form
ui-key-close = Close
ui-key-note = Single keys do nothing while you type or compose with an input method.

# errors and print
ui-error-code = Error code
ui-failed = That did not work. Please try again in a moment.
ui-print = Print
ui-print-hint = A4; the print window can also save a PDF.
ui-print-number = No.
ui-print-seal = Signature (seal)
ui-print-date = Date:
ui-print-total = Total in words

# style guide
ui-guide = Style guide
ui-guide-lead = Every component of Fourfold in its states. Colour means something: indigo asks you to act, amber is due, vermilion is overdue or refused, pine is done, grey is past.
ui-guide-mark = Mark
ui-guide-colour = Colour
ui-guide-type = Type
ui-guide-icons = Icons
ui-guide-buttons = Buttons
ui-guide-states = States
ui-guide-values = Numbers and identifiers
ui-guide-list = List
ui-guide-record = Record
ui-guide-forms = Forms
ui-guide-floating = Floating
ui-guide-progress = Progress
ui-guide-structure = Structure
ui-guide-empty = Empty and error
