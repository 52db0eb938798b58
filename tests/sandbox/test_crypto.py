"""The envelope of WeCom's callbacks against Tencent's published samples."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from wechatpy.enterprise.crypto import WeChatCrypto

from sandbox.wecom.crypto import Envelope

TOKEN, AES_KEY, CORP = "QDG6eK", "jWmYm7qr5nMoAUwZRjGtBxmz3KA1tkAj3ykkR6q2B2C", "wx5823bf96d3bd56c7"
ECHO = "P9nAzCzyDtyTWESHep1vC5X9xho/qYX3Zpb4yKa9SKld1DsH3Iyt3tP3zNdtp+4RPcs8TgAE7OaBO+FZXvnaqQ=="
SEALED = (
    "RypEvHKD8QQKFhvQ6QleEB4J58tiPdvo+rtK1I9qca6aM/wvqnLSV5zEPeusUiX5L5X/0lWfrf0QADHHhGd3QczcdCUpj911L3vg3W/sYYvu"
    "JTs3TUUkSUXxaccAS0qhxchrRYt66wiSpGLYL42aM6A8dTT+6k4aSknmPj48kzJs8qLjvd4Xgpue06DOdnLxAUHzM6+kDZ+HMZfJYuR+LtwG"
    "c2hgf5gsijff0ekUNXZiqATP7PF5mZxZ3Izoun1s4zG4LUMnvw2r+KqCKIw+3IQH03v+BCA9nMELNqbSf6tiWSrXJB3LAVGUcallcrw8V2t9"
    "EL4EhzJWrQUax5wLVMNS0+rUPA3k22Ncx4XXZS9o0MBH27Bo6BpNelZpS+/uh9KsNlY6bHCmJU9p8g7m3fVKn28H3KDYA5Pl/T8Z1ptDAVe0"
    "lXdQ2YoyyH2uyPIGHBZZIs2pDBS8R07+qN+E7Q=="
)
PLAIN = (
    "<xml><ToUserName><![CDATA[wx5823bf96d3bd56c7]]></ToUserName>\n<FromUserName><![CDATA[mycreate]]></FromUserName>\n"
    "<CreateTime>1409659813</CreateTime>\n<MsgType><![CDATA[text]]></MsgType>\n<Content><![CDATA[hello]]></Content>\n"
    "<MsgId>4561255354251345929</MsgId>\n<AgentID>218</AgentID>\n</xml>"
)


@pytest.fixture
def envelope() -> Envelope:
    return Envelope(TOKEN, AES_KEY, CORP)


def test_tencents_sample_of_the_address_check_is_read_and_its_signature_matches(envelope: Envelope) -> None:
    assert envelope.decrypt(ECHO) == "1616140317555161061"
    assert envelope.sign("1409659589", "263014780", ECHO) == "5c45ff5e21c57e6ad56bac8758b79b1d9ac89fd3"


def test_tencents_sample_message_is_read_and_its_signature_matches(envelope: Envelope) -> None:
    assert envelope.decrypt(SEALED) == PLAIN
    assert envelope.sign("1409659813", "1372623149", SEALED) == "477715d11cdb4164915debcba66cb864d751f3e6"


def test_the_same_head_gives_the_same_envelope_and_another_head_another(envelope: Envelope) -> None:
    assert envelope.encrypt("hello", b"0123456789abcdef") == envelope.encrypt("hello", b"0123456789abcdef")
    assert envelope.encrypt("hello") != envelope.encrypt("hello")


@given(st.text(max_size=300))
def test_wechatpy_reads_every_text_that_is_sealed_here(text: str) -> None:
    sealed = Envelope(TOKEN, AES_KEY, CORP).encrypt(text)
    signature = Envelope(TOKEN, AES_KEY, CORP).sign("1", "2", sealed)
    assert WeChatCrypto(TOKEN, AES_KEY, CORP).check_signature(signature, "1", "2", sealed) == text


def test_an_envelope_for_another_corp_is_not_opened(envelope: Envelope) -> None:
    with pytest.raises(ValueError, match="somebody else"):
        Envelope(TOKEN, AES_KEY, "another").decrypt(envelope.encrypt("hello"))


@pytest.mark.parametrize("sealed", ["", "AAAA", "A" * 44, "not base64!", ECHO[:-8] + "AAAAAAA="])
def test_a_damaged_envelope_is_not_opened(envelope: Envelope, sealed: str) -> None:
    with pytest.raises(ValueError, match=r".+"):
        envelope.decrypt(sealed)


@pytest.mark.parametrize("key", [AES_KEY[:-1], AES_KEY + "A", "!" * 43])
def test_a_key_that_is_not_43_letters_and_digits_is_refused(key: str) -> None:
    with pytest.raises(ValueError, match="AES key"):
        Envelope(TOKEN, key, CORP)
