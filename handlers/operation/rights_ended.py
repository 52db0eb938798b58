"""The ordinary end of a right, whoever ended it and however: passes not yet used are revoked, drafts end, and those
concerned are told. What was done with the right while it held stays.
"""

from handlers.turn import Step
from handlers.visits.telling import News, tell
from models import sight
from models.ground.messages import Json, listing, word
from models.post import chats, drafts
from models.register import lost_rights, people, snapshots
from models.register.lost_rights import Lost, LostRight, is_held
from models.register.people import Person
from models.time.moments import day_of
from models.visits.parts import officials
from models.visits.passes import had_pass, may_still_come, open_pass, to_come
from models.visits.states import PassState
from models.visits.visits import Visit, load, visitors

NEWEST = 100  # messages of a chat that are looked through for buttons


def end_rights(step: Step, person_id: int) -> None:
    """Deals with whatever is noted about a person, once, and with nothing that he has all the same."""
    people.lock(step.session, person_id)
    noted = lost_rights.take(step.session, person_id)
    person = snapshots.person(step.session, person_id)
    lost = [right for right in noted if person is None or not is_held(person, right)]
    if not lost:
        return
    ended = [visit for visit in to_come(step.session, person_id) if _end_pass(step, visit.id, person_id, person)]
    if any(right.what in (Lost.PERSON, Lost.APPOINTMENT) for right in lost):
        drafts.end_all(step.session, person_id)
    _take_buttons(step, person_id, person, lost)
    if person is None:
        return  # another program has deleted him: there is nobody to tell, and no name to tell of
    for visit in ended:
        _tell_of_visitor(step, visit, person)
    _tell(step, person, lost, ended)


def _end_pass(step: Step, visit_id: int, person_id: int, person: Person | None) -> bool:
    """Revokes his pass unless he may come all the same, or has come meanwhile."""
    visit = load(step.session, visit_id, hold=True)
    card = open_pass(step.session, visit_id, person_id)
    if visit is None or card is None:
        return False
    part = next(part for part in visit.parts if part.id == card.part_id)
    used = any(each.person_id == person_id and each.checked_in_at is not None for each in part.visitors)
    cards = step.rules.kinds[part.kind].cards
    if used or (person is not None and may_still_come(person, part, day_of(visit.starts_at), cards)):
        return False
    card.state = PassState.REVOKED
    step.session.flush()
    step.record("revoke_pass", Visit.numbered(visit_id), "right ended", visitor=person_id)
    return True


def _take_buttons(step: Step, person_id: int, person: Person | None, lost: list[LostRight]) -> None:
    """What asks him in his chats for what he may not do any more asks no more; an account that isn't his asks nothing.

    Older messages than the newest some hundred keep their buttons, which are refused when they are pressed.
    """
    gone = [(right.channel, right.account) for right in lost if right.channel is not None and right.account is not None]
    mine = [(each.channel, each.account) for each in person.identities] if person is not None else []
    for channel, account in dict.fromkeys((*gone, *mine)):
        for about in chats.asking(step.session, person_id, channel.value, account, NEWEST):
            if person is None or (channel, account) in gone or not sight.sees(step.session, person, about):
                step.take_away(person_id, about, channel, account)


def _tell_of_visitor(step: Step, visit: Visit, person: Person) -> None:
    """Everybody whom a revocation is told, as far as they know of the visit; why he can't come is his own matter."""
    knowing = {*officials(visit), *had_pass(step.session, visit)}
    left_out = [each.person_id for each in visitors(visit) if each.person_id not in knowing]
    tell(step, News.REVOKED, visit, "visitor-right-ended", {"who": person.name}, but=[person.id, *left_out])


def _tell(step: Step, person: Person, lost: list[LostRight], ended: list[Visit]) -> None:
    if person.suspended_at is not None:
        if any(right.what is Lost.PERSON for right in lost):
            step.notify(person, "right-ended-suspended", sight=sight.OF_HIMSELF)
        return
    offices = [_office(step, right) for right in lost if right.what is Lost.APPOINTMENT]
    if offices:
        step.notify(person, "right-ended-office", {"offices": listing(offices)})
    elif ended:
        step.notify(person, "right-ended-card", {"count": len(ended)})


def _office(step: Step, right: LostRight) -> Json:
    role = right.role.value if right.role else ""
    return word(f"office-{role}", place=_place(step, right))


def _place(step: Step, right: LostRight) -> str:
    if right.department_id is not None:
        return snapshots.department(step.session, right.department_id).name
    if right.enterprise_id is not None:
        enterprise = snapshots.enterprise(step.session, right.enterprise_id)
        return enterprise.name if enterprise is not None else ""
    region = snapshots.region(step.session, right.region_id or 0)
    return region.name if region is not None else ""
