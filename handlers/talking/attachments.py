"""Forms whose answer is a photo or a document."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from handlers.talking import typed
from handlers.talking.answers import label, of_type
from handlers.talking.asking import Choice, Circumstances, Complaint, Given
from handlers.talking.forms import NOTHING, Offering
from models.ground.cleaning import file_name
from models.ground.messages import Json, word


@dataclass(frozen=True)
class Attachment(Offering):
    """A photo or a PDF of at most `megabytes`, judged by its content when it was fetched."""

    takes_file: ClassVar[bool] = True

    megabytes: int
    wanted: str = "expects-slip"  # the key of the sentence where there are only words

    def read(self, given: Given, at: Circumstances) -> Json:
        """What is known of the stored file."""
        if given.file is None:
            raise Complaint(word(self.wanted))
        if given.file.problem:
            raise Complaint(word(given.file.problem, limit=self.megabytes, **given.file.about))
        return {"digest": given.file.digest, "name": given.file.name, "mime": given.file.mime}

    def value(self, answer: Any, at: Circumstances) -> tuple[str, str]:
        """Digest and name; raises LookupError or ValueError for what is no file."""
        file = of_type(dict, answer)
        digest, name = of_type(str, file["digest"]), of_type(str, file["name"])
        return digest, file_name(name, of_type(str, file["mime"]), digest)


@dataclass(frozen=True)
class MaybeAttachment(Offering):
    """The same, or nothing (None)."""

    takes_file: ClassVar[bool] = True

    megabytes: int

    def read(self, given: Given, at: Circumstances) -> Json:
        """What is known of the stored file; "" for none."""
        said = typed.tidy(given.text).casefold()
        nothing = (label(NOTHING, at), *at.words(word("words-for-nothing")).split(" | "))
        if given.option == NOTHING.code or (given.file is None and said in nothing):
            return ""
        if given.file is None:
            raise Complaint(word("expects-file"))
        return Attachment(self.megabytes).read(given, at)

    def value(self, answer: Any, at: Circumstances) -> tuple[str, str] | None:
        """Digest and name, or None; raises LookupError or ValueError for what is no file."""
        return None if answer == "" else Attachment(self.megabytes).value(answer, at)

    def choices(self, at: Circumstances) -> Sequence[Choice]:
        """Leaving it out."""
        return (NOTHING,)
