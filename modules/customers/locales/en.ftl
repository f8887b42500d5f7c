# Kind and fields
kind-customer = Customer
kinds-customer = Customers
kind-customer-plural = Customers
kind-engagement = Standing with a store
kind-assignment-rule = Assignment rule
kind-note = Note
customer-name = Name
customer-number = Customer number
customer-kind = Person or organisation
customer-phone = Phone
customer-phones = Further phones
customer-class = Class
customer-grade = Intention level
customer-owner = Owner
customer-store = Store
customer-touched-at = Last contact
customer-next-contact-on = Next follow-up
customer-source = Source
customer-engagement-source = Source at this store
customer-remark = Remark
customer-salutation = Salutation
customer-sex = Sex
customer-birthday = Birthday
customer-email = E-mail
customer-wechat = WeChat
customer-wecom = WeCom
customer-id-number = ID number
customer-uscc = Unified social credit code
customer-province = Province
customer-city = City
customer-district = District
customer-address = Address
customer-postcode = Postcode
customer-income-band = Household income
customer-occupation = Occupation
customer-industry = Industry
customer-hobbies = Hobbies
customer-family = Family
customer-buying-habits = Buying habits
customer-preferred-channel = Preferred channel
customer-preferred-time = Preferred time
customer-completeness = Completeness
customer-assigned-at = Owned since
customer-protected-until = Protected until
customer-created-at = Filed
customer-updated-at = Changed
customer-contacts = Contacts
customer-relations = Relations
customer-consents = Consents
customer-tags = Tags
customer-shares = Shares
customer-attachments = Paper file
customer-pool = Public pool

# Base data
dictionary-customer-kind = Person or organisation
dictionary-customer-class = Customer class
dictionary-customer-grade = Intention level
dictionary-source = Source
dictionary-sex = Sex
dictionary-income-band = Household income
dictionary-occupation = Occupation
dictionary-industry = Industry
dictionary-relation-kind = Kind of relation
dictionary-contact-role = Role of a contact
dictionary-channel = Channel
dictionary-consent-purpose = Purpose of a consent
dictionary-customer-tag = Customer tag
dictionary-phone-label = Kind of phone
dictionary-document-purpose = Kind of document

# Timeline
timeline-filed = Filed
timeline-note = Note
timeline-call = Call
timeline-visit = Visit
timeline-message = Message
timeline-import = Import
timeline-assignment = Owner changed
timeline-class = Class changed
timeline-document = Document filed
timeline-share = Shared
timeline-service = Service

# History
journal-class = Class changed
journal-consent = Consent taken down
journal-unshare = Share ended

# Events
event-customer-created = Customer filed
event-customer-updated = Customer changed
event-customer-deleted = Customer put away
event-customer-engaged = Store added to a customer
event-customer-assigned = Owner of a customer changed
event-customer-class-changed = Class of a customer changed
event-customer-consent-recorded = Consent taken down
event-customer-noted = Follow-up noted
event-customer-shared = Customer shared
event-customer-unshared = Share of a customer ended
event-customer-document-added = Document of a customer filed

# Refusals
customer-duplicate = A customer with this phone and a matching name is on file; please open that file
customer-without-contact = Please give at least one way to reach them, or the credit code of an organisation
customer-store-unknown = There is no such store
customer-store-unclear = Several stores know this customer; please choose one
customer-class-unknown = There is no such class
customer-class-not-convertible = The class cannot be changed this way
customer-class-needs-reason = Please give the reason for the change
customer-owner-elsewhere = This colleague has no post in the store
customer-pool-elsewhere = This department is not part of the store
customer-place-out-of-reach = Your permissions do not let you put customers there
customer-no-rule-fits = No assignment rule fits
customer-engaged-already = The store has a file of this customer already
customer-phone-known = This number is on the file already
customer-contact-of-person = Only organisations have contacts
customer-relation-to-itself = A customer cannot be related to itself
customer-relation-unknown = There is no such kind of relation
customer-relation-ends-early = The end must be later than the beginning
customer-tag-length = A tag has 1 to 30 characters
timeline-kind-unknown = There is no such kind of entry
timeline-in-the-future = The time cannot be later than now
share-grantee-unknown = There is no such colleague or department
share-until-past = The share must end later than now
attachment-empty = The file is empty
attachment-too-large = The file is larger than 20 MB
attachment-type = Please upload a JPEG, PNG or WebP image or a PDF
attachment-damaged = The image is damaged and cannot be read

