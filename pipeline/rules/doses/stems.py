"""Unknown drugs: a word with the stem of an INN is a DRUG whose concept is the word itself, and whose facts are `unverified`."""

from __future__ import annotations

import re
from functools import lru_cache

from pipeline.language.tables import LANGUAGES, table
from pipeline.rules.chunk import Chunk
from pipeline.rules.pattern import Level, Match, T, rule


@lru_cache
def stems() -> tuple[tuple[re.Pattern[str], int, frozenset[str]], ...]:
    """(form, least length of the word, words that end so and are no drugs) of every stem of every language."""
    out = []
    for language in LANGUAGES:
        for row in table("drug_stems", language):
            endings = "" if language == "en" else "(?:а|у|ом|е|ы|ов|ами|ам|ах)?"
            form = f"{row['stem']}.*" if row["position"] == "prefix" else f".*{row['stem']}{endings}"
            exceptions = frozenset(word.strip() for word in row["exceptions"].split(";") if word.strip())
            out.append((re.compile(form), int(row["minimum"]), exceptions))
    return tuple(out)


@lru_cache(maxsize=100_000)
def has_stem(word: str) -> bool:
    return any(len(word) >= least and form.fullmatch(word) and word not in words for form, least, words in stems())


def any_stem() -> str:
    """A regular expression that every word with a stem matches, for the pattern."""
    forms = (r["stem"] for language in LANGUAGES for r in table("drug_stems", language))
    return "(?i)(?:" + "|".join(sorted(forms)) + ")"


@rule([T("WORD", form=any_stem())])
def unknown_drug(match: Match) -> Chunk | None:
    """apatinib; карфилзомибом"""
    word = match.matched[0].norm
    return match.make("DRUG", None, word) if has_stem(word) else None


STEMS = Level([unknown_drug])
