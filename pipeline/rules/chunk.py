"""A chunk: the smallest piece of a sentence that means something to the rules."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from pipeline.language.tags import Readings, combined, letter_of
from pipeline.record import record


@record(frozen=True, slots=True)
class Chunk:
    """Half-open offsets into the report's text, the words, and what they are.

    readings   ((tag, concept), …): a plain word is (("WORD", folded),), a number (("NUMBER", ""),)
    value      Number for NUMBER and RANGE, Quantity for QUANTITY, a time's payload for times, else None
    rule       the rule that made it; "" for a token or a name of the lexicon
    parts      the chunks it was made of
    glued      nothing stands between it and the chunk before
    """

    start: int
    end: int
    text: str
    norm: str
    readings: Readings
    value: Any = None
    rule: str = ""
    parts: tuple[Chunk, ...] = ()
    glued: bool = False

    @property
    def tag(self) -> str:
        """All tags, sorted and joined by `|`: what spaCy's Matcher sees as TAG."""
        return combined(self.readings)

    def has(self, *tags: str) -> bool:
        """Has it one of the readings? Asked of every chunk by every rule, and nearly every chunk has one reading alone."""
        readings = self.readings
        if len(readings) == 1:
            return readings[0][0] in tags
        for tag, _ in readings:  # noqa: SIM110 - a generator costs three times as much
            if tag in tags:
                return True
        return False

    def concept(self, tag: str) -> str | None:
        """The concept under a tag: the INN of a DRUG, the UCUM code of a UNIT."""
        for own, concept in self.readings:
            if own == tag:
                return concept
        return None


class Line(tuple[Chunk, ...]):
    """Chunks in a row, which carry what was worked out of them.

    letters   spells their tags, a letter a chunk, for the patterns of all levels
    kinds     the letters that stand in it
    answers   what `pipeline.rules.memory` keeps
    """

    letters: str
    kinds: frozenset[str]
    answers: dict[Any, Any]

    def __new__(cls, chunks: Iterable[Chunk], letters: Sequence[str] | None = None) -> Line:
        line = super().__new__(cls, chunks)
        known = spelled(line) if letters is None else letters
        line.letters = known if isinstance(known, str) else "".join(known)
        line.kinds = frozenset(known)
        line.answers = {}
        return line


def spelled(chunks: Iterable[Chunk]) -> str:
    """The letters of their tags."""
    return "".join([letter_of(chunk.readings) for chunk in chunks])


def line_of(chunks: Iterable[Chunk]) -> Line:
    return chunks if isinstance(chunks, Line) else Line(chunks)


def spliced(line: Line, pieces: Iterable[tuple[int, int, Sequence[Chunk]]]) -> Line:
    """The line with other chunks in the place of some stretches: (start, end, chunks) of each, in order."""
    out: list[Chunk] = []
    letters = ""
    position = 0
    for start, end, chunks in pieces:
        out += line[position:start]
        out += chunks
        letters += line.letters[position:start] + spelled(chunks)
        position = end
    return Line([*out, *line[position:]], letters + line.letters[position:])


@record(frozen=True, slots=True)
class Sentence:
    """A sentence of a report as chunks, after the cascade has run.

    index       position among the report's sentences
    paragraph   position among the report's paragraphs
    lost        what other rules would have made of the same words: (rule, start, end), for `casefold explain`
    """

    index: int
    paragraph: int
    start: int
    end: int
    language: str
    section: str
    role: str
    text: str
    chunks: tuple[Chunk, ...]
    lost: tuple[tuple[str, int, int], ...] = ()

    def words(self, start: int, end: int) -> str:
        """The words at report offsets start to end."""
        return self.text[start - self.start : end - self.start]
