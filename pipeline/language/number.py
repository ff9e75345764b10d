"""The form of a number as printed, and its value."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from pipeline.record import record

POWER_SIGNS = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁻", "0123456789-")
DECIMAL = str.maketrans(",·∙⋅", "....")
FRACTIONS = {"½": 0.5, "¼": 0.25, "¾": 0.75, "⅓": 1 / 3, "⅔": 2 / 3, "⅛": 0.125}
BEGINNING = re.compile(rf"[\d{''.join(FRACTIONS)}]")
SPACE = "[ \u00a0\u2000-\u200a\u202f\u205f]"

NUMERIC_DATE = r"(?<![\d.,/])(?:\d{4}[-./]\d{1,2}[-./]\d{1,2}|\d{1,2}[./]\d{1,2}[./](?:\d{4}|\d{2})|\d{1,2}-\d{1,2}-\d{4})(?![\d/]|[.,]\d)"
LENGTH = r"(?:[cmсм]m|[сcмm]м|um|μm|µm|мкм)"
TIMES_TEN = rf"{SPACE}?[×xхХX*·•∙⋅✕✖⨯∗]{SPACE}?10(?:{SPACE}?\^{SPACE}?\(?(?P<caret>[-−]?\d{{1,2}})\)?|\*\*?(?P<star>\d{{1,2}})|[eEеЕ](?P<e>\d{{1,2}})|{SPACE}?\((?P<bracket>\d{{1,2}})\)|(?P<raised>⁻?[⁰¹²³⁴⁵⁶⁷⁸⁹]+)|(?P<lost>(?:12|[369])(?!\d|[.,]\d|{SPACE}?{LENGTH}\b)|[45678](?={SPACE}?(?:/|per\b|в\b)))|{SPACE}(?P<apart>12|[369])(?={SPACE}?/))"
TIMES_THOUSAND = rf"{SPACE}?[×xх*·∙⋅∗]{SPACE}?(?P<thousand>1[ ,]?000)(?={SPACE}?/)"
SPACED = rf"(?<![^\W\d_])(?<![^\W\d_][-–])(?<![^\W\d_]\d\d[-–])(?<![^\W\d_] \d\d[-–])(?<!\d{SPACE})\d{{1,3}}(?:{SPACE}\d{{3}}){{1,3}}(?!{SPACE}?\d)"
"""Thousands parted by spaces; not the 4 of "IgG4 135 mg/dL", nor the 9 of "CA 19-9 370 U/mL", nor the
marks of an axis ("90 120 150 180 210")."""
GROUPED = (
    r"\d{1,3}(?:['’ʼ]\d{3})+(?:[.,]\d+)?(?!\d)|\d{1,3}(?:\.\d{3})+,\d{1,2}(?![\d,])|\d{1,3}(?:\.\d{3}){2,}(?![\d.])"
)
"""Thousands that only thousands can be: 150'000, 1.234,5, 1.250.000."""
MIDDLE_DOT = r"[·∙⋅](?!10(?:\^|\*|[⁰¹²³⁴⁵⁶⁷⁸⁹]))"
"""«4·8» is 4.8, «5·10⁹» is a product."""
MANTISSA = {
    "en": rf"{GROUPED}|\d{{1,3}}(?:,\d{{3}})+(?:\.\d+)?(?!\d)|{SPACED}(?![\d.,]\d|\d)|\d+(?:[.,]|{MIDDLE_DOT})\d+|\d*[{''.join(FRACTIONS)}]|\d+",
    "ru": rf"{GROUPED}|{SPACED}(?:,\d+)?(?!\d)|\d+[.,]\d+|\d*[{''.join(FRACTIONS)}]|\d+",
}
BARE_POWER = r"10(?:\^\(?(?P<bare>\d{1,2})\)?|\*\*?(?P<bare_star>\d{1,2})|(?P<bare_raised>[⁰¹²³⁴⁵⁶⁷⁸⁹]+)|[eEеЕ](?P<bare_e>\d{1,2}))(?!\d)"


@record(frozen=True, slots=True)
class Number:
    """low to high (equal for a single number) times 10**power, as printed.

    `power` stays apart, since "2,0×10^9/л" is 2.0 of the unit 10*9/L.
    `certain` is False where the power was read from lost superscripts ("109/л").
    """

    low: float
    high: float
    power: int = 0
    printed: str = ""
    certain: bool = True

    @property
    def is_range(self) -> bool:
        return self.low != self.high

    @property
    def is_whole(self) -> bool:
        return self.power == 0 and self.low == self.high and self.low == int(self.low) and "." not in self.printed


def patterns(language: str) -> str:
    """Alternatives for the tokenizer, longest forms first, as one regular expression with named groups."""
    mantissa = MANTISSA.get(language, MANTISSA["en"])
    return (
        rf"(?P<date>{NUMERIC_DATE})"
        rf"|(?P<power_of_ten>{BARE_POWER})"
        rf"|(?P<number>(?P<mantissa>{mantissa})(?:{TIMES_TEN}|{TIMES_THOUSAND})?)"
    )


@lru_cache
def form(language: str) -> re.Pattern[str]:
    return re.compile(patterns(language))


def places(text: str, language: str) -> Iterator[tuple[int, int]]:
    """Offsets of every number, date and power of a text, as the tokenizer finds them."""
    first = BEGINNING.search(text)
    while first:
        match = form(language).match(text, first.start())
        assert match is not None
        yield match.span()
        first = BEGINNING.search(text, match.end())


def begins(printed: str) -> bool:
    """Is the token, which the tokenizer found, a number, a date or a power?"""
    return BEGINNING.match(printed) is not None


def read(text: str, start: int, language: str) -> Number | int | None:
    """What stands at a place where a token of digits begins: a Number, the exponent of a power of ten, None for a date."""
    match = form(language).match(text, start)
    assert match is not None
    if match["number"]:
        return parse(match, language)
    raised = match["bare"] or match["bare_star"] or match["bare_raised"] or match["bare_e"]
    return int(raised.translate(POWER_SIGNS)) if raised else None


def parse(match: re.Match[str], language: str) -> Number:
    """The Number of a tokenizer match on its `number` group."""
    mantissa = mantissa_value(match["mantissa"], language)
    raised = next((match[g] for g in ("caret", "star", "e", "bracket", "raised", "lost", "apart") if match[g]), None)
    power = int(raised.translate(POWER_SIGNS).replace("−", "-")) if raised else (3 if match["thousand"] else 0)
    return Number(mantissa, mantissa, power, match["number"], certain=match["lost"] is None and match["apart"] is None)


def mantissa_value(printed: str, language: str) -> float:
    """
    >>> mantissa_value("44 000", "en"), mantissa_value("1,200", "en"), mantissa_value("1,200", "ru"), mantissa_value("2½", "en")
    (44000.0, 1200.0, 1.2, 2.5)
    >>> mantissa_value("150'000", "en"), mantissa_value("1.234,5", "ru"), mantissa_value("1.250.000", "en")
    (150000.0, 1234.5, 1250000.0)
    """
    text = re.sub(SPACE, "", printed)
    if re.fullmatch(GROUPED, text):
        return float(re.sub(r"['’ʼ.](?=\d{3})", "", text).replace(",", "."))
    if text[-1] in FRACTIONS:
        return float(text[:-1] or 0) + FRACTIONS[text[-1]]
    if language == "en" and re.fullmatch(r"[1-9]\d{0,2}(,\d{3})+(\.\d+)?", text):
        return float(text.replace(",", ""))
    return float(text.translate(DECIMAL))
