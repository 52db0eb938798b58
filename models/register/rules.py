"""Every number of the business, in one frozen object read from rules.toml, where each has its why and its source."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from types import MappingProxyType
from typing import Annotated

from pydantic import AfterValidator, ConfigDict, StrictBool, StrictInt

from models.ground.wrong_rules import RulesError
from models.register.rules_file import OrNone, Within, read_section
from models.time.durations import Days, Minutes, Months, WorkingDays, WorkingHours
from models.time.workdays import ClockTime, OfficeHours

__all__ = ["Declining", "Kind", "KindRules", "Rules", "Silence", "load_rules"]


class Kind(StrEnum):
    """What a visit is for."""

    SURVEY = "survey"
    SERVICE = "service"
    OVERSIGHT = "oversight"
    ROUTINE = "routine"
    SPECIAL = "special"
    CLUE = "clue"
    SURPRISE = "surprise"


class Declining(StrEnum):
    """What it means when the enterprise declines."""

    FINAL = "final"
    OBJECTION = "objection"


class Silence(StrEnum):
    """What follows when the enterprise doesn't answer in time."""

    LAPSE = "lapse"
    AUTO_ACCEPT = "auto_accept"


@dataclass(frozen=True, kw_only=True)
class VisitRules:
    """The clocks and limits of a visit from the request to the agreement."""

    approval: Annotated[WorkingDays, Within(1, 20)]
    reply: Annotated[WorkingDays, Within(1, 20)]
    reply_before_window: Annotated[WorkingHours, Within(1, 16)]
    least_notice: Annotated[WorkingHours, Within(2, 40)]
    officials_silence: Annotated[WorkingDays, Within(1, 20)]
    objection: Annotated[WorkingDays, Within(1, 20)]
    unreached: Annotated[WorkingDays, Within(1, 30)]
    postpone_before_window: Annotated[WorkingHours, Within(0, 40)]
    free_days_offered: Annotated[StrictInt, Within(1, 9)]
    furthest_day: Annotated[Days, Within(7, 366)]
    visitors_at_most: Annotated[StrictInt, Within(2, 50)]

    def __post_init__(self) -> None:
        if self.least_notice <= self.reply_before_window:
            raise RulesError("least_notice", str(self.least_notice), "more than reply_before_window")


@dataclass(frozen=True, kw_only=True)
class ReminderRules:
    """When whoever must act is reminded."""

    before_due: Annotated[WorkingHours, Within(1, 8)]
    apart: Annotated[WorkingHours, Within(0, 8)]
    promise_before: Annotated[WorkingDays, Within(0, 10)]


@dataclass(frozen=True, kw_only=True)
class DigestRules:
    """The morning's message of what is due: when it comes, and until when a reminder at half time goes into it."""

    at: ClockTime
    until: ClockTime
    lines: Annotated[StrictInt, Within(1, 5)]

    def __post_init__(self) -> None:
        if self.until <= self.at:
            raise RulesError("until", str(self.until), "a time later than at")


@dataclass(frozen=True, kw_only=True)
class PassRules:
    """When a pass opens before its window and closes after it."""

    opens_before: Annotated[Minutes, Within(0, 240)]
    closes_after: Annotated[Minutes, Within(0, 240)]


@dataclass(frozen=True, kw_only=True)
class ScanRules:
    """The scan at the sign and the check at the gate."""

    nearest_visit: Annotated[Days, Within(1, 31)]
    take_back: Annotated[Minutes, Within(1, 60)]
    nobody_came: Annotated[Minutes, Within(1, 60)]
    red_quiet: Annotated[Minutes, Within(0, 60)]
    wrong_numbers_an_hour: Annotated[StrictInt, Within(1, 60)]
    too_few_officers_after: Annotated[Minutes, Within(1, 120)]


@dataclass(frozen=True, kw_only=True)
class RatingRules:
    """How long a rating can be given, and how soon a bad one is followed up."""

    open_for: Annotated[Days, Within(1, 60)]
    contact: Annotated[WorkingDays, Within(1, 20)]
    remedy: Annotated[WorkingDays, Within(1, 30)]
    appeal: Annotated[WorkingDays, Within(1, 30)]


