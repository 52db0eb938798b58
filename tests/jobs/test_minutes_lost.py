"""After an outage: whoever may have lost something on WeCom is told once which minutes."""

from collections import Counter
from datetime import UTC, timedelta

import pytest

from handlers.operation import minutes_lost
from jobs.holding import Tenure
from jobs.minutes_lost import MinutesLost
from models.ground import outages
from models.ground.database import Database
from models.ground.messages import Channel, window
from models.ground.tenures import MINUTES_LOST
from models.post import drafts
from models.register.people import Person
from models.register.rules import load_rules
from tests.handlers.visits.test_the_first_visit import request_a_visit
from tests.town import RULES, Said, Town, tenure_of, to

KEY = "minutes-lost"
WALL = 1_000_000.0
MINUTE = timedelta(minutes=1)


async def away(town: Town, seconds: float) -> None:
    """Fuma isn't there for some seconds of the wall clock, which are as many of business."""
    await town.database.run(lambda session: outages.beat(session, town.clock.now(), WALL))
    town.clock.move(timedelta(seconds=seconds))
    await town.database.run(lambda session: outages.beat(session, town.clock.now(), WALL + seconds))


def job_of(town: Town, tenure: Tenure, **losses: float) -> MinutesLost:
    """The job of one process; `losses` by channel, where it isn't WeCom alone that forgets."""
    forgetful = {Channel(name): seconds for name, seconds in (losses or {"wecom": outages.LOSS}).items()}
    return MinutesLost(town.database, town.deadlines._post, load_rules(RULES), tenure, town.clock.now, forgetful)


async def told(town: Town, tenure: Tenure | None = None) -> list[Said]:
    """What the job says next, of whoever has its role."""
    await job_of(town, tenure or await tenure_of(town.database, MINUTES_LOST, "one")).tick()
    return await town.news()


async def test_whoever_is_in_the_middle_of_something_on_wecom_is_told_once_which_minutes(town: Town) -> None:
    await request_a_visit(town)  # 王工 has written on WeCom, 李局 has a question there
    await town.says("孙工", "/visit")
    await town.says("赵总", "/ask")  # on Telegram, which keeps what isn't taken
    town.clock.move(timedelta(hours=2))
    start = town.clock.now()
    await away(town, outages.LOSS + 1)
    said = await told(town)
    assert Counter(one.who for one in said if one.key == KEY) == {"王工": 1, "李局": 1, "何督查": 1, "孙工": 1}
    assert {one.channel for one in said} == {"wecom"}
    assert {one.key for one in said} == {KEY}
    assert said[0].message.fields["span"] == window(start.astimezone(UTC), (town.clock.now() + MINUTE).astimezone(UTC))
    assert await told(town) == [], "and once"


async def test_whoever_wrote_in_the_hour_before_is_told_and_nobody_who_wrote_earlier(town: Town) -> None:
    await town.says("周科", "/help")
    town.clock.move(minutes_lost.BEFORE)
    await town.says("王工", "/help")
    town.clock.move(timedelta(minutes=1))
    await away(town, outages.LOSS + 1)
    assert [one.who for one in await told(town)] == ["王工"]


@pytest.mark.parametrize(
    ("seconds", "heard"), [(outages.LOSS + 1, {"wecom"}), (2 * outages.LOSS + 1, {"wecom", "telegram"})]
)
async def test_of_two_channels_that_forget_those_are_told_whose_channel_had_forgotten_by_then(
    town: Town, seconds: float, heard: set[str]
) -> None:
    await town.says("孙工", "/visit")
    await town.says("赵总", "/ask")
    await away(town, seconds)
    tenure = await tenure_of(town.database, MINUTES_LOST, "one")
    await job_of(town, tenure, wecom=outages.LOSS, telegram=2 * outages.LOSS).tick()
    assert {one.channel for one in await town.news() if one.key == KEY} == heard


@pytest.mark.parametrize("seconds", [1.0, outages.BEAT, outages.LOSS])
async def test_what_wecom_delivers_once_more_is_not_lost(town: Town, seconds: float) -> None:
    await town.says("王工", "/help")
    await away(town, seconds)
    assert await told(town) == []


async def test_a_short_outage_loses_messages_and_gives_nobody_time_back(town: Town) -> None:
    before = town.clock.now()
    for seconds, found in ((outages.LOSS + 1, False), (outages.OUTAGE, False), (outages.OUTAGE + 1, True)):
        await away(town, seconds)
        over = await town.look(lambda session: outages.outage_within(session, before, town.clock.now()))
        assert (over is not None) is found


async def test_nobody_at_an_enterprise_is_told_for_a_visit_it_does_not_know_of(database: Database) -> None:
    town = await Town.found(database, mirrored=True)  # the enterprises are on WeCom
    said = await request_a_visit(town)
    town.clock.move(timedelta(hours=2))
    await away(town, outages.LOSS + 1)
    assert await told(town) == []
    await town.presses("李局", to(said, "李局")[0].button("批准"))
    town.clock.move(timedelta(hours=2))
    await away(town, outages.LOSS + 1)
    assert {one.who for one in await told(town)} >= {"赵总", "钱副总"}


async def test_a_crash_in_between_goes_on_with_those_who_have_not_heard(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(minutes_lost, "AT_ONCE", 1)
    for who in ("王工", "李局", "周科"):
        await town.says(who, "/help")
    await away(town, outages.LOSS + 1)
    real, calls = minutes_lost.tell, []

    def dies(*of: object) -> None:
        calls.append(of)
        if len(calls) == 2:
            raise OSError("killed")
        real(*of)  # type: ignore[arg-type]  # the same

    monkeypatch.setattr(minutes_lost, "tell", dies)
    with pytest.raises(OSError, match="killed"):
        await told(town)
    first = await town.news()
    assert len(first) == 1
    second = await told(town)
    assert sorted(one.who for one in (*first, *second)) == sorted(("王工", "李局", "周科"))


async def test_of_what_ended_long_ago_nobody_hears(town: Town) -> None:
    await town.says("王工", "/visit")
    await away(town, outages.LOSS + 1)
    town.clock.move(minutes_lost.STALE + timedelta(seconds=1))
    assert await told(town) == []
    assert await town.look(outages.untold) is None


async def test_whoever_is_suspended_hears_nothing(town: Town) -> None:
    await town.says("王工", "/visit")
    await away(town, outages.LOSS + 1)

    def suspend(session: object) -> None:
        person = session.query(Person).filter_by(name="王工").one()  # type: ignore[attr-defined]
        person.suspended_at = town.clock.now()

    await town.database.run(suspend)
    assert KEY not in [one.key for one in await told(town)]


async def test_one_process_tells(town: Town) -> None:
    await town.says("王工", "/help")
    await away(town, outages.LOSS + 1)
    replaced, nobody = await tenure_of(town.database, MINUTES_LOST, "one"), Tenure(MINUTES_LOST)
    job = job_of(town, await tenure_of(town.database, MINUTES_LOST, "another"))
    assert await town.database.run(job._next) is not None
    assert [await told(town, each) for each in (replaced, nobody)] == [[], []]
    assert await town.look(lambda session: drafts.talking(session, town.clock.now(), town.clock.now())) == []
