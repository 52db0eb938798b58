### At the gate: passes, check-in, verifying, letting in, leaving

pass-yours =
    Your pass: { $window }
    Scan the sign at the gate to check in: the scan decides.
    Where: { $enterprise }
    From: { $departments }
    What: { $matters }
pass-list =
    Visitors: { $window }
    Check each visitor's pass: the scan decides.
    Where: { $enterprise }
    From: { $departments }
    What: { $matters }
    Who: { $visitors }

scan-not-ours =
    This isn't one of our codes.
    Scan the sign at the gate, or a visitor's pass.
sign-explained =
    This is the enterprise's sign.
    Officials scan it before they enter, and only green lets them in. You needn't scan it.
pass-is-yours =
    This is your own pass.
    At the enterprise, scan the sign at the gate. They may also scan this code. The scan decides.
pass-explained =
    This is a visitor's pass.
    Only the administrators and gatekeepers of the enterprise visited can verify it.

verdict-green =
    GREEN – PLEASE ENTER
    { $who } is checked in. Press “Leave” when you go.
    Where: { $enterprise }
    What: { $matters }
    When: { $window }
    Scan: { $at }
verdict-red =
    RED – DO NOT ENTER
    { $reasons }
    Who: { $who }
    Where: { $enterprise }
    Scan: { $at }
verdict-red-nowhere =
    RED – DO NOT ENTER
    { $reasons }
    Scan: { $at }
reason-line = ✕ { $what }. { $cure }.

ask-pass-verify-number =
    The six digits of the pass?
    For example “381 024”. Only passes for this enterprise can be verified.
    Where: { $enterprise }
too-many-wrong-numbers =
    Wrong { $tries } times in an hour.
    Try again later, or scan the visitor's pass.
pass-verified =
    GREEN – PLEASE ENTER: { $who }
    { GIVEN($came) ->
        [yes] Already in since { $came }.
       *[no] Check that it is the person, then press “Let in”.
    }
    From: { $departments }
    What: { $matters }
    When: { $window }
    Until: { $until }
admitted-done = { $who } let in by { $by }
admitted =
    You are let in and checked in
    Press “Leave” when you go.
    Where: { $enterprise }
    What: { $matters }
    By: { $by }
    In: { $at }
visitor-came =
    { $who } has checked in
    If nobody came, an administrator should press “No visitor” at once.
    From: { $departments }
    What: { $matters }
    Where: { $enterprise }
    In: { $at }
check-in-taken-back =
    Check-in of { $who } taken back
    It doesn't count; scanning again in the window is possible.
    Where: { $enterprise }
    From: { $departments }
    When: { $window }
nobody-came-done =
    Noted: no visitor
    The check-in of { $who } is cancelled; the supervisor looks into it ({ $case }).
    From: { $departments }
    When: { $window }
    By: { $by }
case-nobody-came =
    Checked in, but nobody came
    The check-in of { $who } is cancelled. Please look into it ({ $case }).
    Where: { $enterprise }
    From: { $departments }
    When: { $window }
    By: { $by }
check-in-disputed =
    Your check-in was cancelled
    The enterprise says nobody came; the supervisor looks into it ({ $case }). If you are there, scan again; if it isn't true, tell the supervisor.
    Where: { $enterprise }
    When: { $window }
    Who: { $who }
red-scan-told =
    RED: { $who } must not enter
    { $reasons }
    Where: { $enterprise }
    From: { $departments }
    Scan: { $at }
left-done =
    You have checked out
    Where: { $enterprise }
    Left: { $at }
