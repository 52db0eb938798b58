"""A phone's browser, as far as the sandbox needs one: it opens a link of Fuma's and reads what the page says."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from html.parser import HTMLParser
from urllib.parse import parse_qs, urljoin, urlsplit

from sandbox.fuma import Fuma, FumaUnreachable
from sandbox.people import Person

MAX_HOPS = 5
_SILENT = {"script", "style", "head", "template", "noscript"}
_BLOCKS = {"p", "div", "br", "li", "tr", "section", "main", "header", "footer", "form"} | {f"h{n}" for n in range(1, 7)}

Detour = Callable[[str], Awaitable[str | None]]


@dataclass(frozen=True, slots=True)
class Seen:
    """What came of opening a link: the text on the page and the links in it."""

    text: str
    links: tuple[str, ...] = ()


class _Page(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.links: list[str] = []
        self._words: list[str] = []
        self._silent = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _SILENT:
            self._silent += 1
        if tag in _BLOCKS:
            self._words.append("\n")
        self.links += [value for name, value in attrs if tag == "a" and name == "href" and value]

    def handle_endtag(self, tag: str) -> None:
        if tag in _SILENT:
            self._silent = max(0, self._silent - 1)
        if tag in _BLOCKS:
            self._words.append("\n")

    def handle_data(self, data: str) -> None:
        if not self._silent:
            self._words.append(data)

    def text(self) -> str:
        lines = (" ".join(line.split()) for line in "".join(self._words).splitlines())
        return "\n".join(line for line in lines if line)


def read_page(html: str) -> Seen:
    """The visible text of a page, a line a block, and where its links lead."""
    page = _Page()
    page.feed(html)
    page.close()
    return Seen(page.text(), tuple(page.links))


def start_payload(url: str, bot: str) -> str | None:
    """What a deep link to the bot carries; None if the link leads elsewhere."""
    parts = urlsplit(url)
    inside = parts.netloc.lower() in {"t.me", "telegram.me"} and parts.path.strip("/").lower() == bot.lower()
    if parts.scheme not in {"http", "https"} or not inside:
        return None
    return parse_qs(parts.query).get("start", [""])[0]


async def open_link(fuma: Fuma, person: Person, url: str, detour: Detour) -> Seen:
    """Opens a link as that person would; no address but Fuma's is asked.

    `detour` may lead an address that isn't Fuma's on to another one, as a sign-in page does.
    """
    headers = {"Accept-Language": person.language, "User-Agent": "Mozilla/5.0 (sandbox phone)"}
    for _ in range(MAX_HOPS):
        if not fuma.owns(url):
            onward = await detour(url)
            if onward is None:
                return Seen(url, (url,))
            url = onward
            continue
        try:
            answer = await fuma.page(url, headers)
        except FumaUnreachable as error:
            return Seen(f"{url}\n{error}")
        if answer.location is None:
            if answer.mime != "text/html":
                return Seen(f"{url}\n{answer.mime}")
            return read_page(answer.body.decode("utf-8", "replace"))
        url = urljoin(url, answer.location)
    return Seen(f"{url}\ntoo many redirects")
