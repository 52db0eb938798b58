command-borrow = borrow
command-loans = my loans
menu-borrow = Borrow
menu-loans = My loans
button-give-back = Given back
ask-loan-borrow-what = What do you borrow?{ $out ->
    [0] {""}
    [one] {" "}You have one instrument on loan.
   *[other] {" "}You have { $out } instruments on loan.
}
loan-noted =
    Loan noted
    What: { $what }
    Please give it back by { $due }.
loan-back =
    Given back
    What: { $what }
loan-shown =
    On loan to you
    What: { $what }
    Please give it back by { $due }.
loans-none = You have nothing on loan.
loans-more = { $count } more.
loan-reminder =
    Please give back what you borrowed
    What: { $what }
    Due by { $due }.
loan-overdue =
    A loan is overdue
    What: { $what }
    It was due by { $due }. Please give it back.
loan-overdue-told =
    { $by } has a loan overdue
    What: { $what }
loan-due-again =
    A loan is due at another time
    What: { $what }
    Due by { $due } (before: { $was }).
term-loan = giving back
digest-do-loan = give back
refusal-loan-not-now = Not possible now: { $what } has been given back.
refusal-loan-overtaken = It has changed: somebody else has dealt with { $what }.
