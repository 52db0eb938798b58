### Inquiries: enterprises ask, departments handle, the supervisor places

# Buttons
button-inquiry-show = Details
button-inquiry-files = Files
button-inquiry-number = { $bare }
button-inquiry-withdraw = Withdraw
button-inquiry-input = Reply
button-inquiry-solved = Solved
button-inquiry-not-solved = Not solved
button-inquiry-reopen = Reopen
button-inquiry-accept = Accept
button-inquiry-return = Return
button-inquiry-out-of-scope = Refuse
button-inquiry-answer = Answer
button-inquiry-ask-back = Ask back
button-inquiry-note = Note
button-inquiry-more = More
button-inquiry-transfer = Transfer
button-inquiry-help = Get help
button-inquiry-extend = More time
button-inquiry-link = Link
button-inquiry-take = Take over
button-inquiry-leave = Not ours
button-inquiry-grant = Grant
button-inquiry-deny = Refuse
button-inquiry-contribute = Contribute
button-inquiry-release = Publish
button-inquiry-designate = Designate

# In confidence: marked wherever it is handled
inquiry-marked-secret = [Confidential] { $question }
inquiry-secret = Confidential: { $about } must not know.

# Where it stands
inquiry-state-asked = with a department, not accepted
inquiry-state-placing = with the supervisor
inquiry-state-accepted = being handled
inquiry-state-waiting = waiting for the enterprise
inquiry-state-answered = answered
inquiry-state-closed = closed
inquiry-ending-solved = solved, the enterprise says
inquiry-ending-not-marked = not marked
inquiry-ending-no-input = no reply from the enterprise
inquiry-ending-out-of-scope = refused
inquiry-ending-withdrawn = withdrawn

# What happened at each step
inquiry-event-asked = sent to { $to }
inquiry-event-asked-in-confidence = sent to the supervisor
inquiry-event-accepted = { $department } accepted
inquiry-event-deemed = { $department } silent: deemed accepted
inquiry-event-returned = { $department } sent it to { $to }
inquiry-event-placed = { $department } returned it, to be placed
inquiry-event-designation-overdue = designation is overdue
inquiry-event-designated = { $to } was designated
inquiry-event-noted = a note from { $department }
inquiry-event-offered = { $department } offered it to { $to }
inquiry-event-taken = { $to } took over
inquiry-event-left = { $to } didn’t take over
inquiry-event-offer-lapsed = { $to } was silent: it stays
inquiry-event-asked-back = { $department } asks back
inquiry-event-input = the enterprise replied
inquiry-event-extension-asked = { $department } wants more time
inquiry-event-extended = more time, until { $until }
inquiry-event-extension-denied = no more time, says the head
inquiry-event-extension-lapsed = the head was silent: no
inquiry-event-help-asked = { $department } asked { $to } to help
inquiry-event-helped = { $to } contributed
inquiry-event-help-overdue = { $to }: help is overdue
inquiry-event-linked = linked with another like it
inquiry-event-reply-overdue = { $department }: reply overdue
inquiry-event-resolve-overdue = { $department }: answer overdue
inquiry-event-answered = { $department } answered
inquiry-event-solved = solved, the enterprise says
inquiry-event-not-solved = not solved, the enterprise says
inquiry-event-not-marked = closed, not marked
inquiry-event-satisfied = the enterprise rated it
inquiry-event-no-input = closed, no reply came
inquiry-event-reopened = reopened
inquiry-event-out-of-scope = { $department } refused it
inquiry-event-withdrawn = withdrawn

# Clocks
clock-accept = Accept
clock-designation = Designate
clock-transfer = Take over
clock-extension = Decide on more time
clock-first-reply = First reply
clock-resolve = Answer
clock-input = Enterprise’s reply
clock-marking = Solved or not
inquiry-clock = { $clock }: by { $due }
inquiry-clock-paused = { $clock }: paused, waiting for the enterprise
inquiry-clock-overdue = { $clock }: overdue, was due by { $due }
inquiry-time-used = { $department }: { $hours } office hours
inquiry-step =
    { $at }: { $happened }
    { $said }

