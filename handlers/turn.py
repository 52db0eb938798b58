"""What a handler works with: one transaction, the moment of the event, who acts, and what is to be said afterwards."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime

from sqlalchemy.orm import Session

from models import ledger
from models.clock import day_of
from models.messages import Button, Change, Channel, Class, Fields, Json, Message, Picture
from models.people import Person
from models.rules import Rules
from models.workdays import Calendar

Words = Callable[[Json], str]
Rows = tuple[tuple[Button, ...], ...]


@dataclass(kw_only=True)
class Turn:
    """One event of one person, or one act of time, in one transaction.

    `now` is the moment that counts: when the event was stored. `words` puts a tagged value in the acting person's
    language, for reading labels back. Handlers add to `said`; the runner puts it into the outbox before the commit.
    """

    session: Session
    now: datetime
    rules: Rules
    calendar: Calendar
    words: Words
    person: Person
    channel: Channel
    said: list[Message | Change] = field(default_factory=list)

    @property
    def today(self) -> date:
        """The business day of the event."""
        return day_of(self.now)

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
        """Says something to the person who acts, where he acted."""
        self.said.append(
            Message(
                to=self.person.id,
                key=key,
                fields=fields or {},
                urgency=urgency,
                buttons=buttons,
                options=options,
                picture=picture,
                file=file,
                about=about,
            )
        )

    def notify(
        self,
        person: Person,
        key: str,
        fields: Fields | None = None,
        *,
        buttons: Rows = (),
        picture: Picture | None = None,
        about: str | None = None,
    ) -> None:
        """Says something to somebody else, where he wrote last."""
        self.said.append(
            Message(
                to=person.id,
                key=key,
                fields=fields or {},
                urgency=Class.NOTICE,
                buttons=buttons,
                picture=picture,
                about=about,
            )
        )

    def change(self, about: str, key: str, fields: Fields | None = None, *, buttons: Rows = ()) -> None:
        """Changes every message that shows `about`, wherever it stands."""
        self.said.append(Change(about=about, key=key, fields=fields or {}, buttons=buttons))

    def record(self, verb: str, subject: str, authority: str, *, nameless: bool = False, **content: Json) -> None:
        """Writes into the ledger that this was done, by the person who acts; `nameless` for a rater, who stays
        unknown.
        """
        ledger.append(
            self.session,
            at=self.now,
            verb=verb,
            subject=subject,
            actor=None if nameless else self.person.id,
            authority=authority,
            content=content,
        )
