### The enterprise's answer, other days and objections

enterprise-asked =
    { $departments } would like to visit
    { $kind }. Please answer by { $due }.
    { $silence }
    Show: { $materials }
    Basis: { $basis }
    Where: { $enterprise }
    When: { $window }
    What: { $matters }
    Who: { $visitors }
silence-auto-accept = Without an answer by then you are taken to agree: that is the rule for inspections.
silence-lapse = Without an answer by then nobody comes: by the rule, the request lapses.

# Declining
ask-visit-decline-reason =
    Why do you decline?
    { $meaning }
    Press a reason, or write a few words. { $departments } will see them.
    When: { $window }
    What: { $matters }
declining-final = If you decline, nobody comes.
declining-objection = This is an inspection, so declining is an objection: the supervisor decides.
decline-not-relevant = Not about us
decline-busy = Too busy
decline-just-visited = Just visited

# Another day
ask-visit-postpone-day =
    Which day suits you?
    Press a day, or write one, such as “next Thursday 14:30-16:30”.
    From: { $departments }
    Was: { $window }
ask-visit-postpone-span =
    From when to when on that day?
    Press a time, or write it, such as “14:30-16:30”.
    From: { $departments }
    Was: { $window }
ask-visit-postpone-reason =
    Why another day?
    Press a reason, or write a few words. { $departments } will see them.
    Was: { $window }
postpone-contact-away = Contact away
postpone-stocktaking = Stocktaking
postpone-customer-visit = Customer visit
ask-visit-counter-day =
    Which day do you suggest?
    Press a day, or write one, such as “next Thursday 14:30-16:30”.
    Where: { $enterprise }
    From: { $departments }
    Was: { $window }
    They: { $proposed }
ask-visit-counter-span =
    From when to when on that day?
    Press a time, or write it, such as “14:30-16:30”.
    Where: { $enterprise }
    From: { $departments }
    Was: { $window }
day-cannot-be-moved-to =
    From { $first } to { $last } only.
    Choose another day.
day-is-taken =
    Another visit has that day.
    Choose another day.

day-proposed =
    { $by } asks for another day
    Please answer by { $due }: accept, suggest a day, or withdraw.
    Where: { $enterprise }
    Was: { $window }
    New: { $proposed }
    Why: { $reason }
day-countered =
    { $by } suggests another day
    Please answer by { $due }: accept, or name your last day.
    From: { $departments }
    Was: { $window }
    New: { $proposed }
    Why: { $reason }
day-on-the-table =
    Another day is being discussed
    Passes sent before no longer work. You will hear when the day is set.
    Where: { $enterprise }
    From: { $departments }
    Was: { $window }
    New: { $proposed }
    By: { $by }
    Why: { $reason }
    Due: { $due }
visit-moved =
    Moved: { $window }
    The new day is set.
    Where: { $enterprise }
    From: { $departments }
    What: { $matters }
    Who: { $visitors }
    By: { $by }

# What becomes of the question once it is answered
answered-agreed =
    Agreed: { $by }
    From: { $departments }
    When: { $window }
    What: { $matters }
    At: { $at }
answered-declined =
    Declined: { $by }
    From: { $departments }
    When: { $window }
    Why: { $reason }
    At: { $at }
answered-objected =
    Objected: { $by }
    The supervisor decides; you will be told.
    From: { $departments }
    When: { $window }
    Why: { $reason }
    At: { $at }
answered-postponed =
    New day: { $by }
    From: { $departments }
    Was: { $window }
    New: { $proposed }
    Why: { $reason }
    At: { $at }
answered-countered =
    Other day: { $by }
    From: { $departments }
    Was: { $window }
    New: { $proposed }
    At: { $at }
answered-accepted =
    Accepted: { $by }
    From: { $departments }
    When: { $window }
    At: { $at }
answered-withdrawn =
    Withdrawn: { $by }
    Where: { $enterprise }
    When: { $window }
    Why: { $reason }
    At: { $at }
answered-revoked =
    Revoked: { $by }
    Where: { $enterprise }
    When: { $window }
    Why: { $reason }
    At: { $at }

# What everybody is told
visit-agreed =
    Agreed: { $window }
    Where: { $enterprise }
    From: { $departments }
    Kind: { $kind }
    What: { $matters }
    Who: { $visitors }
    How: { $how }
    By: { $by }
how-agreed = the enterprise agreed
how-silence = no answer in time, by the rule taken as agreed
how-overruled = the objection was overruled
how-paper = written notice
how-surprise = surprise check, approved by the head
how-on-the-spot = notice issued on the spot
visit-declined =
    The enterprise declined the visit
    Where: { $enterprise }
    From: { $departments }
    When: { $window }
    By: { $by }
    Why: { $reason }
visit-objected =
    Objection, the supervisor decides
    Where: { $enterprise }
    From: { $departments }
    When: { $window }
    What: { $matters }
    By: { $by }
    Why: { $reason }
    Due: { $due }
objection-upheld =
    Objection upheld, no visit
    Where: { $enterprise }
    From: { $departments }
    When: { $window }
    By: { $by }
objection-overruled =
    Objection overruled, visit stands
    Where: { $enterprise }
    From: { $departments }
    When: { $window }
    By: { $by }
objection-overruled-late =
    Overruled, a new day is needed
    The day had passed when it was decided. The official should suggest another.
    Where: { $enterprise }
    From: { $departments }
    Was: { $window }
    By: { $by }
objection-upheld-done =
    Upheld
    Where: { $enterprise }
    When: { $window }
    Why: { $reason }
    By: { $by }
    At: { $at }
objection-overruled-done =
    Overruled
    Where: { $enterprise }
    When: { $window }
    Why: { $reason }
    By: { $by }
    At: { $at }
objection-overruled-late-done =
    New day needed
    The objection was overruled after its day had passed.
    Where: { $enterprise }
    Was: { $window }
    Why: { $reason }
    By: { $by }
    At: { $at }
