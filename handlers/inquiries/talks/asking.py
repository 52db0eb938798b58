"""An enterprise asks (码上问), answers a department's question, takes its inquiry back, or finds it not solved."""

from handlers.inquiries.commands import AskInquiry, File, GiveInput, ReopenInquiry, UseAnswer, WithdrawInquiry
from handlers.inquiries.lookup import InquiryLookup
from handlers.talking.asking import Ask, Choice, Question
from handlers.talking.attachments import MaybeAttachment
from handlers.talking.conversing import talk
from handlers.talking.forms import Confirm, Pick, Search, Text
from models.ground.messages import word
from models.register.people import ADMINS

OTHER, IN_CONFIDENCE, ASK_ANYWAY = "other", "confidence", "ask"
MEGABYTE = 1024 * 1024
ENTERPRISE = Question("enterprise", Pick())
SIMILAR = Question("similar", Pick())
PLACE = Question("place", Pick())
DEPARTMENT = Question("department", Search("no-such-department"))
ABOUT = Question("about", Search("no-such-department"))
CONFIRM = Question("confirm", Confirm())
REASONS_TO_WITHDRAW = ("inquiry-settled", "inquiry-mistaken")
REASONS_TO_REOPEN = ("inquiry-not-done", "inquiry-beside-the-point")


@talk("inquiry.ask", starts=ADMINS, command="ask")
def ask_inquiry(ask: Ask, lookup: InquiryLookup) -> AskInquiry | UseAnswer:
    """The question in the enterprise's own words, answers others got, photos or files, the department, a last look."""
    facts = lookup
    mine = facts.my_enterprises()
    enterprise = int(ask(ENTERPRISE, among=mine) if len(mine) > 1 else mine[0].code)
    words = ask(_words(lookup), shown={"enterprise": facts.enterprise_named(enterprise)})
    similar = facts.similar(words)
    if similar:
        helped = ask(SIMILAR, among=facts.helpful(similar), shown=facts.similar_shown(similar))
        if helped != ASK_ANYWAY:
            return UseAnswer(answer=int(helped))
    files = _files(ask, lookup)
    place = ask(PLACE, among=facts.departments_for(words), shown=facts.proposals_shown(words))
    department = about = None
    if place == IN_CONFIDENCE:
        about = ask(ABOUT, find=facts.departments, refuse=facts.against_department())
    elif place == OTHER:
        department = ask(DEPARTMENT, find=facts.departments, refuse=facts.against_department())
    else:
        department = int(place)
    ask(
        CONFIRM,
        shown={
            "words": words,
            "files": facts.files_shown(len(files)),
            "department": facts.department_named(department) if department else "",
            "about": facts.department_named(about) if about else "",
        },
    )
    return AskInquiry(words=words, files=files, department=department, accused=about, enterprise=enterprise)


@talk("inquiry.input", starts=ADMINS)
def give_input(ask: Ask, lookup: InquiryLookup) -> GiveInput:
    """What the department asked for, in words and files."""
    inquiry = lookup.inquiry("input")
    words = ask(_words(lookup), shown=lookup.asked_back(inquiry))
    return GiveInput(inquiry=inquiry.id, words=words, files=_files(ask, lookup))


@talk("inquiry.withdraw", starts=ADMINS)
def withdraw_inquiry(ask: Ask, lookup: InquiryLookup) -> WithdrawInquiry:
    """Why it is taken back."""
    inquiry = lookup.inquiry("withdraw")
    among = [Choice(key, word(key)) for key in REASONS_TO_WITHDRAW]
    reason = ask(Question("reason", Text(lookup.rules.texts.reason)), among=among, shown=lookup.shown(inquiry))
    return WithdrawInquiry(inquiry=inquiry.id, reason=reason)


@talk("inquiry.reopen", starts=ADMINS)
def reopen_inquiry(ask: Ask, lookup: InquiryLookup) -> ReopenInquiry:
    """What is still open."""
    inquiry = lookup.inquiry("reopen")
    among = [Choice(key, word(key)) for key in REASONS_TO_REOPEN]
    words = ask(_words(lookup), among=among, shown=lookup.shown(inquiry))
    return ReopenInquiry(inquiry=inquiry.id, words=words)


def _words(lookup: InquiryLookup) -> Question[str]:
    return Question("words", Text(lookup.rules.texts.inquiry, lines=True))


def _files(ask: Ask, lookup: InquiryLookup) -> tuple[File, ...]:
    """Up to as many photos and files as the rules allow, one after the other."""
    files: list[File] = []
    form = MaybeAttachment(lookup.rules.slip.largest_bytes // MEGABYTE)
    for index in range(lookup.rules.inquiry.files):
        file = ask(Question(f"file{index}", form), shown={"count": index})
        if file is None:
            break
        files.append(file)
    return tuple(files)
