### Bad ratings: the supervisor calls, the department is told only with consent, it puts things right or appeals; interference

# What a rating says
rating-line = · { $part }: { $level }
rating-whole = the visit as a whole

# Buttons
button-contacted = Contacted
button-consent = Tell them
button-remedied = Put right
button-appeal = Appeal
button-decide = Decide
button-interfere = Pressured

# The rater
rated-badly =
    { $level }: we’ll be in touch
    A supervisor contacts you by { $due }. The department won’t hear unless you agree. You can still change it; keep the receipt number.
    Receipt: { $receipt }
    From: { $departments }
    When: { $window }
consent-asked =
    Tell the department? You decide
    If you press “Tell them”, the department sees your enterprise, the visit, and the levels and reasons below on the next working morning, and has { $days } working days to put things right. It doesn’t see your name or what you wrote. Once told, it can’t be taken back. If you don’t press, it isn’t told.
    { $levels }
    Why: { $reasons }
    From: { $departments }
    When: { $window }
consent-asked-late =
    Nobody contacted you in time
    That is on record, and you needn’t wait. If you press “Tell them”, the department sees your enterprise, the visit, and the levels and reasons below on the next working morning, and has { $days } working days to put things right. It doesn’t see your name or what you wrote. Once told, it can’t be taken back. If you don’t press, it isn’t told.
    { $levels }
    Why: { $reasons }
    From: { $departments }
    When: { $window }
consent-over =
    Rated anew: nothing to decide here
    From: { $departments }
    When: { $window }
consent-done =
    You agreed: it will be told
    From: { $departments }
    When: { $window }
consent-given =
    Noted: told later, and not who
    The department hears of it on { $told }, with its morning digest. If you rate better before then, it won’t. You will hear how it ends.
    From: { $departments }
    When: { $window }

rating-replaced-by-another =
    Your rating has been replaced
    Another admin of your enterprise has rated since; the last one counts, and you can still change it in time.
    { $goes_on }
    From: { $departments }
    When: { $window }
rating-contact-goes-on = A supervisor still contacts you.

# The supervisor
rating-bad =
    Bad rating: please contact the rater
    By { $due }; then press “Contacted”. The department doesn’t know: please keep it so.
    { $levels }
    Rater: { $rater }
    Where: { $enterprise }
    From: { $departments }
    When: { $window }
    Why: { $reasons }
    Words: { $words }
rating-replaced =
    A bad rating has changed: see below
    Where: { $enterprise }
    When: { $window }
reminder-contact =
    Please contact the rater
    By { $due }. The department doesn’t know; please keep it so.
    { $levels }
    Rater: { $rater }
    Where: { $enterprise }
    From: { $departments }
    When: { $window }
contact-overdue =
    Overdue: please contact the rater
    It was due by { $due }, and the delay is on record. The rater may now agree without waiting for you.
    { $levels }
    Rater: { $rater }
    Where: { $enterprise }
    From: { $departments }
    When: { $window }
ask-rating-contact-words =
    What did the rater say?
    A few words will do; the department won’t see them. If nothing, press “Skip”.
    { $levels }
    Rater: { $rater }
    Where: { $enterprise }
    Words: { $words }
contact-noted =
    Noted; the rater is being asked
    The department is told only if the rater agrees.
    Rater: { $rater }
    Where: { $enterprise }
    When: { $window }
    Said: { $words }
contact-done =
    { $by } has contacted the rater
    Rater: { $rater }
    Where: { $enterprise }
    When: { $window }
    At: { $at }
rating-improved =
    The rating improved: nothing to do
    Where: { $enterprise }
    From: { $departments }
    When: { $window }
rating-agreed =
    The rater agrees: told later
    The department hears of it on { $told }; until then please keep it to yourself. Then it has { $days } working days to put things right, or to appeal.
    { $levels }
    Where: { $enterprise }
    From: { $departments }
    When: { $window }
rating-changed-since =
    Rated anew by somebody else there
    The last sheet counts; please contact the first rater all the same.
    Where: { $enterprise }
    From: { $departments }
    When: { $window }
rating-named-told =
    The department has been told
    The rater agreed. It has until { $due } to put things right, or to appeal.
    { $levels }
    Where: { $enterprise }
    From: { $departments }
    When: { $window }

# The department
rating-named =
    Bad rating: please put it right
    By { $due }; then press “Put right”. If it’s wrong, press “Appeal”. Don’t ask who rated.
    { $levels }
    Where: { $enterprise }
    From: { $departments }
    When: { $window }
    Why: { $reasons }
reminder-remedy =
    A bad rating isn’t put right yet
    Please do it by { $due }, then press “Put right”. Don’t try to find out who rated.
    { $levels }
    Where: { $enterprise }
    When: { $window }
    Why: { $reasons }
remedy-overdue =
    Overdue: a bad rating to put right
    It was due by { $due }, and the delay is on record. Please put it right now; an appeal is no longer possible.
    { $levels }
    Where: { $enterprise }
    From: { $departments }
    When: { $window }
    Why: { $reasons }
