"""The command line of `python -m sandbox`."""

import argparse
import ipaddress
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Options:
    """What the sandbox is told at start; `public_url` is the address in Fuma's own links."""

    people: Path
    fuma: str
    host: str = "127.0.0.1"
    port: int = 0
    public_url: str = ""
    telegram_token: str = ""
    telegram_username: str = "fuma_demo_bot"
    wecom_corp_id: str = ""
    wecom_agent_id: int = 1
    wecom_secret: str = ""
    wecom_token: str = ""
    wecom_aes_key: str = ""
    wecom_callback: str = ""
    wecom_retries: int = 3


def _loopback(host: str) -> str:
    if host == "localhost":
        return "127.0.0.1"
    try:
        address = ipaddress.IPv4Address(host)
    except ValueError as error:
        raise argparse.ArgumentTypeError(f"{host} is not an address of this machine's own") from error
    if not address.is_loopback:
        raise argparse.ArgumentTypeError(f"{host} can be reached from outside")
    return host


def read_options(arguments: list[str]) -> Options:
    """Parses the command line; leaves the program with 2 if it is wrong."""
    parser = argparse.ArgumentParser(prog="python -m sandbox", description="The pretend Telegram and WeCom.")
    parser.add_argument("--host", type=_loopback, default="127.0.0.1", help="an address of this machine's own")
    parser.add_argument("--port", type=int, default=0, help="0 takes any free one")
    parser.add_argument("--people", type=Path, required=True, help="TOML file of the people with phones")
    parser.add_argument("--fuma", required=True, help="where Fuma answers")
    parser.add_argument("--public-url", default="", help="the address in Fuma's own links")
    parser.add_argument("--telegram-token", default="")
    parser.add_argument("--telegram-username", default="fuma_demo_bot")
    parser.add_argument("--wecom-corp-id", default="")
    parser.add_argument("--wecom-agent-id", type=int, default=1)
    parser.add_argument("--wecom-secret", default="")
    parser.add_argument("--wecom-token", default="")
    parser.add_argument("--wecom-aes-key", default="")
    parser.add_argument("--wecom-callback", default="", help="where callbacks go; {fuma}/wecom/callback if not given")
    parser.add_argument("--wecom-retries", type=int, default=3, help="how often a callback is tried again")
    return Options(**vars(parser.parse_args(arguments)))
