"""What each kind of callback means."""

import pytest

from models.ground.messages import Act, Channel, FileReference, Incoming
from tests.bot.wecom.callbacks import callback, event, xml
from tests.bot.wecom.test_callback import door


def read(plain: str) -> Incoming | None:
    return door().read(*callback(plain))


def card_event(inside: str, name: str = "template_card_event") -> Incoming | None:
    return read(event(name, f"<TaskId>f12-0-abc</TaskId><ResponseCode>RC</ResponseCode>{inside}"))


def test_typed_words_arrive_as_they_were_typed() -> None:
    words = xml("<MsgType>text</MsgType><Content><![CDATA[明天下午 <2点> & 3人]]></Content><MsgId>64</MsgId>")
    assert read(words) == Incoming(
        channel=Channel.WECOM, event="64", account="zhao", act=Act.TEXT, text="明天下午 <2点> & 3人"
    )


def test_an_empty_text_is_still_something_to_answer() -> None:
    incoming = read(xml("<MsgType>text</MsgType><Content></Content><MsgId>64</MsgId>"))
    assert incoming is not None
    assert (incoming.act, incoming.text) == (Act.TEXT, "")


@pytest.mark.parametrize("kind", ["voice", "video", "shortvideo", "location", "link", "mixed", "something_new"])
def test_what_is_said_without_words_is_something_to_answer(kind: str) -> None:
    incoming = read(xml(f"<MsgType>{kind}</MsgType><MediaId>MID</MediaId><MsgId>64</MsgId>"))
    assert incoming == Incoming(channel=Channel.WECOM, event="64", account="zhao", act=Act.TEXT)


def test_a_photo_is_a_file_without_a_name() -> None:
    incoming = read(xml("<MsgType>image</MsgType><PicUrl>http://x/</PicUrl><MediaId>MID</MediaId><MsgId>64</MsgId>"))
    assert incoming is not None
    assert (incoming.act, incoming.file) == (Act.FILE, FileReference(id="MID"))


@pytest.mark.parametrize(("inside", "name"), [("<FileName>审批单.pdf</FileName>", "审批单.pdf"), ("", "")])
def test_a_document_is_a_file_with_its_name_where_wecom_tells_it(inside: str, name: str) -> None:
    incoming = read(xml(f"<MsgType>file</MsgType><MediaId>MID</MediaId>{inside}<MsgId>64</MsgId>"))
    assert incoming is not None
    assert (incoming.act, incoming.file) == (Act.FILE, FileReference(id="MID", name=name))


@pytest.mark.parametrize("key", ["/visit", "visit"])
def test_a_menu_entry_is_a_command(key: str) -> None:
    incoming = read(event("click", f"<EventKey>{key}</EventKey>"))
    assert incoming is not None
    assert (incoming.act, incoming.text) == (Act.TEXT, "/visit")


@pytest.mark.parametrize("kind", ["scancode_push", "scancode_waitmsg"])
def test_both_scanners_of_the_menu_give_a_scan(kind: str) -> None:
    code = "<ScanCodeInfo><ScanType>qrcode</ScanType><ScanResult>https://fuma.example/s/K7</ScanResult></ScanCodeInfo>"
    incoming = read(event(kind, f"<EventKey>scan</EventKey>{code}"))
    assert incoming is not None
    assert (incoming.act, incoming.text) == (Act.SCAN, "https://fuma.example/s/K7")


@pytest.mark.parametrize("name", ["template_card_event", "template_card_menu_event"])
def test_a_press_on_a_card_brings_its_button_its_card_and_the_right_to_change_it(name: str) -> None:
    incoming = card_event("<EventKey>1.agree.12.3</EventKey>", name)
    assert incoming is not None
    assert incoming.act is Act.PRESS
    assert (incoming.button, incoming.on, incoming.own) == ("1.agree.12.3", "f12-0-abc", {"response_code": "RC"})


@pytest.mark.parametrize(
    "items",
    [
        "<SelectedItem><OptionIds><OptionId>1.7.kind.survey</OptionId></OptionIds></SelectedItem>",
        "<SelectedItem><OptionIds><OptionId>1.7.kind.survey</OptionId><OptionId>b</OptionId></OptionIds></SelectedItem>",
        (
            "<SelectedItem><OptionIds></OptionIds></SelectedItem>"
            "<SelectedItem><OptionIds><OptionId>1.7.kind.survey</OptionId></OptionIds></SelectedItem>"
        ),
    ],
    ids=["one", "two of one question", "the second of two questions"],
)
def test_a_choice_in_a_list_counts_more_than_the_button_that_sent_it(items: str) -> None:
    incoming = card_event(f"<EventKey>submit</EventKey><SelectedItems>{items}</SelectedItems>")
    assert incoming is not None
    assert incoming.button == "1.7.kind.survey"


@pytest.mark.parametrize("selected", ["", "<SelectedItems></SelectedItems>"])
def test_a_list_in_which_nothing_was_chosen_leaves_the_button(selected: str) -> None:
    incoming = card_event(f"<EventKey>submit</EventKey>{selected}")
    assert incoming is not None
    assert incoming.button == "submit"


def test_following_the_app_starts_a_chat() -> None:
    incoming = read(event("subscribe"))
    assert incoming is not None
    assert incoming.act is Act.START


@pytest.mark.parametrize(
    "plain",
    [
        event("enter_agent"),
        event("unsubscribe"),
        event("view", "<EventKey>https://fuma.example/</EventKey>"),
        event("LOCATION"),
        event("share_agent_change"),
        event("click", "<EventKey></EventKey>"),
        event("template_card_event", "<EventKey></EventKey>"),
        event("batch_job_result", sender="sys", agent=""),
    ],
)
def test_what_asks_for_nothing_is_passed_over(plain: str) -> None:
    assert read(plain) is None


def test_the_same_delivery_again_is_the_same_event_whatever_its_seal() -> None:
    plain = event("click", "<EventKey>visit</EventKey>")
    query, body = callback(plain)
    later = callback(plain, at=int(query["timestamp"]) + 5)
    first, second = door().read(query, body), door().read(*later)
    assert first is not None
    assert second is not None
    assert first.event == second.event
    assert len(first.event) == 64


def test_two_events_of_one_person_in_one_second_are_two() -> None:
    agree = card_event("<EventKey>1.agree.12.3</EventKey>")
    decline = card_event("<EventKey>1.decline.12.3</EventKey>")
    assert agree is not None
    assert decline is not None
    assert agree.event != decline.event
