# Words of opportunities.

## Names
kind-opportunity = Opportunity
kinds-opportunity = Opportunities
kind-opportunity-plural = Opportunities
kind-opportunity-level = Intention level
kind-opportunity-stage = Opportunity stage
nav-board = Sales board
nav-opportunities = Opportunities
nav-second-chances = Second chances
admin-opportunities = Stages and levels
admin-opportunities-about = Stages with goals and tasks, intention levels and their rhythm
capability-opportunities-review = Review losses
capability-opportunities-manage = Settle stages and levels
dictionary-opportunity-stage = Opportunity stage
dictionary-opportunity-state = Opportunity state
dictionary-lost-reason = Reason of a loss
dictionary-follow-up-channel = Channel of a contact
dictionary-follow-up-result = Result of a contact
privacy-part-opportunities = Opportunities
privacy-part-follow-ups = Contacts of opportunities
opportunity-merge-along = { $n } opportunities go along

## Fields
opportunity-number = Number
opportunity-customer = Customer
opportunity-level = Level
opportunity-stage = Stage
opportunity-models = Models of interest
opportunity-amount = Expected amount
opportunity-next-on = Next contact
opportunity-expected-on = Purchase expected
opportunity-state = State
opportunity-consultant = Consultant
opportunity-store = Store
opportunity-source = Source
opportunity-remark = Remark
opportunity-reason = Reason of the loss
opportunity-competitor = Competitor
opportunity-wake-on = Wake on
opportunity-stage-at = In this stage since
opportunity-touched-at = Last contact
opportunity-closed-at = Closed
opportunity-created-at = Opened
opportunity-updated-at = Changed
opportunity-models-hint = Separate several with commas
opportunity-next-on-hint = Left empty, the rhythm of the level sets it
opportunity-search-hint = Opportunity number
opportunity-list-empty = Open an opportunity for a customer; here it stands with its stage and next contact, and nobody is forgotten.

## What can be done
opportunity-act-edit = Edit
opportunity-act-follow = Follow up
opportunity-act-move = Move stage
opportunity-act-win = Win
opportunity-act-ask-defeat = Ask to lose
opportunity-act-withdraw = Withdraw
opportunity-act-approve = Confirm loss
opportunity-act-return = Return
opportunity-act-sleep = Put off
opportunity-act-wake = Wake
opportunity-act-release = Give to pool
opportunity-act-claim = Claim
opportunity-act-reactivate = Reactivate
journal-opportunity-follow = Follow up
journal-opportunity-move = Move stage
journal-opportunity-win = Win
journal-opportunity-ask-defeat = Ask to lose
journal-opportunity-withdraw = Withdraw
journal-opportunity-approve = Confirm loss
journal-opportunity-return = Return
journal-opportunity-sleep = Put off
journal-opportunity-wake = Wake
journal-opportunity-release = Give to pool
journal-opportunity-claim = Claim
journal-opportunity-reactivate = Reactivate
opportunity-now-open = This opportunity is open. Possible now: edit, follow up, move stage, win, ask to lose, put off, give to pool.
opportunity-now-defeat-pending = The loss of this opportunity is under review. Possible now: follow up, withdraw, confirm loss, return.
opportunity-now-defeated = This opportunity is lost. Possible now: reactivate.
opportunity-now-dormant = This opportunity is put off. Possible now: wake.
opportunity-now-pool = This opportunity is in the pool. Possible now: claim.
opportunity-now-won = This opportunity is won and stays as it is.
opportunity-now-merged = This opportunity became part of another one and stays as it is.

