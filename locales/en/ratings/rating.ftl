### Rating a visit

level-5 = Excellent
level-4 = Good
level-3 = Fair
level-2 = Poor
level-1 = Very poor

visit-left =
    The visitors have left: how was it?
    Until { $closes }, that day included; the last one counts. The department never learns who rated. Under pressure? Send “pressured”.
    From: { $departments }
    What: { $matters }
    Where: { $enterprise }
    Left: { $at }
ask-visit-rate-department =
    How was { $department }?
    Press a button, or send its number.
ask-visit-rate-whole =
    And the visit as a whole?
    Press a button, or send its number.
    From: { $departments }
    When: { $window }
ask-visit-rate-reasons =
    What was the main reason?
    For one press its button; for several send their numbers, such as “1, 3”.
ask-visit-rate-words =
    Anything else to say?
    A few words will do. If not, press “Skip”.
rated-polite = Polite
rated-by-the-code = By the book
rated-helpful = They helped us
rated-quick = Quick
rated-rude = Unfriendly
rated-not-by-the-code = Irregular
rated-too-long = Took too long
rated-asked-for-more = Wanted extras
rated-disturbed-work = Disrupted work
rated-no-reason = No reason
rated =
    Thank you. Your rating: { $level }
    You can change it until it closes; the last one counts. Keep the receipt number.
    From: { $departments }
    When: { $window }
    Receipt: { $receipt }
rated-done =
    Rated: { $level }
    It can be changed until it closes; the last one counts.
    From: { $departments }
    When: { $window }
    Receipt: { $receipt }
