"""Following a bad rating up: contacting the rater, his consent, putting it right, the appeal; and what follows when
nobody acts.
"""

from collections.abc import Iterable
from datetime import datetime

from handlers.ratings import terms, verbs
from handlers.ratings.actions.rating import ask_again
from handlers.ratings.commands import AppealRating, DecideAppeal, NoteContact, NoteRemedy
from handlers.ratings.door import (
    about,
    ask_consent,
    due_of,
    held_for,
    move,
    named_to_department,
    of_clock,
    shown_to_supervisor,
    speaks,
    tell_supervisors,
)
from handlers.ratings.pressing import contact_buttons, decide_buttons, remedy_buttons
from handlers.talking.conversing import performs
from handlers.talking.offering import Decision, tell_nobody_left
from handlers.talking.verbs import does
from handlers.timekeeping import due_said, moved
from handlers.turn import Rows, Step, Turn
from handlers.visits.showing import describe
from handlers.visits.telling import Audience, News, audience, tell
from models.ground.messages import Fields, moment
from models.ground.refusals import Refusal
from models.ratings.follow_ups import Closing, FollowUp, FollowUpVerb, Stage
from models.time.clocks import Clock
from models.visits.visits import Visit

MOST_ROUNDS = 2  # a visit is rated, and once more when what was bad has been put right
DEPARTMENT = (Audience.OFFICIAL, Audience.APPROVER)


@performs(NoteContact)
def note_contact(turn: Turn, command: NoteContact) -> None:
    """The supervisor has contacted the rater, who is asked whether the department may be told."""
    follow_up, visit = held_for(turn, "contact", command.follow_up)
    move(turn, follow_up, FollowUpVerb.CONTACT)
    follow_up.contacted_at, follow_up.contacted_by = turn.now, turn.person.id
    follow_up.contact_words = command.words
    turn.session.flush()
    turn.record("contact_rater", visit.subject, "supervisor", words=command.words)
    fields = {**shown_to_supervisor(turn, follow_up, visit), **_who_acts(turn), "words": command.words}
    turn.change(about(follow_up, "contact"), "contact-done", fields)
    turn.answer("contact-noted", fields)
    if follow_up.contact_late_at is None:  # else he has been asked already
        ask_consent(turn, follow_up, visit, "consent-asked")


@does(verbs.CONSENT)
def consent(turn: Turn, number: int, _revision: int) -> None:
    """The rater agrees: with a later morning's digest the department is told which visit, what levels and why, never
    who; at once nobody of it hears anything.
    """
    follow_up, visit = held_for(turn, "consent", number)
    uncontacted = follow_up.state is Stage.CONTACT
    move(turn, follow_up, FollowUpVerb.CONSENT)
    follow_up.consented_at = turn.now
    turn.session.flush()
    turn.record("consent", visit.subject, "the rater", nameless=True)
    fields = {**named_to_department(turn, follow_up, visit), "told": due_of(turn, follow_up)}
    turn.change(about(follow_up, "consent"), "consent-done", fields)
    turn.answer("consent-given", fields)
    if uncontacted:
        turn.change(about(follow_up, "contact"), "rating-agreed", fields)
    tell_supervisors(turn, visit, "rating-agreed", fields)


@terms.NAMING.passes
def name_to_department(step: Step, clock: Clock) -> None:
    """The morning's digest: the department is told, and its days begin."""
    follow_up, visit = of_clock(step, clock.subject.number, Stage.AGREED)
    move(step, follow_up, FollowUpVerb.NAME)
    step.record("rating_named", visit.subject, "the rater's consent")
    _tell_department(step, follow_up, visit, News.RATING_NAMED, "rating-named", only=DEPARTMENT)
    inside = [person.id for who in DEPARTMENT for person in audience(step, visit, who)]
    fields = _with_due(step, follow_up, visit)
    tell(step, News.RATING_NAMED, visit, "rating-named-told", fields, only=[Audience.SUPERVISOR], but=inside)


@terms.NAMING.retells
def retell_naming(step: Step, clock: Clock, was: datetime) -> None:
    """The morning on which the department is told is another: the rater was told when."""
    follow_up, visit = of_clock(step, clock.subject.number, Stage.AGREED)
    rater = speaks(step, visit, follow_up.rater_id)
    if rater is not None:
        step.notify(rater, "due-recounted", {**describe(step.session, visit), **moved(clock, was)})