## Page
opportunity-new = Open an opportunity
opportunity-open = Open opportunity
opportunity-edit = Change { $number }
opportunity-save = Save
opportunity-change = Change
opportunity-why = Why do I see this
opportunity-customer-file = Customer file
opportunity-facts = Facts
opportunity-history = History
opportunity-opened = Opened
opportunity-way = Stages
opportunity-colon = { ": " }
opportunity-stage-days = In “{ $stage }” for { $n } days
opportunity-move = Move
opportunity-move-to = Move to { $stage }
opportunity-other-stage = Another stage
opportunity-back-reason = Reason (when going back)
opportunity-log = Log a contact
opportunity-log-save = Save contact
opportunity-next-contact = Contact the customer
opportunity-last-contact = Last contact { $at }
opportunity-no-contact = No contact yet
opportunity-overdue = { $n } d overdue
opportunity-due-today = Today
opportunity-due-in = In { $n } d
opportunity-then = Next { $day }
follow-up-channel = Channel
follow-up-result = Result
follow-up-content = What was said
follow-up-level = Level from now on
follow-up-level-hint = With the next day that each level proposes
follow-up-next-hint = Left empty, the day that the level proposes
follow-up-at = Time
follow-up-by = By
opportunity-lose = Lose
opportunity-evidence = Evidence
opportunity-evidence-hint = Who said what and when
opportunity-competitor-hint = Brand and model, needed where a competitor was bought
opportunity-competitor-missing = Please name the competitor
opportunity-defeat-needs-contact = Nobody spoke with the customer in the last three days: contact them first
opportunity-review = Review of the loss
opportunity-verdict-note = Verdict (needed to return it)
opportunity-review-own = Somebody else reviews what you asked for
opportunity-review-waits = Waits for a manager
opportunity-rest = Put off or give away
opportunity-rest-reason = Reason
opportunity-wake-impossible = The day lies between tomorrow and twelve months ahead
opportunity-again = Take up again
opportunity-again-reason = New intention
opportunity-taken-up-already = It was taken up already
opportunity-taken-up = Taken up from
opportunity-before = The lost opportunity
opportunity-open-already = The customer has an opportunity at this store already
opportunity-without-engagement = The customer is not filed at this store
opportunity-of-a-colleague = The customer is a colleague’s
opportunity-stage-unknown = There is no such stage
opportunity-stage-already = It stands there already
opportunity-back-needs-reason = Please say why it goes back
opportunity-level-closed = An open opportunity cannot have this level
opportunity-next-in-the-past = The next contact cannot be before today
opportunity-next-required = An open opportunity keeps a next contact
opportunity-customer-stays = The customer of an opportunity stays
opportunity-amount-negative = An amount is not negative
opportunity-changed-meanwhile = A colleague has just changed it; load the page again
opportunity-panel-empty = No opportunity yet.
opportunity-said-opened = Opened
opportunity-said-open-already = The customer has one already: here it is
opportunity-said-logged = Contact logged
opportunity-said-moved = Stage changed
opportunity-said-asked = Sent for review
opportunity-said-done = Done

## Timeline
timeline-opportunity = Opportunity
timeline-opportunity-opened = Opened, { $stage }, { $level }
timeline-opportunity-moved = { $from } → { $to }
timeline-opportunity-followed = { $channel }, { $result }
timeline-opportunity-ask-defeat = Ask to lose { $reason } { $competitor }
timeline-opportunity-withdraw = Withdraw
timeline-opportunity-approve = Confirm loss { $reason } { $competitor }
timeline-opportunity-return = Return
timeline-opportunity-sleep = Put off
timeline-opportunity-wake = Wake
timeline-opportunity-release = Give to pool
timeline-opportunity-claim = Claim
timeline-opportunity-reactivate = Reactivate

## Board
board-title = Sales board
board-whose = Consultant
board-all = All
board-show = Show
board-overdue = Overdue
board-waiting = Losses to review
board-empty = No open opportunities
board-more = { $n } more
board-move = Move { $name }

