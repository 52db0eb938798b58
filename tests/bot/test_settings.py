"""Settings: what is wrong stops the start with one line that names it."""

import re
from pathlib import Path

import pytest

from bot.settings import WrongSetting, load_settings
from tests.bot.service import every_setting

EXAMPLE = Path(__file__).parent.parent.parent / ".env.example"
WECOM = {"WECOM_SECRET": "s", "WECOM_CORP_ID": "c", "WECOM_TOKEN": "t", "WECOM_AES_KEY": "k", "WECOM_AGENT_ID": "1"}


@pytest.fixture(autouse=True)
def nowhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder without settings, in an environment without any."""
    monkeypatch.chdir(tmp_path)
    for name in every_setting():
        monkeypatch.delenv(name, raising=False)
    return tmp_path


def on() -> list[str]:
    """The channels that are on."""
    return [platform.name for platform in load_settings().on()]


def test_every_setting_stands_in_the_example_and_nothing_else_does() -> None:
    named = set(re.findall(r"^#? ?(FUMA_[A-Z_]+)=", EXAMPLE.read_text(encoding="utf-8"), re.MULTILINE))
    assert named == every_setting().keys()


def test_the_example_shows_the_defaults_and_can_be_taken_as_it_is(nowhere: Path) -> None:
    defaults = load_settings()
    words = EXAMPLE.read_text(encoding="utf-8")
    (nowhere / ".env").write_text(words, encoding="utf-8")
    assert load_settings() == defaults.model_copy(update={"public_url": "https://fuma.example.gov.cn"})
    every = re.sub(r"^# (?=FUMA_)", "", words, flags=re.MULTILINE)
    every = "\n".join(line for line in every.splitlines() if "password" not in line)
    (nowhere / ".env").write_text(every, encoding="utf-8")
    assert load_settings() == defaults.model_copy(update={"public_url": "https://fuma.example.gov.cn"})


def test_without_tokens_both_channels_are_off() -> None:
    assert on() == []


def test_wecom_alone_is_a_service_too(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in WECOM.items():
        monkeypatch.setenv(f"FUMA_{name}", value)
    assert on() == ["wecom"]


@pytest.mark.parametrize(
    ("values", "named"),
    [
        ({"PORT": "0"}, "FUMA_PORT"),
        ({"PORT": "70000"}, "FUMA_PORT"),
        ({"PORT": "eight"}, "FUMA_PORT"),
        ({"DATABASE_URL": "mysql://localhost/fuma"}, "FUMA_DATABASE_URL"),
        ({"DATABASE_URL": "sqlite+aiosqlite:///:memory:"}, "FUMA_DATABASE_URL"),
        ({"PUBLIC_URL": "fuma.example"}, "FUMA_PUBLIC_URL"),
        ({"PUBLIC_URL": "ftp://fuma.example"}, "FUMA_PUBLIC_URL"),
        ({"TELEGRAM_API_URL": "https://"}, "FUMA_TELEGRAM_API_URL"),
        ({"LOCALE": "fr"}, "FUMA_LOCALE"),
        ({"LOG_FORMAT": "xml"}, "FUMA_LOG_FORMAT"),
        ({"TELEGRAM_MODE": "push"}, "FUMA_TELEGRAM_MODE"),
        ({"TELEGRAM_DISCLOSURE": "some"}, "FUMA_TELEGRAM_DISCLOSURE"),
        ({"TELEGRAM_WEBHOOK_SECRET": "not allowed!"}, "FUMA_TELEGRAM_WEBHOOK_SECRET"),
        ({"TELEGRAM_TOKEN": "1:a"}, "FUMA_TELEGRAM_DISCLOSURE"),
        (
            {"TELEGRAM_TOKEN": "1:a", "TELEGRAM_MODE": "webhook", "TELEGRAM_DISCLOSURE": "full"},
            "FUMA_TELEGRAM_WEBHOOK_SECRET",
        ),
        ({"WECOM_AGENT_ID": "one"}, "FUMA_WECOM_AGENT_ID"),
        *[({**WECOM, missing: ""}, f"FUMA_{missing}") for missing in WECOM if missing != "WECOM_SECRET"],
    ],
)
def test_a_wrong_setting_is_named_in_one_line(
    monkeypatch: pytest.MonkeyPatch, values: dict[str, str], named: str
) -> None:
    for name, value in values.items():
        monkeypatch.setenv(f"FUMA_{name}", value)
    with pytest.raises(WrongSetting) as wrong:
        load_settings()
    said = str(wrong.value)
    assert said.startswith(f"{named}: ")
    assert "\n" not in said
    assert len(said) > len(named) + 10


def test_a_file_of_settings_in_another_encoding_is_said_to_be(nowhere: Path) -> None:
    (nowhere / ".env").write_bytes("FUMA_HOST=主机".encode("gbk"))
    with pytest.raises(WrongSetting, match="UTF-8"):
        load_settings()


def test_no_secret_is_ever_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    secrets = ("SECRET_KEY", "TELEGRAM_TOKEN", "TELEGRAM_WEBHOOK_SECRET", *(k for k in WECOM if k != "WECOM_AGENT_ID"))
    for name in secrets:
        monkeypatch.setenv(f"FUMA_{name}", "hidden-value" if name != "WECOM_CORP_ID" else "corp")
    monkeypatch.setenv("FUMA_WECOM_AGENT_ID", "1")
    monkeypatch.setenv("FUMA_TELEGRAM_DISCLOSURE", "full")
    assert "hidden-value" not in repr(load_settings())
