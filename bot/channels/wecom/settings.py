"""What an app of WeCom needs to be told."""

from dataclasses import dataclass, field


@dataclass(frozen=True)
class WeComSettings:
    """The corp, the app in it and its secrets, which no repr shows.

    `token` and `aes_key` (43 characters) guard the callback; `api_url` ends in `/cgi-bin`; `oauth_url` is the page
    where a member is sent to sign in; `answer_seconds` is how long a call without files may take.
    """

    corp_id: str
    agent_id: int
    secret: str = field(repr=False)
    token: str = field(repr=False)
    aes_key: str = field(repr=False)
    api_url: str
    oauth_url: str
    answer_seconds: float = 10.0
