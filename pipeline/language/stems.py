"""Words with the stem of an INN: «apatinib», «карфилзомибом»."""

from __future__ import annotations

import re
from functools import lru_cache

from pipeline.language.tables import LANGUAGES, table


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


@lru_cache
def any_stem() -> re.Pattern[str]:
    """Every word with a stem matches it; others may."""
    return re.compile("|".join(sorted(row["stem"] for language in LANGUAGES for row in table("drug_stems", language))))


def has_stem(word: str) -> bool:
    """Is a folded word named as drugs are?"""
    return any_stem().search(word) is not None and any(
        len(word) >= least and form.fullmatch(word) and word not in words for form, least, words in stems()
    )
