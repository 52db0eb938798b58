# Time limits: reminders, and what follows when nobody acts

# Approval
reminder-approval =
    A request awaits your decision
    Please decide by { $due }. { $official } asked for a visit.
    Where: { $enterprise }
    When: { $window }
    What: { $matters }
    Show: { $materials }
    Basis: { $basis }
approval-overdue =
    Overdue: please decide now
    It was due by { $due }. If it waits much longer, the enterprise can’t be asked in time and the request lapses.
    By: { $official }
    Where: { $enterprise }
    When: { $window }
    What: { $matters }
    Show: { $materials }
    Basis: { $basis }
approval-overdue-told =
    Your request hasn’t been decided yet
    It was due by { $due }. The head has been reminded again.
    Where: { $enterprise }
    When: { $window }
lapsed-in-time =
    Request lapsed
    Nobody decided by { $at }, and the notice the enterprise must have is gone.
    Where: { $enterprise }
    When: { $window }
    From: { $department }

# The enterprise's reply
reminder-reply =
    A visit awaits your reply
    Please reply by { $due }. { $departments } is waiting: { $kind }.
    { $silence }
    Where: { $enterprise }
    When: { $window }
    What: { $matters }
    Show: { $materials }
    Basis: { $basis }
answered-by-silence =
    No reply in time: counted as agreed
    From: { $departments }
    When: { $window }
    At: { $at }
answered-lapsed =
    No reply in time: lapsed
    From: { $departments }
    When: { $window }
    At: { $at }
visit-lapsed-by-silence =
    This visit has lapsed
    Nobody replied in time, so by the rule for this kind of visit it is off.
    Where: { $enterprise }
    From: { $departments }
    When: { $window }
visit-lapsed-no-day =
    This visit has lapsed
    The objection was overruled, but no other day was proposed in time.
    Where: { $enterprise }
    From: { $departments }
    When: { $window }

# Another day
reminder-answer =
    Another day awaits your answer
    Please decide by { $due }.
    Proposed: { $proposed }
    Where: { $enterprise }
    From: { $departments }
    Was: { $window }
visit-moved-by-silence =
    Moved to { $window }
    Nobody answered in time, so by the rule the day counts as accepted. Please go by the new time.
    Where: { $enterprise }
    From: { $departments }
    What: { $matters }
    Who: { $visitors }

# Objections
reminder-objection =
    Please decide the objection
    By { $due }. If nobody decides, the rule upholds it.
    Where: { $enterprise }
    From: { $departments }
    When: { $window }
    Why: { $reason }
objection-upheld-by-silence =
    Objection upheld: this visit is off
    Nobody decided in time, and the rule then upholds it.
    Where: { $enterprise }
    From: { $departments }
    When: { $window }
objection-upheld-by-silence-done =
    Undecided in time: upheld
    Where: { $enterprise }
    When: { $window }
    Why: { $reason }
    At: { $at }

# Nobody came; too few came; somebody forgot to check out
team-too-small =
    Too few officers are here
    Half an hour after the first came in, too few officers with a card have arrived. Both sides are told.
    Where: { $enterprise }
    From: { $departments }
    Here: { $who }
visit-no-show =
    Nobody came in the agreed time
    The visit is recorded as a no-show, and its passes are no longer good.
    Where: { $enterprise }
    From: { $departments }
    When: { $window }
answered-no-show =
    Nobody came: recorded as a no-show
    Where: { $enterprise }
    From: { $departments }
    When: { $window }
left-at-midnight =
    You were checked out automatically
    You didn’t check out yesterday. Midnight was recorded as the time you left, with a note that you hadn’t checked out.
    Where: { $enterprise }
    When: { $window }

# Ratings and promises
reminder-rating =
    You can still rate this visit
    Until the end of { $closes }. Departments never see who rated. Under pressure? Send “pressured”.
    From: { $departments }
    What: { $matters }
    Where: { $enterprise }
    When: { $window }
reminder-promise =
    Your promise is due soon
    Until: { $until }
    What: { $words }
    Where: { $enterprise }
    From: { $departments }
    When: { $window }

# Time limits counted again, once a year's holidays are announced
due-recounted =
    A due time has changed
    { $term }: now { $due }, no longer { $was }. The holidays of { $year } have been announced.
    Where: { $enterprise }
    From: { $departments }
    When: { $window }
term-lead-time = Latest time to approve
term-approval = The decision on the request
term-reply = The enterprise’s reply
term-answer = The answer about another day
term-objection = The decision on the objection
term-rating = The rating closes
term-contact = Contacting the rater
term-naming = The day the department is told
term-remedy = Putting it right
term-appeal = The decision on the appeal