# Asking
ask-inquiry-ask-words =
    What is it about?
    Say it in your own words, for { $enterprise }. Photos and files come next.
ask-inquiry-ask-enterprise = For which enterprise do you ask?
ask-inquiry-ask-similar =
    Others asked something like it
    { $answers }
inquiry-similar =
    { $number }. { $question }
    { $department }: { $answer }
inquiry-helped = No. { $number } helps, no need to ask
inquiry-ask-anyway = None of them, ask anyway
inquiry-answer-used =
    Good, no need to wait then
    That answer came from { $department }. Ask again at any time.
ask-inquiry-ask-file = { $count ->
    [0] Any photos or files? Send one, or skip.
   *[other] Got it. Send the next one, or skip.
    }
expects-file = Send a photo or a PDF, or skip.
ask-inquiry-ask-place =
    Which department should get it?
    { $because }
    Choose another one if they don’t fit. To complain about a department without its knowing, choose in confidence.
inquiry-because = { $department }: you mention “{ $words }”
inquiry-because-matter = { $department }: you mention “{ $words }”, it deals with “{ $matter }”
inquiry-other-department = Another one
inquiry-in-confidence = In confidence
ask-inquiry-ask-department = Type a part of its name.
ask-inquiry-ask-about =
    Which department is it about?
    Type a part of its name. This goes straight to the supervisor; the department won’t hear of it.
no-such-department = No such department. Try other words.
ask-inquiry-ask-confirm =
    Please check, then confirm
    Words: { $words }
    Files: { $files }
    To: { $department }
    In confidence, about: { $about }

# What else an enterprise says
ask-inquiry-input-words =
    { $department } asks you
    { $wanted }
    Please reply in words. Photos and files come next.
ask-inquiry-input-file = { $count ->
    [0] Any photos or files? Send one, or skip.
   *[other] Got it. Send the next one, or skip.
    }
ask-inquiry-withdraw-reason =
    Why do you withdraw it?
    Choose a reason, or type one.
    Inquiry: { $question }
inquiry-settled = It is settled
inquiry-mistaken = Asked by mistake
ask-inquiry-reopen-words =
    What is still open?
    Choose a reason, or type it. { $department } will read it.
    Inquiry: { $question }
inquiry-not-done = What was promised wasn’t done
inquiry-beside-the-point = It doesn’t answer the question

# Handling
ask-inquiry-return-department = Whose is it? Type part of a name.
ask-inquiry-return-reason = Why? The enterprise will read it.
return-not-our-matter = Not our department’s business
return-other-level = For a higher or lower level
ask-inquiry-refuse-reason =
    Why is it out of scope?
    The enterprise will read your department’s name and the reason.
    Inquiry: { $question }
refuse-in-court = It is before a court or tribunal
refuse-private = A dispute between enterprises
refuse-unclear = Nothing is asked for
ask-inquiry-designate-department = Which one? Type part of its name.
ask-inquiry-transfer-department = To whom? Type part of a name.
ask-inquiry-transfer-reason = Why? They and the enterprise see it.
ask-inquiry-note-words =
    What is to be noted?
    Inquiry: { $question }
ask-inquiry-note-shown =
    Who may read it?
    A note the enterprise sees counts as the first reply.
note-to-asker = The enterprise too
note-inside = Departments only
ask-inquiry-ask-back-words =
    What do you need to know?
    Inquiry: { $question }
ask-inquiry-extend-length =
    Until when? Only once
    It is due by { $due }.
    Inquiry: { $question }
inquiry-as-complex = Treat it as complex
inquiry-until-a-day = Until another day
ask-inquiry-extend-until =
    Until which day?
    Choose a day, or type one, such as “11 December”.
    It is due by { $due }.
ask-inquiry-extend-reason = Why? The head and the asker see it.
ask-inquiry-answer-words =
    Your answer, please
    Inquiry: { $question }
ask-inquiry-answer-file = { $count ->
    [0] A file to go with it? If not, skip.
   *[other] Another file? If not, skip.
    }
ask-inquiry-link-main =
    Which one asks the same?
    Inquiry: { $question }
