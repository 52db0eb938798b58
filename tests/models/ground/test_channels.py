"""Names of channels: of whatever platform, one value each, in the tables too."""

import copy
import json
import pickle

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from models.ground.database import Database
from models.ground.messages import Channel
from models.register.people import Identity, Person


def test_a_name_is_one_value_wherever_it_comes_from() -> None:
    pigeon = Channel("pigeon")
    for same in (Channel("".join(["pig", "eon"])), copy.deepcopy(pigeon), pickle.loads(pickle.dumps(pigeon))):  # noqa: S301
        assert same is pigeon
    assert (pigeon, f"{pigeon}", json.dumps({"on": pigeon})) == ("pigeon", "pigeon", '{"on": "pigeon"}')
    assert type(pigeon.value) is str
    assert Channel("wecom") is Channel.WECOM


@pytest.mark.parametrize("name", ["", "Pigeon", "a b", "pigeon:1", "1pigeon", "飞鸽", "p" * 25])
def test_what_cannot_be_a_name_is_refused(name: str) -> None:
    with pytest.raises(ValueError, match="can't be a Channel"):
        Channel(name)


async def test_an_account_on_a_new_channel_is_kept_and_read_like_any_other(database: Database) -> None:
    def keep(session: Session) -> None:
        session.add(person := Person(name="赵总", channel=Channel("pigeon")))
        session.flush()
        session.add(Identity(person_id=person.id, channel=Channel("pigeon"), account="zhao"))

    await database.run(keep)
    kept = select(Person.channel, Identity.channel).join(Identity, Identity.person_id == Person.id)
    found = await database.read(lambda session: session.execute(kept).one())
    assert all(channel is Channel("pigeon") for channel in found)
