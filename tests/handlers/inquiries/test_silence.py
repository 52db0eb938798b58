"""What follows when nobody acts on an inquiry: each reminder at its moment, each rule when the time is up, and whom
each tells.
"""

from datetime import date, datetime

import pytest
from sqlalchemy import update

from handlers.inquiries.commands import AskExtension, DesignateDepartment, GiveInput, ReopenInquiry
from models.ground.messages import Act, FileReference, Incoming
from models.inquiries.inquiries import InquiryEnding, InquiryState
from models.post import inbox
from models.post.inbox import StoredFile
from models.register.people import Appointment
from models.time import clocks
from models.time.moments import CST
from tests.handlers.inquiries import story as inquiry_story
from tests.handlers.inquiries.story import EMERGENCY, heard, newest, running, when
from tests.handlers.visits import story
from tests.handlers.visits.story import NUMBERS, at, friday
from tests.handlers.visits.test_silence import monday
from tests.town import Said, Town, to

Told = list[tuple[datetime, str, set[str]]]


def february(day: int, hour: int, minute: int = 0) -> datetime:
    """A moment of February 2026, with Spring Festival from the 15th to the 23rd and a worked Saturday, the 14th."""
    return datetime(2026, 2, day, hour, minute, tzinfo=CST)


async def watch(town: Town, until: datetime) -> Told:
    """What was said to whom, from moment to moment."""
    told: Told = []
    while (moment := await town.look(clocks.next_moment)) is not None and moment <= until:
        said = await town.waits_until(moment)
        keys = dict.fromkeys(one.key for one in said if not one.edit)
        told += [(moment, key, heard(said, key)) for key in keys]
    await town.waits_until(until)
    return told


DESK, ASKER, HEAD, SUPERVISOR = {"周科"}, {"赵总"}, {"李局"}, {"何督查"}


async def test_a_department_that_stays_silent_is_reminded_deemed_to_accept_and_told_upon(town: Town) -> None:
    """From Friday 9:00 over the weekend; what comes before noon is said in that morning's digest instead."""
    await inquiry_story.asked(town)
    assert await running(town) == {"accept": monday(17, 30)}
    assert await watch(town, at(10, 9)) == [
        (monday(15, 30), "reminder-accept", DESK),
        (monday(17, 30), "inquiry-told-asker", ASKER),
        (monday(17, 30), "inquiry-told-desk", DESK),
        (monday(17, 30), "inquiry-deemed-head", HEAD),
        (at(1, 17, 30), "reminder-first-reply", DESK),
        (at(2, 15, 30), "reminder-first-reply", DESK),
        (at(2, 17, 30), "inquiry-told-desk", DESK),
        (at(2, 17, 30), "inquiry-told-asker", ASKER),
        (at(2, 17, 30), "inquiry-reply-overdue", HEAD | SUPERVISOR),
        (at(7, 15, 30), "reminder-resolve", DESK),
        (at(7, 17, 30), "inquiry-told-desk", DESK),
        (at(7, 17, 30), "inquiry-told-asker", ASKER),
        (at(7, 17, 30), "inquiry-resolve-overdue", HEAD | SUPERVISOR),
    ]
    assert await running(town) == {}


CASCADE = [
    ("asked", friday(9)),
    ("deemed", monday(17, 30)),
    ("reply-overdue", at(2, 17, 30)),
    ("resolve-overdue", at(7, 17, 30)),
]


async def test_however_long_fuma_sleeps_each_thing_counts_as_of_its_moment_and_in_its_order(town: Town) -> None:
    await inquiry_story.asked(town)
    said = await town.waits_until(at(20, 3))
    assert await when(town) == CASCADE
    assert not [one for one in said if one.key.startswith("reminder")], "of clocks already passed"
    holding = (await newest(town)).holding
    assert holding is not None
    assert (holding.deemed, holding.accepted_at, holding.reply_due, holding.resolve_due) == (
        True,
        monday(17, 30),
        at(2, 17, 30),
        at(7, 17, 30),
    )
    assert await town.waits_until(at(21, 3)) == []


