"""What a message looks like on a phone: text, buttons and files of each message type and of cards."""

import re
from dataclasses import dataclass, field, replace
from typing import Any

from sandbox.chats import Button
from sandbox.media import Media
from sandbox.wecom.cards import Card, part

OPEN = "查看详情"
_LINK = re.compile(r"""<a\s[^>]*href\s*=\s*["']([^"']*)["'][^>]*>(.*?)</a>""", re.DOTALL)
_TAG = re.compile(r"</?(?:div|font|br|span)\b[^>]*>")
_MARKDOWN_LINK = re.compile(r"\[([^\]]*)\]\(([^)\s]*)\)")
_MARKDOWN = re.compile(r"^(?:#{1,6}|>)\s?|\*\*|`", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Draft:
    """A bubble to be; `title` repeats the first line of `text` where there is one."""

    text: str = ""
    title: str = ""
    picture: Media | None = None
    file: Media | None = None
    buttons: list[Button] = field(default_factory=list)
    card: bool = False


def plain(content: str) -> Draft:
    """A text message; its links become buttons."""
    links = [Button(words, "url", url=url) for url, words in _LINK.findall(content)]
    return Draft(text=_LINK.sub(r"\2", content), buttons=links)


def markdown(content: str) -> Draft:
    """A markdown message without its marks; its links become buttons."""
    links = [Button(words, "url", url=url) for words, url in _MARKDOWN_LINK.findall(content)]
    words = _MARKDOWN.sub("", _MARKDOWN_LINK.sub(r"\1", _TAG.sub("", content)))
    return Draft(text=words, buttons=links)


def textcard(title: str, description: str, url: str, button: str) -> Draft:
    """A card with a text and one link."""
    text = f"{title}\n{_TAG.sub('', description)}"
    return Draft(text=text, title=title, buttons=[Button(button or OPEN, "url", url=url)], card=True)


def news(articles: list[dict[str, Any]]) -> Draft:
    """A column of links."""
    lines = [str(one[name]) for one in articles for name in ("title", "description") if one.get(name)]
    links = [Button(str(one["title"]), "url", url=str(one["url"])) for one in articles if one.get("url")]
    return Draft(text="\n".join(lines), title=str(articles[0]["title"]), buttons=links, card=True)


def template(card: Card) -> Draft:
    """A template card; options and buttons stand in the order in which the app shows them."""
    title = str(part(card, "main_title").get("title", ""))
    lines = [title, *_lines(card)]
    return Draft(text="\n".join(line for line in lines if line), title=title, buttons=_buttons(card), card=True)


def _lines(card: Card) -> list[str]:
    parts = (
        ("main_title", ("desc",)),
        ("emphasis_content", ("title", "desc")),
        ("quote_area", ("title", "quote_text")),
        ("image_text_area", ("title", "desc")),
    )
    lines = [str(part(card, name).get(word) or "") for name, words in parts for word in words]
    lines.append(str(card.get("sub_title_text") or ""))
    for row in card.get("vertical_content_list") or []:
        lines += [str(row["title"]), str(row.get("desc") or "")]
    for row in card.get("horizontal_content_list") or []:
        lines.append(f"{row['keyname']}：{row.get('value') or ''}")
    lines += [str(question.get("title") or "") for question, _ in _questions(card)]
    return lines


def _questions(card: Card) -> list[tuple[dict[str, Any], bool]]:
    """The card's questions, each with whether several options may be chosen."""
    single = [part(card, "button_selection"), *(card.get("select_list") or [])]
    checkbox = part(card, "checkbox")
    found = [(question, False) for question in single if question]
    return found + ([(checkbox, checkbox.get("mode", 0) == 1)] if checkbox else [])


def _buttons(card: Card) -> list[Button]:
    buttons = [option for question, several in _questions(card) for option in _options(question, several=several)]
    greyed = str(card.get("replace_text") or "")
    if greyed:
        buttons = [Button(greyed, greyed=True)]
    else:
        buttons += [_button(button) for button in card.get("button_list") or []]
        submit = part(card, "submit_button")
        buttons += [Button(submit["text"], "submit", data=submit["key"])] if submit else []
    for row in part(card, "action_menu").get("action_list") or []:
        buttons.append(Button(row["text"], "menu", data=row["key"]))
    links = [(row["title"], row) for row in card.get("jump_list") or []] + [(OPEN, part(card, "card_action"))]
    return buttons + [Button(str(words), "url", url=row["url"]) for words, row in links if row.get("type") == 1]


def _button(button: dict[str, Any]) -> Button:
    if button.get("type", 0) == 1:
        return Button(button["text"], "url", url=button["url"])
    return Button(button["text"], "callback", data=button["key"])


def _options(question: dict[str, Any], *, several: bool) -> list[Button]:
    options = question["option_list"]
    first = options[0]["id"]
    wanted = question.get("selected_id", first)
    default = wanted if wanted in {option["id"] for option in options} else first
    is_vote = "mode" in question or any("is_checked" in option for option in options)
    return [
        Button(
            option["text"],
            "option",
            data=option["id"],
            question=question["question_key"],
            several=several,
            selected=bool(option.get("is_checked")) if is_vote else option["id"] == default,
        )
        for option in options
    ]


def copies(buttons: list[Button]) -> list[Button]:
    """The same buttons for one more phone."""
    return [replace(button) for button in buttons]
