"""The tour: plays the story of a file of steps through the sandbox's HTTP, and fails where a step doesn't happen.

It knows nothing of Fuma but what people see: after each step every new or changed bubble is printed with who and
where, and exactly those people whom the step names must have been told something.
"""

import base64
import json
import sys
import time
import tomllib
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path
from typing import Any

from PIL import Image

from bot.demo.stage import stage

STEPS = Path(__file__).with_name("tour.toml")
CHATS = "chats.json"  # beside the pictures: what each step brought to whom
SLIP = (
    b"%PDF-1.4\n"
    b"1 0 obj\n<< /Type /Catalog /Pages 2 0 R >>\nendobj\n"
    b"2 0 obj\n<< /Type /Pages /Kids [3 0 R] /Count 1 >>\nendobj\n"
    b"3 0 obj\n<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] >>\nendobj\n"
    b"xref\n0 4\n0000000000 65535 f \n"
    b"0000000009 00000 n \n0000000058 00000 n \n0000000115 00000 n \n"
    b"trailer\n<< /Size 4 /Root 1 0 R >>\nstartxref\n186\n%%EOF\n"
)
"""An empty page, as PDF."""

RESTART = 60  # seconds for Fuma to come back
PATIENCE = 300  # seconds; WeCom takes no more than 30 messages a minute for one member, and the tour waits


class StepMissing(Exception):
    """A step of the story didn't happen."""


def run_tour(out: Path, *, mirrored: bool, language: str, database: str = "") -> int:
    """Plays the whole story on a stage of its own; 0 if every step happened. Raises CannotStart without a stage."""
    story = read_story()
    with stage(out / "stage", mirrored=mirrored, language=language, database=database) as set_up:
        for old in out.glob("*.png"):
            old.unlink()
        tour = Tour(set_up.sandbox, out, language)
        try:
            for step in story:
                tour.play(step)
        except StepMissing as missing:
            sys.stderr.write(f"\nthe tour stops: {missing}\n")
            return 1
    (out / CHATS).write_text(json.dumps(tour.chats, ensure_ascii=False), encoding="utf-8")
    sys.stdout.write(f"\n{len(story)} steps, {tour.bubbles} bubbles, {tour.pictures} pictures in {out}\n")
    return 0


def read_story() -> list[dict[str, Any]]:
    """The steps as they are written."""
    story: list[dict[str, Any]] = tomllib.loads(STEPS.read_text(encoding="utf-8"))["step"]
    return story


