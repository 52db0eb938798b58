### One’s own matter is for others to decide

refusal-own-matter =
    You’re involved in this yourself.
    Somebody else who may decide has to do it.
refusal-nobody-decides-on-time =
    Nobody can grant more time.
    Whoever asks for it can’t grant it. Please answer by the present due date, or ask the platform’s operator to appoint another head.

operator-nobody-left =
    Nobody may decide something
    { $matter }: everybody whose office it is is involved, or nobody holds the office. Please appoint another supervisor.
operator-nobody-left-list =
    Nobody may decide these
    Everybody whose office it is is involved, or nobody holds the office. Please appoint another supervisor.
    { $matters }
nobody-left = { $matter }: { $count }
matter-objection = Objection to decide
matter-notice = Paper notice to approve
matter-rating = Rater to contact
matter-appeal = Appeal to decide
matter-case = Report to look into
matter-inquiry = Inquiry to place

# An office has ended: an older message loses its buttons and shows nothing new
no-longer-yours =
    This is no longer yours
    Your role has changed, so nothing more is shown here. Send “menu” to see what you can do.

# To the department and the supervisor it is the enterprise that acts, not one of its people by name
enterprise-admin = The enterprise’s admin

# A role ended in the middle of a talk
talk-right-ended =
    Your role has changed.
    This was ended, and nothing you entered was sent. Send “menu” to see what you can do.
