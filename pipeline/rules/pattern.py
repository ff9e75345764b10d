"""Patterns over chunks, run by spaCy's Matcher; a level replaces what its rules match by new chunks.

A rule is a function under `@rule(patterns)`; its docstring is a real phrase that it matches. Elements of a pattern:

    T("DRUG")                 a chunk with that reading
    T("NUMBER", "RANGE", as_="amount")   either, to be found again as match["amount"]
    T("COMMA", op="?")        spaCy's operators: ? * + ! {0,3}
    gap(3)                    up to three chunks that do not end a clause
    W("день")                 a folded word, for the rare case where a tag would be silly
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache
from typing import Any

from pipeline.language.lexicon import lexicon
from pipeline.language.tags import Readings
from pipeline.language.unit import dimensions
from pipeline.record import record, replace
from pipeline.rules.chunk import Chunk, Line, line_of, spliced
from pipeline.rules.compiled import Compiled, CompiledPattern
from pipeline.rules.window import Step, Window, Windows, counts

CLAUSE_ENDS = ("PERIOD", "SEMICOLON", "QUESTION")


@record(frozen=True, slots=True)
class Element:
    tags: tuple[str, ...] = ()
    without: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    form: str = ""
    op: str = ""
    label: str = ""


def T(*tags: str, as_: str = "", op: str = "", form: str = "") -> Element:
    """A chunk that has one of these readings; `form` is a regular expression on the chunk's printed form."""
    return Element(tags=tags, op=op, label=as_, form=form)


def W(*words: str, as_: str = "", op: str = "") -> Element:
    """A chunk with one of these folded forms."""
    return Element(words=words, op=op, label=as_)


def gap(most: int, *without: str, as_: str = "") -> Element:
    """Up to `most` chunks, none of which ends a clause or has a reading in `without`."""
    return Element(without=(*CLAUSE_ENDS, *without), op=f"{{0,{most}}}", label=as_)


Pattern = Sequence[Element]


@record(frozen=True, slots=True)
class Match:
    """Chunks start to end of a sentence, and which element each of them answered."""

    chunks: Sequence[Chunk]
    start: int
    end: int
    labels: tuple[str, ...]
    rule: str

    def __getitem__(self, label: str) -> Chunk:
        """The first chunk under a label; KeyError where the element was absent."""
        found = self.get(label)
        if found is None:
            raise KeyError(label)
        return found

    def get(self, label: str) -> Chunk | None:
        labels = self.labels
        return self.chunks[self.start + labels.index(label)] if label in labels else None

    def all(self, label: str) -> tuple[Chunk, ...]:
        return tuple([self.chunks[self.start + i] for i, name in enumerate(self.labels) if name == label])

    @property
    def matched(self) -> tuple[Chunk, ...]:
        return tuple(self.chunks[self.start : self.end])

    def make(self, tag: str, value: Any = None, concept: str = "", *more: tuple[str, str]) -> Chunk:
        """A chunk over everything matched."""
        readings = tuple(sorted({(tag, concept), *more})) if more else ((tag, concept),)
        return span_chunk(self.matched, readings, value, self.rule)

    def before(self, count: int = 1) -> tuple[Chunk, ...]:
        return tuple(self.chunks[max(0, self.start - count) : self.start])

    def after(self, count: int = 1) -> tuple[Chunk, ...]:
        return tuple(self.chunks[self.end : self.end + count])


def span_chunk(parts: Sequence[Chunk], readings: Readings, value: Any, rule: str) -> Chunk:
    first = parts[0]
    text = first.text
    for right in parts[1:]:
        text += right.text if right.glued else " " + right.text
    return Chunk(first.start, parts[-1].end, text, text, readings, value, rule, tuple(parts), first.glued)


Build = Callable[[Match], Any]


@record(frozen=True, slots=True)
class Rule:
    name: str
    phrase: str
    patterns: tuple[tuple[Element, ...], ...]
    build: Build


def rule(*patterns: Pattern) -> Callable[[Build], Rule]:
    """Make a named rule of a function: Match → what it found, or None where it does not hold after all."""

    def make(function: Build) -> Rule:
        if not function.__doc__:
            raise TypeError(f"{function.__name__}: a rule's docstring is a phrase that it matches")
        module = function.__module__.removeprefix("pipeline.rules.")
        return Rule(
            f"{module}.{function.__name__}", function.__doc__.strip(), tuple(tuple(p) for p in patterns), function
        )

    return make


@record(frozen=True, slots=True)
class Hit:
    """What a rule found at chunks start to end."""

    start: int
    end: int
    rule: Rule
    made: Any


