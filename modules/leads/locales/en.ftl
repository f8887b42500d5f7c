# Kinds and fields
kind-lead = Lead
kinds-lead = Leads
kind-lead-plural = Leads
kind-lead-source = Lead source
kind-lead-rule = Lead rule
lead-name = Name
lead-number = Lead number
lead-state = State
lead-phone = Phone
lead-wechat = WeChat
lead-model = Model of interest
lead-level = Intention level
lead-channel = Channel
lead-source = Source
lead-city = City
lead-district = District
lead-remark = Remark
lead-owner = Consultant
lead-store = Store
lead-received-at = Arrived
lead-due-at = Contact due
lead-assigned-at = Assigned
lead-contacted-at = First contact
lead-closed-at = Closed
lead-reason = Why invalid
lead-arrivals = Arrivals
lead-created-at = Entered
lead-updated-at = Changed

# Base data
dictionary-lead-state = State of a lead
dictionary-lead-result = Result of a contact
dictionary-lead-invalid = Why a lead is invalid

# Acts
lead-act-send = Send
lead-act-assign = Assign
lead-act-claim = Claim
lead-act-contact = Contact
lead-act-file = File
lead-act-doubt = Ask to invalidate
lead-act-invalidate = Invalidate
lead-act-confirm = Confirm
lead-act-return = Return
lead-act-recall = Recall
lead-act-reopen = Reopen

# Refusals
lead-not-now-new = With a new lead one can send, assign, invalidate or recall now.
lead-not-now-assigned = With a lead to be contacted one can contact, assign anew, invalidate or recall now.
lead-not-now-contacted = With a contacted lead one can contact again, file, assign anew, invalidate or recall now.
lead-not-now-filed = The lead is filed; go on in the customer's file.
lead-not-now-invalid-pending = The lead waits for a manager, who can confirm or return it.
lead-not-now-invalid = The lead is invalid; a manager can reopen it.
lead-not-now-pool = With a lead in the pool one can claim, assign or invalidate now.
lead-without-contact = Give a phone number or WeChat, at least one.
lead-owner-elsewhere = This person holds no post in the store.
lead-place-out-of-reach = You cannot put a lead there.
lead-store-unknown = There is no such store.
lead-next-in-the-past = The next contact cannot be before now.
lead-claimed-already = Somebody was faster: the lead is taken.
lead-claims-spent = You have taken as many leads today as you may.
lead-claim-too-soon = The lead was taken from you a short while ago; try again later.
lead-changed-meanwhile = Somebody changed the lead a moment before; this is how it stands now.
lead-source-closed = This source is out of use.
lead-source-code-bad = A code has small letters, digits, hyphens, underscores and dots, 60 at most.
lead-source-code-taken = This code is taken.
lead-source-too-deep = Nothing stands below a campaign.

# Arrivals
lead-outcome-new = New
lead-outcome-same-lead = Arrived again
lead-outcome-owner = Owner
lead-outcome-known = Known customer

# Navigation
nav-leads = Leads
nav-lead-pool = Lead pool
admin-lead-sources = Lead sources and costs
admin-lead-sources-about = The tree of platforms and campaigns, and what each cost in a month.
admin-lead-rules = Lead rules
admin-lead-rules-about = To which store the head office's leads go, by source, city and model.
capability-leads-sources = Keep lead sources and costs
capability-leads-rules = Settle how leads are sent to stores

