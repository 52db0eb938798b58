"""The vocabulary of conversations: questions are data, a talk is a plain function that is replayed.

Each event calls the talk again from its beginning. Stored answers return at once; the first question without one
suspends the talk and goes to the screen. So a restart, another process or a new release in mid-talk changes nothing.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, ClassVar, Generic, Protocol, TypeVar

from handlers.talking.typed import NotUnderstood
from handlers.turn import Words
from models.ground.messages import Fields, Json, word
from models.post.drafts import Draft
from models.post.inbox import StoredFile

T = TypeVar("T")
T_co = TypeVar("T_co", covariant=True)


@dataclass(frozen=True, kw_only=True)
class Given:
    """What the person gave: typed words, a pressed option or a file."""

    text: str = ""
    option: str | None = None
    file: StoredFile | None = None


@dataclass(frozen=True)
class Choice:
    """An answer that can be chosen: its canonical code and how it is named."""

    code: str
    label: Json


@dataclass(frozen=True, kw_only=True)
class Circumstances:
    """What an answer is read and checked against: the choices there are, the moment, and the person's words."""

    among: Sequence[Choice] = ()
    find: Callable[[str], Sequence[Choice]] | None = None
    offered: tuple[str, ...] = ()
    now: datetime
    words: Words

    def choice(self, code: str) -> Choice | None:
        """The choice with this code, if it can still be chosen."""
        return next((choice for choice in self.among if choice.code == code), None)


class Complaint(Exception):
    """An answer that was understood but can't be taken; `word` is the sentence that says why and what would be."""

    def __init__(self, word: Json) -> None:
        super().__init__()
        self.word = word


class Several(Exception):
    """The typed words fit several choices: these go to the screen."""

    def __init__(self, choices: Sequence[Choice]) -> None:
        super().__init__()
        self.choices = choices


class Form(Protocol[T_co]):
    """How answers to a question are given.

    `read` turns what was given into a canonical answer (JSON), or raises NotUnderstood, Complaint or Several; `value`
    turns a canonical answer into the talk's value, or raises LookupError or ValueError where it doesn't hold any
    more; `choices` go to the screen as buttons. Whether it `takes_file`, a photo or a document, it says itself.
    """

    takes_file: ClassVar[bool] = False

    def read(self, given: Given, at: Circumstances) -> Json:
        """The canonical answer."""
        ...

    def value(self, answer: Any, at: Circumstances) -> T_co:
        """What the talk gets."""
        ...

    def choices(self, at: Circumstances) -> Sequence[Choice]:
        """What goes to the screen as buttons."""
        ...


@dataclass(frozen=True)
class Question(Generic[T]):
    """A question: its key in the draft and in the words ("ask-<talk>-<key>"), and the form of its answers."""

    key: str
    form: Form[T]


class Suspend(BaseException):
    """The talk stops here until its question is answered. Not an Exception, so that no `except` of a talk can keep
    it.
    """

    def __init__(self, screen: "Screen") -> None:
        super().__init__()
        self.screen = screen


@dataclass(frozen=True, kw_only=True)
class Screen:
    """What the person is asked, with the draft as it is then; `note` is said before the question."""

    draft: Draft
    question: str
    fields: Fields
    choices: Sequence[Choice]
    takes_file: bool = False
    note: Json = None


@dataclass(kw_only=True)
class Ask:
    """The only thing a talk can do: ask. One is made for each replay."""

    draft: Draft
    given: Given | None
    now: datetime
    words: Words
    note: Json = None

    def __post_init__(self) -> None:
        self._answers = dict(self.draft.answers)
        self._asked: set[str] = set()

    def __call__(
        self,
        question: Question[T],
        *,
        among: Sequence[Choice] = (),
        find: Callable[[str], Sequence[Choice]] | None = None,
        refuse: Callable[[T], Json] | None = None,
        shown: Mapping[str, Json] | None = None,
    ) -> T:
        """The answer to a question; suspends the talk where there is none yet, or none that still holds.

        `among` are the choices, `find` looks choices up by typed words, `refuse` gives the sentence that says why a
        value can't be taken (None where it can), `shown` goes into the question's words.
        """
        if question.key in self._asked:
            raise RuntimeError(f"{self.draft.talk} asks {question.key} twice")
        self._asked.add(question.key)
        on_screen = self.draft.offered if self.draft.question == question.key else ()
        at = Circumstances(among=among, find=find, offered=on_screen, now=self.now, words=self.words)
        if question.key in self._answers:
            try:
                return _checked(question.form.value(self._answers[question.key], at), refuse)
            except Complaint as complaint:
                self.note = complaint.word
            except (LookupError, ValueError):
                self.note = word("talk-no-longer-holds")
            self._forget(question.key)
        if self.given is not None and self.draft.question == question.key:
            return self._take(question, self.given, at, refuse, shown or {})
        raise self._suspended(question, question.form.choices(at), shown or {})

    def _take(
        self,
        question: Question[T],
        given: Given,
        at: Circumstances,
        refuse: Callable[[T], Json] | None,
        shown: Fields,
    ) -> T:
        self.given = None
        choices = question.form.choices(at)
        try:
            answer = question.form.read(given, at)
            value = _checked(question.form.value(answer, at), refuse)
        except NotUnderstood as refusal:
            self.note = word(f"expects-{refusal.expected.value.replace('_', '-')}", **refusal.fields)
        except Complaint as complaint:
            self.note = complaint.word
        except Several as several:
            self.note, choices = word("talk-which-one"), several.choices
        except (LookupError, ValueError):
            self.note = word("talk-no-longer-holds")
        else:
            self.draft = replace(self.draft, answers=(*self.draft.answers, (question.key, answer)), offered=())
            return value
        raise self._suspended(question, choices, shown)

    def _forget(self, key: str) -> None:
        self.draft = replace(self.draft, answers=tuple(pair for pair in self.draft.answers if pair[0] != key))

    def _suspended(self, question: Question[T], choices: Sequence[Choice], shown: Fields) -> Suspend:
        draft = replace(self.draft, question=question.key, offered=tuple(choice.code for choice in choices))
        return Suspend(
            Screen(
                draft=draft,
                question=question.key,
                fields=shown,
                choices=tuple(choices),
                takes_file=question.form.takes_file,
                note=self.note,
            )
        )


def _checked(value: T, refuse: Callable[[T], Json] | None) -> T:
    complaint = refuse(value) if refuse is not None else None
    if complaint is not None:
        raise Complaint(complaint)
    return value
