"""Judges a killed tour by an undisturbed one: its chats, its tables, its order, its ledger."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import zip_longest
from pathlib import Path

from models.ground import ledger
from models.ground.database import Database
from models.ground.ledger import Proof
from tests.kills import business
from tests.kills.chats import Comparison, compare, counted
from tests.kills.playing import CHAINED, Played, database_of, read_played

Tables = dict[str, list[list[str]]]


@dataclass(frozen=True, kw_only=True)
class State:
    """What a tour left on the phones and in its database."""

    played: Played
    tables: Tables
    undone: list[str]
    out_of_order: list[str]
    proof: Proof


@dataclass(frozen=True, kw_only=True)
class Judgement:
    """How a killed tour differs from the undisturbed one."""

    kills: int
    chats: Comparison
    tables: list[str]
    rest: list[str]
    ledger_holds: bool

    @property
    def faults(self) -> list[str]:
        """All that must not be, in words; a repetition that a kill explains is none."""
        return [
            *(f"lost: {what}" for what in counted(self.chats.lost)),
            *(f"unexplained: {what}" for what in counted(self.chats.unexplained)),
            *self.tables,
            *self.rest,
            *([] if self.ledger_holds else ["the ledger isn't whole, or not as long as it must be"]),
        ]


async def state_of(out: Path, database: str = "") -> State:
    """Reads what a tour left; `database` is its address, a SQLite file in the tour's folder if not given."""
    opened = await Database(database_of(out, database)).open()
    try:
        return State(
            played=read_played(out),
            tables=await opened.read(business.dump),
            undone=await opened.read(business.undone),
            out_of_order=await opened.read(business.out_of_order),
            proof=await opened.read(ledger.verify),
        )
    finally:
        await opened.close()


def judge(undisturbed: State, killed: State) -> Judgement:
    """Compares a killed tour with an undisturbed one of the same language."""
    played = killed.played
    entries = undisturbed.proof.proved + undisturbed.proof.waiting
    steps = len(played.chats) if played.stopped else None
    tables = list(_differences(undisturbed.tables, killed.tables)) if steps is None else ["no tables to compare"]
    return Judgement(
        kills=len(played.kills),
        chats=compare(undisturbed.played.chats[:steps], played.chats, played.kills),
        tables=tables,
        rest=[
            *([f"stopped: {played.stopped}"] if played.stopped else []),
            *([f"{played.given_up} callbacks were given up by WeCom"] if played.given_up else []),
            *(f"undone: {what}" for what in killed.undone),
            *(f"out of order: {what}" for what in killed.out_of_order),
        ],
        ledger_holds=played.verified.endswith(CHAINED) and killed.proof == Proof(proved=entries, waiting=0),
    )


def _differences(wanted: Tables, got: Tables) -> Iterator[str]:
    nothing: list[str] = []
    for table in sorted(wanted.keys() | got.keys()):
        rows = zip_longest(wanted.get(table, []), got.get(table, []), fillvalue=nothing)
        for number, (row, found) in enumerate(rows, start=1):
            if row != found:
                fields = [f"{was} became {now}" for was, now in zip_longest(row, found) if was != now]
                yield f"{table}, row {number}: " + ", ".join(fields)