## Pages (customer-page-…)
# Customer page
customer-page-no-name = No name
customer-page-open = Open
customer-page-more-stores = { $n ->
    [one] 1 more store
   *[other] { $n } more stores
}
customer-page-call = Call
customer-page-more = More actions
customer-page-assign = Assign
customer-page-convert = Change class
customer-page-share = Share
customer-page-standing = Ownership and class history
customer-page-delete = Delete customer
customer-page-back-to-file = Customer file
customer-page-overdue = { $n ->
    [one] 1 day overdue
   *[other] { $n } days overdue
}
customer-page-ahead = in { $n } days
customer-page-unplanned = Not planned
customer-page-contact-by = Next contact by { $owner }
customer-page-contact-by-pool = Next contact, nobody owns this customer yet
customer-page-plan-contact = Plan the next contact
customer-page-last-touched = last touched { $at }
customer-page-log-contact = Log contact
customer-page-reschedule = Reschedule
customer-page-schedule = Schedule
customer-page-unplan = Plan nothing
customer-page-in-1 = Tomorrow
customer-page-in-3 = In 3 days
customer-page-in-7 = In a week
customer-page-in-30 = In a month
customer-page-facts = Facts
customer-page-group-who = Person
customer-page-group-reach = Contact
customer-page-group-place = Address
customer-page-group-habits = Family and habits
customer-page-group-custom = More
customer-page-missing-facts = { $n ->
    [one] 1 fact missing
   *[other] { $n } facts missing
}
customer-page-score = { $n }% complete
customer-page-lacking = missing:
customer-page-typed = as typed: { $text }
customer-page-doubtful = doubtful
customer-page-comma = { ", " }
customer-page-doubts = Doubts
customer-page-phone-primary = primary
customer-page-phone-virtual = privacy number
customer-page-phone-make-primary = Make primary
customer-page-timeline = Timeline
customer-page-timeline-all = All kinds
customer-page-timeline-other = Other
customer-page-timeline-empty = Nothing yet. Note a call or a visit above.
customer-page-timeline-none-of-kind = Nothing of this kind.
customer-page-composer = Write on the timeline
customer-page-composer-hint = What just happened? @name tells a colleague
customer-page-write-note = Note
customer-page-shared-read = shared with { $name }, to read
customer-page-shared-edit = shared with { $name }, to edit
customer-page-engagements = Stores
customer-page-contacts-empty = No contacts yet. The people of this organisation stand here.
customer-page-add-contact = Add contact
customer-page-relations-empty = No relations yet. Family, referrers, companies and drivers stand here.
customer-page-relations-past = { $n ->
    [one] 1 relation of the past
   *[other] { $n } relations of the past
}
customer-page-add-relation = Add relation
customer-page-end-relation = End the relation to { $name }
customer-page-relation-family = Family
customer-page-relation-referrer = Referrer
customer-page-relation-referred = Referred by this customer
customer-page-relation-company = Company
customer-page-relation-driver = Driver
customer-page-relation-other = Other
customer-page-until = until { $day }
customer-page-remove-named = Remove “{ $name }”
customer-page-add = Add
customer-page-record = Record
customer-page-consents-empty = No consents yet. Ask before marketing.
customer-page-consents-earlier = All consents so far
customer-page-consent-given = Given
customer-page-consent-withdrawn = Withdrawn
customer-page-withdraw = Withdraw
customer-page-tags-empty = No tags yet.
customer-page-tag-add = Add tag
customer-page-tag-hint = Choose or type
customer-page-shares-empty = Not shared with anyone.
customer-page-share-read = may read
customer-page-share-edit = may edit
customer-page-share-read-hint = sees this store's facts and timeline
customer-page-share-edit-hint = also changes facts and logs contacts
customer-page-share-end = End sharing with { $name }
customer-page-attachments-empty = No documents yet. Photograph papers to file them.
customer-page-attach = File document

