"""Looking at inquiries: one whole, its files, and the list of those that are mine to ask after or to handle."""

from collections.abc import Callable
from datetime import datetime
from pathlib import PurePath

from sqlalchemy import ColumnElement, or_, select

from handlers.inquiries import verbs
from handlers.inquiries.showing import (
    asker_buttons,
    desk_buttons,
    head_buttons,
    help_buttons,
    marked,
    offer_buttons,
    secret,
    summary,
    supervisor_buttons,
    whole,
    without_asker,
)
from handlers.talking.commands import command, goes_on
from handlers.talking.paging import page_among
from handlers.talking.verbs import does, is_of, offered
from handlers.turn import Rows, Turn
from models.ground.cleaning import beginning
from models.ground.messages import Button, Json, lines, word
from models.ground.refusals import Refusal
from models.inquiries.inquiries import IS_PLACING, Inquiry, InquiryState, steps_of
from models.inquiries.rights import HANDLING, RIGHTS, accused, asker, desk, inquiry_for, supervisor
from models.register.offices import departments_of, enterprises_of, has_role, supervised_regions
from models.register.people import ADMINS, Role
from models.register.rights import Office

MOST = 5  # inquiries in a list: with the way to the others as many buttons as a card of WeCom has
MOST_READ = 200  # of a sort, of which a list is made
MOST_FILES = 9  # sent at once
LONGEST_LINE = 24  # characters of an inquiry in a list
TO_HANDLE = (InquiryState.ASKED, InquiryState.ACCEPTED, InquiryState.WAITING)


@does(verbs.SHOW)
def show_inquiry(turn: Turn, inquiry_id: int, _revision: int) -> None:
    """One inquiry whole, with what the person can do about it."""
    inquiry = inquiry_for(turn.session, turn.person, RIGHTS["see"], inquiry_id)
    asks = asker.holds(turn.session, turn.person, inquiry)
    fields = {**whole(turn, inquiry, inside=not asks), **_kept_from(turn, inquiry)}
    rows = _buttons(turn, inquiry)
    if fields["files"]:
        rows = (*rows, (verbs.FILES.on(inquiry),))
    turn.answer("inquiry-shown", fields, buttons=rows)


def _kept_from(turn: Turn, inquiry: Inquiry) -> dict[str, Json]:
    """Whoever only helps, or may take it over, doesn't learn who complained in confidence."""
    knows = any(office.holds(turn.session, turn.person, inquiry) for office in (asker, desk, supervisor))
    return {} if knows else without_asker(inquiry)


@does(verbs.FILES)
def show_files(turn: Turn, inquiry_id: int, _revision: int) -> None:
    """The photos and files that go with it, of what the person may see."""
    inquiry = inquiry_for(turn.session, turn.person, RIGHTS["see"], inquiry_id)
    asks = asker.holds(turn.session, turn.person, inquiry)
    files: list[tuple[str, str]] = []
    for step in (step for step in steps_of(turn.session, inquiry.id) if step.shown or not asks):
        theirs = step.department_id is None and not asks
        files += [
            (digest, _handed_out(len(files) + at, name) if theirs else name)
            for at, (digest, name) in enumerate(step.files, 1)
        ]
    if not files:
        raise Refusal("no-files", inquiry=inquiry.number)
    for digest, name in files[-MOST_FILES:]:
        shown = {"inquiry": inquiry.number, "name": name, "secret": "" if asks else secret(turn, inquiry)}
        turn.answer("inquiry-file", shown, file=digest)


def _handed_out(place: int, name: str) -> str:
    """What an enterprise's file is called at a department: its own name may say whose it is, or who sent it."""
    return f"{place:02}{PurePath(name).suffix}"


@command("inquiries", menu=ADMINS | {Role.DESK, Role.APPROVER, Role.SUPERVISOR})
@goes_on("q_list")
def show_inquiries(turn: Turn, start: int = 0) -> None:
    """Those the person asked, has to handle, or has to place, a page at a time; what is due first comes first."""
    mine = _mine(turn)
    if not mine:
        raise Refusal("not-yours")
    found = [each for each in _newest(turn, mine).values() if not _hidden(turn, each)]
    found.sort(key=lambda each: (each.state is InquiryState.CLOSED, _next_due(each) or each.asked_at, each.id))
    page = page_among(found, start, MOST)
    if not page.items:
        turn.answer("inquiries-none")
        return
    rows = (*((_by_number(each),) for each in page.items), *page.way_on("q_list"))
    shown = lines([_line(turn, each) for each in page.items])
    turn.answer("inquiries", {"count": len(found), "inquiries": shown}, buttons=rows)