inquiry-choice = { $inquiry } { $question }
ask-inquiry-help-department = Who can help? Type part of a name.
ask-inquiry-help-words =
    What do you need from them?
    Inquiry: { $question }
ask-inquiry-help-until =
    By which day?
    Choose a day, or type one, such as “4 December”.
ask-inquiry-contribute-words =
    Your contribution, please
    Only the leading department reads it.
    Inquiry: { $question }
ask-inquiry-release-question =
    How shall the question read?
    Leave out the enterprise, names, phones, ID numbers and whatever else gives it away.
    As asked: { $question }
ask-inquiry-release-answer =
    How shall the answer read?
    Leave out whatever gives the enterprise away, and phone numbers (the 12345 hotline is fine).
    As given: { $said }
inquiry-more =
    { $inquiry }: what else can be done
    { $secret }
extension-to-grant =
    { $inquiry }: more time?
    Please decide by { $due }; silence is no.
    Until: { $until }
    Why: { $reason }
    From: { $enterprise }
    Inquiry: { $question }
    { $secret }
reminder-extension =
    More time: please decide
    By { $due }; silence is no.
    No.: { $inquiry }
    Until: { $until }
    Why: { $reason }
    Inquiry: { $question }
    { $secret }
extension-decided =
    { $inquiry }: your decision is noted
    The answer is due by { $until }.
answer-released =
    The answer to { $inquiry } is public
    Enterprises that ask something like it will see it first.

# To whoever asked
inquiry-told-asker =
    { $inquiry }: { $happened }
    { $said }
    Next is due by: { $due }
    Answers to you: { $answerable }
    Inquiry: { $question }
inquiry-satisfied-ask =
    { $inquiry } is closed. Satisfied?
    This is counted apart from solved or not. If it isn’t solved, you can reopen it until { $closes }.
    Inquiry: { $question }
inquiry-satisfied =
    Thank you: { $level }
    No.: { $inquiry }
inquiry-satisfied-done = { $inquiry }: { $level }
inquiry-went-on =
    { $inquiry }: { $happened }
    { $said }
    From: { $enterprise }
    Inquiry: { $question }
    By: { $by }
    At: { $at }

# To departments
inquiry-to-accept =
    New inquiry: { $inquiry }
    Please accept it by { $due }; otherwise it is deemed accepted.
    From: { $enterprise }
    Inquiry: { $question }
    { $secret }
inquiry-told-desk =
    { $inquiry }: { $happened }
    { $said }
    Due by: { $due }
    From: { $enterprise }
    Inquiry: { $question }
    { $secret }
inquiry-no-longer-answerable =
    { $inquiry } is no longer yours
    From now on { $department } answers to the enterprise.
    Inquiry: { $question }
inquiry-passed-on =
    { $inquiry } is passed on
    To: { $to }
inquiry-left = { $inquiry }: noted, it stays there
inquiry-offered =
    { $inquiry } is offered to you
    Please decide by { $due }; otherwise it stays with { $department }.
    Why: { $reason }
    Still to be answered by: { $resolve }
    From: { $enterprise }
    Inquiry: { $question }
    { $secret }
reminder-offer =
    Take it over or not: please decide
    By { $due }; otherwise it stays with { $department }.
    No.: { $inquiry }
    Why: { $reason }
    Still to be answered by: { $resolve }
    Inquiry: { $question }
    { $secret }
help-asked =
    Your help is wanted
    { $department } asks for it by { $due }.
    What: { $wanted }
    No.: { $inquiry }
    Inquiry: { $question }
    { $secret }
reminder-help =
    Your help is still to come
    { $department } needs it by { $due }.
    What: { $wanted }
    No.: { $inquiry }
    Inquiry: { $question }
    { $secret }
help-overdue =
    Your help is overdue
    { $department } needed it by { $due }. It can still be given.
    What: { $wanted }
    No.: { $inquiry }
    Inquiry: { $question }
    { $secret }
help-given =
    { $inquiry }: sent to the lead
    { $said }
reminder-accept =
    Please accept this inquiry
    By { $due }. Otherwise it is deemed accepted, on your department’s record, and can’t be returned.
    No.: { $inquiry }
    From: { $enterprise }
    Inquiry: { $question }
    { $secret }
