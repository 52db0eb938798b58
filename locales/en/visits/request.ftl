### Asking for a visit, and its approval

ask-visit-request-kind =
    What kind of visit is it?
    Press a button, or send its number.
ask-visit-request-enterprise =
    Which enterprise?
    Write part of its name, such as “Xinghai”, or its 18-character USCC.
ask-visit-request-day =
    Which day?
    Press a button, or write a date, with the time if you like: “next Thursday 14:30-16:30”.
    { $lead ->
        [0] The earliest is { $earliest }.
        [one] The enterprise needs { $lead } working day, so the earliest is { $earliest }.
       *[other] The enterprise needs { $lead } working days, so the earliest is { $earliest }.
    }
    Where: { $enterprise }
ask-visit-request-span =
    From when to when?
    Press a button, or write it, such as “14:30-16:30”.
    When: { $day }
ask-visit-request-matters =
    What is it about?
    For one matter press its button; for several send their numbers, such as “1, 3”.
ask-visit-request-matter-words =
    Anything to add about it?
    For example “mainly the waste ledger”. If not, press “Skip”.
ask-visit-request-materials =
    What should they prepare?
    For example “discharge permit, ledgers of three months”. If nothing, press “Skip”.
ask-visit-request-basis =
    On what legal basis?
    For example “Environmental Protection Law, art. 24”.
ask-visit-request-visitors =
    Who goes?
    Press a button, or write the names, such as “Wang Gong, Sun Gong”.
    { $officers ->
        [0] { "" }
        [one] At least { $officers } needs an enforcement card valid on the day.
       *[other] At least { $officers } need enforcement cards valid on the day.
    }
ask-visit-request-slip =
    Send the signed approval slip.
    A photo or a PDF; the signature must be readable.
ask-visit-request-confirm =
    Please check, then submit
    { $against }
    Kind: { $kind }
    Where: { $enterprise }
    When: { $window }
    What: { $matters }
    Show: { $materials }
    Basis: { $basis }
    Who: { $visitors }
    Slip: { $slip }

# Why a day, a time or a team can't be
no-such-enterprise =
    No such enterprise.
    Try other words of its name, or its 18-character USCC.
day-is-past =
    That day is over.
    Today is { $today }. Choose another day.
day-is-too-soon =
    Too soon: { $earliest } at the earliest.
    The enterprise needs time to prepare. Choose another day.
day-is-too-far =
    Too far: { $latest } is the latest.
    Choose another day.
time-is-too-soon =
    Too soon: they couldn't answer.
    Choose a later time; if the day has none, press “Back” and choose another day.

# What to know before it is submitted or approved
against-nothing = No other visit there in the week before or after.
against-visits-nearby =
    Other visits there in the week before or after:
    { $visits }
visit-nearby = · { $window } { $departments }
against-approve-by = It must be approved before { $until }, or the request lapses.
against-provisional = That year's holidays aren't published yet, so working days are provisional.

request-sent =
    Sent, waiting for approval
    No.: { $visit }
    Where: { $enterprise }
    When: { $window }
    What: { $matters }
    Asked: { $approvers }
    Due: { $due }
request-to-approve =
    { $official } asks for a visit: { $kind }
    { $against }
    Where: { $enterprise }
    When: { $window }
    What: { $matters }
    Show: { $materials }
    Basis: { $basis }
    Who: { $visitors }
slip-shown =
    The slip of { $visit }
    File: { $name }

# What becomes of the message once it is decided
approved-done =
    Approved: { $by }
    Where: { $enterprise }
    When: { $window }
    Dept: { $department }
    At: { $at }
decided-others-wait =
    Noted. Still to decide: { $waiting }
    Where: { $enterprise }
    When: { $window }
    The enterprise is asked once every department has approved.
part-rejected =
    Rejected by { $dropped }
    Where: { $enterprise }
    When: { $window }
    Reason: { $reason }
    Decided by: { $by }
    The other departments’ visit goes on.
rejected-done =
    Rejected: { $by }
    Where: { $enterprise }
    When: { $window }
    Dept: { $department }
    At: { $at }
request-approved =
    Approved, the enterprise is asked
    Where: { $enterprise }
    When: { $window }
    What: { $matters }
    By: { $by }
    Due: { $due }
request-rejected =
    Your request was rejected
    Where: { $enterprise }
    When: { $window }
    By: { $by }
    Why: { $reason }
visit-lapsed =
    The request has lapsed
    By the rule on notice: too few working days were left for the enterprise.
    Where: { $enterprise }
    From: { $departments }
    When: { $window }
    Next: { $next }

# Reasons to reject
ask-visit-reject-reason =
    Why do you reject it?
    Press a reason, or write a few words. { $official } will see them.
    Where: { $enterprise }
    When: { $window }
    What: { $matters }
reject-not-needed = Not needed
reject-incomplete = Incomplete
reject-clash = Work clash
