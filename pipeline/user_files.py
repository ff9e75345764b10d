"""The files that the settings name: loaded whole before any report is read, so that no report is blamed for a fault in them."""

from __future__ import annotations

from pipeline.atc import read_codes
from pipeline.language.lexicon import lexicon
from pipeline.language.tables import LANGUAGES
from pipeline.settings import Settings


def check_user_files(settings: Settings) -> None:
    """Raises DataFault naming file, line and column, and what to do."""
    if settings.user_atc is not None:
        read_codes(settings.user_atc)
    if settings.user_drugs is not None:
        for language in LANGUAGES:
            lexicon(language, settings.user_drugs)
