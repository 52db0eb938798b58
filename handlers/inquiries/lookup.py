"""What a talk about an inquiry may look up while it asks: it only reads, and every value is checked again."""

from collections.abc import Callable
from datetime import datetime, timedelta

from sqlalchemy import select

from handlers.inquiries.checks import check, check_release, check_return, help_of, shows_who_asked
from handlers.inquiries.showing import department_name, files_shown, summary
from handlers.talking.asking import Choice
from handlers.talking.forms import When
from handlers.talking.lookup import Lookup
from handlers.talking.typed import tidy
from models.ground.cleaning import beginning
from models.ground.messages import Json, day, lines, listing, word
from models.ground.refusals import Refusal
from models.inquiries import deadlines, proposals
from models.inquiries.inquiries import (
    Complexity,
    Happening,
    Inquiry,
    InquiryState,
    InquiryVerb,
    ReleasedAnswer,
    inquiry_seen,
    steps_of,
)
from models.inquiries.rights import RIGHTS, inquiry_for
from models.register import snapshots
from models.register.conflicts import departments_belonged_to
from models.register.offices import enterprises_of
from models.register.people import ADMINS, Department, Matter
from models.time import clocks
from models.time.clocks import ClockKind
from models.time.moments import day_of
from models.time.workdays import ONE_DAY
from models.visits.free_days import free_days

MOST_FOUND = 6
MOST_SIMILAR = 2  # answers shown before a question is asked: more would have to be scrolled
OTHER, IN_CONFIDENCE, ASK_ANYWAY = "other", "confidence", "ask"
COMPLEX, UNTIL_A_DAY = "complex", "day"
LONGEST_NAMED = 16  # characters of an inquiry that name it among others
LONGEST_SOUGHT = 60