ask-rating-remedy-words =
    How was it put right?
    A few words; the enterprise will read them.
    { $levels }
    Where: { $enterprise }
    When: { $window }
    Why: { $reasons }
rating-put-right =
    A bad rating has been put right
    The rating itself stays.
    Where: { $enterprise }
    From: { $departments }
    When: { $window }
    How: { $words }
    By: { $by }
rating-put-right-done =
    Put right: { $by }
    Where: { $enterprise }
    When: { $window }
    How: { $words }
    At: { $at }
rating-asked-again =
    Put right, they say: how is it now?
    Please rate once more, until { $closes }, that day included; the last one counts. The first rating stays. The department never learns who rated.
    From: { $departments }
    What: { $matters }
    Where: { $enterprise }
    How: { $words }

# Appeals
ask-rating-appeal-reason =
    What is wrong with the rating?
    Press a reason, or type a few words; supervisor and enterprise will read them. You can appeal once.
    { $levels }
    Where: { $enterprise }
    When: { $window }
    Why: { $reasons }
appeal-not-us = It isn’t about us
appeal-by-the-law = It was done by the law
appeal-not-as-told = It didn’t happen like that
rating-appealed =
    The department appeals
    A supervisor decides by { $due }; undecided, the appeal fails. The rating stays in any case.
    Where: { $enterprise }
    From: { $departments }
    When: { $window }
    Why: { $reason }
    By: { $by }
rating-appealed-done =
    Appealed: { $by }
    Where: { $enterprise }
    When: { $window }
    Why: { $reason }
    At: { $at }
reminder-appeal =
    Please decide the appeal
    By { $due }. Undecided, it fails and the rating stands.
    { $levels }
    Where: { $enterprise }
    From: { $departments }
    When: { $window }
    Why: { $reason }
ask-rating-decide-decision =
    Is the appeal right?
    If so, the department need not put anything right; if not, it must. The rating stays in either case.
    { $levels }
    Where: { $enterprise }
    From: { $departments }
    When: { $window }
    Why: { $reason }
decide-upheld = Uphold the appeal
decide-dismissed = Dismiss the appeal
ask-rating-decide-words =
    Why is that?
    One sentence; both sides will read it.
appeal-upheld =
    Appeal upheld: nothing to put right
    Rating and decision both stay.
    Where: { $enterprise }
    From: { $departments }
    When: { $window }
    Why: { $reason }
    Note: { $words }
    By: { $by }
appeal-upheld-done =
    Appeal upheld: { $by }
    Where: { $enterprise }
    When: { $window }
    Why: { $reason }
    At: { $at }
appeal-dismissed =
    Appeal dismissed: the rating stands
    The department has until { $due } to put things right.
    Where: { $enterprise }
    From: { $departments }
    When: { $window }
    Why: { $reason }
    Note: { $words }
    By: { $by }
appeal-dismissed-done =
    Appeal dismissed: { $by }
    Where: { $enterprise }
    When: { $window }
    Why: { $reason }
    At: { $at }
appeal-undecided =
    Undecided: the appeal has failed
    The rating stands, and the department has until { $due } to put things right.
    Where: { $enterprise }
    From: { $departments }
    When: { $window }
    Why: { $reason }
appeal-undecided-done =
    Undecided in time: the appeal failed
    Where: { $enterprise }
    When: { $window }
    Why: { $reason }
    At: { $at }

# What can’t be done
follow-up-contact = with the supervisor
follow-up-consent = with the rater
follow-up-agreed = to be told next working day
follow-up-remedy = being put right
follow-up-appeal = under appeal
follow-up-closed = closed
refusal-follow-up-not-now =
    Not possible now: { $stands }
    That is how far this bad rating has got.
refusal-follow-up-overtaken =
    It has changed: { $stands }
    Somebody else has just dealt with it. Please see the newest message.
refusal-no-appeal-now =
    An appeal isn’t possible any more.
    There is one, within the time limit. Please put things right, then press “Put right”.

# Interference
ask-rating-interference-visit =
    Which visit’s rating is it about?
    Press a button, or send its number.
rated-visit = { $departments }, { $window }
ask-rating-interference-sure =
    Report that somebody interferes?
    Only the supervisor is told; the department and its people won’t know.
    From: { $departments }
    When: { $window }
choice-report = Report it
interference-reported =
    Reported: we’ll be in touch
    Only the supervisor knows; the department and its people don’t.
    From: { $departments }
    When: { $window }
    No.: { $case }
case-interference =
    Somebody interferes with a rating
    Please look into it, and never let the department know who reported it.
    Where: { $enterprise }
    From: { $departments }
    When: { $window }
    By: { $by }
    At: { $at }
    No.: { $case }
refusal-reported-already =
    You have reported this already.
    The supervisor will contact you.
    No.: { $case }
