"""What a handler works with: one transaction, the moment of the event, who acts, and what is to be said afterwards."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime

from sqlalchemy.orm import Session

from models.ground import files, ledger
from models.ground.messages import NOBODY, Button, Change, Channel, Class, Fields, Group, Json, Message, Picture, moment
from models.ground.messages import day as calendar_day
from models.ground.subjects import Subject
from models.register.people import Person
from models.register.rules import Rules
from models.time.moments import day_of
from models.time.workdays import Calendar

Words = Callable[[Json], str]
Rows = tuple[tuple[Button, ...], ...]


@dataclass(kw_only=True)
class Step:
    """Something that happens in one transaction, by a person (a Turn) or by time.

    `now` is the moment that counts: when the event was stored, or when the time was up, however late it is noticed.
    Handlers add to `said`; the runner puts it into the outbox before the commit.
    """

    session: Session
    now: datetime
    rules: Rules
    calendar: Calendar
    said: list[Message | Change] = field(default_factory=list)

    @property
    def actor(self) -> Person | None:
        """Who acts; nobody where time does."""
        return None

    @property
    def by(self) -> str:
        """The name of whoever acts, "" where time does."""
        return self.actor.name if self.actor else ""

    @property
    def today(self) -> date:
        """The business day of the step."""
        return day_of(self.now)

    def deadline(self, due: datetime, until: date | None = None) -> Json:
        """A due moment in words, marked where a day it was counted over may still turn out to be worked or off;
        `until` is the last of these where it isn't the due day itself.
        """
        return moment(due, provisional=self.awaited(until or day_of(due)) is not None)

    def counted_day(self, day: date, until: date | None = None) -> Json:
        """A day that was found by counting working days, marked in the same way."""
        return calendar_day(day, provisional=self.awaited(until or day) is not None)

    def awaited(self, until: date) -> int | None:
        """The first year, from now to a day, whose days off are still to be announced."""
        return self.calendar.awaited(min(self.today, until), until)

    def notify(
        self,
        person: Person,
        key: str,
        fields: Fields | None = None,
        *,
        buttons: Rows = (),
        picture: Picture | None = None,
        about: str | None = None,
        sight: str | None = None,
    ) -> None:
        """Says something to somebody, where he wrote last; to whoever acts it is the answer to what he did."""
        acts = self.actor is not None and person.id == self.actor.id
        self.said.append(
            Message(
                to=person.id,
                key=key,
                fields=fields or {},
                urgency=Class.REPLY if acts else Class.NOTICE,
                buttons=buttons,
                picture=picture,
                about=about,
                sight=sight,
            )
        )

    def tell_group(self, group: Group, key: str, fields: Fields) -> None:
        """Says one line to a group: to nobody in person."""
        self.said.append(Message(to=NOBODY, group=group, key=key, fields=fields, urgency=Class.NOTICE))

    def change(
        self,
        about: str,
        key: str,
        fields: Fields | None = None,
        *,
        buttons: Rows = (),
        inside: str | None = None,
        outside: Fields | None = None,
        to: int | None = None,
    ) -> None:
        """Changes every message that shows `about`, wherever it stands, or `to` one person; to those who may not see
        `inside` it is said with the fields `outside`.
        """
        said, other = fields or {}, outside or {}
        self.said.append(
            Change(about=about, key=key, fields=said, buttons=buttons, to=to, inside=inside, outside=other)
        )

    def take_away(self, person: int, about: str, channel: Channel, account: str) -> None:
        """Takes words and buttons away from what shows `about` in one chat of somebody who may not see it any more."""
        self.said.append(Change(about=about, key="no-longer-yours", to=person, chat=(channel, account)))

    def record(self, verb: str, subject: Subject, authority: str, *, nameless: bool = False, **content: Json) -> None:
        """Writes into the ledger that this was done, by whoever acts; `nameless` for a rater, who stays unknown."""
        ledger.append(
            self.session,
            at=self.now,
            verb=verb,
            subject=str(subject),
            actor=None if nameless or self.actor is None else self.actor.id,
            authority=authority,
            content=content,
        )


@dataclass(kw_only=True)
class Turn(Step):
    """One event of one person. `words` puts a tagged value in his language, for reading labels back."""

    words: Words
    person: Person
    channel: Channel

    @property
    def actor(self) -> Person:
        """The person who acts."""
        return self.person

    def answer(
        self,
        key: str,
        fields: Fields | None = None,
        *,
        buttons: Rows = (),
        options: bool = False,
        urgency: Class = Class.REPLY,
        picture: Picture | None = None,
        file: str | None = None,
        about: str | None = None,
    ) -> None:
        """Says something to the person who acts, where he acted; a `file` goes under a name that its content gives."""
        said = dict(fields or {})
        if file is not None:
            said["name"] = files.called(self.session, file, str(said.get("name", "")))
        self.said.append(
            Message(
                to=self.person.id,
                key=key,
                fields=said,
                urgency=urgency,
                buttons=buttons,
                options=options,
                picture=picture,
                file=file,
                about=about,
            )
        )
