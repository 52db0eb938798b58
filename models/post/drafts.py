"""Drafts: the answers given so far in a talk, and the question that is on the screen."""

import base64
import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import JSON, Column, Index, Integer, String, Table, Text, bindparam, delete, insert, select, update
from sqlalchemy.orm import Session

from models.ground.base import Moment, metadata
from models.ground.codes import ID_LENGTH, new_id
from models.ground.public_ids import was_shipped
from models.ground.statements import Statement

MASK_BYTES = 6  # 8 characters
LIFE = timedelta(days=1)  # a form left lying for a day is begun afresh: what it says may no longer hold

OF_A_TALK = "d"  # the kind of such a button, among those that were shipped

drafts = Table(
    "drafts",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("person_id", Integer, nullable=False),
    Column("talk", String(40), nullable=False),
    Column("subject", Text, nullable=False),
    Column("answers", JSON, nullable=False),
    Column("question", Text, nullable=False),
    Column("offered", JSON, nullable=False),
    Column("touched_at", Moment, nullable=False),
    Column("public_id", String(ID_LENGTH), nullable=False, server_default="", unique=True, index=True),
    Column("secret", String(ID_LENGTH), nullable=False, server_default=""),  # stands on no button
    Column("offices", JSON),  # by which it was begun; NULL where that isn't known
    Index("ix_drafts_person_touched", "person_id", "touched_at"),
    sqlite_autoincrement=True,  # a number given once is never given again
)


@dataclass(frozen=True, kw_only=True)
class Draft:
    """A talk in progress. `answers` are (question, canonical answer) in the order given; `offered` the choices on the
    screen; `offices` those of the person by which he began it.
    """

    id: int
    person_id: int
    talk: str
    subject: str = ""
    answers: tuple[tuple[str, Any], ...] = ()
    question: str = ""
    offered: tuple[str, ...] = ()
    touched_at: datetime | None = field(default=None, compare=False)
    offices: tuple[str, ...] = field(default=(), compare=False)
    public_id: str = ""
    secret: str = field(default="", repr=False)

    @property
    def matter(self) -> str:
        """The row the talk is about, "" where it is about none: the subject without the revision that was seen."""
        return self.subject.partition(".")[0]

    def masked(self, code: str) -> str:
        """What stands on a button in place of an answer's code, which may be the number of a row."""
        digest = hashlib.blake2b(code.encode(), key=self.secret.encode(), digest_size=MASK_BYTES).digest()
        return base64.urlsafe_b64encode(digest).decode()

    def chosen(self, mask: str) -> str:
        """The code of a choice on the screen by what stands on its button, "" where there is no such choice."""
        return next((code for code in self.offered if self.masked(code) == mask), "")

    def without_last(self) -> "Draft":
        """The draft as it was before the last answer."""
        return replace(self, answers=self.answers[:-1], offered=())


_COLUMNS = (
    drafts.c.id,
    drafts.c.person_id,
    drafts.c.talk,
    drafts.c.subject,
    drafts.c.answers,
    drafts.c.question,
    drafts.c.offered,
    drafts.c.touched_at,
    drafts.c.offices,
    drafts.c.public_id,
    drafts.c.secret,
)
_begin = Statement(
    insert(drafts)
    .values(
        person_id=bindparam("person"),
        talk=bindparam("talk"),
        subject=bindparam("subject"),
        answers=bindparam("answers", type_=JSON),
        question="",
        offered=bindparam("offered", type_=JSON),
        touched_at=bindparam("now", type_=Moment),
        offices=bindparam("held", type_=JSON),
        public_id=bindparam("public"),
        secret=bindparam("private"),
    )
    .returning(drafts.c.id)
)
_begun = Statement(
    select(*_COLUMNS)
    .where(drafts.c.person_id == bindparam("person"), drafts.c.touched_at > bindparam("since", type_=Moment))
    .order_by(drafts.c.touched_at.desc(), drafts.c.id.desc())
)
_find = Statement(
    select(*_COLUMNS).where(
        drafts.c.id == bindparam("draft"),
        drafts.c.person_id == bindparam("person"),
        drafts.c.touched_at > bindparam("since", type_=Moment),
    )
)
_find_by_button = Statement(
    select(*_COLUMNS).where(
        drafts.c.public_id == bindparam("public"),
        drafts.c.person_id == bindparam("person"),
        drafts.c.touched_at > bindparam("since", type_=Moment),
    )
)
_keep = Statement(
    update(drafts)
    .where(drafts.c.id == bindparam("draft"))
    .values(
        answers=bindparam("given", type_=JSON),
        question=bindparam("asked"),
        offered=bindparam("choices", type_=JSON),
        touched_at=bindparam("now", type_=Moment),
    )
)
_end = Statement(delete(drafts).where(drafts.c.id == bindparam("draft")))
_end_all = Statement(delete(drafts).where(drafts.c.person_id == bindparam("person")))
_expire = Statement(delete(drafts).where(drafts.c.touched_at <= bindparam("before", type_=Moment)))


