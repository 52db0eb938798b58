### Kinds, states, lists and buttons of visits; taking back, revoking, changing visitors

kind-survey = Survey visit
kind-service = Service visit
kind-oversight = Oversight
kind-routine = Routine check
kind-special = Special check
kind-clue = Clue check
kind-surprise = Surprise check

state-requested = Awaiting approval
state-asked = Awaiting the enterprise
state-moving = Finding another day
state-objected = Awaiting the supervisor
state-agreed = Agreed
state-under-way = Under way
state-ended = Ended
state-rejected = Rejected
state-declined = Declined
state-lapsed = Lapsed
state-withdrawn = Withdrawn
state-revoked = Revoked
state-no-show = Nobody came
state-merged = Merged

visit-shown =
    { $state }
    When: { $window }
    Where: { $enterprise }
    From: { $departments }
    Kind: { $kind }
    What: { $matters }
    Who: { $visitors }
    Bring: { $materials }
    Basis: { $basis }
    New day: { $proposed }
    Due: { $due }
    Note: { $unreached }
    No.: { $visit }
visits-none = No visits under way or ahead.
waiting-nothing = Nothing is waiting for you.
today-nobody =
    Nobody is expected today
    Where: { $enterprise }
today-visits =
    Today's visitors
    { $enterprise }
    { $visits }
today-visit =
    · { $window } { $departments }
    – { $visitors }
today-expected = { $name } (expected)
today-in = { $name } (in at { $at })
today-left = { $name } (left at { $at })

button-approve = Approve
button-reject = Reject
button-slip = See slip
button-show = Details
button-agree = Agree
button-postpone = Other day
button-decline = Decline
button-uphold = Uphold
button-overrule = Overrule
button-accept = Accept
button-counter = Other day
button-last-day = Last day
button-withdraw = Withdraw
button-visitors = Visitors
button-revoke = Revoke
button-pass = My pass
button-leave = Leave
button-take-back = My mistake
button-admit = Let in
button-nobody-came = No visitor
button-level-5 = Excellent
button-level-4 = Good
button-level-3 = Fair
button-level-2 = Poor
button-level-1 = Very poor
button-sheet = In detail

# Taking back, revoking, changing visitors
ask-visit-withdraw-reason =
    Why do you withdraw it?
    Press a reason, or write a few words. Passes sent before end.
    Where: { $enterprise }
    When: { $window }
withdraw-no-longer-needed = Not needed
withdraw-other-duty = Other duties
ask-visit-revoke-reason =
    Why do you revoke it?
    Press a reason, or write a few words that both sides will see. Passes sent before end.
    Where: { $enterprise }
    From: { $departments }
    When: { $window }
revoke-not-lawful = No legal basis
revoke-complaint = Facts to check
ask-visit-visitors-visitors =
    Who goes instead?
    Write everybody who goes, such as “Wang Gong, Sun Gong”. Fewer people only get told; anybody new needs approval and consent again.
    Where: { $enterprise }
    When: { $window }
    Now: { $visitors }
visit-withdrawn =
    The visit was withdrawn
    Its passes no longer work.
    Where: { $enterprise }
    From: { $departments }
    When: { $window }
    By: { $by }
    Why: { $reason }
visit-revoked =
    The supervisor revoked the visit
    Its passes no longer work.
    Where: { $enterprise }
    From: { $departments }
    When: { $window }
    By: { $by }
    Why: { $reason }
revoked-done =
    Revoked; both sides have been told
    Where: { $enterprise }
    From: { $departments }
    When: { $window }
pass-taken =
    You are no longer part of this visit
    Your pass no longer works.
    Where: { $enterprise }
    When: { $window }
visitors-widened =
    New visitors, to be agreed again
    The passes no longer work; new ones follow once it is approved and agreed.
    Where: { $enterprise }
    From: { $departments }
    When: { $window }
    Who: { $visitors }
    By: { $by }
visitors-narrowed =
    Fewer visitors than planned
    The old passes no longer work; new ones follow.
    Where: { $enterprise }
    From: { $departments }
    When: { $window }
    Who: { $visitors }
    By: { $by }

# Outcome
ask-visit-outcome-outcome =
    What did the visit find?
    Press a button, or send its number.
    Where: { $enterprise }
    What: { $matters }
outcome-nothing-found = Nothing found
outcome-put-right = To put right
outcome-case-opened = Case opened
ask-visit-outcome-words =
    What was found?
    A few words, such as “no label on the waste store”. The enterprise will see them.
ask-visit-outcome-promise =
    { $count ->
        [0] Was anything promised?
       *[other] { $count } noted. Any other promise?
    }
    Press who promised it, or “No more”.
promise-none = No more
promise-official = Department
promise-enterprise = Enterprise
ask-visit-outcome-promise-words =
    What was promised?
    A few words, such as “a label on the waste store”.
ask-visit-outcome-promise-until =
    By which day?
    Press a date, or write one, such as “3 Dec”.
promised-official = · The department promised: { $words }, by { $until }
promised-enterprise = · The enterprise promised: { $words }, by { $until }
outcome-noted =
    Noted: { $outcome }
    { $promises }
    Where: { $enterprise }
    Found: { $words }
outcome-told =
    Outcome of the visit: { $outcome }
    { $promises }
    Where: { $enterprise }
    From: { $departments }
    When: { $window }
    Found: { $words }
visits-more = There is more: { $count }
button-outcome = Outcome
still-inside =
    You are still inside: press “Leave”
    The agreed time is over.
    Where: { $enterprise }
    When: { $window }
widening-rejected =
    More visitors refused, visit off
    The passes sent before no longer work.
    Where: { $enterprise }
    From: { $departments }
    When: { $window }
    Why: { $reason }