async def test_a_press_after_the_sleep_comes_after_all_that_was_due_before_it(town: Town) -> None:
    said = await inquiry_story.asked(town)
    button = to(said, "周科")[0].button("受理")
    town.clock.moment = at(8, 9)
    answer = await town.presses("周科", button)
    assert to(answer, "周科")[-1].text.startswith("情况已变：正在办理")
    await town.waits_until(at(8, 9))
    assert await when(town) == CASCADE


async def test_over_spring_festival_the_answer_is_due_before_the_first_reply(town: Town) -> None:
    """Accepted by silence on the worked Saturday; its seven days end in the holiday and roll to the 24th."""
    town.clock.moment = february(13, 16)
    await inquiry_story.asked(town)
    await town.waits_until(february(28, 9))
    assert await when(town) == [
        ("asked", february(13, 16)),
        ("deemed", february(14, 17, 30)),
        ("resolve-overdue", february(24, 17, 30)),
        ("reply-overdue", february(25, 17, 30)),
    ]


async def test_a_moment_before_it_is_due_is_in_time(town: Town) -> None:
    said = await inquiry_story.asked(town)
    await town.waits_until(datetime(2026, 11, 30, 17, 29, 59, tzinfo=CST))
    await town.presses("周科", to(said, "周科")[0].button("受理"))
    await town.waits_until(monday(17, 31))
    assert await inquiry_story.happened(town) == ["asked", "accepted"]


async def test_while_it_waits_for_the_enterprise_the_time_to_answer_stands_still(town: Town) -> None:
    await inquiry_story.accepted(town)
    assert await running(town) == {"first_reply": at(1, 17, 30), "resolve": at(4, 17, 30)}
    await inquiry_story.asks_back(town)
    assert await running(town) == {"input": at(8, 0)}
    assert await watch(town, at(2, 9)) == [(at(2, 8, 30), "reminder-input", ASKER)]
    town.clock.moment = at(2, 10)
    said = await story.perform(town, "赵总", GiveInput(inquiry=1, words="118", files=()))
    assert story.told(said) == {"周科": ["inquiry-told-desk"], "赵总": ["inquiry-told-asker"]}
    assert await running(town) == {"resolve": at(9, 17, 30)}, "five days later, and the first reply was the question"
    assert await watch(town, at(9, 17)) == [
        (at(5, 8, 30), "reminder-resolve", DESK),  # half of the days is a Saturday, which has no digest
        (at(9, 15, 30), "reminder-resolve", DESK),
    ]


async def test_input_on_the_same_day_costs_nobody_a_day(town: Town) -> None:
    await inquiry_story.waiting(town)
    town.clock.moment = friday(16)
    await story.perform(town, "赵总", GiveInput(inquiry=1, words="118", files=()))
    assert await running(town) == {"resolve": at(4, 17, 30)}


async def test_an_enterprise_that_does_not_answer_finds_its_inquiry_closed_and_can_reopen_it(town: Town) -> None:
    await inquiry_story.waiting(town)
    assert await watch(town, at(8, 9)) == [
        (at(2, 8, 30), "reminder-input", ASKER),
        (at(7, 15, 30), "reminder-input", ASKER),
        (at(8, 0), "inquiry-told-asker", ASKER),
        (at(8, 0), "inquiry-told-desk", DESK),
    ]
    inquiry = await newest(town)
    assert (inquiry.state, inquiry.ending, inquiry.closed_at) == ("closed", InquiryEnding.NO_INPUT, at(8, 0))
    assert await running(town) == {}
    await story.perform(town, "赵总", ReopenInquiry(inquiry=1, words="补上了"))
    assert await running(town) == {"first_reply": at(10, 17, 30), "resolve": at(11, 17, 30)}, "half of seven days"


