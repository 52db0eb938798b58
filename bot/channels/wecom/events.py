"""What wechatpy 1.8.18 can't read yet: presses on template cards, and files sent by a person."""

from typing import Any

from wechatpy.enterprise.events import register_event
from wechatpy.enterprise.messages import register_message
from wechatpy.events import BaseEvent
from wechatpy.fields import BaseField, IntegerField, StringField
from wechatpy.messages import BaseMessage


class FileMessage(BaseMessage):  # type: ignore[misc]  # wechatpy publishes no types
    """A document sent by a person; `name` isn't always there."""

    type = "file"
    agent = IntegerField("AgentID", 0)
    media_id = StringField("MediaId")
    name = StringField("FileName")


class TemplateCardEvent(BaseEvent):  # type: ignore[misc]  # wechatpy publishes no types
    """A press on a template card, or a choice in one of its lists."""

    event = "template_card_event"
    agent = IntegerField("AgentID", 0)
    key = StringField("EventKey")
    task_id = StringField("TaskId")
    response_code = StringField("ResponseCode")
    selected = BaseField("SelectedItems")

    @property
    def options(self) -> list[object]:
        """The chosen options' ids, in order; empty for a plain button."""
        items = _several(self.selected["SelectedItem"]) if self.selected else []
        return [option for item in items for option in _several((item["OptionIds"] or {}).get("OptionId"))]


class TemplateCardMenuEvent(TemplateCardEvent):
    """A press in the menu at a card's upper right corner."""

    event = "template_card_menu_event"


def _several(value: Any) -> list[Any]:
    """The XML parser gives None for no element, the element itself for one and a list for more."""
    if value is None:
        return []
    return value if isinstance(value, list) else [value]


register_message(FileMessage.type)(FileMessage)
register_event(TemplateCardEvent.event)(TemplateCardEvent)
register_event(TemplateCardMenuEvent.event)(TemplateCardMenuEvent)