reminder-first-reply =
    The first reply is due soon
    By { $due }. An answer, a note the enterprise sees, or a question back will do.
    No.: { $inquiry }
    From: { $enterprise }
    Inquiry: { $question }
    { $secret }
reminder-resolve =
    Please answer this inquiry
    By { $due }.
    No.: { $inquiry }
    From: { $enterprise }
    Inquiry: { $question }
    { $secret }
inquiry-deemed-head =
    { $inquiry }: deemed accepted
    { $department } didn’t accept it in a working day; that is on record. The answer is due by { $due }.
    From: { $enterprise }
    Inquiry: { $question }
    { $secret }
inquiry-reply-overdue =
    { $inquiry }: first reply overdue
    { $department } should have replied by { $due }.
    From: { $enterprise }
    Inquiry: { $question }
    { $secret }
inquiry-resolve-overdue =
    { $inquiry }: answer overdue
    { $department } should have answered by { $due }.
    From: { $enterprise }
    Inquiry: { $question }
    { $secret }

# Reminders for the enterprise
reminder-input =
    The department awaits your reply
    By { $due }. Otherwise the inquiry is closed; you can reopen it afterwards.
    No.: { $inquiry }
    Inquiry: { $question }
reminder-marking =
    Is it solved?
    Please say so by { $due }; otherwise it is closed as “not marked”.
    No.: { $inquiry }
    Inquiry: { $question }

# To the supervisor
inquiry-told-supervisor =
    { $inquiry }: { $happened }
    { $said }
    Please designate a department by { $due }.
    From: { $enterprise }
    Inquiry: { $question }
    { $secret }
reminder-designation =
    Please designate a department
    By { $due }.
    No.: { $inquiry }
    From: { $enterprise }
    Inquiry: { $question }
    { $secret }
inquiry-nobody-there =
    { $inquiry }: nobody is there
    { $department } has no desk and no head on the platform. Please see to it; its time runs.
    From: { $enterprise }
    Inquiry: { $question }
    { $secret }
inquiry-reopened-often =
    { $inquiry }: reopened { $count } times
    They say: { $said }
    With: { $department }
    From: { $enterprise }
    Inquiry: { $question }

# Looking
inquiry-shown =
    { $inquiry }: { $state }
    Outcome: { $ending }
    From: { $enterprise }
    Inquiry: { $question }
    { $secret }
    With: { $department }
    Answers to the enterprise: { $answerable }
    Files: { $files }
    { $clocks }
    { $times }
    { $left_out }
    { $steps }
inquiry-files = { $count }
inquiry-left-out = ({ $count } steps left out)
inquiry-file =
    A file of { $inquiry }
    { $name }
    { $secret }
inquiries =
    { $count } inquiries, first due first
    { $inquiries }
inquiry-line =
    { $inquiry }, { $state }: { $question }
    Due by: { $due }
inquiries-none = There are no inquiries now.

# Rates
rates =
    How inquiries are answered
    “Satisfied” counts whole batches of { $batch } ratings that can’t be changed any more.
    { $rates }
rates-of-department =
    { $department }, { $month }
    Accepted in time: { $accepted }
    Replied in time: { $replied }
    Solved: { $solved }
    Satisfied: { $satisfied }
    Not marked: { $not_marked }, in none of these
rate = { $percent }% ({ $count } of { $whole })
rate-of-nothing = none yet
rate-too-few = fewer than { $batch }, not shown

# When it can't be done
refusal-inquiry-not-now =
    Not now: { $state ->
        [asked] { inquiry-state-asked }
        [placing] { inquiry-state-placing }
        [accepted] { inquiry-state-accepted }
        [waiting] { inquiry-state-waiting }
        [answered] { inquiry-state-answered }
       *[closed] { inquiry-state-closed }
    }
    The inquiry has come to this point, so this can’t be done any more. Send “my inquiries” to see where it stands.
    No.: { $inquiry }
    By: { $who }