async def test_an_answer_nobody_marks_is_closed_and_counts_as_neither(town: Town) -> None:
    await inquiry_story.answered(town)
    assert await running(town) == {"marking": at(8, 0)}
    assert await watch(town, at(8, 9)) == [
        (at(2, 8, 30), "reminder-marking", ASKER),
        (at(7, 15, 30), "reminder-marking", ASKER),
        (at(8, 0), "inquiry-told-asker", ASKER),
        (at(8, 0), "inquiry-told-desk", DESK),
    ]
    assert (await newest(town)).ending is InquiryEnding.NOT_MARKED


async def _wants_more(town: Town, until: date | None = date(2026, 12, 10)) -> list[Said]:
    return await story.perform(town, "周科", AskExtension(inquiry=1, until=until, reason="等专家"))


async def test_the_head_grants_more_time_and_everybody_hears_of_it(town: Town) -> None:
    await inquiry_story.accepted(town)
    said = await _wants_more(town)
    assert story.told(said) == {"李局": ["extension-to-grant"], "周科": ["inquiry-told-desk"]}
    said = await town.presses("李局", to(said, "李局")[0].button("同意延期"))
    told = {"赵总": ["inquiry-told-asker"], "周科": ["inquiry-told-desk"], "李局": ["extension-decided"]}
    assert story.told(said) == told
    assert (await running(town))["resolve"] == at(10, 17, 30)


async def test_simple_to_complex_is_a_month_from_acceptance(town: Town) -> None:
    await inquiry_story.accepted(town)
    said = await _wants_more(town, None)
    await town.presses("李局", to(said, "李局")[0].button("同意延期"))
    assert (await running(town))["resolve"] == at(28, 17, 30)
    assert (await newest(town)).complexity == "complex"


@pytest.mark.parametrize("denied", [True, False], ids=["denied", "silent"])
async def test_a_head_who_denies_or_is_silent_leaves_it_due_as_it_was_and_the_asker_is_not_troubled(
    town: Town, denied: bool
) -> None:
    await inquiry_story.accepted(town)
    said = await _wants_more(town)
    if denied:
        said = await town.presses("李局", to(said, "李局")[0].button("不同意延期"))
        assert story.told(said) == {"周科": ["inquiry-told-desk"], "李局": ["extension-decided"]}
    else:
        assert [each for each in await watch(town, monday(17, 30)) if "reply" not in each[1]] == [
            (monday(15, 30), "reminder-extension", HEAD),
            (monday(17, 30), "inquiry-told-desk", DESK),
        ]
    assert (await running(town))["resolve"] == at(4, 17, 30)
    assert (await newest(town)).extension_until is None


async def test_time_granted_after_it_was_up_runs_from_then_on(town: Town) -> None:
    await inquiry_story.accepted(town)
    await town.waits_until(at(4, 16))
    said = await _wants_more(town)
    await town.waits_until(at(7, 9))
    assert "resolve" not in await running(town)
    await town.presses("李局", to(said, "李局")[0].button("同意延期"))
    assert await running(town) == {"resolve": at(10, 17, 30)}
    await town.waits_until(at(10, 17, 30))
    assert (await inquiry_story.happened(town)).count("resolve-overdue") == 2


async def test_an_offer_nobody_takes_up_lapses_and_it_stays(town: Town) -> None:
    await inquiry_story.offered(town)
    assert (await running(town))["transfer"] == monday(17, 30)
    assert [each for each in await watch(town, monday(17, 30)) if "first-reply" not in each[1]] == [
        (monday(15, 30), "reminder-offer", {"孙工"}),
        (monday(17, 30), "inquiry-told-desk", DESK),
        (monday(17, 30), "inquiry-told-asker", ASKER),
    ]
    inquiry = await newest(town)
    assert (inquiry.department_id, inquiry.offered_to, inquiry.passings) == (1, None, 0)
    assert await running(town) == {"first_reply": at(1, 17, 30), "resolve": at(4, 17, 30)}


