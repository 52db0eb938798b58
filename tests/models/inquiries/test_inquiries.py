"""The transitions of an inquiry, compared with the table of the rules written out by hand; the one door to them, and
who may go through it.
"""

from collections.abc import Iterable
from typing import Any

import pytest
from sqlalchemy import update
from sqlalchemy.orm import Session

from models.ground.machine import LARGEST_ID
from models.ground.refusals import Overtaken, Refusal
from models.inquiries.inquiries import (
    INQUIRY_TRANSITIONS,
    Came,
    Happening,
    Help,
    Holding,
    Inquiry,
    InquiryState,
    InquiryStep,
    InquiryVerb,
    change_inquiry,
    inquiry_seen,
    linked_to,
    load_inquiry,
    open_helps,
    steps_of,
)
from models.inquiries.rights import RIGHTS, accused, inquiry_for
from models.register.people import Appointment, Person, Role
from tests.handlers.visits.story import NUMBERS, friday
from tests.town import Town

ENVIRONMENT, EMERGENCY = 1, 2  # 市生态环境局 and 市应急管理局
ADMINS = {"赵总", "钱副总"}
HANDLERS = {"周科", "李局"}

# From states.md, line by line: from, verb, to. What it lists as verbs of an accepted inquiry leaves it accepted where
# no arrow says otherwise.
RULES = {
    "asked": {
        "accept": {"accepted"},
        "return": {"asked", "placing"},
        "silence": {"accepted"},
        "withdraw": {"closed"},
        "out_of_scope": {"closed"},
    },
    "placing": {"designate": {"asked"}},
    "accepted": {
        "note": {"accepted"},
        "transfer": {"accepted"},
        "ask_back": {"waiting"},
        "extend": {"accepted"},
        "answer": {"answered"},
        "link": {"accepted"},
        "withdraw": {"closed"},
    },
    "waiting": {"input": {"accepted"}, "silence": {"closed"}},
    "answered": {"solved": {"closed"}, "not_solved": {"accepted"}, "silence": {"closed"}},
    "closed": {"reopen": {"accepted"}},
}

# Who of the demo may do what to 赵总's inquiry that 市生态环境局 has.
HOLDERS: dict[str, set[str]] = {
    **dict.fromkeys(("accept", "return", "out_of_scope", "note", "transfer", "ask_back", "extend"), HANDLERS),
    **dict.fromkeys(("answer", "link", "help", "release"), HANDLERS),
    "take": set(),
    "leave": set(),
    "contribute": set(),
    "grant": {"李局"},
    "deny": {"李局"},
    "designate": {"何督查"},
    **dict.fromkeys(("withdraw", "input", "solved", "not_solved", "satisfied", "reopen"), ADMINS),
    "see": ADMINS | HANDLERS | {"何督查"},
}


def an_inquiry(session: Session, **values: Any) -> Inquiry:
    """What 赵总 asks, with 市生态环境局 unless said otherwise."""
    facts = {"department_id": ENVIRONMENT, "answerable_id": ENVIRONMENT, "state": InquiryState.ASKED} | values
    inquiry = Inquiry(
        region_id=1, enterprise_id=1, asked_by=NUMBERS["赵总"], asked_at=friday(9), words="环保手续怎么办？", **facts
    )
    session.add(inquiry)
    session.flush()
    return inquiry


def may(session: Session, inquiry: Inquiry, verb: str, people: Iterable[str] = NUMBERS) -> set[str]:
    """Who of these people gets the inquiry to do this to it; everybody else is refused as not his."""
    found = {name: _answer(session, name, verb, inquiry.id) for name in people}
    assert set(found.values()) <= {"his", "not-yours"}
    return {name for name, answer in found.items() if answer == "his"}


def _answer(session: Session, name: str, verb: str, number: int) -> str:
    try:
        inquiry_for(session, session.get_one(Person, NUMBERS[name]), RIGHTS[verb], number)
    except Refusal as refusal:
        return refusal.code
    return "his"


def test_the_transitions_are_those_of_the_rules_and_no_others() -> None:
    for state in InquiryState:
        for verb in InquiryVerb:
            found = INQUIRY_TRANSITIONS[state].get(verb, frozenset())
            assert {each.value for each in found} == RULES[state.value].get(verb.value, set()), (state, verb)


def test_every_state_and_every_verb_of_the_code_stands_in_the_rules() -> None:
    assert {state.value for state in InquiryState} == RULES.keys()
    assert {verb.value for verb in InquiryVerb} == {verb for verbs in RULES.values() for verb in verbs}


