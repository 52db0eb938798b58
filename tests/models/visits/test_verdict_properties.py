"""What holds of every verdict, whatever the facts."""

from dataclasses import replace
from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from models.time.durations import Days
from models.time.moments import Interval
from models.visits.facts import CodeFacts, CodeKind, Facts, PersonFacts, TeamMember, VisitFacts
from models.visits.reasons import RULE_REASONS, Colour, Cure, Reason, RedReason
from models.visits.states import PartState, PassState, State
from models.visits.verdict import judge, visit_meant
from tests.models.visits.facts_of_a_visit import FACTORY, OTHER_FACTORY, WITHIN, moment

PEOPLE = range(1, 5)

moments = st.datetimes(moment("2026-11-20 00:00").replace(tzinfo=None), moment("2026-12-15 00:00").replace(tzinfo=None))
near_moments = st.one_of(st.just(WITHIN), moments.map(lambda naive: naive.replace(tzinfo=WITHIN.tzinfo)))
card_days = st.none() | st.dates(date(2026, 11, 20), date(2026, 12, 20))
codes = st.builds(
    CodeFacts,
    kind=st.sampled_from(CodeKind),
    known=st.sampled_from([True, True, True, False]),
    replaced=st.sampled_from([False, False, False, True]),
    enterprise=st.just(FACTORY),
    shown_at=st.sampled_from([None, FACTORY, FACTORY, OTHER_FACTORY]),
    visit=st.none() | st.integers(1, 4),
)
people = st.builds(
    PersonFacts,
    id=st.sampled_from(PEOPLE),
    is_official=st.booleans(),
    suspended=st.booleans(),
    card_valid_until=card_days,
)
members = st.builds(
    TeamMember,
    person=st.sampled_from(PEOPLE),
    assistant=st.booleans(),
    suspended=st.booleans(),
    card_valid_until=card_days,
    checked_in_at=st.none() | near_moments,
    checked_out_at=st.none() | near_moments,
)
rule_reasons = st.builds(RedReason, st.sampled_from(sorted(RULE_REASONS)), st.just(Cure.CHOOSE_ANOTHER_DAY))


@st.composite
def visits(draw: st.DrawFn) -> VisitFacts:
    start = draw(near_moments)
    window = Interval(start, start + timedelta(minutes=draw(st.integers(1, 600))))
    return VisitFacts(
        id=draw(st.integers(1, 4)),
        part=draw(st.integers(1, 9)),
        state=draw(st.sampled_from(State)),
        window=window,
        validity=window.widened(before=timedelta(minutes=30), after=timedelta(minutes=60)),
        cards=draw(st.sampled_from([0, 2])),
        team=tuple(draw(st.lists(members, max_size=4, unique_by=lambda member: member.person))),
        part_state=draw(st.sampled_from(PartState)),
        revoked=draw(st.booleans()),
        pass_state=draw(st.none() | st.sampled_from(PassState)),
        rules_against=tuple(draw(st.lists(rule_reasons, max_size=2, unique_by=lambda reason: reason.code))),
    )


all_facts = st.builds(
    Facts,
    now=near_moments,
    code=codes,
    person=st.none() | people,
    visits=st.lists(visits(), max_size=3).map(tuple),
    nearest=st.just(Days(7)),
)


@st.composite
def green_facts(draw: st.DrawFn) -> Facts:
    """A visitor of an agreed visit, in its window."""
    person = PersonFacts(id=1, card_valid_until=date(2027, 1, 1))
    team = (
        TeamMember(person=1, card_valid_until=date(2027, 1, 1)),
        TeamMember(person=2, card_valid_until=date(2027, 1, 1)),
    )
    window = Interval(WITHIN, WITHIN + timedelta(hours=1))
    state = draw(st.sampled_from([State.AGREED, State.UNDER_WAY]))
    visit = VisitFacts(
        id=5, part=6, state=state, window=window, validity=window, cards=draw(st.sampled_from([0, 2])), team=team
    )
    code = CodeFacts(kind=CodeKind.SIGN, enterprise=FACTORY)
    return Facts(now=WITHIN, code=code, person=person, visits=(visit,), nearest=Days(7))


@given(all_facts)
def test_reasons_come_in_order_and_once_each_and_none_is_green(facts: Facts) -> None:
    verdict = judge(facts)
    told = [list(Reason).index(reason.code) for reason in verdict.reasons]
    assert told == sorted(set(told))
    assert (verdict.colour is Colour.GREEN) == (told == [])


@given(all_facts)
def test_a_reason_of_the_code_is_told_exactly_if_the_code_is_wrong_and_then_alone(facts: Facts) -> None:
    code = facts.code
    is_wrong = not code.known or code.replaced or code.shown_at == OTHER_FACTORY
    of_the_code = {Reason.UNKNOWN_CODE, Reason.SIGN_REPLACED, Reason.WRONG_ENTERPRISE}
    verdict = judge(facts)
    assert is_wrong == any(reason.code in of_the_code for reason in verdict.reasons)
    assert not is_wrong or (len(verdict.reasons), verdict.visit, verdict.part) == (1, None, None)


@given(all_facts)
def test_no_visit_hides_all_that_follows_it(facts: Facts) -> None:
    told = [reason.code for reason in judge(facts).reasons]
    if Reason.NO_VISIT in told:
        assert told[-1] is Reason.NO_VISIT
        assert set(told[:-1]) <= {Reason.PERSON_SUSPENDED}


@given(all_facts)
def test_green_lets_in_nobody_but_a_named_unsuspended_visitor_of_an_agreed_visit_in_its_time(facts: Facts) -> None:
    verdict = judge(facts)
    if verdict.colour is Colour.GREEN:
        visit, person = visit_meant(facts), facts.person
        assert visit is not None
        assert person is not None
        assert (visit.id, visit.part) == (verdict.visit, verdict.part)
        assert visit.state in {State.AGREED, State.UNDER_WAY}
        assert visit.part_state is PartState.APPROVED
        assert facts.now in visit.validity
        assert person.id in {member.person for member in visit.team}
        assert person.is_official
        assert not person.suspended


@given(green_facts(), visits(), st.booleans())
def test_another_visit_never_turns_green_red(facts: Facts, other: VisitFacts, first: bool) -> None:
    both = (other, *facts.visits) if first else (*facts.visits, other)
    assert judge(facts).colour is Colour.GREEN
    assert judge(replace(facts, visits=both)).colour is Colour.GREEN


@given(all_facts)
def test_suspending_a_person_never_turns_red_green(facts: Facts) -> None:
    if facts.person is not None and judge(facts).colour is Colour.RED:
        assert judge(replace(facts, person=replace(facts.person, suspended=True))).colour is Colour.RED


@given(all_facts)
def test_the_order_in_which_visits_are_loaded_changes_nothing(facts: Facts) -> None:
    by_id = {visit.id: visit for visit in facts.visits}
    forwards = replace(facts, visits=tuple(by_id.values()))
    assert judge(forwards) == judge(replace(facts, visits=tuple(reversed(by_id.values()))))