async def test_a_supervisor_who_does_not_place_it_is_told_each_working_day_until_he_does(town: Town) -> None:
    said = await inquiry_story.complained(town)
    assert story.told(said) == {"何督查": ["inquiry-told-supervisor"], "赵总": ["inquiry-told-asker"]}
    told = await watch(town, at(8, 9))
    overdue = [monday(17, 30), at(1, 17, 30), at(2, 17, 30), at(3, 17, 30), at(4, 17, 30), at(7, 17, 30)]
    assert [each for each in told if each[2] == SUPERVISOR] == [
        (monday(15, 30), "reminder-designation", SUPERVISOR),
        *((moment, "inquiry-told-supervisor", SUPERVISOR) for moment in overdue),
    ]
    assert [moment for moment, _, who in told if who == ASKER] == overdue
    revision = (await newest(town)).revision
    command = DesignateDepartment(inquiry=1, revision=revision, department=EMERGENCY)
    said = await story.perform(town, "何督查", command)
    assert {who: keys[-1] for who, keys in story.told(said).items()} == {
        "孙工": "inquiry-told-desk",
        "赵总": "inquiry-told-asker",
        "何督查": "inquiry-told-supervisor",
    }
    assert await running(town) == {"accept": at(9, 17, 30)}


async def test_designations_slept_through_are_on_record_for_each_day(town: Town) -> None:
    await inquiry_story.complained(town)
    await town.waits_until(at(3, 9))
    assert await when(town) == [
        ("asked-in-confidence", friday(9)),
        *(("designation-overdue", moment) for moment in (monday(17, 30), at(1, 17, 30), at(2, 17, 30))),
    ]


async def test_where_a_department_has_no_desk_its_head_hears_and_without_either_the_supervisor(town: Town) -> None:
    leave = update(Appointment).where(Appointment.role == "desk").values(ended_at=town.clock.moment)
    await town.database.run(lambda session: session.execute(leave))
    said = await inquiry_story.asked(town)
    assert story.told(said) == {"李局": ["inquiry-to-accept"], "赵总": ["inquiry-told-asker"]}
    await town.presses("李局", to(said, "李局")[0].button("受理"))
    assert (await newest(town)).state is InquiryState.ACCEPTED
    said = await inquiry_story.asked(town, EMERGENCY)
    assert story.told(said) == {"何督查": ["inquiry-nobody-there"], "赵总": ["inquiry-told-asker"]}
    said = await town.waits_until(monday(17, 30))
    assert heard(said, "inquiry-nobody-there") == SUPERVISOR, "and its time runs all the same"
    assert (await inquiry_story.happened(town, 2))[-1] == "deemed"


async def test_what_a_deputy_sent_in_time_comes_before_the_clock_though_another_asked(town: Town) -> None:
    """钱副总's file is still being fetched when the time for input is up: it may be the answer."""
    await inquiry_story.waiting(town)
    await town.waits_until(at(7, 20))
    channel, account = town.accounts["钱副总"]
    photo = Incoming(channel=channel, event="photo", account=account, act=Act.FILE, file=FileReference(id="f"))
    await town.turns.receive(photo)
    await town.waits_until(at(8, 0))
    assert (await newest(town)).state is InquiryState.WAITING
    waiting = (await town.look(lambda session: inbox.waiting_for_file(session, 1)))[0]
    file = StoredFile(digest="", mime="", size=0, name="", problem="file-unavailable")
    await town.database.run(lambda session: inbox.complete(session, waiting.id, file))
    await town.turns.handle_next(waiting.lane)
    town.deadlines.wall = lambda: datetime.now(CST).timestamp() + 2
    await town.waits_until(at(8, 1))
    assert (await newest(town)).closed_at == at(8, 0)


async def test_an_asker_who_left_is_reminded_no_more_and_his_colleagues_are(town: Town) -> None:
    await inquiry_story.waiting(town)
    mine = Appointment.person_id == NUMBERS["赵总"]
    leave = update(Appointment).where(mine).values(ended_at=town.clock.moment)
    await town.database.run(lambda session: session.execute(leave))
    assert await watch(town, at(2, 9)) == [(at(2, 8, 30), "reminder-input", {"钱副总"})]