@performs(NoteRemedy)
def note_remedy(turn: Turn, command: NoteRemedy) -> None:
    """The department notes how it was put right: the enterprise is asked again, once."""
    follow_up, visit = held_for(turn, "remedy", command.follow_up)
    move(turn, follow_up, FollowUpVerb.PUT_RIGHT)
    follow_up.closing = Closing.PUT_RIGHT
    follow_up.remedied_at, follow_up.remedied_by = turn.now, turn.person.id
    follow_up.remedy_words = command.words
    turn.session.flush()
    turn.record("put_right", visit.subject, "department", words=command.words)
    fields = {**named_to_department(turn, follow_up, visit), **_who_acts(turn), "words": command.words}
    turn.change(about(follow_up, "remedy"), "rating-put-right-done", fields)
    again = follow_up.round < MOST_ROUNDS
    but = audience(turn, visit, Audience.ADMINS) if again else []
    tell(turn, News.RATING_PUT_RIGHT, visit, "rating-put-right", fields, but=[person.id for person in but])
    if again:
        ask_again(turn, visit, follow_up.round, command.words)


@performs(AppealRating)
def appeal(turn: Turn, command: AppealRating) -> None:
    """The department holds the rating to be wrong: once, and in time; the supervisor decides."""
    follow_up, visit = held_for(turn, "appeal", command.follow_up)
    if follow_up.state is Stage.REMEDY and not follow_up.may_appeal:
        raise Refusal("no-appeal-now")
    move(turn, follow_up, FollowUpVerb.APPEAL)
    follow_up.appealed_at, follow_up.appealed_by = turn.now, turn.person.id
    follow_up.appeal_words = command.reason
    turn.session.flush()
    turn.record("appeal", visit.subject, "department", reason=command.reason)
    fields = {**_with_due(turn, follow_up, visit), **_who_acts(turn)}
    turn.change(about(follow_up, "remedy"), "rating-appealed-done", fields)
    rows = {Audience.SUPERVISOR: decide_buttons(follow_up)}
    shown = {Audience.SUPERVISOR: about(follow_up, "appeal")}
    tell(turn, News.RATING_APPEAL, visit, "rating-appealed", fields, buttons=rows, abouts=shown)
    if not audience(turn, visit, Audience.SUPERVISOR):
        tell_nobody_left(turn, Decision.APPEAL)


@performs(DecideAppeal)
def decide_appeal(turn: Turn, command: DecideAppeal) -> None:
    """The supervisor decides: for the department it is over; else it has its days again to put it right. The rating
    stays in either case.
    """
    follow_up, visit = held_for(turn, "decide_appeal", command.follow_up)
    move(turn, follow_up, FollowUpVerb.UPHOLD if command.upheld else FollowUpVerb.DISMISS)
    follow_up.decided_at, follow_up.decided_by = turn.now, turn.person.id
    follow_up.decision_words, follow_up.upheld = command.words, command.upheld
    follow_up.closing = Closing.UPHELD if command.upheld else None
    turn.session.flush()
    turn.record("decide_appeal", visit.subject, "supervisor", upheld=command.upheld, words=command.words)
    key = "appeal-upheld" if command.upheld else "appeal-dismissed"
    _appeal_decided(turn, follow_up, visit, key, command.words)


@terms.CONTACT.reminds
def remind_of_contact(step: Step, clock: Clock) -> None:
    """The rater hasn't been contacted yet."""
    follow_up, visit = of_clock(step, clock.subject.number, Stage.CONTACT)
    fields = {**shown_to_supervisor(step, follow_up, visit), "due": due_said(clock)}
    rows = contact_buttons(follow_up)
    tell_supervisors(step, visit, "reminder-contact", fields, rows, about(follow_up, "contact"))


@terms.CONTACT.passes
def contact_overdue(step: Step, clock: Clock) -> None:
    """Nobody contacted the rater: the supervisors are told, and the rater need not wait for them to agree."""
    follow_up, visit = of_clock(step, clock.subject.number, Stage.CONTACT)
    follow_up.contact_late_at = step.now
    step.session.flush()
    step.record("contact_overdue", visit.subject, "rule rating.contact")
    fields = {**shown_to_supervisor(step, follow_up, visit), "due": moment(clock.due_at)}
    tell_supervisors(step, visit, "contact-overdue", fields, contact_buttons(follow_up), about(follow_up, "contact"))
    ask_consent(step, follow_up, visit, "consent-asked-late")


@terms.REMEDY.reminds
def remind_of_remedy(step: Step, clock: Clock) -> None:
    """It hasn't been put right yet."""
    follow_up, visit = of_clock(step, clock.subject.number, Stage.REMEDY)
    _tell_department(step, follow_up, visit, News.RATING_NAMED, "reminder-remedy", only=DEPARTMENT)


