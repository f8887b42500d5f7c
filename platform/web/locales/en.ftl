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