def _newest(turn: Turn, mine: list[ColumnElement[bool]]) -> dict[int, Inquiry]:
    """The newest of each sort; asked for one after the other, as each sort has an index of its own."""
    queries = (select(Inquiry).where(each).order_by(Inquiry.state, Inquiry.id.desc()).limit(MOST_READ) for each in mine)
    return {inquiry.id: inquiry for query in queries for inquiry in turn.session.scalars(query)}


def _mine(turn: Turn) -> list[ColumnElement[bool]]:
    """What the person's list shows, by what he is."""
    me = turn.person
    enterprises, departments = enterprises_of(me, *ADMINS), departments_of(me, *HANDLING)
    regions = supervised_regions(turn.session, me) if has_role(me, Role.SUPERVISOR) else set()
    recently = turn.now - turn.rules.inquiry.reopen.delta
    wanted: list[ColumnElement[bool]] = []
    if enterprises:
        current = or_(Inquiry.state != InquiryState.CLOSED, Inquiry.closed_at > recently)
        wanted.append(Inquiry.enterprise_id.in_(enterprises) & current)
    if departments:
        wanted.append(Inquiry.department_id.in_(departments) & Inquiry.state.in_(TO_HANDLE))
        wanted.append(Inquiry.offered_to.in_(departments))
    if regions:
        wanted.append(Inquiry.region_id.in_(regions) & IS_PLACING)
    return wanted


def _hidden(turn: Turn, inquiry: Inquiry) -> bool:
    """A complaint in confidence shows in nobody's list but the person's own, the supervisor's and the handling
    desk's.
    """
    mine = inquiry.enterprise_id in enterprises_of(turn.person, *ADMINS)
    return accused(turn.session, turn.person, inquiry) or (
        inquiry.confidential and mine and inquiry.asked_by != turn.person.id
    )


def _next_due(inquiry: Inquiry) -> datetime | None:
    """By when the department that has it must do something next."""
    holding = inquiry.holding
    if holding is None or inquiry.state is InquiryState.WAITING:
        return None
    if holding.accepted_at is None:
        return holding.accept_due
    return holding.resolve_due if holding.replied_at else holding.reply_due


def _by_number(inquiry: Inquiry) -> Button:
    return verbs.SHOW.labelled(word("button-inquiry-number", bare=inquiry.bare_number), inquiry)


def _line(turn: Turn, inquiry: Inquiry) -> Json:
    due = _next_due(inquiry)
    return word(
        "inquiry-line",
        **{**summary(turn, inquiry), "question": marked(inquiry, beginning(inquiry.words, LONGEST_LINE))},
        state=word(f"inquiry-state-{inquiry.state.value}"),
        due=turn.deadline(due) if due is not None else "",
    )


def _buttons(turn: Turn, inquiry: Inquiry) -> Rows:
    """What the person can do, by the first of his offices; a wish for more time stands first for the head."""
    shown: Rows = ()
    if inquiry.extension_until is not None and RIGHTS["grant"].holds(turn.session, turn.person, inquiry):
        shown = head_buttons(inquiry)
    else:
        mine = (rows for office, rows in _BY_OFFICE.items() if office.holds(turn.session, turn.person, inquiry))
        first = next(mine, None)
        shown = first(inquiry) if first is not None else ()
    shown = offered(turn.session, turn.person, inquiry, shown)
    return tuple(row for row in (_without_show(row) for row in shown) if row)


_BY_OFFICE: dict[Office[Inquiry], Callable[[Inquiry], Rows]] = {
    asker: asker_buttons,
    desk: desk_buttons,
    RIGHTS["take"].office: offer_buttons,
    RIGHTS["contribute"].office: help_buttons,
    supervisor: supervisor_buttons,
}


def _without_show(row: tuple[Button, ...]) -> tuple[Button, ...]:
    return tuple(button for button in row if not is_of(button, verbs.SHOW))
