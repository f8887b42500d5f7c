problem-title = That did not work
problem-home = Back to the work list
problem-not-found = There is no such page or record. It may have been deleted, or it is outside what you may see.
problem-forbidden = You do not have this permission. If you need it for your work, please ask your administrator.
problem-sign-in = Please sign in first.
problem-foreign-origin = This request did not come from a page of this system and was refused. Please go back to the page and try again.
problem-bad-request = This request was not understood. Please check it and try again.
problem-too-many = Too many requests. Please try again in a moment.
problem-internal = Something went wrong on our side and was noted. Please try again later; if it happens again, tell your administrator the code below.
problem-database-away = The database cannot be reached right now and nothing was saved. Please try again in a moment.
problem-invalid = Something needs mending; see the marked places.
problem-conflict = Someone else has just changed this record. Please compare before you save.
problem-too-large = The file is too large.
problem-method = This address does not take this kind of request.

## Search
search-hint-long = Type a name, pinyin, initials, a phone number or its tail, a plate, the end of a VIN, or a number.
search-kind-page = Page

## Help
help-title = Help
help-none = There is no text for this page yet. Press ? for the shortcuts.

## Notices
nav-notices = Notices

## Lists
list-yes = Yes
list-no = No
list-no-name = Unnamed
list-colon = :{" "}
list-new = New { $kind }
list-edit = Edit: { $name }
list-create = Create
list-save = Save
list-clear = Clear conditions
list-back = Back to the list
list-back-to-record = Back to the record
list-compact = Compact rows
list-roomy = Standard rows
list-search-hint = Name, pinyin, initials, phone tail, plate, VIN
list-empty = No { $kinds } yet
list-empty-text = Once created or imported, the records within your reach stand here.
list-nothing-matches = No { $kinds } match
list-nothing-matches-text = Please loosen the conditions, or search in another spelling.
list-theirs = Saved by them
list-mine = Entered by you
list-before = Before
list-after = After
list-no-history = There are no changes that you may see.
list-bad-cursor = This place in the list is no longer valid. Please start from the beginning of the list.
list-unsortable-field = The list cannot be sorted by this column.

## What was done, in histories
journal-create = Created
journal-update = Changed
journal-delete = Deleted
journal-export = Exported
journal-merge = Merged
journal-assign = Assigned
journal-share = Shared
journal-reveal = Shown in full
journal-import = Imported

## Filters
filter-title = Filter
filter-field = Field
filter-op = Comparison
filter-value = Value
filter-day = Day
filter-date = Or a date
filter-me = Me
filter-some-record = a record
filter-today = today
filter-month = the first of this month
filter-days-ago = { $n ->
    [1] yesterday
   *[other] { $n } days ago
}
filter-days-ahead = { $n ->
    [1] tomorrow
   *[other] in { $n } days
}
filter-months-ago = { $n ->
    [1] 1 month ago
   *[other] { $n } months ago
}
filter-months-ahead = { $n ->
    [1] in 1 month
   *[other] in { $n } months
}
filter-eq = is { $values }
filter-ne = is not { $values }
filter-contains = contains “{ $values }”
filter-tail = ends with { $values }
filter-gte = is at least { $values }
filter-lte = is at most { $values }
filter-gte-date = not before { $values }
filter-lte-date = not after { $values }
filter-before = before { $values }
filter-after = after { $values }
filter-empty = is empty
filter-filled = is filled in
op-eq = is
op-ne = is not
op-contains = contains
op-tail = ends with
op-gte = at least
op-lte = at most
op-gte-date = not before
op-lte-date = not after
op-empty = is empty
op-filled = is filled in
filter-unknown-operator = There is no such comparison.
filter-without-value = Please fill in what to compare with.
filter-too-many = Too many conditions; at most 20.
filter-too-many-values = One condition compares with at most 200 values.
filter-unknown-field = There is no such field, or it cannot be filtered by.
filter-operator-not-for-field = This field cannot be compared like this.
filter-bad-value = The value was not understood. Please check the spelling of the date, number or amount.
filter-field-hidden = You may not see this field, so you cannot filter by it.
filter-field-masked = You see only a part of this field, so you can filter only by its whole value or by its last four characters or more.

## Views
view-tabs = Views
view-all = All
view-save = Save as view
view-change = Change view
view-manage = Manage views
view-name = Name
view-own = Only me
view-shared = Shared
view-shared-with = Shared with
view-share-hint = Colleagues who open it see the records within their own reach.
view-pin = Pin
view-pin-hint = Stands first, and in the navigation.
view-pinned = Pinned
view-take = Take over the list's present conditions, order and columns
view-forward = Move forward
view-back = Move back
view-delete = Delete view
view-none = No views yet. Set conditions in a list, then choose “Save as view”.
view-too-many = At most 50 views are kept for each list. Please delete some first.
view-not-to-share = You cannot share with this department or store.
capability-views-share = Share views

## Export
export-xlsx = Export to Excel (XLSX)
export-csv = Export to CSV
export-selected-xlsx = Export selected (XLSX)
export-selected-csv = Export selected (CSV)
export-unknown-format = Only XLSX and CSV can be exported.
export-too-many-rows = At most 50,000 records are exported at once. Please add conditions and export in parts.
export-too-many-selected = At most 2,000 selected records are exported at once; for more, please export by conditions.
export-nothing-selected = Nothing is selected for export yet.

## Filling in
field-required = Please fill in.
field-too-long = The text is too long.
field-not-a-number = Please enter a whole number.
field-not-a-score = Please enter a whole number from 0 to 100.
field-not-money = Please enter an amount, such as 128800.50.
field-not-a-date = Please enter a date, such as 2026-11-22.
field-not-a-moment = Please enter a date and a time.
field-not-yes-or-no = Please enter yes or no.
field-unknown-record = The chosen record was not found.
field-unknown = There is no such field, or it cannot be written.
field-not-a-value = Only a single value can stand here.

## API
api-title = API
api-description = The JSON API of Fourfold: list, read, create, change, delete, with the same permissions as the pages. Tokens are made by fourfold token create and sent in the Authorization header.
api-problem = Not done: a code and a sentence (RFC 9457)
api-token = Token
api-session = Browser session
api-masked = Fields of which only a part is shown
api-list = List
api-read = Read
api-create = Create
api-update = Change
api-delete = Delete
api-field = Field
api-meaning = Meaning
api-filterable = Filter
api-sortable = Sort
api-writable = Write
api-parameter-q = Search: name, pinyin, phone tail, plate, VIN and more
api-parameter-filter = Condition: field:comparison:value,value; repeated, or separated by semicolons
api-parameter-sort = The field to sort by, descending with - in front
api-parameter-limit = Rows on a page, at most 200
api-parameter-cursor = The next of the page before
api-parameter-fields = The fields wanted, separated by commas
api-parameter-version = The record's version
api-parameter-if-match = The record's version, such as "3"
api-parameter-idempotency-key = A request sent again with the same key is done once; kept for 7 days
api-bad-json = The body is not a JSON object.
api-bad-limit = Rows on a page are from 1 to 200.
api-bad-idempotency-key = Idempotency-Key is a text of at most 200 characters.
api-idempotency-key-used = This Idempotency-Key was used for another request.
api-unknown-field = There is an unknown name in fields.
api-read-only = Records of this kind cannot be changed through the API.
api-version-required = Please give the record's version in version or If-Match.
