"""What answers what: commands, buttons, menu entries and scans; the one door for every event."""

from functools import partial

from handlers import (
    home,
    wings,  # noqa: F401 - each registers its talks, actions, commands and lists
)
from handlers.talking import conversing
from handlers.talking.asking import Given, Suspend
from handlers.talking.buttons import OneTap, OnWithAList, TalkButton, UnreadableButton, read_button
from handlers.talking.commands import COMMANDS, ON_A_LIST, Do, command
from handlers.talking.conversing import BACK, CANCEL, cancel, converse, go_back, refused, resume
from handlers.talking.typed import tidy
from handlers.talking.verbs import VERBS
from handlers.turn import Turn
from handlers.visits.actions import gate
from models.ground import public_ids
from models.ground.messages import Act, word
from models.ground.refusals import Refusal
from models.ground.statements import savepoint
from models.post import drafts
from models.post.inbox import Event

__all__ = ["COMMANDS", "ON_A_LIST", "handle", "read_command"]

LONGEST_COMMAND = 64  # characters: a command with the name of the longest bot


@command("help")
def _help(turn: Turn) -> None:
    """In the middle of a talk its question comes back, in place of the menu."""
    if drafts.latest(turn.session, turn.person.id, turn.now) is None:
        home.show_help(turn)
    else:
        turn.answer("help", {"name": turn.person.name})
        resume(turn)


def _choose_language(turn: Turn, code: str) -> None:
    home.choose_language(turn, code)
    resume(turn)


_LANGUAGES: dict[str, Do] = {f"language_{code}": partial(_choose_language, code=code) for code in home.LANGUAGES}


def handle(turn: Turn, event: Event) -> None:
    """Answers one event of a person; a refusal is an answer too."""
    incoming = event.incoming
    said = len(turn.said)
    try:
        with savepoint(turn.session):
            match incoming.act:
                case Act.PRESS:
                    _press(turn, incoming.button)
                case Act.SCAN:
                    gate.scan(turn, incoming.text)
                case Act.START:
                    home.show_menu(turn)
                case Act.FILE:
                    _file(turn, event)
                case Act.TEXT:
                    _text(turn, incoming.text)
                case Act.EDITED | Act.UNREADABLE:
                    turn.answer("edit-not-read" if incoming.act is Act.EDITED else "message-unreadable")
                    resume(turn)
    except Refusal as refusal:
        del turn.said[said:]
        turn.answer("refused", {"why": refused(turn, refusal)})
    except Suspend as escaped:
        raise RuntimeError("a question was asked outside of a talk") from escaped


def _press(turn: Turn, data: str) -> None:
    try:
        button = read_button(data)
    except UnreadableButton:
        turn.answer("button-unreadable")
        return
    match button:
        case TalkButton():
            _answer_by_button(turn, button)
        case OnWithAList(verb=verb, place=place) if verb in ON_A_LIST:
            ON_A_LIST[verb](turn, place)
        case OneTap(verb=verb, kind="") if verb in COMMANDS or verb in _LANGUAGES:
            (COMMANDS.get(verb) or _LANGUAGES[verb])(turn)
        case OneTap(verb=verb, kind=kind) if (kind, verb) in VERBS:
            VERBS[kind, verb].press(turn, public_ids.number_of(turn.session, kind, button.subject), button.revision)
        case _:
            turn.answer("button-unreadable")


def _answer_by_button(turn: Turn, button: TalkButton) -> None:
    draft = drafts.find_by_button(turn.session, turn.person.id, button.draft, turn.now)
    if draft is None:
        turn.answer("question-over")
    elif button.option == CANCEL:
        cancel(turn, draft)
    elif button.question != draft.question:
        converse(turn, draft, None, word("talk-answered-already"))
    elif button.option == BACK:
        go_back(turn, draft)
    else:
        code = button.option if isinstance(button.draft, int) else draft.chosen(button.option)
        converse(turn, draft, Given(option=code))


def _text(turn: Turn, text: str) -> None:
    named = read_command(turn, text)
    draft = drafts.latest(turn.session, turn.person.id, turn.now)
    if named in COMMANDS:
        COMMANDS[named](turn)
    elif named == "cancel" and draft is not None:
        cancel(turn, draft)
    elif named == "back" and draft is not None:
        go_back(turn, draft)
    elif named is None and draft is not None:
        converse(turn, draft, Given(text=text))
    else:
        turn.answer("not-understood")
        home.show_menu(turn)


def _file(turn: Turn, event: Event) -> None:
    """A talk that asks for a file takes it; else a code on it is a scan; else a sentence."""
    draft = drafts.latest(turn.session, turn.person.id, turn.now)
    file = event.file
    if draft is not None and conversing.takes_file(turn, draft):
        converse(turn, draft, Given(file=file))
    elif file is not None and file.code:
        gate.scan(turn, file.code)
    else:
        turn.answer("file-not-asked-for")


def read_command(turn: Turn, text: str) -> str | None:
    """The command behind a slash, known or not, or behind the words that mean one in the person's language."""
    words = tidy(text).casefold() if len(text) <= LONGEST_COMMAND else ""
    if words.startswith("/"):
        return words[1:].split("@")[0].split(" ")[0]
    for name in (*COMMANDS, "cancel", "back"):
        if words in turn.words(word(f"command-{name}")).casefold().split(" | "):
            return name
    return None
