"""What a desk says about an inquiry it has: not ours, a note, a question back, more time, the answer; and what the
supervisor decides.
"""

from handlers.inquiries.commands import (
    AnswerInquiry,
    AskBack,
    AskExtension,
    AskHelp,
    Contribute,
    DesignateDepartment,
    File,
    LinkInquiry,
    NoteInquiry,
    OfferTransfer,
    RefuseInquiry,
    ReleaseAnswer,
    ReturnInquiry,
)
from handlers.inquiries.lookup import InquiryLookup
from handlers.talking.asking import Ask, Choice, Question
from handlers.talking.attachments import MaybeAttachment
from handlers.talking.conversing import talk
from handlers.talking.forms import Day, Pick, Search, Text
from models.ground.messages import word
from models.register.people import Role

DESKS = frozenset({Role.DESK, Role.APPROVER})
DEPARTMENT = Question("department", Search("no-such-department"))
SHOWN = Question("shown", Pick())
LENGTH = Question("length", Pick())
UNTIL = Question("until", Day(alone=True))
MAIN = Question("main", Pick())
COMPLEX = "complex"
TO_ASKER, INSIDE = "asker", "inside"
MEGABYTE = 1024 * 1024
REASONS_TO_RETURN = ("return-not-our-matter", "return-other-level")
REASONS_TO_REFUSE = ("refuse-in-court", "refuse-private", "refuse-unclear")


@talk("inquiry.return", starts=DESKS)
def return_inquiry(ask: Ask, lookup: InquiryLookup) -> ReturnInquiry:
    """The department that is right, and why."""
    inquiry = lookup.inquiry("return", as_seen=True)
    department = _department(ask, lookup, inquiry.department_id, inquiry.accused_id)
    reason = ask(_reason(lookup), among=_phrases(REASONS_TO_RETURN))
    return ReturnInquiry(inquiry=inquiry.id, revision=inquiry.revision, department=department, reason=reason)


@talk("inquiry.refuse", starts=DESKS)
def refuse_inquiry(ask: Ask, lookup: InquiryLookup) -> RefuseInquiry:
    """Why it is out of scope; whoever asked reads it with the department's name."""
    inquiry = lookup.inquiry("out_of_scope", as_seen=True)
    reason = ask(_reason(lookup), among=_phrases(REASONS_TO_REFUSE), shown=lookup.shown(inquiry))
    return RefuseInquiry(inquiry=inquiry.id, revision=inquiry.revision, reason=reason)


@talk("inquiry.designate", starts=frozenset({Role.SUPERVISOR}))
def designate_department(ask: Ask, lookup: InquiryLookup) -> DesignateDepartment:
    """Which department has it."""
    inquiry = lookup.inquiry("designate")
    mine = lookup.my_departments()
    department = _department(ask, lookup, inquiry.department_id, inquiry.accused_id, *mine)
    return DesignateDepartment(inquiry=inquiry.id, revision=inquiry.revision, department=department)


@talk("inquiry.transfer", starts=DESKS)
def offer_transfer(ask: Ask, lookup: InquiryLookup) -> OfferTransfer:
    """Another department, and why."""
    inquiry = lookup.inquiry("transfer")
    department = _department(ask, lookup, inquiry.department_id, inquiry.accused_id)
    reason = ask(_reason(lookup), among=_phrases(REASONS_TO_RETURN))
    return OfferTransfer(inquiry=inquiry.id, revision=inquiry.revision, department=department, reason=reason)


@talk("inquiry.note", starts=DESKS)
def note_inquiry(ask: Ask, lookup: InquiryLookup) -> NoteInquiry:
    """What is to be noted, and who may read it."""
    inquiry = lookup.inquiry("note")
    words = ask(_words(lookup), shown=lookup.shown(inquiry))
    shown = ask(SHOWN, among=[Choice(TO_ASKER, word("note-to-asker")), Choice(INSIDE, word("note-inside"))])
    return NoteInquiry(inquiry=inquiry.id, words=words, shown=shown == TO_ASKER)


@talk("inquiry.ask_back", starts=DESKS)
def ask_back(ask: Ask, lookup: InquiryLookup) -> AskBack:
    """What the department needs to know from the enterprise."""
    inquiry = lookup.inquiry("ask_back")
    return AskBack(inquiry=inquiry.id, words=ask(_words(lookup), shown=lookup.shown(inquiry)))


