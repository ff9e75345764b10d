"""The patterns of a level as spaCy's Matcher runs them, each over the windows in which it can match."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from spacy.attrs import LOWER, TAG
from spacy.matcher import Matcher
from spacy.tokens import Doc
from spacy.vocab import Vocab

from pipeline.language.tags import LETTERS
from pipeline.record import record
from pipeline.rules.chunk import Chunk, Line
from pipeline.rules.window import Windows

VOCAB = Vocab(lex_attr_getters={LOWER: str.lower})
MOST_ANSWERS = 5_000
"""Then all answers about a pattern are forgotten."""

Found = tuple[tuple[int, int, tuple[str, ...]], ...]
"""(start, end, the label of each chunk) of every match in a window."""


class CompiledPattern:
    """One pattern. What the Matcher says of a window it says of every window with the same tags (and words, where it
    looks at them), so that it is asked once."""

    __slots__ = ("_matcher", "_specification", "_labels", "_reads_words", "_greedy", "_answers")

    def __init__(
        self, specification: list[dict[str, Any]], labels: tuple[str, ...], reads_words: bool, greedy: str | None
    ) -> None:
        self._matcher: Matcher | None = None
        self._specification = specification
        self._labels = labels
        self._reads_words = reads_words
        self._greedy = greedy
        self._answers: dict[tuple[str, ...], Found] = {}

    def matches(self, line: Line, start: int, end: int) -> Found:
        """Every match in a stretch of the line, counted from its start."""
        letters = line.letters[start:end]
        key = (letters, *map(word, line[start:end])) if self._reads_words else (letters,)
        found = self._answers.get(key)
        if found is None:
            if len(self._answers) >= MOST_ANSWERS:
                self._answers.clear()
            found = self._answers[key] = self._ask(line[start:end], letters)
        return found

    def _ask(self, chunks: Sequence[Chunk], letters: str) -> Found:
        if self._matcher is None:
            self._matcher = Matcher(VOCAB)
            self._matcher.add("pattern", [self._specification], greedy=self._greedy)
        matches: Any = self._matcher(document(chunks, letters), with_alignments=True)
        return tuple((first, last, tuple([self._labels[i] for i in steps])) for _, first, last, steps in matches)


@record(frozen=True, slots=True)
class Compiled:
    """A level in one language."""

    windows: Windows
    patterns: Sequence[CompiledPattern]


def word(chunk: Chunk) -> str:
    return chunk.norm or chunk.text


def document(chunks: Sequence[Chunk], letters: str) -> Doc:
    """Chunks as the Matcher sees them."""
    doc = Doc(VOCAB, words=[word(chunk) for chunk in chunks])
    return doc.from_array(TAG, np.array([[TAGS[letter]] for letter in letters], np.uint64))  # type: ignore[arg-type]


class TagIds(dict[str, int]):
    """Letter → the number of its tags in spaCy's vocabulary."""

    def __missing__(self, letter: str) -> int:
        number = self[letter] = VOCAB.strings.add(LETTERS.combination(letter))
        return number


TAGS = TagIds()
