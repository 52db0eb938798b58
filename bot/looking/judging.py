"""What a file is, by its content and never by its name."""

from bot.looking import documents, pictures
from bot.looking.findings import Findings
from models.ground.cleaning import PDF

BEFORE_A_PDF = b"\xef\xbb\xbf\x00\t\n\x0c\r "  # a byte order mark and blanks: editors and web servers put them there
HEIF_BRANDS = {b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1"}


def judge(content: bytes) -> Findings:
    """What is known of a file after looking at all of it."""
    if content.startswith(b"\xff\xd8\xff"):
        return pictures.judge_jpeg(content)
    if content.startswith(b"\x89PNG\r\n\x1a\n"):
        return pictures.judge_png(content)
    if content[4:8] == b"ftyp" and content[8:12] in HEIF_BRANDS:
        return pictures.judge_heif(content)
    if content.lstrip(BEFORE_A_PDF).startswith(b"%PDF-"):
        return Findings(mime=PDF, problem=documents.problem_of(content))
    if content.startswith(b"PK\x03\x04") and documents.is_ofd(content):
        return Findings(problem="file-ofd")
    return Findings(problem="file-wrong-kind")
