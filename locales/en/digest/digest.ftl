# Each morning's digest: what is due today and what is overdue, the most urgent first

digest = { $overdue ->
    [0] To do today: { $count }
   *[other] To do today: { $count }, overdue: { $overdue }
    }
    { $lines }
digest-line = { $number }. { $what }, { $when }: { $which }
digest-button = { $number }. { $what }
button-digest-more = { $count } more
digest-nothing = Nothing is due today or overdue.
digest-inquiry = { $inquiry }, { $of }
digest-inquiry-secret = confidential { $inquiry }
digest-inquiry-secret-of = confidential { $inquiry }, { $of }

# When
digest-overdue = { $days ->
    [0] just overdue
    [one] { $days } day overdue
   *[other] { $days } days overdue
    }
digest-today = by { $time }
digest-at = at { $time }
digest-until = by { $day }
digest-not-noted = not noted yet

# What
digest-do-accept = Accept
digest-do-first-reply = First reply
digest-do-resolve = Answer
digest-do-transfer = Takeover
digest-do-extension = More time
digest-do-help = Contribute
digest-do-designation = Designate
digest-do-approval = Approval
digest-do-answer = Other day
digest-do-objection = Objection
digest-do-visit = Visit
digest-do-promise = Promise
digest-do-outcome = Outcome
digest-do-contact = Contact
digest-do-remedy = Put right
digest-do-appeal = Appeal

# A department's WeCom group: nobody is named
digest-group = { $overdue ->
    [0] Due today: { $count }. Open 赋码.
   *[other] { $count ->
        [0] Overdue: { $overdue }. Open 赋码.
       *[other] Due today: { $count }, overdue: { $overdue }. Open 赋码.
        }
    }