# Forms
customer-page-entry-kind = How
customer-page-entry-outcome = Outcome
customer-page-entry-body = What was said
customer-page-entry-at = When
customer-page-entry-next = Next contact
customer-page-outcome-reached = Reached
customer-page-outcome-not-reached = Not reached
customer-page-outcome-will-come = Will come in
customer-page-outcome-considering = Considering
customer-page-outcome-not-interested = Not interested
customer-page-outcome-wrong-number = Wrong number
customer-page-new-owner = Give to
customer-page-by-rule = By rule
customer-page-by-hand = By hand
customer-page-reason = Reason
customer-page-class = Class
customer-page-grade = Grade
customer-page-needs-reason = give a reason
customer-page-owners = Owners
customer-page-classes = Classes
customer-page-share-what = What which store knows
customer-page-share-person = Colleague
customer-page-share-person-hint = One colleague, or a department or store
customer-page-share-place = Department or store
customer-page-share-access = May
customer-page-share-until = Until and including
customer-page-consent-word = The customer's word
customer-page-consent-purpose = Purpose
customer-page-consent-channel = Channel
customer-page-consent-evidence = Evidence
customer-page-consent-evidence-hint = Such as a signed paper or the number of a recording
customer-page-consent-text-version = Version of the wording
customer-page-relation-other-customer = The other customer
customer-page-relation-other-hint = Name or end of the phone number, among the customers you see
customer-page-relation-as = The other one is this customer's
customer-page-relation-remark = Remark
customer-page-relation-from = From
customer-page-contact-name = Name
customer-page-contact-role = Role
customer-page-contact-phone = Phone
customer-page-contact-email = E-mail
customer-page-contact-linked = Their own file
customer-page-contact-linked-hint = If this person is a customer too
customer-page-phone-number = Number
customer-page-phone-label = Kind
customer-page-attachment-purpose = What it is
customer-page-attachment-photo = Photo
customer-page-attachment-file = Or choose files

# Filing and editing
customer-page-new = New customer
customer-page-known-owner = They are { $name }’s.
customer-page-create = File customer
customer-page-edit = Edit { $name }
customer-page-more-fields = More (WeChat, credit code, class, owner)
customer-page-grade-hint = The next contact follows the grade
customer-page-next-contact-hint = Left empty, it follows the grade
customer-page-uscc-hint = For organisations
customer-page-class-hint = Left empty, it follows from the grade
customer-page-owner-hint = Left empty: you, or by the store's rules
customer-page-maybe-known = Perhaps known already:
customer-page-open-file = Open the file
customer-page-engage = Add to this store
customer-page-fact-changed = Just changed to “{ $value }”. Saving again keeps yours, closing keeps theirs.
customer-page-conflict-others = { $n ->
    [one] 1 other change of yours is saved along.
   *[other] { $n } other changes of yours are saved along.
}
customer-page-removed = Customer deleted
customer-page-removed-text = It is gone from your customers; files of other stores stay. You can undo this within an hour.
customer-page-nothing-to-undo = It has been changed since and cannot be undone.

# Done
customer-page-said-created = Customer filed
customer-page-said-engaged = Added to this store
customer-page-said-file-saved = Saved
customer-page-said-fact-saved = Saved
customer-page-said-undone = Undone
customer-page-said-restored = Restored
customer-page-said-entry-saved = Noted
customer-page-said-next-contact-set = Next contact updated
customer-page-said-assigned = Owner updated
customer-page-said-class-changed = Class updated
customer-page-said-shared = Shared
customer-page-said-share-ended = No longer shared
customer-page-said-consent-recorded = Consent recorded
customer-page-said-relation-added = Relation added
customer-page-said-relation-ended = Relation ended
customer-page-said-contact-added = Contact added
customer-page-said-contact-removed = Contact removed
customer-page-said-phone-added = Number added
customer-page-said-phone-primary = Primary number updated
customer-page-said-phone-removed = Number removed
customer-page-said-tag-added = Tag added
customer-page-said-tag-removed = Tag removed
customer-page-said-attached = Document filed
customer-page-said-attachment-removed = Document removed

