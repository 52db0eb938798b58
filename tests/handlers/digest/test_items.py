"""The lines of a digest as values: their order, and what fits one message."""

from datetime import datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from handlers.digest.items import AN_EVENT, Item, Todo, most_urgent_first, page
from models.ground.subjects import Subject
from models.time.moments import CST

NOW = datetime(2026, 11, 30, 8, 30, tzinfo=CST)


def item(todo: Todo, hours: int, subject: str) -> Item:
    """Something due so many hours from now."""
    return Item(
        todo=todo,
        due=NOW + timedelta(hours=hours),
        subject=Subject.read(subject),
        public_id="",
        revision=1,
        enterprise=1,
    )


items = st.lists(
    st.builds(
        item,
        st.sampled_from(Todo.declared()),
        st.integers(-99, 99),
        st.builds("{}:{}".format, st.sampled_from(["inquiry", "visit"]), st.integers(1, 9)),
    )
)


@given(items)
def test_what_is_overdue_longest_comes_first_and_each_thing_once(found: list[Item]) -> None:
    ordered = most_urgent_first(found)
    assert [each.due for each in ordered] == sorted(each.due for each in ordered)
    assert len({each.subject for each in ordered}) == len(ordered)
    assert {each.subject for each in ordered} == {each.subject for each in found}
    for each in ordered:
        assert each.due == min(other.due for other in found if other.subject == each.subject)


@given(items)
def test_the_order_does_not_depend_on_how_they_were_found(found: list[Item]) -> None:
    assert most_urgent_first(found) == most_urgent_first(list(reversed(found)))


@given(st.integers(0, 40), st.integers(1, 5))
def test_page_by_page_each_line_comes_once(number: int, most: int) -> None:
    found = [item(Todo.ACCEPT, hour, f"inquiry:{hour}") for hour in range(number)]
    seen: list[Item] = []
    while True:
        shown = page(found, len(seen), most)
        assert len(shown.items) <= most
        assert shown.first == len(seen) + 1
        seen += shown.items
        assert shown.more == number - len(seen)
        if not shown.more:
            break
    assert seen == found


@given(st.sampled_from(Todo.declared()), st.integers(-99, 99))
def test_only_what_has_a_time_limit_can_be_overdue(todo: Todo, hours: int) -> None:
    assert item(todo, hours, "visit:1").overdue(NOW) == (hours <= 0 and todo not in AN_EVENT)