class Level:
    """Rules that run together. Longest match first; of two as long, the one whose rule stands higher in the list.

    `tags` names the tags (and tag combinations) that the chunks of this and later levels can carry
    beyond those of the lexicon, so that a pattern can ask for them.
    """

    def __init__(self, rules: Sequence[Rule], greedy: str | None = "LONGEST") -> None:
        names = [r.name for r in rules]
        if len(set(names)) != len(names):
            raise ValueError(f"two rules of one name: {sorted(n for n in names if names.count(n) > 1)}")
        self.rules = tuple(rules)
        self._greedy = greedy
        self._ranks = [rank for rank, r in enumerate(rules) for _ in r.patterns]
        self._compiled: dict[str, Compiled] = {}

    def hits(self, chunks: Sequence[Chunk], language: str) -> list[Hit]:
        """Every match of every rule that holds, longest first, overlaps included."""
        line = line_of(chunks)
        compiled = self._compiled.get(language) or self.compiled(language)
        windows = compiled.windows.of(line)
        return self._hits(line, windows, compiled.patterns) if windows else []

    def _hits(self, line: Line, windows: Sequence[Window], patterns: Sequence[CompiledPattern]) -> list[Hit]:
        found: dict[tuple[int, int, int], tuple[str, ...]] = {}
        for number, start, end in windows:
            for first, last, labels in patterns[number].matches(line, start, end):
                found.setdefault((first - last, self._ranks[number], start + first), labels)
        out = []
        for (negative_length, rank, start), labels in sorted(found.items()):
            one, end = self.rules[rank], start - negative_length
            made = one.build(Match(line, start, end, labels, one.name))
            if made is not None:
                out.append(Hit(start, end, one, made))
        return out

    def best(self, chunks: Sequence[Chunk], language: str) -> tuple[list[Hit], list[Hit]]:
        """(hits that do not overlap, in order; hits that lost to them)."""
        hits = self.hits(chunks, language)
        return apart(hits) if hits else ([], [])

    def apply(self, chunks: Sequence[Chunk], language: str) -> tuple[Line, list[Hit]]:
        """Chunks with each winning match replaced by the chunk that its rule made (or chunks, where it made several)."""
        line = chunks if isinstance(chunks, Line) else Line(chunks)
        compiled = self._compiled.get(language) or self.compiled(language)
        windows = compiled.windows.of(line)
        hits = self._hits(line, windows, compiled.patterns) if windows else None
        if not hits:
            return line, []
        won, lost = apart(hits)
        pieces = [(hit.start, hit.end, [hit.made] if isinstance(hit.made, Chunk) else hit.made) for hit in won]
        return spliced(line, pieces), lost

    def compiled(self, language: str) -> Compiled:
        """The level in a language, compiled when it is first asked for."""
        known = self._compiled.get(language)
        if known is not None:
            return known
        patterns = [pattern for r in self.rules for pattern in r.patterns]
        steps = [[step(e, language) for e in pattern] for pattern in patterns]
        self._compiled[language] = Compiled(
            Windows(steps),
            [
                CompiledPattern(
                    [specification(e, language) for e in pattern],
                    tuple(e.label for e in pattern),
                    any(e.words or e.form for e in pattern),
                    self._greedy,
                )
                for pattern in patterns
            ],
        )
        return self._compiled[language]


def apart(hits: Sequence[Hit]) -> tuple[list[Hit], list[Hit]]:
    """(of hits in order of precedence, those that overlap none before them, in order of the line; the others)."""
    if len(hits) == 1:
        return list(hits), []
    taken: set[int] = set()
    won, lost = [], []
    for hit in hits:
        if taken.isdisjoint(range(hit.start, hit.end)):
            taken.update(range(hit.start, hit.end))
            won.append(hit)
        else:
            lost.append(hit)
    return sorted(won, key=lambda h: h.start), lost


def step(element: Element, language: str) -> Step:
    """The element as the windows want it: what it asks of tags, and how often."""
    tags = element.without or element.tags
    condition = (combined(tags, language), not element.without) if tags else None
    return condition, *counts(element.op), element.form


def specification(element: Element, language: str) -> dict[str, Any]:
    """The element as spaCy's Matcher wants it."""
    out: dict[str, Any] = {}
    if element.tags:
        out["TAG"] = {"IN": sorted(combined(element.tags, language))}
    if element.without:
        out["TAG"] = {"NOT_IN": sorted(combined(element.without, language))}
    if element.words:
        out["LOWER"] = {"IN": [w.lower() for w in element.words]}
    if element.form:
        out["TEXT"] = {"REGEX": element.form}
    if element.op:
        out["OP"] = element.op
    return out


@lru_cache
def combined(tags: tuple[str, ...], language: str) -> frozenset[str]:
    """The tags and every combination of the lexicon, the units and the quantities that holds one of them."""
    return frozenset(tags).union(*(known_combinations(language).get(tag, ()) for tag in tags))


@lru_cache
def known_combinations(language: str) -> dict[str, set[str]]:
    """Tag → the combinations that hold it."""
    out: dict[str, set[str]] = {}
    for combination in lexicon(language).tags | unit_tags():
        for tag in combination.split("|"):
            out.setdefault(tag, set()).add(combination)
    return out


@lru_cache
def unit_tags() -> frozenset[str]:
    pairs: Iterable[str] = (f"{d}|QUANTITY" if d < "QUANTITY" else f"QUANTITY|{d}" for d in dimensions())
    composed = ("|".join(sorted(("UNIT", f"{d}_UNIT"))) for d in dimensions())
    return frozenset((*pairs, *composed))


def relabel(chunk: Chunk, tag: str, concept: str = "", value: Any = None, rule: str = "") -> Chunk:
    """The same words under one other reading."""
    return replace(chunk, readings=((tag, concept),), value=value, rule=rule)