# Assignment rules
customer-page-rules = Assignment rules
customer-page-rules-lead = New customers are matched in this order; the first rule that fits chooses the owner, others wait in the pool.
customer-page-rules-empty = No rules yet
customer-page-rules-empty-text = Without rules, new customers wait in the pool until someone assigns them.
customer-page-rule-new = New rule
customer-page-rule-name = Name
customer-page-rule-position = Order
customer-page-rule-position-hint = Smaller numbers come first
customer-page-rule-when = When
customer-page-rule-always = Every new customer
customer-page-rule-then = Then
customer-page-rule-sources = Source
customer-page-rule-grades = Grade
customer-page-rule-districts = District
customer-page-rule-districts-hint = Separated by commas; no condition at all means everyone
customer-page-rule-method = Method
customer-page-method-round-robin = In turn
customer-page-method-load = Fewest customers first
customer-page-rule-owners = Give to
customer-page-rule-active = State
customer-page-rule-on = Active
customer-page-rule-off = Off
customer-page-rule-remove = Delete rule “{ $name }”
customer-page-rule-remove-hint = This cannot be undone. Switch the rule off to keep it.

# Files to mend
customer-page-jump = On this page
customer-page-to-mend = Files to mend
customer-page-to-mend-lead = Files less than { $n }% complete or with doubts, the worst first.
customer-page-to-mend-empty = Nothing to mend
customer-page-to-mend-empty-text = All files here are complete.
customer-page-mend-own = My customers
customer-page-ownerless = Without owner
customer-page-untouched = Untouched for 90 days

# capabilities
capability-customers-assignment-rules = Settle customer assignment rules
event-customer-restored = Customer restored
timeline-test-drive = Test drive
timeline-order = Order
timeline-delivery = Delivery
journal-restore = Restored
nav-customers = Customers
notice-customer-mentioned = { $by } mentioned you in a note on a customer:

customer-page-reveal-title = Show in full: { $field }
customer-page-reveal-hint = Please choose the reason. Who looked, when and why goes into the audit log.
customer-page-reveal-reason = Reason
customer-page-reveal-note = In your own words
customer-page-reveal-note-hint = Needed with “Other”; otherwise as you like.
admin-assignment-rules = Assignment rules
admin-assignment-rules-about = Who gets a new customer by source, district and grade; in turn or by load

## Merging
customer-merge-self = A file cannot be merged with itself; choose another one.
customer-merge-undone = This merge has been undone already.
customer-merge-later = This file became part of another one later; undo that merge first.
customer-merge-changed = One of the files was changed just now. This is how they stand; please look once more.
customer-page-merge = Merge duplicate
customer-page-merge-title = Merge duplicate · { $name }
customer-page-merge-with = Merge with which file
customer-page-merge-with-hint = Name, pinyin initials, last digits of the phone, or number
customer-page-merge-compare = Compare both files
customer-page-merge-stays = “{ $name }” stays and “{ $other }” becomes part of it. Its old number and links will lead to the file that stays.
customer-page-merge-swap = Keep the other one instead
customer-page-merge-survivor = Stays: { $number }
customer-page-merge-absorbed = Becomes part: { $number }
customer-page-merge-owners = The files have different consultants at the same store. Whose customer is it?
customer-page-merge-this = File that stays
customer-page-merge-other = The other file
customer-page-merge-along = Goes along
customer-page-merge-along-phones = { $n ->
    [one] 1 phone number
   *[other] { $n } phone numbers
}
customer-page-merge-along-contacts = { $n ->
    [one] 1 contact
   *[other] { $n } contacts
}
customer-page-merge-along-relations = { $n ->
    [one] 1 relation
   *[other] { $n } relations
}
customer-page-merge-along-attachments = { $n ->
    [one] 1 document
   *[other] { $n } documents
}
customer-page-merge-along-tags = { $n ->
    [one] 1 tag
   *[other] { $n } tags
}
customer-page-merge-along-consents = { $n ->
    [one] 1 consent
   *[other] { $n } consents
}
customer-page-merge-along-timeline = The whole timeline and each store’s follow-up
customer-page-merge-undoable = A merge can be undone at any time, also after later changes.
customer-page-merge-do = Merge
customer-page-merges = Merges so far
customer-page-merge-done = { $number } is now part of “{ $name }”.
customer-page-merge-undone = Undone
customer-page-merge-undone-text = The merge is undone; { $number } is a file of its own again.
customer-page-merge-what = This merge
customer-page-merge-by = Merged by
customer-page-merge-left = Changed since
customer-page-merge-left-text = Undoing leaves these as they stand now:
customer-page-merge-open = Open the file
customer-page-merge-undo = Undo merge

