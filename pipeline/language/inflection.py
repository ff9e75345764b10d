"""Inflected forms of lexicon phrases, made once at load time."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Any

CASES = ("nomn", "gent", "datv", "accs", "ablt", "loct")
NUMBERS = ("sing", "plur")
HARD = "бвдзлмнпрстф"
VELAR = "гкхжшщч"
MASCULINE = ("", "а", "у", "ом", "е", "ы", "ов", "ам", "ами", "ах")
LEAST_GUESSED = 5
LEAST_GENITIVE = 4
GENITIVE_OF_NAME = re.compile(r"\w{3,}(?:[бвдзлмнпрстф]а|ия)")
HEAD_OF_SALT = re.compile(r"\w{2,}(?:ат|ит|ид|ил|ол|вор)")
"""«хлорид», «сульфат», «этексилат», «мофетил», «раствор»."""
ENGLISH_IRREGULAR = {"sis": "ses", "xis": "xes"}


@lru_cache
def morphology() -> Any:
    import pymorphy3

    return pymorphy3.MorphAnalyzer(lang="ru")


def forms(phrase: str, language: str) -> list[str]:
    """All case and number forms of a phrase in its base form; the base first.

    >>> forms("liver mass", "en")
    ['liver mass', 'liver masses']
    """
    if language == "ru":
        return russian(phrase)
    return english(phrase)


def english(phrase: str) -> list[str]:
    head = re.split("[ -]", phrase)[-1]
    if not head.isalpha() or len(head) < 3 or head.isupper():
        return [phrase]
    stem = phrase[: len(phrase) - len(head)]
    for ending, plural in ENGLISH_IRREGULAR.items():
        if head.endswith(ending):
            return [phrase, stem + head[: -len(ending)] + plural]
    if head.endswith(("s", "x", "z", "ch", "sh")):
        return [phrase, stem + head + "es"]
    if head.endswith("y") and head[-2] not in "aeiou":
        return [phrase, stem + head[:-1] + "ies"]
    return [phrase, stem + head + "s"]


def russian(phrase: str) -> list[str]:
    """Adjectives agree with the first noun; what follows that noun stays (a genitive complement).

    «общий белок» → общего белка, общему белку …; «объём крови» → объёма крови …; a genitive before the noun stays
    too: «калия хлорид» → калия хлорида, калия хлоридом …
    """
    words = phrase.split(" ")
    head = next((i for i, word in enumerate(words) if not is_genitive(word)), 0)
    if head and is_head(words[head]):
        before = " ".join(words[:head])
        return [f"{before} {form}" for form in russian(" ".join(words[head:]))]
    first, space, rest = phrase.partition(" ")
    made = guessed(phrase)
    return unique([*made, *(word + space + rest for word in declined(first))]) if regular(first) else made


def is_genitive(word: str) -> bool:
    """What may stand before its noun: the genitive of a masculine or neuter noun («калия», not «кислота», «холодовой»), or of a name that the dictionary lacks («рокурония», «дабигатрана»)."""
    if not word.isalpha() or len(word) < LEAST_GENITIVE:
        return False
    if not morphology().word_is_known(word.lower()):
        return GENITIVE_OF_NAME.fullmatch(word.lower()) is not None
    tag = morphology().parse(word)[0].tag
    return {"NOUN", "gent", "sing"} <= set(tag.grammemes) and tag.gender in ("masc", "neut") and "Surn" not in tag


def is_head(word: str) -> bool:
    """The noun that such a genitive belongs to: a salt, a solution."""
    return word.isalpha() and HEAD_OF_SALT.fullmatch(word.lower()) is not None


def guessed(phrase: str) -> list[str]:
    """As the morphology declines it, whose dictionary or guess knows each word."""
    words = phrase.split(" ")
    fixed, declinable = zip(*(parted(word) for word in words), strict=True)
    parsed = [noun_or_adjective(word) for word in declinable]
    head = next((i for i, p in enumerate(parsed) if p is not None and "NOUN" in p.tag), None)
    if head is None:
        if len(words) == 1 and parsed[0] is not None:
            return unique([phrase, *(fixed[0] + f.word for f in parsed[0].lexeme)])
        return [phrase]
    noun = parsed[head]
    assert noun is not None
    if any(p is None or not ({"ADJF", "PRTF"} & set(p.tag.grammemes)) for p in parsed[:head]):
        return [phrase]
    out = [phrase]
    for grammatical_number in NUMBERS:
        for case in CASES:
            inflected = noun.inflect({grammatical_number, case})
            if inflected is None:
                continue
            before = [adjective(p, inflected, case, grammatical_number) for p in parsed[:head]]
            if all(before):
                declined_words = [*(b for b in before if b), inflected.word]
                out.append(" ".join([*map("".join, zip(fixed, declined_words, strict=False)), *words[head + 1 :]]))
    return unique(out)


def parted(word: str) -> tuple[str, str]:
    """What stays and what is declined: «Д-димер» → «Д-», «димер»; «желудочно-кишечный» → «желудочно-», «кишечный»."""
    stays, hyphen, tail = word.rpartition("-")
    return stays + hyphen, tail


def regular(word: str) -> bool:
    """A noun that the morphology's dictionary lacks, so that its guess («циклоспориным», «клопидогреть») is not enough."""
    lower = word.lower()
    if not word.isalpha() or len(word) < LEAST_GUESSED or word[1:] != lower[1:] or morphology().word_is_known(lower):
        return False
    return lower[-1] in HARD or lower[-1] == "а" and lower[-2] in HARD + VELAR


def declined(word: str) -> list[str]:
    """The hard declension: «меропенем» → меропенема, меропенему …; «далибра» → далибры, далибру …"""
    if word[-1] != "а":
        return [word + ending for ending in MASCULINE]
    stem, plural = word[:-1], "и" if word[-2] in VELAR else "ы"
    return [word, *(stem + ending for ending in (plural, "е", "у", "ой", "", "ам", "ами", "ах"))]


def noun_or_adjective(word: str) -> Any:
    if not word.isalpha() or (word.isupper() and len(word) > 1):
        return None
    parses = morphology().parse(word)
    nominative = [p for p in parses if "nomn" in p.tag and ({"NOUN", "ADJF", "PRTF"} & set(p.tag.grammemes))]
    return (
        nominative[0]
        if nominative
        else next((p for p in parses if {"NOUN", "ADJF", "PRTF", "VERB", "PRTS", "ADJS"} & set(p.tag.grammemes)), None)
    )


def adjective(parse: Any, noun: Any, case: str, grammatical_number: str) -> str | None:
    wanted = {case, grammatical_number}
    if grammatical_number == "sing" and noun.tag.gender:
        wanted.add(noun.tag.gender)
    if case == "accs" and (grammatical_number == "plur" or noun.tag.gender == "masc"):
        wanted.add(noun.tag.animacy or "inan")
    inflected = parse.inflect(wanted)
    return inflected.word if inflected else None


def unique(words: list[str]) -> list[str]:
    return list(dict.fromkeys(words))