refusal-inquiry-overtaken =
    It changed: { $state ->
        [asked] { inquiry-state-asked }
        [placing] { inquiry-state-placing }
        [accepted] { inquiry-state-accepted }
        [waiting] { inquiry-state-waiting }
        [answered] { inquiry-state-answered }
       *[closed] { inquiry-state-closed }
    }
    What you saw was older, so this didn’t count. Send “my inquiries” to see where it stands.
    No.: { $inquiry }
    By: { $who }
refusal-asker-left =
    You no longer speak for them.
    The enterprise’s present owner and deputies carry on with this inquiry.
refusal-no-such-department = There is no such department.
refusal-department-ended =
    { $department } was merged away.
    Please choose its successor: { $successor }
refusal-not-that-department = Not { $department }: choose another.
refusal-no-supervisor =
    No supervisor can decide this yet.
    Please tell the platform’s operator.
refusal-inquiry-deemed =
    { $inquiry } was deemed accepted.
    It can’t be returned any more; please answer it.
refusal-inquiry-designated =
    { $inquiry } was designated.
    The supervisor decided, so it can’t be returned or refused; please accept it.
refusal-inquiry-placed =
    Placed already: { $state ->
        [asked] { inquiry-state-asked }
        [accepted] { inquiry-state-accepted }
        [waiting] { inquiry-state-waiting }
        [answered] { inquiry-state-answered }
        [placing] { inquiry-state-placing }
       *[closed] { inquiry-state-closed }
    }
    Your choice didn’t count.
    No.: { $inquiry }
    By: { $who }
refusal-inquiry-passed-too-often =
    { $inquiry } was passed { $most } times.
    It has to stay with you; please answer it.
refusal-inquiry-offered-already =
    It is offered already.
    Please wait until { $to } has decided.
refusal-offer-over = { $inquiry }: the offer is over.
refusal-inquiry-is-linked =
    { $inquiry } is linked to { $main }.
    Please answer that one.
refusal-cannot-be-linked =
    { $inquiry } can’t join { $main }.
    Both must be in hand, not confidential, and not linked otherwise.
refusal-nothing-to-link =
    { $inquiry }: nothing to join.
    Your department is handling no other inquiry that could be answered together with it.
refusal-cannot-be-released = This can’t be public: { $inquiry }
refusal-shows-who-asked =
    Please reword it: it shows who asked
    Take out or reword what stands in 【】 and send the whole text again.
    { $found }
trace-found = · { $where }, { $kind }: { $found }
trace-in-question = In the question
trace-in-answer = In the answer
trace-enterprise = the enterprise’s name
trace-person = somebody’s name
trace-address = an address
trace-uscc = a company code
trace-phone = a phone number
trace-identity = an ID number
trace-mail = an email or account
refusal-released-already = It is public already: { $inquiry }
refusal-extension-once =
    { $inquiry }: only once.
    More time can be asked for only once.
refusal-extension-too-late =
    { $inquiry } is overdue.
    More time can’t be asked for any more; please answer it.
refusal-extension-too-long =
    That day won’t do.
    It has to be later than it is due now, and { $last } at the latest.
refusal-nothing-to-grant = { $inquiry }: nothing to decide now.
refusal-help-asked-already =
    They are helping already.
    Please wait for { $department }.
refusal-help-given-already = { $inquiry }: contributed already.
refusal-help-day-is-past =
    That day is past.
    Today is { $today }; please choose another.
refusal-reopening-over =
    { $inquiry }: too late to reopen.
    It could be reopened until { $until }. If it isn’t solved, please ask again.
refusal-no-files = { $inquiry } has no files.

# Time limits counted again, once a year's holidays are announced
inquiry-due-recounted =
    A due time has changed
    { $term }: now { $due }, no longer { $was }. The holidays of { $year } have been announced.
    No.: { $inquiry }
    From: { $enterprise }
    Inquiry: { $question }
term-accept = Accepting the inquiry
term-designation = Designating a department
term-transfer = Taking the inquiry over
term-extension = Deciding on more time
term-first-reply = The first reply
term-resolve = The answer
term-input = The enterprise’s own answer
term-marking = Saying whether it is solved