@dataclass(frozen=True, kw_only=True)
class InquiryRules:
    """The clocks of an inquiry, and how often it can be passed on and reopened."""

    accept: Annotated[WorkingDays, Within(1, 5)]
    first_reply: Annotated[WorkingDays, Within(1, 10)]
    simple: Annotated[Days, Within(2, 30)]
    complex: Annotated[Months, Within(1, 6)]
    waiting: Annotated[Days, Within(1, 60)]
    marking: Annotated[Days, Within(1, 60)]
    reopen: Annotated[Days, Within(1, 366)]
    transfer: Annotated[WorkingDays, Within(1, 5)]
    extension: Annotated[WorkingDays, Within(1, 5)]
    designation: Annotated[WorkingDays, Within(1, 5)]
    passings: Annotated[StrictInt, Within(1, 9)]
    reopenings: Annotated[StrictInt, Within(1, 9)]
    files: Annotated[StrictInt, Within(0, 9)]


@dataclass(frozen=True, kw_only=True)
class SlipRules:
    """The signed approval slip."""

    required: StrictBool
    largest_bytes: Annotated[StrictInt, Within(100_000, 20_971_520)]


@dataclass(frozen=True, kw_only=True)
class TextRules:
    """The longest free text of each sort, in characters."""

    matters: Annotated[StrictInt, Within(10, 500)]
    materials: Annotated[StrictInt, Within(10, 500)]
    legal_basis: Annotated[StrictInt, Within(10, 500)]
    reason: Annotated[StrictInt, Within(10, 500)]
    outcome: Annotated[StrictInt, Within(10, 500)]
    promise: Annotated[StrictInt, Within(10, 500)]
    rating: Annotated[StrictInt, Within(10, 500)]
    inquiry: Annotated[StrictInt, Within(10, 500)]
    answer: Annotated[StrictInt, Within(10, 500)]


@dataclass(frozen=True, kw_only=True)
class KindRules:
    """What holds for one kind of visit. None: there is no such thing for this kind."""

    offered: StrictBool
    inspection: StrictBool
    needs_legal_basis: StrictBool
    consent_asked: StrictBool
    declining: OrNone[Declining]
    silence: OrNone[Silence]
    cards: Annotated[StrictInt, Within(0, 10)]
    lead: Annotated[OrNone[WorkingDays], Within(1, 30)]
    counts_to_cap: StrictBool
    postponements: Annotated[StrictInt, Within(0, 5)]
    postpone_within: Annotated[OrNone[WorkingDays], Within(1, 60)]

    def __post_init__(self) -> None:
        for name in ("declining", "silence"):
            self._only_if("consent_asked", name, self.consent_asked)
        self._only_if("postponements", "postpone_within", self.postponements > 0)
        if self.offered and not self.consent_asked:
            raise RulesError("offered", "true", "false where consent_asked is: every request is put to the enterprise")

    def _only_if(self, condition: str, name: str, holds: bool) -> None:  # noqa: FBT001
        if holds != (getattr(self, name) is not None):
            raise RulesError(name, str(getattr(self, name)), f"a value exactly if {condition} is")


@dataclass(frozen=True, kw_only=True)
class Rules:
    """The rules in force. Their units, bounds and meaning stand in the sections; their reasons in rules.toml."""

    office_hours: OfficeHours
    visit: VisitRules
    reminders: ReminderRules
    digest: DigestRules
    passes: PassRules
    scan: ScanRules
    rating: RatingRules
    inquiry: InquiryRules
    slip: SlipRules
    texts: TextRules
    kinds: Annotated[Mapping[Kind, KindRules], AfterValidator(MappingProxyType)] = field(hash=False)

    __pydantic_config__ = ConfigDict(extra="forbid")

    def __post_init__(self) -> None:
        for kind in Kind:
            if kind not in self.kinds:
                raise RulesError(f"kinds.{kind}", "nothing", "a table")

    @property
    def offered_kinds(self) -> tuple[Kind, ...]:
        """The kinds that can be asked for, in the order of `Kind`."""
        return tuple(kind for kind in Kind if self.kinds[kind].offered)


def load_rules(path: Path) -> Rules:
    """The rules of a TOML file; raises RulesError, which names the rule and what would be right."""
    try:
        document = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise RulesError(str(path), str(error), "a readable TOML file in UTF-8") from error
    return read_section(Rules, document)
