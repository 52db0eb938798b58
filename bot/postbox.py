"""Puts what a turn said into the outbox, in its transaction: where to, in which language, composed if nothing is
drawn.
"""

from dataclasses import replace
from datetime import datetime
from functools import partial
from typing import Any

import structlog
from sqlalchemy.orm import Session

from bot.render import Renderer
from jobs import standing
from jobs.deliver import Courier
from jobs.sending import Effect, Sender, target_from_json
from models import sight
from models.ground.messages import GROUP, NOBODY, Change, Channel, Class, Incoming, Message, message_to_json
from models.post import chats, outbox, unheard
from models.post.outbox_table import Row
from models.register import snapshots
from models.register.editions import register_edition
from models.register.offices import offices
from models.register.people import Person

log = structlog.get_logger(__name__)


class Postbox:
    """The way from a turn to the couriers of the channels that are on."""

    def __init__(self, renderer: Renderer, couriers: dict[Channel, Courier], locale: str) -> None:
        self._renderer = renderer
        self._couriers = couriers
        self._locale = locale

    def post(
        self, session: Session, said: list[Message | Change], now: datetime, incoming: Incoming | None
    ) -> list[Row]:
        """Puts everything down, in order; gives the rows that are this process', to be handed over after the commit."""
        rows: list[Row] = []
        for item in said:
            if isinstance(item, Change):
                rows += self._put_change(session, item, now)
            else:
                row = self._put_message(session, item, now, incoming)
                rows += [row] if row else []
        return rows

    def hand_over(self, rows: list[Row]) -> None:
        """After the commit: gives the rows to the couriers that hold them."""
        for channel, courier in self._couriers.items():
            mine = [row for row in rows if row.channel == channel.value]
            if mine:
                courier.hand_over(mine)

    def pressed(self, session: Session, incoming: Incoming, now: float) -> None:
        """A press brought something that its channel may need to change the message it was on."""
        courier = self._couriers.get(incoming.channel)
        if courier is not None:
            renewed = partial(_renewed, courier.sender, incoming, now)
            chats.pressed(session, incoming.channel.value, incoming.account, incoming.on, renewed)

    def _put_message(self, session: Session, message: Message, now: datetime, incoming: Incoming | None) -> Row | None:
        person = snapshots.person(session, message.to) if message.to != NOBODY else None
        answer = incoming is not None and message.urgency in (Class.VERDICT, Class.REPLY)
        of_himself = answer or message.sight == sight.OF_HIMSELF
        if person is not None and person.suspended_at is not None and not of_himself:
            log.info("outbox.suspended", person=message.to)  # not of what: a key can say who rated or complained
            return None
        place = self._place(person, message, incoming)
        locale = person.locale if person else (incoming.language if incoming else "") or self._locale
        if place is None:
            log.warning("outbox.nobody_reachable", person=message.to)
            for lost in person.identities[:1] if person is not None else ():
                unheard.miss(session, self._meant(session, lost.channel, lost.account, message, locale), now)
            return None
        channel, account = place
        return self._put(session, channel, account, message, locale, now)

    def _place(self, person: Person | None, message: Message, incoming: Incoming | None) -> tuple[Channel, str] | None:
        """Verdicts and replies go where the event came from, notices where the person wrote last, and what a group is
        told to the group.
        """
        if message.group is not None:
            there = message.group.channel in self._couriers
            return (message.group.channel, f"{GROUP}{message.group.id}") if there else None
        if incoming is not None and (person is None or message.urgency in (Class.VERDICT, Class.REPLY)):
            return incoming.channel, incoming.account
        if person is None:
            return None
        reachable = [i for i in person.identities if i.reachable and i.channel in self._couriers]
        reachable.sort(key=lambda identity: (identity.channel is not person.channel, identity.id))
        return (reachable[0].channel, reachable[0].account) if reachable else None

    def _put_change(self, session: Session, change: Change, now: datetime) -> list[Row]:
        rows = []
        for placed in chats.about(session, change.about):
            chat = (Channel(placed.channel), placed.account)
            if change.to not in (None, placed.person_id) or change.chat not in (None, chat):
                continue
            person = snapshots.person(session, placed.person_id) if placed.person_id else None
            outside = person is None or (change.inside and not sight.sees(session, person, change.inside))
            message = Message(
                to=placed.person_id or NOBODY,
                key=change.key,
                fields={**change.fields, **(change.outside if outside else {})},
                buttons=change.buttons,
                urgency=Class(placed.urgency),
                about=change.about,
            )
            if person is not None and not sight.sees(session, person, change.about):
                message = standing.without_content(message)
            locale = person.locale if person else self._locale
            row = self._put(session, *chat, message, locale, now, of=placed.id)
            rows += [row] if row else []
        return rows

    def _put(
        self,
        session: Session,
        channel: Channel,
        account: str,
        message: Message,
        locale: str,
        now: datetime,
        of: int | None = None,
    ) -> Row | None:
        courier = self._couriers.get(channel)
        tenure = courier.lease(message.urgency.value) if courier is not None else None
        # Where nothing has to be drawn, the exact requests are kept at birth: with the row, unless they tell its
        # number.
        sender = courier.sender if courier is not None and of is None and message.picture is None else None
        calls = self._composed(sender, 0, account, message, locale) if sender and not sender.numbers else None
        meant = replace(self._meant(session, channel, account, message, locale, of), calls=calls)
        row, mine = outbox.put(session, meant, now, tenure)
        if sender and sender.numbers:
            calls = self._composed(sender, row.id, account, message, locale)
            outbox.composed(session, row.id, calls)
            row = replace(row, calls=calls)
        return row if mine else None

    def _meant(
        self,
        session: Session,
        channel: Channel,
        account: str,
        message: Message,
        locale: str,
        of: int | None = None,
    ) -> Row:
        return Row(
            person_id=message.to or None,
            channel=channel.value,
            account=account,
            urgency=message.urgency.value,
            effect=(Effect.SEND if of is None else Effect.EDIT).value,
            about=message.about,
            of=of,
            body=self._body(session, message, locale),
        )

    def _body(self, session: Session, message: Message, locale: str) -> dict[str, Any]:
        """What is meant, and what its reader is now: when it goes he may be that no more."""
        body: dict[str, Any] = {"message": message_to_json(message), "locale": locale}
        person = snapshots.person(session, message.to) if message.to != NOBODY else None
        if person is not None:
            body |= {standing.OFFICES: offices(person), standing.EDITION: register_edition(session)}
        return body

    def _composed(
        self, sender: Sender, number: int, account: str, message: Message, locale: str
    ) -> list[dict[str, Any]]:
        outgoing = self._renderer.outgoing(number, account, message, locale)
        return [call.to_json() for call in sender.compose(outgoing)]


def _renewed(sender: Sender, incoming: Incoming, now: float, stood: dict[str, Any]) -> dict[str, Any]:
    return sender.renewed(target_from_json(stood), incoming.own, now).to_json()
