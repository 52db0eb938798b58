"""Documents: a PDF can be taken if it opens without a password, has a page, and holds nothing that acts or hides.

Whoever gets it opens it at his desk. So scripts, launches of programs and files within the file are refused, wherever
they stand in it; signatures, form fields, links and an empty password are what honest papers have.
"""

import re
from collections.abc import Iterator
from io import BytesIO
from zipfile import BadZipFile, ZipFile

import pikepdf

ACTING_ACTIONS = {"/JavaScript", "/Launch", "/ImportData", "/Rendition", "/RichMediaExecute"}
ACTING_KEYS = {"/JS", "/XFA"}  # a script; a form that is a program
HIDING_ACTIONS = {"/GoToE"}
HIDING_KEYS = {"/EF", "/RichMediaContent"}
HIDING_TYPES = {"/EmbeddedFile"}
_SUSPECT = re.compile(
    "|".join(sorted(ACTING_ACTIONS | ACTING_KEYS | HIDING_ACTIONS | HIDING_KEYS | HIDING_TYPES)).encode()
)


def problem_of(content: bytes) -> str:
    """The key of the sentence that says why a PDF can't be taken, "" where it can."""
    try:
        with pikepdf.open(BytesIO(content), suppress_warnings=True) as pdf:
            if not len(pdf.pages):
                return "file-broken"
            return next(filter(None, map(_problem, _dictionaries(pdf))), "")
    except pikepdf.PasswordError:
        return "file-pdf-locked"
    except (pikepdf.PdfError, ValueError, TypeError, KeyError, AttributeError, RuntimeError):
        return "file-broken"  # what pikepdf was seen to raise over files that are cut off or garbled


def is_ofd(content: bytes) -> bool:
    """Whether an archive is an OFD document (GB/T 33190), China's own format for official papers."""
    try:
        with ZipFile(BytesIO(content)) as archive:
            return any(name.lstrip("/").upper() == "OFD.XML" for name in archive.namelist())
    except (BadZipFile, OSError, ValueError, NotImplementedError):
        return False


def _problem(found: pikepdf.Dictionary) -> str:
    keys = set(found.keys())
    action = str(found.get("/S", "")) if "/S" in keys else ""
    kind = str(found.get("/Type", "")) if "/Type" in keys else ""
    if action in ACTING_ACTIONS or keys & ACTING_KEYS:
        return "file-pdf-acts"
    if action in HIDING_ACTIONS or kind in HIDING_TYPES or keys & HIDING_KEYS:
        return "file-pdf-hides"
    return ""


def _dictionaries(pdf: pikepdf.Pdf) -> Iterator[pikepdf.Dictionary]:
    """Every dictionary that may be a problem: those of streams and those within others too."""
    for found in pdf.objects:
        whole = found.stream_dict if isinstance(found, pikepdf.Stream) else found
        if not _SUSPECT.search(whole.unparse(resolved=True)):
            continue  # most objects; walking through each would take minutes
        within: list[pikepdf.Object] = [whole]
        while within:
            one = within.pop()
            if isinstance(one, pikepdf.Dictionary):
                yield one
                within += [value for value in one.as_dict().values() if _is_within(value)]
            elif isinstance(one, pikepdf.Array):
                within += [value for value in one.as_list() if _is_within(value)]


def _is_within(value: object) -> bool:
    """Whether a value has others in it and isn't an object of its own, which the file lists anyway."""
    return isinstance(value, pikepdf.Dictionary | pikepdf.Array) and not value.is_indirect