# Duplicates (CUS-07)
nav-duplicates = Duplicates
customer-same-person = Duplicate verdict
customer-pair-title = Possible duplicates
customer-pair-lead = Press 1 for the same, 2 for not the same, 3 for one household; J and K go on and back.
customer-pair-states = State
customer-pair-scores = Likelihood
customer-pair-state-open = To judge
customer-pair-state-to-merge = To merge
customer-pair-state-apart = Not the same
customer-pair-state-household = One household
customer-pair-score-all = All
customer-pair-score-from = { $n }% and more
customer-pair-empty = No possible duplicates
customer-pair-empty-text = What is entered or changed, and a weekly look through everybody, puts customers here who may be on file twice.
customer-pair-likely = The same customer with { $n }% likelihood
customer-pair-part = Part
customer-pair-first = First customer
customer-pair-second = Second customer
customer-pair-agreement = Comparison
customer-pair-score = Likelihood
customer-pair-cars = Cars
customer-pair-more = Others on this page
customer-pair-previous = Previous
customer-pair-next = Next
customer-pair-verdict-same = The same
customer-pair-verdict-apart = Not the same
customer-pair-verdict-household = One household
customer-pair-verdict-open = Take the verdict back
customer-pair-verdict-unknown = There is no such verdict
customer-pair-state-unknown = There is no such state
customer-pair-score-bad = The likelihood is a number from 0 to 1
customer-pair-judged-by = Judged by { $name }
customer-pair-said-open = Verdict taken back
customer-pair-said-to-merge = Noted as the same customer, waiting to be merged
customer-pair-said-apart = Noted as not the same
customer-pair-said-household = Noted as one household, with a family relation
customer-pair-reason = { $part } { $level }
customer-pair-slot-surname = Surname
customer-pair-slot-given-name = Given name
customer-pair-slot-name = Name
customer-pair-slot-sex = Sex
customer-pair-slot-birthday = Birthday
customer-pair-slot-street-number = House number
customer-pair-slot-address = Address
customer-pair-slot-address-2 = Second line
customer-pair-slot-suburb = District
customer-pair-slot-postcode = Postcode
customer-pair-slot-state = Province
customer-pair-slot-phone = Phone
customer-pair-slot-email = E-mail
customer-pair-slot-plate = Plate
customer-pair-slot-vin = VIN
customer-pair-slot-id-number = Identity number
customer-pair-level-same = the same
customer-pair-level-swapped = in another order
customer-pair-level-sounds = sounds alike
customer-pair-level-close = one slip apart
customer-pair-level-near = similar
customer-pair-level-related = somewhat alike
customer-pair-level-differs = different

# Bulk
customer-bulk-assign = Reassign
customer-bulk-tag = Add tag
customer-bulk-untag = Remove tag
customer-owner-hint = Leave empty for the pool of the store.
customer-reason = Reason
customer-tag = Tag

# what an undoing leaves as it stands
customer-custom = Custom fields