class InquiryLookup(Lookup):
    """The facts a talk about an inquiry may ask for, as they are in this turn."""

    def inquiry(self, verb: str, *, as_seen: bool = False) -> Inquiry:
        """The inquiry the talk is about, for somebody who may do this to it; raises Refusal where he can't any more."""
        inquiry = inquiry_for(self._session, self.turn.person, RIGHTS[verb], self.subject.number)
        if verb == InquiryVerb.RETURN:
            check_return(inquiry)
        if as_seen:
            inquiry_seen(self._session, inquiry, self.subject.revision)
        if verb == "release":
            check_release(self.turn, inquiry)
        elif verb == "contribute":
            help_of(self.turn, inquiry)
        else:
            check(self.turn, inquiry, verb)
        return inquiry

    def shown(self, inquiry: Inquiry) -> dict[str, Json]:
        """Who asks what."""
        return summary(self.turn, inquiry)

    # Asking

    def my_enterprises(self) -> list[Choice]:
        """The enterprises the person speaks for; raises Refusal where there are none."""
        mine = sorted(enterprises_of(self.turn.person, *ADMINS))
        if not mine:
            raise Refusal("not-yours")
        return [Choice(str(number), self.enterprise_named(number)) for number in mine]

    def enterprise_named(self, number: int) -> str:
        """An enterprise by its name."""
        enterprise = snapshots.enterprise(self._session, number)
        return enterprise.name if enterprise is not None else ""

    def similar(self, words: str) -> list[ReleasedAnswer]:
        """Released answers that are like the question; not one by which its asker could be found out, whoever has
        come to speak for the enterprise since.
        """
        hits = proposals.similar(self._session, words, MOST_SIMILAR)
        found = (self._session.get(ReleasedAnswer, hit.subject) for hit in hits)
        return [answer for answer in found if answer is not None and self._keeps_secret(answer)]

    def _keeps_secret(self, answer: ReleasedAnswer) -> bool:
        inquiry = self._session.get_one(Inquiry, answer.inquiry_id)
        return not shows_who_asked(self.turn, inquiry, question=answer.question, answer=answer.answer)

    def similar_shown(self, answers: list[ReleasedAnswer]) -> dict[str, Json]:
        """The same, to be read."""
        told = [
            word(
                "inquiry-similar",
                number=place,
                question=answer.question,
                answer=answer.answer,
                department=department_name(self.turn, answer.department_id),
            )
            for place, answer in enumerate(answers, start=1)
        ]
        return {"answers": lines(told)}

    def helpful(self, answers: list[ReleasedAnswer]) -> list[Choice]:
        """Which of them is enough; or to ask all the same."""
        enough = [
            Choice(str(answer.id), word("inquiry-helped", number=place))
            for place, answer in enumerate(answers, start=1)
        ]
        return [*enough, Choice(ASK_ANYWAY, word("inquiry-ask-anyway"))]

    def departments_for(self, words: str) -> list[Choice]:
        """The departments that fit the words, then: another one, or a complaint in confidence."""
        fitting = [Choice(str(each.department_id), self._name(each.department_id)) for each in self._proposed(words)]
        others = (Choice(OTHER, word("inquiry-other-department")), Choice(IN_CONFIDENCE, word("inquiry-in-confidence")))
        return [*fitting, *others]

    def proposals_shown(self, words: str) -> dict[str, Json]:
        """Why they are proposed."""
        return {"because": lines([self._because(each) for each in self._proposed(words)])}

    def _because(self, proposal: proposals.Proposal) -> Json:
        fields = {"department": self._name(proposal.department_id), "words": listing(list(proposal.because))}
        if proposal.matter_id is None:
            return word("inquiry-because", **fields)
        return word("inquiry-because-matter", **fields, matter=self._session.get_one(Matter, proposal.matter_id).name)

    def files_shown(self, count: int) -> Json:
        """How many files go along, "" for none."""
        return files_shown(count)

    def departments(self, words: str) -> list[Choice]:
        """The departments whose name contains the words, save those that were merged away."""
        return self.departments_but()(words)

    def departments_but(self, *but: int | None) -> Callable[[str], list[Choice]]:
        """The same without those it can't go to; where nothing else is found, against_department says why not."""

        def find(words: str) -> list[Choice]:
            found = self._departments(words)
            return [choice for choice in found if int(choice.code) not in but] or found[:1]

        return find

    def my_departments(self) -> list[int]:
        """Where whoever designates belongs himself: nobody gives it to his own."""
        return sorted(departments_belonged_to(self.turn.person))

    def _departments(self, words: str) -> list[Choice]:
        sought = tidy(words)[:LONGEST_SOUGHT]
        standing = Department.ended_at.is_(None)
        query = select(Department).where(standing, Department.name.contains(sought, autoescape=True))
        found = self._session.scalars(query.order_by(Department.id).limit(MOST_FOUND)).all() if sought else []
        return [Choice(str(department.id), department.name) for department in found]

    def against_department(self, *but: int | None) -> Callable[[int], Json]:
        """What makes a department impossible: that there is none, that it was merged away, or that it has it."""

        def complaint(number: int) -> Json:
            department = self._session.get(Department, number)
            if department is None:
                return word("no-such-department")
            if department.ended_at is not None:
                successor = self._name(department.successor_id) if department.successor_id else ""
                return word("refusal-department-ended", department=department.name, successor=successor)
            if number in but:
                return word("refusal-not-that-department", department=department.name)
            return None

        return complaint

    def department_named(self, number: int) -> str:
        """A department by its name."""
        return self._name(number)

    def asked_back(self, inquiry: Inquiry) -> dict[str, Json]:
        """What the department asked back."""
        asked = [row for row in steps_of(self._session, inquiry.id) if row.event is Happening.ASKED_BACK]
        return {**self.shown(inquiry), "wanted": asked[-1].words if asked else ""}

    def against_showing(self, inquiry: Inquiry, where: str) -> Callable[[str], Json]:
        """What makes a question or an answer impossible for everybody to read: that it shows who asked."""

        def complaint(said: str) -> Json:
            shown = shows_who_asked(self.turn, inquiry, **{where: said})
            return word("refusal-shows-who-asked", found=lines(shown)) if shown else None

        return complaint

    # Handling

    def linkable(self, inquiry: Inquiry) -> list[Choice]:
        """Others the same department has accepted, to which this one can be linked."""
        query = (
            select(Inquiry)
            .where(
                Inquiry.department_id == inquiry.department_id,
                Inquiry.state == InquiryState.ACCEPTED,
                Inquiry.linked_to.is_(None),
                Inquiry.confidential.is_(False),
                Inquiry.id != inquiry.id,
            )
            .order_by(Inquiry.id.desc())
            .limit(MOST_FOUND)
        )
        others = self._session.scalars(query).all()
        if not others:
            raise Refusal("nothing-to-link", inquiry=inquiry.number)
        return [
            Choice(
                str(each.id), word("inquiry-choice", inquiry=each.number, question=beginning(each.words, LONGEST_NAMED))
            )
            for each in others
        ]

    def lengths(self, inquiry: Inquiry) -> list[Choice]:
        """As for something complex, where it is simple; or until a day."""
        if self._resolve_due(inquiry) is None:
            raise Refusal("extension-too-late", inquiry=inquiry.number)
        complex_too = inquiry.complexity is Complexity.SIMPLE
        as_complex = [Choice(COMPLEX, word("inquiry-as-complex"))] if complex_too else []
        return [*as_complex, Choice(UNTIL_A_DAY, word("inquiry-until-a-day"))]

    def days_to_extend(self, inquiry: Inquiry) -> list[Choice]:
        """The next working days that can be asked for."""
        due = self._resolve_due(inquiry)
        if due is None:
            raise Refusal("extension-too-late", inquiry=inquiry.number)
        last = deadlines.longest_extension(due, inquiry.complexity, self.turn.rules)
        days = free_days(set(), day_of(due) + ONE_DAY, last, self.turn.calendar, 3)
        return [Choice(each.isoformat(), day(each)) for each in days]

    def against_extension(self, inquiry: Inquiry) -> Callable[[When], Json]:
        """What makes a day impossible: before it is due anyway, or too far."""

        def complaint(when: When) -> Json:
            due = self._resolve_due(inquiry)
            last = deadlines.longest_extension(due, inquiry.complexity, self.turn.rules) if due else None
            if due is None or last is None:
                return word("refusal-extension-too-late", inquiry=inquiry.number)
            fits = day_of(due) < when.day <= last
            return None if fits else word("refusal-extension-too-long", last=day(last))

        return complaint

    def due_shown(self, inquiry: Inquiry) -> dict[str, Json]:
        """The inquiry, with when it is due."""
        due = self._resolve_due(inquiry)
        return {**self.shown(inquiry), "due": self.turn.deadline(due) if due else ""}

    def days_for_help(self, inquiry: Inquiry) -> list[Choice]:
        """The next working days before it is due."""
        due = self._resolve_due(inquiry)
        first = self.turn.today + ONE_DAY
        last = max(day_of(due) if due else first, first + timedelta(days=14))
        return [
            Choice(each.isoformat(), self.turn.counted_day(each))
            for each in free_days(set(), first, last, self.turn.calendar, 3)
        ]

    def against_help_day(self, when: When) -> Json:
        """A contribution is for a day to come, within a year."""
        latest = self.turn.today + timedelta(days=366)
        if deadlines.end_of_day(when.day, self.turn.calendar) <= self.turn.now:
            return word("day-is-past", today=day(self.turn.today))
        return word("day-is-too-far", latest=day(latest)) if when.day > latest else None

    def _resolve_due(self, inquiry: Inquiry) -> datetime | None:
        running = clocks.running(self._session, inquiry.subject)
        return next((clock.due_at for clock in running if clock.kind is ClockKind.RESOLVE), None)

    def _proposed(self, words: str) -> list[proposals.Proposal]:
        region = self._region()
        return proposals.propose(self._session, words, region) if region else []

    def _region(self) -> int | None:
        mine = sorted(enterprises_of(self.turn.person, *ADMINS))
        enterprise = snapshots.enterprise(self._session, mine[0]) if mine else None
        return enterprise.region_id if enterprise else None

    def _name(self, number: int) -> str:
        return snapshots.department(self._session, number).name
