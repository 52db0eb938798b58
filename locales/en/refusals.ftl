### When something can't be done: what is so, and what to do next

refusal-not-yours =
    You can't do this.
    It isn't yours to do, or it is gone. Send “menu” to see what you can do.
refusal-visit-not-now =
    Not now: { $state ->
        [requested] { state-requested }
        [asked] { state-asked }
        [moving] { state-moving }
        [objected] { state-objected }
        [agreed] { state-agreed }
        [under_way] { state-under-way }
        [ended] { state-ended }
        [rejected] { state-rejected }
        [declined] { state-declined }
        [lapsed] { state-lapsed }
        [withdrawn] { state-withdrawn }
        [revoked] { state-revoked }
        [no_show] { state-no-show }
       *[merged] { state-merged }
    }
    As the visit stands, this can't be done. Send “menu” to see how things are.
    No.: { $visit }
    By: { $who }
refusal-visit-overtaken =
    It has changed: { $state ->
        [requested] { state-requested }
        [asked] { state-asked }
        [moving] { state-moving }
        [objected] { state-objected }
        [agreed] { state-agreed }
        [under_way] { state-under-way }
        [ended] { state-ended }
        [rejected] { state-rejected }
        [declined] { state-declined }
        [lapsed] { state-lapsed }
        [withdrawn] { state-withdrawn }
        [revoked] { state-revoked }
        [no_show] { state-no-show }
       *[merged] { state-merged }
    }
    Somebody was first, so what you did has no effect. Send “menu” to see how things are.
    No.: { $visit }
    By: { $who }
refusal-nothing-changed =
    The visitors are the same as before.
    Write the new list, or press “Cancel”.
refusal-not-inside =
    You aren't checked in there.
    You haven't come in, or you have left already. There is nothing to do.
refusal-not-a-colleague =
    Somebody isn't in your department.
    Write the names of colleagues again.
refusal-team-has-too-few-officers =
    Valid cards: { $needed } needed, { $valid } there.
    Add somebody whose enforcement card is valid on that day.
refusal-nothing-to-rate =
    There is nothing to rate yet.
    You will be asked once the visitors have left.
refusal-rating-closed =
    The rating is closed
    It closed at 0:00 on { $closed }.
refusal-already-in =
    { $who } is in already
    Checked in at { $at }; there is nothing to do.
refusal-too-late-to-take-back =
    It is more than { $minutes } minutes ago.
    If something is wrong, tell the supervisor.
refusal-no-such-enterprise =
    No such enterprise.
    Try other words of its name, or its 18-character USCC.
refusal-lead-time =
    Too soon: { $earliest } at the earliest.
    The enterprise needs time to prepare. Choose another day.
refusal-time-is-too-soon =
    Too soon: they couldn't answer.
    Choose a later time or another day.
refusal-no-more-postponements =
    { $most ->
        [one] It could be moved once only.
       *[other] It could be moved { $most } times only.
    }
    Please agree or decline.
refusal-too-late-to-postpone =
    Too close to the visit to move it.
    Please call the department.
refusal-no-more-counters =
    You have suggested a day already.
    Please answer with the choices left.
refusal-day-cannot-be-moved-to =
    Only until { $last }.
    Choose another day.
refusal-day-is-taken =
    Another visit has that day.
    Choose another day.
refusal-not-your-turn =
    The other side has to answer first.
    You will be told.
refusal-team-is-too-large =
    Too many people: { $most } at most.
    Write the names again.
refusal-visitor-without-card =
    { $who } has no valid card that day.
    Name somebody whose enforcement card is valid.
refusal-no-approver =
    Nobody can approve this visit.
    A head who goes along needs another head to approve. Name other people, or ask the platform's operator.
refusal-too-late-to-widen =
    Too late to add people.
    It can be done until { $until }. You can take people away; to add any, withdraw and ask for another day.
refusal-no-open-pass =
    You have no pass for this visit now.
    It isn’t agreed yet, or the pass has ended. Send “my visits” to see how it stands.
