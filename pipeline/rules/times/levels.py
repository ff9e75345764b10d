"""The levels of the cascade that find times, in order."""

from pipeline.rules.pattern import Level

TIMES: tuple[Level, ...] = ()
