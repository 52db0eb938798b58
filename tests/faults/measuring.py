"""A day of messages with a fault in it: what was lost of each kind, and what somebody saw twice."""

from dataclasses import dataclass

from jobs import deliver
from models.ground.database import Database
from models.ground.messages import Button, Class, Drawing, Picture, word
from tests.faults.platforms import MARK, PLATFORMS, Fault
from tests.jobs.platform import Office, QuickSteady, QuickWall, at_work

KINDS = (*(each.value for each in Class), "picture", "edit")
CARD = Picture(drawing=Drawing.SIGN, fields={"enterprise": "雁北示例机械", "code": "abc"})
YES = ((Button(label=word("button-agree"), data="1.agree.v1.1"),),)


@dataclass(frozen=True)
class Cost:
    """What a fault cost messages of one kind: how many were put down, never seen, and seen twice."""

    put: int
    lost: int
    repeated: int


async def measure(platform: str, fault: Fault, database: Database) -> dict[str, Cost]:
    """Puts messages of each kind down, one of which meets the fault, and looks at the chats when all have ended."""
    deliver.LOOK = 0.01
    async with PLATFORMS[platform](fault, database) as chats:
        office = Office(database, chats.channel, QuickWall(), QuickSteady().steady())
        async with at_work(office):
            wanted = await _put_all(office)
            await office.settled()
        costs = {}
        for kind in KINDS:
            shown = [times for (account, _), times in chats.seen.items() if account == _account(kind)]
            costs[kind] = Cost(wanted[kind], wanted[kind] - len(shown), sum(times - 1 for times in shown))
        assert chats.met or fault is Fault.BUSY
        return costs


async def _put_all(office: Office) -> dict[str, int]:
    """Of each class three in a row, the middle one marked; a marked picture, whose words stand
    below it on WeCom; a message and its marked change.
    """
    marked = int(MARK)
    for urgency in Class:
        await office.put(1, marked, 2, account=_account(urgency.value), urgency=urgency)
    await office.put(marked, account=_account("picture"), urgency=Class.NOTICE, picture=CARD)
    (question,) = await office.put(
        1, account=_account("edit"), urgency=Class.NOTICE, buttons=YES, about="visit.1.reply"
    )
    await office.put(marked, account=_account("edit"), urgency=Class.NOTICE, of=question, about="visit.1.reply")
    return {**dict.fromkeys((each.value for each in Class), 3), "picture": 2 if office.sender.numbers else 1, "edit": 2}


def _account(kind: str) -> str:
    return str(7001 + KINDS.index(kind))
