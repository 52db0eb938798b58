"""An official asks for a visit (码上约)."""

from handlers.talking.asking import Ask, Question
from handlers.talking.attachments import Attachment
from handlers.talking.conversing import talk
from handlers.talking.forms import Confirm, Day, People, Pick, PickSeveral, Search, Span, Text, window_on
from handlers.visits.commands import RequestVisit
from handlers.visits.lookup import VisitLookup
from models.ground.messages import window
from models.register.people import Role
from models.register.rules import Kind

KIND = Question("kind", Pick())
ENTERPRISE = Question("enterprise", Search("no-such-enterprise"))
DAY = Question("day", Day())
SPAN = Question("span", Span())
MATTERS = Question("matters", PickSeveral())
CONFIRM = Question("confirm", Confirm())
MEGABYTE = 1024 * 1024


@talk("visit.request", starts=frozenset({Role.OFFICIAL}), command="visit")
def request_visit(ask: Ask, lookup: VisitLookup) -> RequestVisit:
    """Kind, enterprise, day and time, matters, materials, legal basis, visitors, the signed slip, and a last look."""
    most = lookup.rules.texts
    kind = Kind(ask(KIND, among=lookup.kinds()))
    needs = lookup.rules.kinds[kind]
    enterprise = ask(ENTERPRISE, find=lookup.enterprises, refuse=lookup.against_enterprise)
    name = lookup.enterprise_name(enterprise)
    when = ask(
        DAY,
        among=lookup.free_days(kind, enterprise),
        refuse=lookup.against_day(kind),
        shown={"enterprise": name, **lookup.lead(kind)},
    )
    span = when.span or ask(
        SPAN, among=lookup.spans(when), refuse=lookup.against_span(when), shown=lookup.day_shown(when)
    )
    matters = ask(MATTERS, among=lookup.matters())
    matter_words = ask(Question("matter_words", Text(most.matters, optional=True)))
    materials = ask(Question("materials", Text(most.materials, optional=True)))
    basis = ask(Question("basis", Text(most.legal_basis))) if needs.needs_legal_basis else ""
    visitors = ask(
        Question("visitors", People(least=needs.cards)),
        among=lookup.team(kind, when),
        refuse=lookup.against_team(kind, when),
        shown={"officers": needs.cards},
    )
    slip, slip_name = ask(_slip(lookup)) if lookup.rules.slip.required else (None, "")
    start, end = window_on(when, span)
    ask(
        CONFIRM,
        shown={
            "kind": lookup.kind_word(kind),
            "enterprise": name,
            "window": window(start, end),
            "matters": lookup.matters_shown(matters, matter_words),
            "materials": materials,
            "basis": basis,
            "visitors": lookup.named(visitors),
            "slip": slip_name,
            "against": lookup.against_request(kind, enterprise, when, span),
        },
    )
    return RequestVisit(
        kind=kind,
        enterprise=enterprise,
        start=start,
        end=end,
        matters=lookup.matter_names(matters),
        matter_words=matter_words,
        materials=materials,
        legal_basis=basis,
        visitors=visitors,
        slip=slip,
        slip_name=slip_name,
    )


def _slip(lookup: VisitLookup) -> Question[tuple[str, str]]:
    return Question("slip", Attachment(lookup.rules.slip.largest_bytes // MEGABYTE))