# Leaving
handover-offer = Hand over and leave
handover-title = { $name } leaves
handover-step-share = Share out
handover-step-check = Check
handover-lead = Promises that are due and hot customers first; the rest goes to colleagues by rule. Nothing changes before you confirm, and all of it can be undone afterwards.
handover-hanging = What hangs on them
handover-due = Due and overdue contacts
handover-hot = Hot customers
handover-all = All customers
handover-posts = Posts
handover-posts-end = end
handover-sessions = Signed-in devices
handover-tokens = API tokens
handover-ends = end with leaving
handover-views = Views shared with colleagues
handover-along = go along; tasks about nobody go to whoever gets the shared views, or to you
handover-views-go = go to a colleague; everybody goes on using them
handover-shares-received = Customers shared with them
handover-shares-given = Customers they share
handover-shares-stay = stay shared
handover-rules = Assignment rules that name them
handover-rules-skip = skip whoever has left
handover-jobs = Bulk work under way
handover-jobs-stop = not finished yet; better wait for it
handover-promises-title = Promises that are due
handover-promises-hint = Contacts agreed for today or overdue. Choose who takes them over first.
handover-hot-title = Hot customers
handover-hot-hint = Grades O, H and A, and VIPs; the last contacted first.
handover-further = { $n } more follow the rule of the store.
handover-goes-to = Goes to
handover-by-rule = By rule
handover-one = { $name } goes to
handover-store = { $name }: { $n } customers
handover-rule-hot = Hot customers ({ $hot })
handover-rule-rest = All others ({ $rest })
handover-even = Evenly, fewest customers first
handover-pool = Back to the pool of the store
handover-all-to = All to { $name } (has { $n })
handover-among = Colleagues who share evenly
handover-among-hint = Preset to those with the same role at the store; counts where “evenly” is chosen.
handover-has = has { $n }
handover-nobody-here = Nobody else at this store can take customers over. Choose the pool.
handover-when = Leaving
handover-last-day = Last day
handover-last-day-hint = Today: login, sessions and tokens end at once. A later day: customers go over now, posts and login end when that day is over.
handover-reason = Reason
handover-reason-usual = { $name } left
handover-reason-hint = Stands in the history of every customer.
handover-views-to = Shared views go to
handover-me = Me
handover-look = Next: check
handover-receiver = Receiver
handover-before = Customers now
handover-gets = Receives
handover-by-hand = Chosen by hand
handover-after = Afterwards
handover-owns-nothing = They own no customer that you may assign.
handover-what-ends = Takes effect together
handover-login = Login
handover-customers = Customers
handover-posts-today = End today
handover-posts-later = End after { $day }
handover-login-today = Closed at once; sessions and tokens end
handover-login-later = Closed when { $day } is over; sessions and tokens end then. Customers that come to them until then need another hand-over.
handover-customers-now = Go over now; those who receive them are told
handover-undo-hint = Can be undone under “Bulk changes”: customers that nobody changed since go back, the login opens again with a password to be chosen anew. Sessions and tokens stay ended.
handover-now = Hand over and close the login of { $name }
handover-back = Back
handover-nobody = Choose at least one colleague.
handover-not-here = This colleague is not at the store, or cannot receive.
notice-handover-received = { $name } left; { $n } customers are yours now.
notice-handover-done = The hand-over of { $name } is done: { $n } customers handed over, { $refused } not.
furnishing-assignment-rules = Assignment rules (switched off until people of the store are named)

