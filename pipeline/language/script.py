"""The language of a stretch of text by the share of its scripts."""

import re

CYRILLIC = re.compile(r"[а-яА-ЯёЁ]")
LATIN = re.compile(r"[a-zA-Z]")


def language_of(text: str, otherwise: str = "en") -> str:
    """`ru` where more than three letters in ten are Cyrillic, `en` where letters are Latin, else `otherwise`.

    >>> language_of("Hb 85 г/л, эритроциты 3,2"), language_of("Hb 85 g/L"), language_of("400-800", "ru")
    ('ru', 'en', 'ru')
    """
    cyrillic, latin = len(CYRILLIC.findall(text)), len(LATIN.findall(text))
    if cyrillic + latin == 0:
        return otherwise
    return "ru" if cyrillic > 0.3 * (cyrillic + latin) else "en"
