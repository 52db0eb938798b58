"""What every table stands on: the metadata, the type of a moment, and the mapped base."""

from datetime import UTC, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, BigInteger, DateTime, Dialect, Enum, Index, Integer, MetaData, String, text
from sqlalchemy.orm import DeclarativeBase
from sqlalchemy.types import TypeDecorator

from models.ground.messages import Channel

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(column_0_N_label)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)


BIG = BigInteger().with_variant(Integer, "sqlite")  # a number that grows with every event; SQLite's own is 64 bits


class Moment(TypeDecorator[datetime]):
    """A moment in time, stored in UTC; a datetime without a zone is refused."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """UTC, naive where SQLite keeps text; raises ValueError for a datetime without a zone."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a moment needs a zone")
        moment = value.astimezone(UTC)
        return moment.replace(tzinfo=None) if dialect.name == "sqlite" else moment

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002
        """The moment, aware, in UTC."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class ChannelName(TypeDecorator[Channel]):
    """The name of a channel, of whatever platform."""

    impl = String(24)
    cache_ok = True

    def process_result_value(self, value: str | None, dialect: Dialect) -> Channel | None:  # noqa: ARG002
        """The one value of the name."""
        return None if value is None else Channel(value)


def words_of(enum: type[StrEnum]) -> Enum:
    """A column of one of the enum's words, kept as plain text so that a new word needs no migration."""
    return Enum(enum, native_enum=False, length=24, values_callable=lambda words: [word.value for word in words])


def partial_index(name: str, *columns: str, where: str, unique: bool = False) -> Index:
    """An index over the rows of which `where`, in SQL, is true; a query uses it that says so in the same words."""
    return Index(name, *columns, unique=unique, sqlite_where=text(where), postgresql_where=text(where))


class Base(DeclarativeBase):
    """The base of every mapped class of the business."""

    metadata = metadata
    type_annotation_map = {
        datetime: Moment,
        Channel: ChannelName,
        StrEnum: words_of(StrEnum),
        dict[str, Any]: JSON,
        list[Any]: JSON,
    }