# collisions
nav-collisions = Collisions
kind-collision = Collision
journal-merged = merged into another file
collision-told = What was told
journal-told = Told
journal-kept = Not told
journal-ask = Access asked for
journal-leave = Left at that
journal-take = Taken over
journal-allowed = Allowed
journal-shared = Shared until a day
journal-declined = Declined
journal-escalate = Sent to the group
customer-known-in-group = This person is known in the group already.
collision-title = Collisions
collision-case = The case
collision-case-mine = A customer known in the group
collision-case-theirs = A request about your customer
collision-tab-mine = Mine
collision-tab-due = For me to answer
collision-tab-whole = All
collision-empty-mine = No collisions
collision-empty-due = No request waits for you
collision-empty-whole = No collision that you see from both sides
collision-empty-text = Customers you file or import who are known in the group already are listed here.
collision-state = State
collision-key = Recognised by
collision-first = Filed first by
collision-by = Filed now by
collision-asker = Other side
collision-store = Store that asks
collision-at = When
collision-filed = Filed now
collision-first-at = First filed
collision-protected = Protected until
collision-names = Names on both files
collision-names-fit = They fit
collision-names-differ = They differ (a family may share a number)
collision-asked = Asked
collision-reason = Reason
collision-wish = The customer asks for another consultant
collision-wish-yes = Yes: the manager decides
collision-escalated = Sent to the group
collision-answered = Answered
collision-answer-reason = Reason given
collision-until = May be read until
collision-colleague = a colleague of your store
collision-somewhere = another store of the group
collision-key-phone = Same mobile number
collision-key-identity = Same identity number
collision-key-wechat = Same WeChat id
collision-key-vehicle = Same plate or VIN
collision-state-open = Open
collision-state-left = Left at that
collision-state-asked = Asked
collision-state-allowed = Allowed
collision-state-shared = Shared
collision-state-declined = Declined
collision-state-taken = Taken over
collision-state-withdrawn = Withdrawn
collision-card-group = This person was on file in the group before: { $first }. What you entered is kept apart.
collision-card-store = This person was on file at your store before: { $first }. What you entered is kept apart.
collision-card-asked = You asked to work with this customer; the first side has not answered yet.
collision-card-declined = Your request to work with this customer was declined.
collision-card-request = { $by } of { $store } knows this customer too and asks to work with them.
collision-what-now = What now?
collision-look = See the request
collision-answer = Answer
collision-lead-group = This person was on file in the group before ({ $first }); the first filing goes first. Nothing you entered is lost, and the other side does not see it. You may ask to work with them; the other side answers.
collision-lead-store = This person was on file at your store before ({ $first }) and is protected. You may assist, or ask for them; the owner or the manager answers.
collision-lead-passes = This person was on file at your store before ({ $first }), but has no owner or is no longer protected: you may take them over.
collision-lead-dealers = Both are independent dealers; neither knows of the other. Only the maker sees this.
collision-lead-request = { $by } of { $store } entered the same person and asks to work with them. So far they see nothing of what you know.
collision-ask = Ask to work with them
collision-ask-reason = Why you ask
collision-leave = Leave it at that
collision-leave-hint = Each side keeps its own file; you may still ask later.
collision-take = Take over
collision-take-hint = Where the names fit both files become one, and it is yours; the owner before is told.
collision-answer-send = Send the answer
collision-allow = Allow
collision-allow-store = Hand over to who asks
collision-allow-store-hint = Where the names fit both files become one; it then belongs to who asks.
collision-allow-merge-hint = Both files become one that both stores work with; notes stay with the store that wrote them. The merge can be undone.
collision-allow-engage-hint = The names differ, so nothing is merged; the store that asks may work with your customer too.
collision-share = Share until a day
collision-share-hint = Who asks may read until that day, and change nothing.
collision-share-until = Last day
collision-decline = Decline
collision-decline-hint = Give a reason; the other side reads it.
collision-decline-reason = Reason for declining
collision-said-asked = Your request is sent; the owner and the manager of the first side are told.
collision-said-left = Left at that.
collision-said-answered = Answered; both sides are told.
collision-not-open = This case has been dealt with already.
collision-not-asked = No request of this case waits for an answer.
collision-side-gone = One of the files has been put away, so nothing can be decided.
collision-manager-decides = Where the customer asks for another consultant, the manager decides.
collision-still-protected = This customer is still protected; please ask instead.
timeline-collision = Collision
collision-step-asked-own = Asked to work with them
collision-step-asked-first = The other side asks to work with them
collision-step-allowed-own = The request was allowed
collision-step-allowed-first = Allowed the other side's request
collision-step-shared-own = The request was answered with a share
collision-step-shared-first = Shared until a day
collision-step-declined-own = The request was declined
collision-step-declined-first = Declined the other side's request
collision-step-taken-own = Taken over after the protection ended
collision-step-taken-first = Taken over by a colleague after the protection ended
notice-collision-asked = { $by } of { $store } asks to work with your customer:
notice-collision-escalated = A request by { $by } of { $store } was not answered in time:
notice-collision-allowed = Your request was allowed; you may work with the customer.
notice-collision-shared = Your request was answered with a share; you may read the customer's file.
notice-collision-declined = Your request was declined.
notice-collision-answered = { $by } answered a request about your customer.
notice-collision-taken = { $by } took over a customer of yours whose protection had ended.
notice-collision-unusual = { $by } of { $store } met unusually many known customers today; nothing more is told.
journal-unmerge = Parted again
collision-state-appealed = Appealed
collision-appealed = Appeal
collision-appeal = Appeal to the group
collision-appeal-reason = Why you appeal
collision-appeal-hint = Someone of the group who sees both sides judges, once. You may appeal until
collision-appeal-late = A refusal can be appealed against once, within three days.
collision-not-declined = There is no refusal to appeal against.
collision-group-judges = An appeal is judged by someone above both sides who did not decline it.
collision-card-appealed = You appealed against the refusal; the group judges.
collision-said-appealed = Your appeal is sent; the group judges.
collision-step-appealed-own = Appealed against the refusal
collision-step-appealed-first = The other side appealed against the refusal
notice-collision-appealed = { $by } of { $store } appeals against a refusal; you judge:
journal-appeal = Appealed