@terms.REMEDY.passes
def remedy_overdue(step: Step, clock: Clock) -> None:
    """The department let its days go by: head and supervisor are told; it can still be put right, not appealed."""
    follow_up, visit = of_clock(step, clock.subject.number, Stage.REMEDY)
    follow_up.remedy_late_at = step.now
    step.session.flush()
    step.record("remedy_overdue", visit.subject, "rule rating.remedy")
    _tell_department(step, follow_up, visit, News.RATING_LATE, "remedy-overdue", was_due=clock.due_at)


@terms.APPEAL.reminds
def remind_of_appeal(step: Step, clock: Clock) -> None:
    """The appeal still waits for its decision."""
    follow_up, visit = of_clock(step, clock.subject.number, Stage.APPEAL)
    fields = {**named_to_department(step, follow_up, visit), "due": due_said(clock)}
    for person in audience(step, visit, Audience.SUPERVISOR):
        rows = decide_buttons(follow_up)
        step.notify(person, "reminder-appeal", fields, buttons=rows, about=about(follow_up, "appeal"))


@terms.APPEAL.passes
def appeal_silence(step: Step, clock: Clock) -> None:
    """An appeal nobody decided has failed: the rating stands, and is to be put right."""
    follow_up, visit = of_clock(step, clock.subject.number, Stage.APPEAL)
    move(step, follow_up, FollowUpVerb.SILENCE)
    step.record("appeal_by_silence", visit.subject, "rule rating.appeal")
    _appeal_decided(step, follow_up, visit, "appeal-undecided", "")


@terms.CONTACT.retells
def retell_contact(step: Step, clock: Clock, was: datetime) -> None:
    """There is more time for contacting the rater, or less."""
    follow_up, visit = of_clock(step, clock.subject.number, Stage.CONTACT)
    fields = {**shown_to_supervisor(step, follow_up, visit), **moved(clock, was)}
    tell_supervisors(step, visit, "due-recounted", fields, contact_buttons(follow_up), about(follow_up, "contact"))


@terms.REMEDY.retells
def retell_remedy(step: Step, clock: Clock, was: datetime) -> None:
    """There is more time for putting it right, or less."""
    follow_up, visit = of_clock(step, clock.subject.number, Stage.REMEDY)
    more = moved(clock, was)
    _tell_department(step, follow_up, visit, News.RATING_NAMED, "due-recounted", only=DEPARTMENT, more=more)


@terms.APPEAL.retells
def retell_appeal(step: Step, clock: Clock, was: datetime) -> None:
    """There is more time for the appeal, or less."""
    follow_up, visit = of_clock(step, clock.subject.number, Stage.APPEAL)
    fields = {**named_to_department(step, follow_up, visit), **moved(clock, was)}
    for person in audience(step, visit, Audience.SUPERVISOR):
        rows = decide_buttons(follow_up)
        step.notify(person, "due-recounted", fields, buttons=rows, about=about(follow_up, "appeal"))


def _tell_department(
    step: Step,
    follow_up: FollowUp,
    visit: Visit,
    news: News,
    key: str,
    *,
    only: Iterable[Audience] | None = None,
    was_due: datetime | None = None,
    more: Fields | None = None,
) -> None:
    due = moment(was_due) if was_due else due_of(step, follow_up)
    fields = {**named_to_department(step, follow_up, visit), "due": due, **(more or {})}
    rows = remedy_buttons(follow_up, appeal=follow_up.may_appeal)
    shown = about(follow_up, "remedy")
    tell(
        step,
        news,
        visit,
        key,
        fields,
        buttons=dict.fromkeys(DEPARTMENT, rows),
        abouts=dict.fromkeys(DEPARTMENT, shown),
        only=only,
    )


def _appeal_decided(step: Step, follow_up: FollowUp, visit: Visit, key: str, words: str) -> None:
    fields = {**_with_due(step, follow_up, visit), **_who_acts(step), "words": words}
    step.change(about(follow_up, "appeal"), f"{key}-done", fields)
    rows: Rows = remedy_buttons(follow_up, appeal=False) if follow_up.state is Stage.REMEDY else ()
    shown = about(follow_up, "remedy")
    tell(
        step,
        News.RATING_APPEAL,
        visit,
        key,
        fields,
        buttons=dict.fromkeys(DEPARTMENT, rows),
        abouts=dict.fromkeys(DEPARTMENT, shown) if rows else None,
    )


def _with_due(step: Step, follow_up: FollowUp, visit: Visit) -> dict[str, object]:
    return {**named_to_department(step, follow_up, visit), "due": due_of(step, follow_up)}


def _who_acts(step: Step) -> dict[str, object]:
    """Of the supervisor and the department; never of the rater."""
    return {"by": step.by, "at": moment(step.now)}
