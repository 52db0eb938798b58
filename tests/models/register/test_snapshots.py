"""What every turn reads from memory: the newest there is, whoever changed it and however."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from models.ground.database import Database
from models.ground.messages import Act, Channel, Incoming
from models.register import people, snapshots
from models.register.enterprises import Enterprise
from models.register.people import Appointment, Identity, Person
from models.register.rules import Kind
from models.visits.snapshots import visit_snapshot
from models.visits.states import State
from models.visits.visits import Verb, Visit, Visitor, change
from tests.handlers.visits import story
from tests.handlers.visits.story import NUMBERS
from tests.town import Town

ZHAO, HE = NUMBERS["赵总"], NUMBERS["何督查"]


@pytest.fixture
async def agreed(town: Town) -> Town:
    """王工's visit at 雁北示例机械 is agreed; everything that is read for it is in memory."""
    await story.agreed(town, Kind.SURVEY)
    await town.database.run(lambda session: (seen(session), look(session)))
    return town


def look(session: Session) -> tuple[object, ...]:
    """What a talk about visit 1 sees, of 赵总, who owns 雁北示例机械, and of the visit."""
    person, enterprise, visit = snapshots.person(session, ZHAO), snapshots.enterprise(session, 1), seen(session)
    assert person is not None
    assert enterprise is not None
    return (
        (person.name, person.locale, person.channel, [a.role for a in person.appointments]),
        [(identity.account, identity.reachable) for identity in person.identities],
        enterprise.name,
        (visit.state, visit.reason, [part.matter_words for part in visit.parts]),
        [(named.person_id, named.checked_in_at) for part in visit.parts for named in part.visitors],
    )


def seen(session: Session) -> Visit:
    """Visit 1, to be looked at."""
    visit = visit_snapshot(session, 1)
    assert visit is not None
    return visit


def renames(session: Session) -> None:
    session.get_one(Enterprise, 1).name = "雁南示例机械有限公司"


def ends_appointments(session: Session) -> None:
    session.execute(update(Appointment).values(ended_at=datetime.now(UTC)))


def loses_an_account(session: Session) -> None:
    identity = session.scalars(select(Identity).where(Identity.person_id == ZHAO)).one()
    people.reached(session, identity.channel, identity.account, reachable=False)


def writes_on_the_other_channel(session: Session) -> None:
    person = session.get_one(Person, ZHAO)
    other = Channel.WECOM if person.channel is Channel.TELEGRAM else Channel.TELEGRAM
    people.wrote(session, person, Incoming(channel=other, event="e", account="x", act=Act.TEXT))


def checks_in(session: Session) -> None:
    session.scalars(select(Visitor).order_by(Visitor.id).limit(1)).one().checked_in_at = datetime.now(UTC)


def takes_everybody_off_in_bulk(session: Session) -> None:
    session.execute(delete(Visitor))


def revokes(session: Session) -> None:
    change(session, session.get_one(Visit, 1), Verb.REVOKE, State.REVOKED, by=HE, reason="不合规")


def rewords(session: Session) -> None:
    session.get_one(Visit, 1).parts[0].matter_words = "台账"


CHANGES = [
    renames,
    ends_appointments,
    loses_an_account,
    writes_on_the_other_channel,
    checks_in,
    takes_everybody_off_in_bulk,
    revokes,
    rewords,
]


@pytest.mark.parametrize("changes", CHANGES)
async def test_whatever_changes_is_seen_by_the_next_turn(agreed: Town, changes: Callable[[Session], None]) -> None:
    before = await agreed.database.run(look)
    await agreed.database.run(changes)
    after = await agreed.database.run(look)
    assert after != before
    assert after == await agreed.database.read(look), "which reads the rows"


@pytest.mark.parametrize("changes", CHANGES)
async def test_a_turn_sees_what_it_has_changed_itself_and_nobody_what_was_rolled_back(
    agreed: Town, changes: Callable[[Session], None]
) -> None:
    class Undone(Exception):
        pass

    def undone(session: Session) -> None:
        before = look(session)
        changes(session)
        session.flush()
        assert look(session) != before
        raise Undone

    before = await agreed.database.run(look)
    with pytest.raises(Undone):
        await agreed.database.run(undone)
    assert await agreed.database.run(look) == before


async def test_a_change_by_another_process_is_seen_at_once(agreed: Town) -> None:
    before = await agreed.database.run(look)
    other = await Database(str(agreed.database.url.render_as_string(hide_password=False))).open()
    await other.run(renames)
    await other.close()
    assert await agreed.database.run(look) != before


async def test_a_snapshot_is_the_same_object_until_its_edition_changes(agreed: Town) -> None:
    first = await agreed.database.run(seen)
    assert await agreed.database.run(seen) is first
    await agreed.database.run(rewords)
    assert await agreed.database.run(seen) is not first


def test_of_many_snapshots_those_longest_unused_give_way(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(snapshots, "MOST", 2)
    kept = snapshots.Snapshots()
    for number in (1, 2):
        kept.keep(number, 1, f"copy {number}")
    assert kept.find(1, 1) == "copy 1"
    kept.keep(3, 1, "copy 3")
    assert [kept.find(number, 1) for number in (1, 2, 3)] == ["copy 1", None, "copy 3"]
    assert kept.find(1, 2) is None, "of another edition"


async def test_what_is_not_there_is_nothing(town: Town) -> None:
    far = timedelta(days=1).seconds
    assert await town.database.run(lambda session: visit_snapshot(session, far)) is None
    assert await town.database.run(lambda session: visit_snapshot(session, 2**31)) is None
    assert await town.database.run(lambda session: snapshots.enterprise(session, far)) is None
    with pytest.raises(LookupError):
        await town.database.run(lambda session: snapshots.department(session, far))
