"""A department is proposed by words that both texts have; nothing is decided by it."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from models.ground.database import Database
from models.inquiries import proposals
from models.inquiries.proposals import Proposal
from models.register.people import Department, Matter, Region, Section
from models.search import search
from models.search.documents import About
from models.search.words import folded
from tests.town import Town

ENVIRONMENT, EMERGENCY = "市生态环境局", "市应急管理局"
ASKED = st.lists(
    st.sampled_from(
        ["危险", "废物", "贮存间", "化学品", "消防", "通道", "大气", "环保", "手续", "应急", "，", "的", "ABC", "😀"]
    )
    | st.text(max_size=5),
    max_size=8,
).map("".join)


def _region(session: Session) -> int:
    return session.scalars(select(Region.id)).one()


def _named(session: Session, text: str) -> list[tuple[str, str | None, tuple[str, ...]]]:
    """The proposals for an inquiry, in names."""
    return [
        (
            session.get_one(Department, one.department_id).name,
            session.get_one(Matter, one.matter_id).name if one.matter_id else None,
            one.because,
        )
        for one in proposals.propose(session, text, _region(session))
    ]


def _department(session: Session, region: int, name: str, *matters: str) -> int:
    department = Department(region_id=region, name=name, mark=name.removesuffix("局")[-4:])
    session.add(department)
    session.flush()
    session.add(Section(department_id=department.id, name="综合科"))
    session.add_all(Matter(department_id=department.id, name=matter) for matter in matters)
    proposals.enter(session, department.id)
    return department.id


@pytest.mark.parametrize(
    ("asked", "proposed"),
    [
        (
            "请问危险废物贮存间要多大？",
            [(ENVIRONMENT, "危险废物贮存", ("危险废物贮存",)), (EMERGENCY, "危险化学品储存", ("危险",))],
        ),
        (
            "仓库里的危险化学品怎么放",
            [(EMERGENCY, "危险化学品储存", ("危险化学品",)), (ENVIRONMENT, "危险废物贮存", ("危险",))],
        ),
        ("厂门口的消防通道被占了", [(EMERGENCY, "消防通道与应急预案", ("消防通道",))]),
        ("环保局的大气科在哪里", [(ENVIRONMENT, "大气污染防治设施运行", ("大气",))]),
        ("应急管理局几点上班", [(EMERGENCY, "消防通道与应急预案", ("应急管理局",))]),
        ("生态环境局几点上班", [(ENVIRONMENT, None, ("生态环境局",))]),
        ("请问我们公司怎么办理？", []),
        ("税务发票", []),
        ("", []),
        ("😀👍🏽 \x00\ud800", []),
    ],
)
async def test_the_department_is_proposed_whose_matters_or_names_share_words(
    town: Town, asked: str, proposed: list[tuple[str, str | None, tuple[str, ...]]]
) -> None:
    assert await town.look(lambda session: _named(session, asked)) == proposed


@given(asked=ASKED)
@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
async def test_every_proposal_says_why_with_words_of_both_texts_and_the_same_twice(town: Town, asked: str) -> None:
    def look(session: Session) -> tuple[list[Proposal], dict[int, str]]:
        proposed = proposals.propose(session, asked, _region(session))
        assert proposals.propose(session, asked, _region(session)) == proposed
        said = {}
        for one in proposed:
            department = session.get_one(Department, one.department_id)
            names = [department.name, *session.scalars(select(Section.name).filter_by(department_id=department.id))]
            names += [session.get_one(Matter, one.matter_id).name] if one.matter_id else []
            said[department.id] = folded("\n".join(names))
        return proposed, said

    proposed, said = await town.look(look)
    assert len({one.department_id for one in proposed}) == len(proposed) <= proposals.AT_MOST
    for one in proposed:
        assert one.because
        for word in one.because:
            assert folded(word) in folded(asked)
            assert folded(word) in said[one.department_id]


async def test_at_most_three_are_proposed_the_best_first_and_equal_ones_in_a_fixed_order(database: Database) -> None:
    def look(session: Session) -> tuple[list[int], list[Proposal]]:
        region = Region(name="雁城市")
        session.add(region)
        session.flush()
        made = [_department(session, region.id, f"{name}局", "排污许可") for name in "甲乙丙丁"]
        made.append(_department(session, region.id, "戊局", "排污许可", "排污许可延续"))
        return made, proposals.propose(session, "排污许可延续", region.id)

    made, proposed = await database.run(look)
    assert [one.department_id for one in proposed] == [made[4], made[0], made[1]]
    assert proposed[0].because == ("排污许可延续",)


async def test_a_county_has_its_own_departments_and_those_of_its_city_but_no_other_countys(database: Database) -> None:
    def look(session: Session) -> list[tuple[str, ...]]:
        city = Region(name="雁城市")
        session.add(city)
        session.flush()
        counties = [Region(name=name, parent_id=city.id) for name in ("甲县", "乙县")]
        session.add_all(counties)
        session.flush()
        _department(session, city.id, "市局", "排污许可")
        for county in counties:
            _department(session, county.id, f"{county.name}局", "排污许可")
        return [
            tuple(
                session.get_one(Department, one.department_id).name
                for one in proposals.propose(session, "排污许可", region)
            )
            for region in (city.id, counties[0].id, counties[1].id, 999)
        ]

    assert await database.run(look) == [("市局",), ("市局", "甲县局"), ("市局", "乙县局"), ()]


async def test_a_matter_struck_off_is_proposed_no_more_and_one_renamed_by_its_new_name(town: Town) -> None:
    def rename(session: Session) -> None:
        matter = session.scalars(select(Matter).where(Matter.name == "消防通道与应急预案")).one()
        matter.name = "特种设备"
        proposals.enter(session, matter.department_id)
        session.execute(delete(Matter).where(Matter.name == "危险废物贮存"))

    await town.database.run(rename)
    assert await town.look(lambda session: _named(session, "消防通道")) == []
    assert await town.look(lambda session: _named(session, "废物")) == []
    assert await town.look(lambda session: _named(session, "特种设备")) == [(EMERGENCY, "特种设备", ("特种设备",))]


async def test_similar_answers_are_the_released_ones_and_no_others(town: Town) -> None:
    def write(session: Session) -> None:
        search.put(session, About.ANSWER, 7, "危险废物贮存间的面积按产生量定")
        search.put(session, About.ANSWER, 8, "消防通道不得占用")
        search.put(session, About.MATTER, 9, "危险废物的标签")

    await town.database.run(write)
    hits = await town.look(lambda session: proposals.similar(session, "请问危险废物贮存间要多大？", 3))
    assert [(hit.subject, hit.shared) for hit in hits] == [(7, ("危险废物贮存间",))]
