"""Search by words: documents of a kind, each with the number of what it is about, by any shared word.

Whoever changes what a document says puts it again in the same transaction; nothing else writes to the index.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from math import log

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from models.ground.base import BIG, words_of
from models.ground.statements import Statement, insert_into
from models.search.documents import About, Index, documents, index_of, indexed
from models.search.words import LONGEST_ASKED, folded, shared, stands_in, telling

MOST_WORDS = 64  # of an inquiry that are looked up
COMMON = 200  # a word in more documents than this tells little: it brings up the newest of them only
RANKED = 200  # documents whose text is looked at before the best are given


@dataclass(frozen=True, kw_only=True)
class Hit:
    """What was found: the number of its subject, and how well it fits what was asked."""

    subject: int
    score: float
    asked: str
    text: str

    @property
    def shared(self) -> tuple[str, ...]:
        """What it has in common with what was asked, in the writing of that."""
        return shared(self.asked, self.text)


_OF = (
    documents.c.kind == bindparam("of_kind", type_=words_of(About)),
    documents.c.subject == bindparam("of_subject", type_=BIG),
)
_known = Statement(select(documents.c.id, documents.c.region_id, documents.c.text).where(*_OF))


def put(session: Session, kind: About, subject: int, text: str, *, region: int | None = None) -> None:
    """Writes down what can be found of a subject, in place of what was; what is longer than words.LONGEST is cut."""
    said = folded(text)
    index = index_of(session)
    known = _known(session, of_kind=kind, of_subject=subject)
    if known and tuple(known[0][1:]) == (region, said):
        return
    row = insert_into(session, documents).values(kind=kind, subject=subject, region_id=region, text=said)
    row = row.on_conflict_do_update(
        index_elements=[documents.c.kind, documents.c.subject], set_={"region_id": region, "text": said}
    )
    document = session.execute(row.returning(documents.c.id)).scalar_one()
    for number, had_region, had_text in known:
        index.take(session, number, indexed(kind, had_region, had_text))
    index.put(session, document, indexed(kind, region, said))


def find(session: Session, kind: About, words: str, *, limit: int, regions: Sequence[int] | None = None) -> list[Hit]:
    """The documents that share a telling word with what is asked, best first: many shared words and rare ones count,
    ties go by the number of the subject. `regions`: of these only.
    """
    words = words[:LONGEST_ASKED]
    asked = telling(words)[:MOST_WORDS]
    if not asked or _nowhere(regions):
        return []
    weights, candidates = _candidates(session, index_of(session), kind, asked, regions)
    found = select(documents.c.subject, documents.c.text).where(documents.c.id.in_(candidates))
    scored = []
    for subject, text in session.execute(found):
        score = sum(weight for word, weight in weights.items() if stands_in(word, text))
        if score:
            scored.append((-score, subject, text))
    best = sorted(scored)[:limit]
    return [Hit(subject=subject, score=-score, asked=words, text=text) for score, subject, text in best]


def _candidates(
    session: Session, index: Index, kind: About, asked: Sequence[str], regions: Sequence[int] | None
) -> tuple[dict[str, float], list[int]]:
    """What each word weighs, and the documents worth a look: all of rare words, and the newest of common ones."""
    queries = [index.query(kind, regions, word) for word in asked]
    found = dict(zip(asked, index.each(session, queries, COMMON + 1), strict=True))
    weights = {word: log(1 + COMMON / len(rows)) for word, rows in found.items() if rows}
    points: defaultdict[int, float] = defaultdict(float)
    for word, rows in found.items():
        for document in rows if len(rows) <= COMMON else ():
            points[document] += weights[word]
    best = sorted(points, key=lambda document: (-points[document], document))[:RANKED]
    common = [word for word, rows in found.items() if len(rows) > COMMON]
    if common:
        best += index.newest(session, index.query(kind, regions, *common), COMMON)
    return weights, best


def _nowhere(regions: Sequence[int] | None) -> bool:
    return regions is not None and not regions
