### Questions and answers

talk-question = { $question }
talk-question-noted =
    { $note }
    { $question }
talk-over = { $note }
talk-no-longer-holds = That choice is gone. Choose again.
talk-which-one =
    Several fit.
    Choose one, or write more of the name.
talk-answered-already = That is answered. Here is the next.
talk-at-the-beginning = This is the first step.
talk-cancelled = Cancelled. Nothing was changed.
talk-goes-on = Back to what you were doing.
talk-gone = This has changed. Start again.

choice-cancel = Cancel
choice-back = Back
words-for-nothing = no | none | nothing | nope | n/a
choice-nothing = Skip
choice-send = Submit

# Answers not understood or not possible: what would be, with an example
expects-day = A date, please: “3 Dec” or “Friday”.
expects-time-span = A time, please, like “14:30-16:30”.
expects-day-and-span =
    I couldn't read that date and time.
    Write it like “next Thursday 14:30-16:30”.
expects-choice = Press a button or send 1 to { $high }.
expects-yes-no = Please answer “yes” or “no”.
expects-names = Names, please: “Li Wei, Sun Hao”.
expects-digits = { $length } digits and nothing else, please.
expects-words = Please write at least a few words.
expects-fewer-words =
    Too long: { $now } of { $most } characters.
    Please shorten it.
expects-colleagues =
    Not in your department: { $names }
    Press a button, or write colleagues' names, such as “Wang Gong, Sun Gong”.
expects-slip =
    Words won't do here.
    Send the slip as a photo or a PDF.
expects-confirmation = Check it, then “Submit” or “Cancel”.

# Lists
button-list-more = { $count } more