@dataclass
class Tour:
    """A walk through the story."""

    sandbox: str
    out: Path
    language: str
    bubbles: int = 0
    pictures: int = 0
    chats: list[list[tuple[str, dict[str, Any]]]] = field(default_factory=list)  # each step's new or changed bubbles
    _revisions: dict[str, int] = field(default_factory=dict)
    _number: int = 0

    def __post_init__(self) -> None:
        self.people = {person["id"]: person for person in self._call("/sandbox/people")}

    def play(self, step: dict[str, Any]) -> None:
        """Does a step, prints what came of it, and checks who was told what."""
        self._number += 1
        sys.stdout.write(f"\n{self._number:02d}  {self._word(step['what'])}\n")
        self._do(step)
        self.settle()
        new = self.look()
        for person, bubble in new:
            self._show(person, bubble)
        self._check(step, new)

    def settle(self) -> dict[str, Any]:
        """Waits until nothing is under way; what the sandbox says about it."""
        told: dict[str, Any] = self._call("/sandbox/settle", {"timeout": PATIENCE})
        return told

    def look(self) -> list[tuple[str, dict[str, Any]]]:
        """Every bubble that is new or changed since the last look, with whose phone it is on."""
        new = list(self._new_bubbles())
        self.chats.append(new)
        return new

    def _do(self, step: dict[str, Any]) -> None:
        who = step.get("who", "")
        act = f"/sandbox/people/{who}"
        match step:
            case {"say": words}:
                self._call(f"{act}/say", {"text": self._word(words)})
            case {"press": label}:
                self._call(f"{act}/press", {"button": self._button(who, self._word(label))})
            case {"file": name}:
                content = base64.b64encode(SLIP).decode()
                self._call(f"{act}/file", {"name": name, "data": content})
            case {"scan_sign": enterprise}:
                self._call(f"{act}/scan", {"code": self._sign(enterprise)})
            case {"scan_pass_of": owner}:
                pictures = [bubble["picture"] for bubble in self._chat(owner) if bubble["picture"]]
                self._call(f"{act}/scan", {"picture": pictures[-1]})
            case {"clock": moment}:
                self._call("/sandbox/clock", {"to": moment})
            case _:
                raise StepMissing(f"nobody knows how to do {step}")

    def _sign(self, enterprise: str) -> str:
        """What the sign at a gate says; while Fuma is restarted nobody tells for a moment."""
        until = time.monotonic() + RESTART
        while True:
            for sign in self._call("/sandbox/signs"):
                if sign["enterprise"] == enterprise:
                    return str(sign["url"])
            if time.monotonic() > until:
                raise StepMissing(f"step {self._number}: {enterprise} has no sign")
            time.sleep(0.1)

    def _button(self, who: str, label: str) -> str:
        for bubble in reversed(self._chat(who)):
            for button in bubble["buttons"]:
                if button["text"] == label and not button["greyed"]:
                    return str(button["id"])
        raise StepMissing(f"{who} has no button {label!r} to press")

    def _new_bubbles(self) -> Iterator[tuple[str, dict[str, Any]]]:
        for person in self.people:
            seen = self._revisions.get(person, 0)
            for bubble in self._call(f"/sandbox/people/{person}/chat?after=&since_revision={seen}"):
                self._revisions[person] = max(self._revisions.get(person, 0), bubble["revision"])
                yield person, bubble

    def _show(self, person: str, bubble: dict[str, Any]) -> None:
        who, channel = self.people[person]["who"], self.people[person]["channel"]
        speaker = f"{who}:" if bubble["from"] == "me" else f"→ {who}" + (" (changed)" if bubble["edited"] else "")
        self.bubbles += 1
        lines = [line for line in (bubble["text"] or "").splitlines() if line.strip()]
        if bubble["picture"] and bubble["from"] != "me":
            lines.append(f"[picture {self._keep_picture(person, bubble['picture'])}]")
        if bubble["file"]:
            lines.append(f"[file {bubble['file']['name']}]")
        labels = [f"[{button['text']}]" for button in bubble["buttons"] if not button["greyed"]]
        if labels:
            lines.append(" ".join(labels))
        sys.stdout.write(f"    {channel:8} {speaker} " + "\n             ".join(lines) + "\n")
        sys.stdout.flush()

    def _keep_picture(self, person: str, address: str) -> str:
        self.pictures += 1
        name = f"{self._number:02d}-{person}-{self.pictures}.png"
        with Image.open(BytesIO(self._bytes(address))) as picture:  # Telegram gives every photo as JPEG
            picture.save(self.out / name)
        return name

    def _check(self, step: dict[str, Any], new: list[tuple[str, dict[str, Any]]]) -> None:
        said = [(person, bubble) for person, bubble in new if bubble["from"] != "me"]
        for wanted in step.get("sees", []):
            if not any(person == wanted["who"] and self._matches(wanted, bubble) for person, bubble in said):
                shown = json.dumps({k: self._word(v) for k, v in wanted.items()}, ensure_ascii=False)
                raise StepMissing(f"step {self._number} ({self._word(step['what'])}): nobody saw {shown}")
        told = {person for person, _ in said}
        named = {wanted["who"] for wanted in step.get("sees", [])}
        if told != named:
            raise StepMissing(f"step {self._number}: told were {sorted(told)}, not {sorted(named)}")

    def _matches(self, wanted: dict[str, Any], bubble: dict[str, Any]) -> bool:
        labels = [button["text"] for button in bubble["buttons"] if not button["greyed"]]
        return (
            self._word(wanted.get("text", "")) in (bubble["text"] or "")
            and ("button" not in wanted or self._word(wanted["button"]) in labels)
            and (not wanted.get("picture") or bool(bubble["picture"]))
            and (not wanted.get("file") or bool(bubble["file"]))
            and (not wanted.get("changed") or bool(bubble["edited"]))
        )

    def _word(self, value: Any) -> Any:
        """A text of the story in the tour's language; a text without languages is the same in all."""
        return value[self.language] if isinstance(value, dict) else value

    def _chat(self, person: str) -> list[dict[str, Any]]:
        chat: list[dict[str, Any]] = self._call(f"/sandbox/people/{person}/chat?after=")
        return chat

    def _call(self, path: str, body: dict[str, Any] | None = None) -> Any:
        data = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(self.sandbox + path, data, {"Content-Type": "application/json"})
        try:
            with urllib.request.urlopen(request, timeout=PATIENCE + 10) as answer:
                return json.loads(answer.read())
        except urllib.error.HTTPError as error:
            raise StepMissing(f"step {self._number}: {path} answered {error.code}: {error.read()[:200]!r}") from error

    def _bytes(self, path: str) -> bytes:
        with urllib.request.urlopen(self.sandbox + path, timeout=30) as answer:
            content: bytes = answer.read()
            return content
