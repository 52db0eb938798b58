"""Files as people send them: PDFs with and without what they mustn't have, photos, and what only looks like one."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Callable
from hashlib import sha256
from io import BytesIO
from typing import Any

import pikepdf
import segno
from pikepdf import Array, Dictionary, Name, String
from PIL import Image
from sqlalchemy.orm import Session

from bot.demo.tour import SLIP
from models.ground import files

PDF = SLIP
"""The smallest that can be taken: an empty page."""


def keep_file(session: Session, content: bytes, mime: str) -> str:
    """A small file is there, as if it had been fetched; gives its digest."""
    digest = sha256(content).hexdigest()
    files.put_pieces(session, digest, list(enumerate(files.pieces(content))))
    files.whole(session, digest, len(content), mime)
    return digest


def pdf(change: Callable[[pikepdf.Pdf], object] | None = None, **how: Any) -> bytes:
    """A PDF of one page after a change; `how` it is saved."""
    out = BytesIO()
    with pikepdf.new() as made:
        made.add_blank_page()
        if change is not None:
            change(made)
        made.save(out, **how)
    return out.getvalue()


def set_root(**values: Any) -> Callable[[pikepdf.Pdf], None]:
    """Puts something into the catalogue."""

    def change(made: pikepdf.Pdf) -> None:
        for name, value in values.items():
            made.Root[f"/{name}"] = value

    return change


def annotate(**values: Any) -> Callable[[pikepdf.Pdf], None]:
    """Puts an annotation onto the page."""

    def change(made: pikepdf.Pdf) -> None:
        note = Dictionary(Type=Name.Annot, Rect=[0, 0, 9, 9], **values)
        made.pages[0].Annots = Array([made.make_indirect(note)])

    return change


def attach(made: pikepdf.Pdf) -> None:
    """Puts a file into the file."""
    made.attachments["账.exe"] = b"MZ"


def in_a_tree(made: pikepdf.Pdf) -> None:
    """A script among the names, deep inside, in an object stream when saved so."""
    action = made.make_indirect(Dictionary(S=Name.JavaScript, JS=String("app.alert(1)")))
    made.Root.Names = Dictionary(JavaScript=Dictionary(Kids=[Dictionary(Names=[String("a"), action])]))


SCRIPT = Dictionary(S=Name.JavaScript, JS=String("app.alert(1)"))
HONEST = {
    "plain": pdf(),
    "after a byte order mark": b"\xef\xbb\xbf" + PDF,
    "after blanks": b"\r\n \x00\t" + PDF,
    "signed": pdf(
        set_root(
            AcroForm=Dictionary(
                SigFlags=3, Fields=[Dictionary(FT=Name.Sig, T=String("章"), V=Dictionary(Type=Name.Sig))]
            )
        )
    ),
    "with a link": pdf(annotate(Subtype=Name.Link, A=Dictionary(S=Name.URI, URI=String("https://fuma.example")))),
    "opening at a page": pdf(set_root(OpenAction=Dictionary(S=Name.Named, N=Name.FirstPage))),
    "words that only name such things": pdf(set_root(Lang=String("/JS /Launch /EF /JavaScript"))),
    "with an empty password": pdf(encryption=pikepdf.Encryption(owner="owner", user="")),
}
"""PDFs that are taken."""

DISHONEST = {
    "script at opening": (pdf(set_root(OpenAction=SCRIPT)), "file-pdf-acts"),
    "script in a stream": (pdf(in_a_tree, object_stream_mode=pikepdf.ObjectStreamMode.generate), "file-pdf-acts"),
    "script of a page": (pdf(set_root(AA=Dictionary(WC=SCRIPT))), "file-pdf-acts"),
    "script after another action": (
        pdf(set_root(OpenAction=Dictionary(S=Name.Named, N=Name.FirstPage, Next=[SCRIPT]))),
        "file-pdf-acts",
    ),
    "script behind an empty password": (
        pdf(set_root(OpenAction=SCRIPT), encryption=pikepdf.Encryption(owner="owner", user="")),
        "file-pdf-acts",
    ),
    "name spelled in hexadecimal": (
        pdf(set_root(OpenAction=SCRIPT)).replace(b"/JavaScript", b"/J#61v#61Script").replace(b"/JS", b"/#4a#53"),
        "file-pdf-acts",
    ),
    "launch": (
        pdf(annotate(Subtype=Name.Link, A=Dictionary(S=Name.Launch, F=String("cmd.exe")))),
        "file-pdf-acts",
    ),
    "form that is a program": (pdf(set_root(AcroForm=Dictionary(XFA=String("<xdp/>")))), "file-pdf-acts"),
    "attachment": (pdf(attach), "file-pdf-hides"),
    "attachment on a page": (
        pdf(annotate(Subtype=Name.FileAttachment, FS=Dictionary(Type=Name.Filespec, EF=Dictionary()))),
        "file-pdf-hides",
    ),
    "password": (pdf(encryption=pikepdf.Encryption(owner="owner", user="user")), "file-pdf-locked"),
    "no page": (b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\n%%EOF\n", "file-broken"),
    "cut off": (PDF[:60], "file-broken"),
}
"""PDFs that aren't, and the sentence for each."""


def picture(form: str = "PNG", size: tuple[int, int] = (40, 30), mode: str = "RGB", **how: Any) -> bytes:
    """A picture of one colour."""
    out = BytesIO()
    Image.new(mode, size, 200 if mode in ("L", "P", "I;16") else None).save(out, form, **how)
    return out.getvalue()


def photo_of(code: str, form: str = "JPEG", size: tuple[int, int] | None = None) -> bytes:
    """A photo with a QR code on it, in the middle where it is larger."""
    drawn = BytesIO()
    segno.make(code).save(drawn, kind="png", scale=8, border=6)
    with Image.open(drawn) as image:
        turned = image.convert("RGB").rotate(8, fillcolor="white", expand=True)
    if size is not None:
        turned = turned.resize((min(size) // 2, min(size) // 2))
        whole = Image.new("RGB", size, "gray")
        whole.paste(turned, ((size[0] - turned.width) // 2, (size[1] - turned.height) // 2))
        turned = whole
    out = BytesIO()
    turned.save(out, form)
    return out.getvalue()


def bomb(width: int, height: int) -> bytes:
    """A PNG of a few hundred bytes that says it is this large."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    body = zlib.compress(b"\0" * 1000)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", body) + chunk(b"IEND", b"")


def padded(size: int) -> bytes:
    """A PDF of this many bytes."""
    beyond = len(_filled(size)) - size
    return _filled(size - beyond)


def _filled(size: int) -> bytes:
    return pdf(lambda made: set_root(Filler=made.make_stream(b"\0" * size))(made), compress_streams=False)
