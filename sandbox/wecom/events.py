"""The XML of what members send and do, before it is encrypted."""

from typing import Any

Fields = list[tuple[str, Any]]


def xml(name: str, content: object) -> str:
    """An element: numbers bare, text in CDATA, a list of pairs as children."""
    if isinstance(content, list):
        inside = "".join(xml(child, value) for child, value in content)
    elif isinstance(content, int):
        inside = str(content)
    else:
        inside = f"<![CDATA[{str(content).replace(']]>', ']]]]><![CDATA[>')}]]>"
    return f"<{name}>{inside}</{name}>"


def message(kind: str, message_id: int, fields: Fields) -> Fields:
    """A message of a member's."""
    return [("MsgType", kind), *fields, ("MsgId", message_id)]


def event(name: str, key: str, fields: Fields | None = None) -> Fields:
    """Something a member did."""
    return [("MsgType", "event"), ("Event", name), ("EventKey", key), *(fields or [])]


def scan(kind: str, key: str, result: str) -> Fields:
    """A code scanned from the app's menu."""
    return event(kind, key, [("ScanCodeInfo", [("ScanType", "qrcode"), ("ScanResult", result)])])


def card_press(
    name: str, key: str, task_id: str, card_type: str, response_code: str, chosen: dict[str, list[str]]
) -> Fields:
    """A button of a template card pressed, with the options chosen by question."""
    items: Fields = [
        (
            "SelectedItem",
            [("QuestionKey", question), ("OptionIds", [("OptionId", option) for option in options])],
        )
        for question, options in chosen.items()
    ]
    fields: Fields = [("TaskId", task_id), ("CardType", card_type), ("ResponseCode", response_code)]
    return event(name, key, fields + ([("SelectedItems", items)] if items else []))
