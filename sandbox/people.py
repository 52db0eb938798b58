"""Who owns a phone in the sandbox, read from a TOML file."""

import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

Channel = Literal["wecom", "telegram"]


@dataclass(slots=True)
class Person:
    """Somebody with one account on one platform; `blocked` means that the bot no longer reaches him."""

    id: str
    name: str
    note: str
    channel: Channel
    account: str
    language: str = "zh-CN"
    blocked: bool = False

    @property
    def telegram_id(self) -> int:
        """The number that is both user and private chat on Telegram."""
        return int(self.account)

    @property
    def telegram_language(self) -> str:
        """The language as Telegram's apps report it."""
        return "en" if self.language.startswith("en") else "zh-hans"


class People:
    """Everybody, found by id or by account; account names on WeCom know no upper and lower case."""

    def __init__(self, people: list[Person]) -> None:
        self._by_id = {person.id: person for person in people}
        self._by_account = {(person.channel, person.account.lower()): person for person in people}
        if len(self._by_id) < len(people) or len(self._by_account) < len(people):
            raise ValueError("two people share an id or an account")

    def all(self, channel: Channel | None = None) -> list[Person]:
        """Everybody in the file's order, or those of one channel."""
        return [person for person in self._by_id.values() if channel in (None, person.channel)]

    def find(self, person_id: str) -> Person | None:
        """The person of that id, if there is one."""
        return self._by_id.get(person_id)

    def holder(self, channel: Channel, account: str) -> Person | None:
        """Whose account that is, if anybody's."""
        return self._by_account.get((channel, account.lower()))


def _person(row: dict[str, Any]) -> Person:
    channel = row["channel"]
    if channel not in {"wecom", "telegram"}:
        raise ValueError(f"{row['id']}: channel is wecom or telegram, not {channel}")
    person = Person(
        id=str(row["id"]),
        name=str(row["name"]),
        note=str(row.get("note", "")),
        channel=channel,
        account=str(row["account"]),
        language=str(row.get("language", "zh-CN")),
    )
    if channel == "telegram" and not (person.account.isascii() and person.account.isdigit()):
        raise ValueError(f"{person.id}: a Telegram account is a number, not {person.account}")
    return person


def read_people(path: Path) -> People:
    """Reads the people file; raises OSError, or ValueError that says what is wrong in it."""
    rows = tomllib.loads(path.read_text(encoding="utf-8")).get("people", [])
    try:
        return People([_person(row) for row in rows])
    except KeyError as error:
        raise ValueError(f"a person lacks {error.args[0]}") from error
