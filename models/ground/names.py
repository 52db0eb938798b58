"""Names: words of a certain shape to which a wing or a platform may add its own, with one value of each."""

import re
from inspect import get_annotations
from typing import ClassVar, Self


class Name(str):
    """A word of a kind. There is one value of each, so that they can be compared by `is`. A word is checked by its
    shape alone: what stands in the tables can be read also where whoever brought it was taken out.

    A kind declares the words that come with Fuma as annotated members in capitals.
    """

    __slots__ = ()

    SHAPE: ClassVar["re.Pattern[str]"]
    _known: ClassVar[dict[str, Self]]

    def __init_subclass__(cls) -> None:
        cls._known = {}
        for member in get_annotations(cls):
            setattr(cls, member, cls(member.lower()))

    @classmethod
    def declared(cls) -> tuple[Self, ...]:
        """The words that come with Fuma."""
        return tuple(cls(member.lower()) for member in get_annotations(cls))

    def __new__(cls, name: str) -> Self:
        """The one value of this name; raises ValueError for what can't be one."""
        known = cls._known.get(name)
        if known is None:
            if not cls.SHAPE.fullmatch(name):
                raise ValueError(f"{name!r} can't be a {cls.__name__}")
            known = cls._known.setdefault(name, super().__new__(cls, name))
        return known

    @property
    def value(self) -> str:
        """The name as plain text."""
        return str(self)
