"""The methods of WeCom's API that Fuma calls, each with a token and one fresh token where the first has ended."""

from collections.abc import Awaitable, Callable

from bot.channels.errors import FileTooBig, FileUnavailable
from bot.channels.wecom.calls import TRANSFER, Answer, Body, Client, Unreached, UploadTooLarge, answer
from bot.channels.wecom.media import DOWNLOAD_LIMIT, KEPT, upload_form
from bot.channels.wecom.outcomes import RENEWING, Scope, outcome_of, wait_of, without_token
from bot.channels.wecom.tokens import TokenRefused, Tokens
from jobs.sending import Again, FileStore, Gone, Outcome
from models.ground.messages import Channel, FileReference

UNREACHED_WAIT = 5.0  # seconds
SLOW_UPLOAD_WAIT = 10.0  # seconds

UPLOAD, DOWNLOAD = "media/upload", "media/get"


class NotUploaded(Exception):
    """A file could not be given to WeCom; `outcome` is what that means for its message, which never left."""

    def __init__(self, outcome: Outcome) -> None:
        super().__init__(outcome)
        self.outcome = outcome


def unreached(silence: Unreached) -> Again:
    """How a message ends that never left."""
    return Again(seconds=UNREACHED_WAIT, everybody=True, why=silence.why)


class Halted(Exception):
    """A method isn't called for now, since WeCom refused it; `outcome` is what that means for a message, which never
    left.
    """

    def __init__(self, outcome: Again) -> None:
        super().__init__(outcome)
        self.outcome = outcome


class Api:
    """Raises TokenRefused where there is no token, Unreached where there is no answer, and Halted."""

    def __init__(self, client: Client, tokens: Tokens, store: FileStore, wall: Callable[[], float]) -> None:
        self._client = client
        self._tokens = tokens
        self._store = store
        self._wall = wall
        self._halts: dict[str, tuple[float, int]] = {}  # when a method was refused to all, and by which code

    async def get(self, method: str) -> Answer:
        """Asks for something."""
        return await self._with_token(method, lambda token: self._client.ask(method, {"access_token": token}))

    async def post(self, method: str, body: bytes, **params: str) -> Answer:
        """Posts JSON, to the byte as given."""
        return await self._with_token(
            method, lambda token: self._client.ask(method, {"access_token": token, **params}, data=body)
        )

    async def media_id(self, kind: str, digest: str, name: str, *, anew: bool = False) -> str:
        """WeCom's name of a stored file, uploaded where it has none or `anew`; raises NotUploaded and TokenRefused."""
        if not anew:
            remembered = await self._store.remembered(Channel.WECOM, digest)
            if remembered is not None:
                return remembered
        try:
            content = await self._store.content(digest)
        except KeyError:
            raise NotUploaded(Gone(why="file", ours=True)) from None
        uploaded = await self._upload(kind, name, content)
        await self._store.remember(Channel.WECOM, digest, uploaded, KEPT)
        return uploaded

    async def _upload(self, kind: str, name: str, content: bytes) -> str:
        def ask(token: str) -> Awaitable[Answer]:
            # The form is made for each try: one that was read to its end would upload an empty file.
            params = {"access_token": token, "type": kind}
            return self._client.ask(UPLOAD, params, upload_form(kind, name, content), TRANSFER)

        try:
            uploaded = await self._with_token(UPLOAD, ask)
        except Unreached as silence:
            # One file that takes too long must not hold up everybody else's messages.
            slow = Again(seconds=SLOW_UPLOAD_WAIT, why=silence.why)
            raise NotUploaded(slow if silence.asked else unreached(silence)) from None
        except Halted as halted:
            raise NotUploaded(halted.outcome) from None
        if uploaded.code:
            raise NotUploaded(outcome_of(uploaded.code))
        return str(uploaded.data.get("media_id", ""))

    async def download(self, file: FileReference) -> bytes:
        """A person's file; raises FileTooBig over 20 MB and FileUnavailable."""
        if file.size > DOWNLOAD_LIMIT:
            raise FileTooBig
        try:
            return await self._downloaded(file)
        except TokenRefused as refusal:
            raise FileUnavailable(without_token(refusal.code).why, temporary=True) from None
        except Unreached as silence:
            raise FileUnavailable(silence.why, temporary=True) from None
        except Halted as halted:
            raise FileUnavailable(halted.outcome.why, temporary=True) from None
        except UploadTooLarge:
            raise FileTooBig from None

    async def _downloaded(self, file: FileReference) -> bytes:
        bodies: list[Body] = []

        async def ask(token: str) -> Answer:
            params = {"access_token": token, "media_id": file.id}
            body = await self._client.fetch(DOWNLOAD, params, limit=DOWNLOAD_LIMIT, timeout=TRANSFER)
            bodies.append(body)
            return Answer(0, {}) if body.saved else answer(body.content)

        result = await self._with_token(DOWNLOAD, ask)
        if result.code:
            outcome = outcome_of(result.code)
            raise FileUnavailable(str(result.code), temporary=isinstance(outcome, Again))
        return bodies[-1].content

    async def _with_token(self, method: str, ask: Callable[[str], Awaitable[Answer]]) -> Answer:
        self._check(method)
        token = await self._tokens.current()
        answer = await ask(token)
        if answer.code in RENEWING:
            answer = await ask(await self._tokens.renew(token))
        wait = wait_of(answer.code)
        if wait is not None and wait.scope is Scope.API:
            self._halts[method] = self._wall(), answer.code
        return answer

    def _check(self, method: str) -> None:
        """Raises Halted while a method has been refused to everybody."""
        at, code = self._halts.get(method, (0.0, 0))
        wait = wait_of(code)
        if wait is not None and 0 <= (since := self._wall() - at) < wait.seconds:
            raise Halted(Again(wait.seconds - since, counted=False, why=str(code)))