@talk("inquiry.extend", starts=DESKS)
def ask_extension(ask: Ask, lookup: InquiryLookup) -> AskExtension:
    """As for something complex, or until a day; and why."""
    inquiry = lookup.inquiry("extend")
    shown = lookup.due_shown(inquiry)
    length = ask(LENGTH, among=lookup.lengths(inquiry), shown=shown)
    until = None
    if length != COMPLEX:
        refuse = lookup.against_extension(inquiry)
        until = ask(UNTIL, among=lookup.days_to_extend(inquiry), refuse=refuse, shown=shown).day
    return AskExtension(inquiry=inquiry.id, until=until, reason=ask(_reason(lookup)))


@talk("inquiry.answer", starts=DESKS)
def answer_inquiry(ask: Ask, lookup: InquiryLookup) -> AnswerInquiry:
    """The answer, and a file with it where there is one."""
    inquiry = lookup.inquiry("answer")
    words = ask(Question("words", Text(lookup.rules.texts.answer, lines=True)), shown=lookup.shown(inquiry))
    form = MaybeAttachment(lookup.rules.slip.largest_bytes // MEGABYTE)
    file = ask(Question("file0", form), shown={"count": 0})
    files: tuple[File, ...] = (file,) if file is not None else ()
    return AnswerInquiry(inquiry=inquiry.id, words=words, files=files)


@talk("inquiry.link", starts=DESKS)
def link_inquiry(ask: Ask, lookup: InquiryLookup) -> LinkInquiry:
    """The other that asks the same."""
    inquiry = lookup.inquiry("link")
    main = ask(MAIN, among=lookup.linkable(inquiry), shown=lookup.shown(inquiry))
    return LinkInquiry(inquiry=inquiry.id, main=int(main))


@talk("inquiry.help", starts=DESKS)
def ask_help(ask: Ask, lookup: InquiryLookup) -> AskHelp:
    """Which department, what for, and until when."""
    inquiry = lookup.inquiry("help")
    department = _department(ask, lookup, inquiry.department_id, inquiry.accused_id)
    words = ask(_words(lookup), shown=lookup.shown(inquiry))
    until = ask(UNTIL, among=lookup.days_for_help(inquiry), refuse=lookup.against_help_day)
    return AskHelp(inquiry=inquiry.id, department=department, words=words, until=until.day)


@talk("inquiry.contribute", starts=DESKS)
def contribute(ask: Ask, lookup: InquiryLookup) -> Contribute:
    """What the helping department has to say."""
    inquiry = lookup.inquiry("contribute")
    return Contribute(inquiry=inquiry.id, words=ask(_words(lookup), shown=lookup.shown(inquiry)))


@talk("inquiry.release", starts=DESKS)
def release_answer(ask: Ask, lookup: InquiryLookup) -> ReleaseAnswer:
    """Question and answer in words that don't show who asked."""
    inquiry = lookup.inquiry("release")
    facts, texts = lookup, lookup.rules.texts
    refuse = facts.against_showing(inquiry, "question")
    question = ask(Question("question", Text(texts.inquiry, lines=True)), shown=facts.shown(inquiry), refuse=refuse)
    refuse = facts.against_showing(inquiry, "answer")
    answer = ask(Question("answer", Text(texts.answer, lines=True)), shown={"said": inquiry.answer}, refuse=refuse)
    return ReleaseAnswer(inquiry=inquiry.id, question=question, answer=answer)


def _department(ask: Ask, lookup: InquiryLookup, *but: int | None) -> int:
    facts = lookup
    return ask(DEPARTMENT, find=facts.departments_but(*but), refuse=facts.against_department(*but))


def _reason(lookup: InquiryLookup) -> Question[str]:
    return Question("reason", Text(lookup.rules.texts.reason))


def _words(lookup: InquiryLookup) -> Question[str]:
    return Question("words", Text(lookup.rules.texts.inquiry, lines=True))


def _phrases(keys: tuple[str, ...]) -> list[Choice]:
    return [Choice(key, word(key)) for key in keys]