def begin(
    session: Session, person_id: int, talk: str, subject: str, now: datetime, offices: Iterable[str] = ()
) -> Draft:
    """A new draft, on top of what the person had begun before, with the offices by which he may."""
    held, public, private = tuple(offices), new_id(), new_id()
    rows = _begin(
        session,
        person=person_id,
        talk=talk,
        subject=subject,
        answers=[],
        offered=[],
        now=now,
        held=list(held),
        public=public,
        private=private,
    )
    return Draft(
        id=rows[0][0],
        person_id=person_id,
        talk=talk,
        subject=subject,
        touched_at=now,
        offices=held,
        public_id=public,
        secret=private,
    )


def begun(session: Session, person_id: int, now: datetime) -> list[Draft]:
    """The person's drafts, the one he touched last first, without those older than a day."""
    return [_draft(row) for row in _begun(session, person=person_id, since=now - LIFE)]


def latest(session: Session, person_id: int, now: datetime) -> Draft | None:
    """The draft the person touched last, unless it is older than a day."""
    return next(iter(begun(session, person_id, now)), None)


def find(session: Session, person_id: int, draft_id: int, now: datetime) -> Draft | None:
    """This draft of this person, unless it is over or older than a day."""
    rows = _find(session, draft=draft_id, person=person_id, since=now - LIFE)
    return _draft(rows[0]) if rows else None


def find_by_button(session: Session, person_id: int, named: str | int, now: datetime) -> Draft | None:
    """The same, by what its buttons carry: a random id, or a number where they were shipped before there were any."""
    if isinstance(named, int):
        return find(session, person_id, named, now) if was_shipped(session, OF_A_TALK, named) else None
    rows = _find_by_button(session, public=named, person=person_id, since=now - LIFE)
    return _draft(rows[0]) if rows else None


def keep(session: Session, draft: Draft, now: datetime) -> None:
    """Stores the draft as it is now."""
    _keep(
        session,
        draft=draft.id,
        given=[list(answer) for answer in draft.answers],
        asked=draft.question,
        choices=list(draft.offered),
        now=now,
    )


def end(session: Session, draft: Draft) -> None:
    """The talk is over."""
    _end(session, draft=draft.id)


def end_all(session: Session, person_id: int) -> None:
    """Whatever the person has begun is over."""
    _end_all(session, person=person_id)


def talking(session: Session, start: datetime, end: datetime) -> list[int]:
    """Who had a talk open in a span."""
    open_then = drafts.c.touched_at > start - LIFE, drafts.c.touched_at <= end
    return list(session.scalars(select(drafts.c.person_id).where(*open_then).distinct().order_by(drafts.c.person_id)))


def expire(session: Session, now: datetime) -> int:
    """Throws away the drafts nobody touched for a day; how many there were."""
    return _expire.count(session, before=now - LIFE)


def _draft(row: Any) -> Draft:
    number, person, talk, subject, answers, question, offered, touched_at, offices, public_id, secret = row
    return Draft(
        id=number,
        person_id=person,
        talk=talk,
        subject=subject,
        answers=tuple((key, answer) for key, answer in answers),
        question=question,
        offered=tuple(offered),
        touched_at=touched_at,
        offices=tuple(offices or ()),
        public_id=public_id,
        secret=secret,
    )