async def test_the_door_opens_for_legal_steps_and_for_nothing_else(town: Town) -> None:
    def knock(session: Session) -> None:
        inquiry = an_inquiry(session)
        for state in InquiryState:
            for verb in InquiryVerb:
                for to in InquiryState:
                    inquiry.state, inquiry.changed_by = state, NUMBERS["周科"]
                    session.flush()
                    before = inquiry.revision
                    if to.value in RULES[state.value].get(verb.value, set()):
                        change_inquiry(session, inquiry, verb, to, by=NUMBERS["李局"], passings=2)
                        assert (inquiry.state, inquiry.revision, inquiry.passings) == (to, before + 1, 2)
                        assert inquiry.changed_by == NUMBERS["李局"]
                        continue
                    with pytest.raises(Refusal) as refused:
                        change_inquiry(session, inquiry, verb, to, by=NUMBERS["李局"], passings=3)
                    assert refused.value.code == "inquiry-not-now"
                    assert refused.value.fields == {
                        "inquiry": inquiry.number,
                        "state": state.value,
                        "who": "周科",
                        "enterprise": None,
                    }
                    assert (inquiry.state, inquiry.revision) == (state, before)

    await town.database.run(knock)


async def test_whoever_read_an_older_revision_is_told_who_was_first_and_what_holds(town: Town) -> None:
    number = await town.database.run(lambda session: an_inquiry(session).id)

    def race(session: Session) -> None:
        inquiry = session.get_one(Inquiry, number)
        first = {"revision": 2, "state": InquiryState.ACCEPTED, "changed_by": NUMBERS["李局"]}
        session.connection().execute(update(Inquiry).values(**first))
        with pytest.raises(Overtaken) as late:
            change_inquiry(session, inquiry, InquiryVerb.ACCEPT, InquiryState.ACCEPTED, by=NUMBERS["周科"])
        assert late.value.code == "inquiry-overtaken"
        told = {"inquiry": inquiry.number, "state": "accepted", "who": "李局", "enterprise": None}
        assert late.value.fields == told
        assert (inquiry.revision, inquiry.changed_by) == (2, NUMBERS["李局"])

    await town.database.run(race)


async def test_a_press_on_an_older_screen_is_told_what_holds_now_and_what_time_did_is_nobodys(town: Town) -> None:
    def press(session: Session) -> None:
        inquiry = an_inquiry(session)
        change_inquiry(session, inquiry, InquiryVerb.SILENCE, InquiryState.ACCEPTED, by=None)
        inquiry_seen(session, inquiry, 2)
        for revision in (0, 1, 3, LARGEST_ID):
            with pytest.raises(Overtaken) as late:
                inquiry_seen(session, inquiry, revision)
            assert late.value.fields == {"inquiry": inquiry.number, "state": "accepted", "who": "", "enterprise": None}

    await town.database.run(press)


async def test_every_right_is_held_by_those_it_is_meant_for_and_by_nobody_else(town: Town) -> None:
    assert HOLDERS.keys() == RIGHTS.keys()

    def look(session: Session) -> dict[str, set[str]]:
        inquiry = an_inquiry(session)
        return {verb: may(session, inquiry, verb) for verb in RIGHTS}

    assert await town.database.run(look) == HOLDERS


async def test_who_is_asked_to_take_over_or_to_contribute_may_just_that(town: Town) -> None:
    def look(session: Session) -> None:
        inquiry = an_inquiry(session, state=InquiryState.ACCEPTED, offered_to=EMERGENCY)
        step = {"inquiry_id": inquiry.id, "at": friday(9), "event": Happening.OFFERED, "to_id": EMERGENCY}
        session.add(InquiryStep(**step))
        session.flush()
        assert {verb for verb in RIGHTS if "孙工" in may(session, inquiry, verb)} == {"take", "leave", "see"}
        inquiry.offered_to = None
        session.flush()
        rest = {verb for verb in RIGHTS if "孙工" in may(session, inquiry, verb)}
        assert rest == {"take", "leave"}, "to be told in a sentence of its own that it is over"
        helped = an_inquiry(session, state=InquiryState.ACCEPTED)
        due = friday(17)
        asked = Help(inquiry_id=helped.id, department_id=EMERGENCY, words="请提供", asked_at=friday(9), due=due)
        session.add(asked)
        session.flush()
        assert {verb for verb in RIGHTS if "孙工" in may(session, helped, verb)} == {"contribute", "see"}
        assert open_helps(session, helped.id) == [asked]
        asked.done_at = friday(10)
        session.flush()
        assert open_helps(session, helped.id) == []
        rest = {verb for verb in RIGHTS if "孙工" in may(session, helped, verb)}
        assert rest == {"contribute"}, "to be told in a sentence of its own that it is done"

    await town.database.run(look)


async def test_the_first_receiver_sees_it_until_another_has_accepted(town: Town) -> None:
    def look(session: Session) -> None:
        inquiry = an_inquiry(session, department_id=EMERGENCY)
        assert may(session, inquiry, "see") == ADMINS | HANDLERS | {"孙工", "何督查"}
        assert may(session, inquiry, "accept") == {"孙工"}
        inquiry.answerable_id = EMERGENCY
        session.flush()
        assert may(session, inquiry, "see") == ADMINS | {"孙工", "何督查"}

    await town.database.run(look)