## Funnel
funnel-title = Sales funnel
funnel-from = From
funnel-to = To
funnel-basis = Counted
funnel-basis-period = Period: by the day a stage was reached
funnel-basis-cohort = Cohort: by the day of opening
funnel-show = Show
funnel-this-month = This month
funnel-last-month = Last month
funnel-stages = By stage
funnel-picture = Picture
funnel-days = { $n } d
funnel-lost = { $n } lost, loss rate { $rate }
funnel-people = By consultant
funnel-stores = By store
funnel-nobody = Nobody
funnel-empty = No opportunities in this time
funnel-empty-text = Choose another time, or open an opportunity.
funnel-definitions = What the figures mean
funnel-reached = Reached
funnel-reached-means = Opportunities that reached the stage or a later one, each once; what was named by mistake and taken back is left out. They count where they stood then: a transfer does not change the past.
funnel-onwards = Went on
funnel-onwards-means = Reached the next stage ÷ reached this one; nothing to divide by is a dash.
funnel-cumulative = Cumulative
funnel-cumulative-means = Reached this stage ÷ reached the first.
funnel-median = Median days
funnel-median-means = Median of whole days from the stage before, of those that named the stage itself; stages passed over are left out.
funnel-loss-rate = Loss rate
funnel-loss-rate-means = Confirmed losses ÷ (confirmed losses + orders).
funnel-rows = Reached “{ $stage }”
funnel-rows-about = { $from } to { $to }; the list shows how they stand now
funnel-rows-gone = { $n } of them have left your reach since: they count and are not shown
funnel-rows-more = The last { $n } are shown

## Second chances
second-chance-title = Second chances
second-chance-about = What was given to the pool, and who was lost thirty days ago or earlier. Whoever takes one up gets the customer; until then names are masked.
second-chance-empty = Nothing to take up now
second-chance-gone = A colleague was faster

## Settings
opportunity-settings-saved = Saved
stage-settings = Stages
stage-settings-about = Stages stand in the order of their numbers. The first and the last stay; one out of use leaves the board, its past figures stay.
stage-add = Add a stage
stage-code = Code
stage-code-hint = Letters and underscores; stays as it is
stage-name-zh = Chinese name
stage-name-en = English name
stage-position = Order
stage-position-hint = A number between the first and the last
stage-goal = Goal
stage-tasks = Tasks
stage-tasks-hint = One a line
stage-active = In use
stage-out-of-use = Out of use
stage-ends-stay = The first and the last stage stay
stage-between-ends = The number lies between the first and the last stage
stage-place-taken = Another stage has this number
stage-in-use = Opportunities stand in this stage
stage-too-many = At most ten stages are in use
level-settings = Intention levels
level-settings-about = A level says how soon the next contact is due. Its name stands in base data.
level-purchase-days = Purchase within days
level-interval-days = Contact every days
level-colour = Colour
level-colour-accent = Blue
level-colour-overdue = Red
level-colour-due = Amber
level-colour-done = Green
level-colour-plain = None
level-colour-past = Grey
level-is-open = For open opportunities
level-every = Every { $n } d
level-no-rhythm = No rhythm
level-unknown = There is no such level
level-days-impossible = Days lie between 0 and 366
level-colour-unknown = There is no such colour

## Goals and tasks of the stages that the module brings
stage-goal-filed = Know who they are and what they want
stage-tasks-filed =
    Confirm name and phone
    Learn use, budget and models
    Invite to the showroom
stage-goal-visited = They saw the right car
stage-tasks-visited =
    Show the car
    Explain trade-in and finance
    Invite to a test drive
stage-goal-test-driven = They drove it and said what they think
stage-tasks-test-driven =
    Check the licence and sign the agreement
    Note what they felt
    Prepare a quotation
stage-goal-quoted = They agree with the offer
stage-tasks-quoted =
    Explain price, insurance and licensing
    Settle how they pay
    Agree on a day to order
stage-goal-ordered = Deliver as agreed
stage-tasks-ordered =
    Confirm the car and the day
    Tell the progress every week
stage-goal-won = They are content and recommend us
stage-tasks-won =
    Call after delivery
