### Nobody of the enterprise is reached: official and operators are told, later a notice on paper

enterprise-not-reached =
    The enterprise can’t be reached here
    Nobody there is bound, or messages don’t arrive, so its silence doesn’t count. Please contact it, and ask the operator to invite somebody.
    Where: { $enterprise }
    When: { $window }
operator-not-reached =
    Please invite this enterprise
    Nobody there is bound, or messages don’t arrive: a visit can’t be put to it.
    Where: { $enterprise }
    From: { $departments }
    When: { $window }
    Asked: { $official }
enterprise-still-unreached =
    The enterprise is still out of reach
    For { $days } working days. This kind of visit needs its answer; if it is off, press “Withdraw”.
    Where: { $enterprise }
    When: { $window }
paper-notice-possible =
    Still out of reach: paper will do
    For { $days } working days. Serve a stamped notice, then press “On paper” to upload it; a supervisor approves it. Should somebody bind, he is asked here.
    Where: { $enterprise }
    When: { $window }
enterprise-reached =
    The enterprise is reached, and asked
    It replies by { $due }; no paper notice any more.
    Where: { $enterprise }
    When: { $window }
visit-lapsed-unasked =
    This visit has lapsed
    The question didn’t reach the enterprise in time, and the visit is too near now. To come, ask for another day.
    Where: { $enterprise }
    From: { $departments }
    When: { $window }
answered-too-late =
    Too late for an answer: lapsed
    From: { $departments }
    When: { $window }
    At: { $at }
unreached-inspection = Nobody reached; paper from { $earliest }
unreached-other = Nobody reached; reminder { $earliest }
unreached-paper = Nobody reached: paper will do

button-serve = On paper
button-notice-show = See notice
button-notice-approve = Approve
button-notice-reject = Reject

ask-notice-serve-notice =
    A photo or PDF of the notice, please
    Stamp, date and the enterprise’s signature must be readable.
    Where: { $enterprise }
    When: { $window }
expects-notice =
    Words won’t do here.
    Send the notice as a photo or a PDF.
ask-notice-serve-day =
    Which day does the notice name?
    The day asked for has passed. Press a day, or type it, such as “next Thursday 14:30-16:30”, as the notice has it.
    Where: { $enterprise }
    Was: { $window }
ask-notice-serve-span =
    From when to when, by the notice?
    Press a time, or type it, such as “14:30-16:30”.
    Where: { $enterprise }
    Was: { $window }
notice-sent =
    The supervisor has the notice now
    Where: { $enterprise }
    When: { $served }
    File: { $slip }
notice-to-approve =
    Served on paper: please decide
    The enterprise has been out of reach for { $days } working days. With “Approve” this inspection is agreed.
    Where: { $enterprise }
    From: { $departments }
    What: { $matters }
    When: { $served }
    By: { $official }
notice-approved =
    Notice approved
    The inspection is agreed, and the passes go out.
    Where: { $enterprise }
    From: { $departments }
    When: { $served }
notice-rejected =
    The paper notice isn’t accepted
    Once it is right, press “On paper” again.
    Where: { $enterprise }
    When: { $served }
    Why: { $reason }
    By: { $by }
notice-rejected-done =
    Notice rejected
    Where: { $enterprise }
    From: { $departments }
    When: { $served }
    Why: { $reason }
ask-notice-reject-reason =
    Why not?
    Press a reason, or type a few words; the official will read them.
notice-unreadable = It can’t be read
notice-not-served = No signature
notice-wrong-day = The day doesn’t match

refusal-no-paper-way =
    A paper notice won’t do now.
    The enterprise is reached, or its days aren’t over yet.
refusal-notice-decided =
    This notice is done with.
    It has been decided, or another was uploaded.
refusal-notice-too-late =
    The day on the notice has passed.
    It can’t be approved any more; please have another served.

# What didn't get through: told to its receiver when he is back, and to the operators on their list
messages-missed =
    { $count ->
        [one] One message didn’t reach you
       *[other] { $count } messages didn’t reach you
    }
    The latest are below. They may be out of date: “Menu” leads to what holds now.
    { $named }
missed-one = · { $at }: { $title }
button-menu = Menu
operator-aside =
    Some messages didn’t get through
    Nobody answered after many attempts, or the platform refused them: their receivers may not have seen them. “fuma doctor” says where to look.
    { $counts }
aside-aside = · { $channel }: { $count } unanswered since { $since }
aside-refused = · { $channel }: { $count } refused since { $since }
channel-telegram = Telegram
channel-wecom = WeCom