async def test_a_complaint_in_confidence_is_the_persons_own_and_never_reaches_the_accused(town: Town) -> None:
    """Whatever is wrong or forged in the rows: though 市生态环境局 had it, were offered it, or were asked to help."""

    def look(session: Session) -> None:
        facts: dict[str, Any] = {"confidential": True, "accused_id": ENVIRONMENT}
        placing = an_inquiry(session, state=InquiryState.PLACING, department_id=None, answerable_id=None, **facts)
        assert may(session, placing, "see") == {"赵总", "何督查"}
        assert may(session, placing, "withdraw") == {"赵总"}
        assert may(session, placing, "designate") == {"何督查"}
        forged = an_inquiry(session, state=InquiryState.ACCEPTED, offered_to=ENVIRONMENT, **facts)
        session.add(
            Help(inquiry_id=forged.id, department_id=ENVIRONMENT, words="请", asked_at=friday(9), due=friday(17))
        )
        session.add(Appointment(person_id=NUMBERS["何督查"], role=Role.OFFICIAL, department_id=ENVIRONMENT))
        session.flush()
        session.expire_all()
        for verb in RIGHTS:
            assert may(session, forged, verb) <= {"赵总"}, verb
        for name in ("王工", "李局", "周科", "何督查"):
            assert accused(session, session.get_one(Person, NUMBERS[name]), forged)
        assert not accused(session, session.get_one(Person, NUMBERS["孙工"]), forged)
        open_one = an_inquiry(session, accused_id=ENVIRONMENT)
        assert may(session, open_one, "answer") == HANDLERS, "only what is confidential is kept away"

    await town.database.run(look)


async def test_nobody_has_any_right_to_what_is_not_there_or_once_he_is_suspended_or_has_left(town: Town) -> None:
    def look(session: Session) -> None:
        inquiry = an_inquiry(session)
        owner = session.get_one(Person, NUMBERS["赵总"])
        for number in (0, 77, LARGEST_ID, LARGEST_ID + 1, 10**30):
            with pytest.raises(Refusal, match="not-yours"):
                inquiry_for(session, owner, RIGHTS["see"], number)
        desk = session.get_one(Person, NUMBERS["周科"])
        desk.suspended_at = friday(9)
        assert may(session, inquiry, "accept") == {"李局"}
        for name in ("李局", "赵总", "钱副总"):
            for held in session.get_one(Person, NUMBERS[name]).appointments:
                held.ended_at = friday(9)
        session.flush()
        session.expire_all()
        assert may(session, inquiry, "accept", NUMBERS.keys() - {"赵总"}) == set()
        assert may(session, inquiry, "withdraw", NUMBERS.keys() - {"赵总"}) == set()
        assert {_answer(session, "赵总", verb, inquiry.id) for verb in RIGHTS} == {"asker-left"}

    await town.database.run(look)


async def test_steps_come_in_their_order_and_the_last_open_stretch_is_whose_it_is(town: Town) -> None:
    def look(session: Session) -> None:
        inquiry, other = an_inquiry(session), an_inquiry(session)
        for event in (Happening.ASKED, Happening.RETURNED, Happening.ACCEPTED):
            session.add(InquiryStep(inquiry_id=inquiry.id, at=friday(9), event=event))
        session.add(InquiryStep(inquiry_id=other.id, at=friday(9), event=Happening.ASKED))
        held = {"inquiry_id": inquiry.id, "since": friday(9)}
        session.add(Holding(**held, department_id=ENVIRONMENT, came=Came.ASKED, until=friday(10)))
        session.add(Holding(**held, department_id=EMERGENCY, came=Came.RETURNED))
        session.flush()
        read = load_inquiry(session, inquiry.id, hold=True)
        assert read is not None
        assert read.holding is not None
        assert read.holding.department_id == EMERGENCY
        assert other.holding is None
        assert [step.event for step in steps_of(session, inquiry.id)] == ["asked", "returned", "accepted"]

    await town.database.run(look)


async def test_those_that_wait_for_the_same_answer_are_the_accepted_ones_of_the_same_department(town: Town) -> None:
    def look(session: Session) -> None:
        accepted = {"state": InquiryState.ACCEPTED}
        main = an_inquiry(session, **accepted)
        first, second = (an_inquiry(session, **accepted, linked_to=main.id) for _ in range(2))
        an_inquiry(session, state=InquiryState.WAITING, linked_to=main.id)
        an_inquiry(session, **accepted, linked_to=main.id, department_id=EMERGENCY)
        assert linked_to(session, main) == [first, second]

    await town.database.run(look)