# Pages
lead-page-new = New lead
lead-page-take-in = Take in
lead-page-edit = Edit lead
lead-page-save = Save
lead-page-choose = Choose
lead-page-not-yet = Not rated
lead-page-head-office = Head office (sent by rules)
lead-page-comma = ,{" "}
lead-page-facts = Facts
lead-page-log-title = Log a contact
lead-page-log = Log
lead-page-result = Result
lead-page-way = By
lead-page-next-at = Next contact
lead-page-content = What was said
lead-page-contacts = Contacts
lead-page-no-contact = Nobody has tried yet.
lead-page-moves = Course
lead-page-assignment = Assignment
lead-page-assign = Assign to consultant
lead-page-send = Send to store
lead-page-recall = Recall to the pool
lead-page-reason = Reason
lead-page-invalid = Invalid lead
lead-page-invalidate = Invalidate
lead-page-doubt = Ask to invalidate
lead-page-paid-hint = The source was paid for: a manager has to agree.
lead-page-note = Note
lead-page-verdict = Verdict
lead-page-verdict-hint = The consultant says that this is no lead. It still counts in the cost of its source.
lead-page-agree = Agree
lead-page-return = Return to consultant
lead-page-arrivals = Arrivals
lead-page-file = File customer
lead-page-expected-on = Expects to buy on
lead-page-claim = Claim
lead-page-reopen = Reopen lead
lead-page-next-new = Assign to a consultant
lead-page-why-new = The customer waits; an early call brings more visits.
lead-page-next-assigned = Contact the customer
lead-page-why-assigned = Only a real contact counts; an unanswered call does not.
lead-page-next-contacted = File the customer
lead-page-why-contacted = Verify model and level, and file the same day.
lead-page-next-filed = Filed
lead-page-why-filed = It goes on in the customer's file.
lead-page-next-invalid-pending = Waiting for a manager
lead-page-why-invalid-pending = The source was paid for, so a manager decides.
lead-page-next-invalid = Invalid lead
lead-page-why-invalid = It still counts in the cost of its source.
lead-page-next-pool = In the pool
lead-page-why-pool = Any consultant of the store can claim it.
lead-page-pool-lead = Leads of the store that nobody works. The number is shown once a lead is claimed. Claims per day are limited, and whoever a lead was just taken from waits a while.
lead-page-pool-empty = The pool is empty
lead-page-pool-empty-text = Leads that nobody contacted in time come here.
lead-page-pooled-at = In the pool since
lead-page-source-new = New source
lead-page-campaign-new = New campaign
lead-page-source-name = Name
lead-page-source-code = Code
lead-page-source-code-hint = Feeds name the source by it; it cannot be changed later.
lead-page-source-paid = Paid
lead-page-source-paid-yes = Paid
lead-page-source-paid-label = Paid for (a manager agrees before a lead is invalid)
lead-page-source-active = In use
lead-page-source-below = Platform
lead-page-sources-lead = Channels are base data; platforms stand below a channel, campaigns below a platform.
lead-page-sources-empty = No platforms yet
lead-page-sources-empty-text = Add a platform, such as a vertical medium, then its campaigns.
lead-page-costs = Cost per month
lead-page-month = Month
lead-page-cost = Amount
lead-page-cost-set = Enter
lead-page-rules-lead = The first rule that fits decides the store; what fits none waits at the head office.
lead-page-rules-empty = No rules yet
lead-page-rules-empty-text = Without rules the head office sends its leads by hand.
lead-page-rule-new = New rule
lead-page-rule-name = Name
lead-page-rule-position = Order
lead-page-rule-when = For
lead-page-rule-always = All leads
lead-page-rule-active = In use
lead-page-rule-on = In use
lead-page-rule-off = Off
lead-page-rule-cities = City or district
lead-page-rule-cities-hint = Several separated by blanks; none asks for nothing.
lead-page-rule-models = Model contains
lead-page-rule-models-hint = Several separated by commas; none asks for nothing.
lead-page-rule-remove = Remove rule

# Notices
notice-lead-assigned = A lead was assigned to you: contact it soon
notice-lead-returned = A customer you work with left their details again
notice-lead-overdue = The first contact of a lead is overdue
notice-lead-overdue-manager = A lead of the store has still not been contacted
notice-lead-recalled = An overdue lead went from you to the pool
notice-lead-doubted = A paid lead is said to be invalid: please decide

# Timeline, merging, personal data
timeline-lead = Lead arrived
lead-merge-along = { $n ->
    [one] 1 lead
   *[other] { $n } leads
}
privacy-part-leads = Leads
privacy-part-lead-contacts = Contacts with leads
