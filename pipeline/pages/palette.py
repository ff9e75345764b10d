"""Colours of the figure. In the SVG each becomes a CSS variable with itself as fallback, so that a dark page can set it."""

from __future__ import annotations

INK = "#1c2126"
MUTED = "#5d6770"
GRID = "#d9dee2"
PAPER = "#ffffff"
BAND = "#e6eef0"
HIGH = "#b3261e"
LOW = "#0b5fa5"
BAR = "#2f7f79"
BAR_MAYBE = "#9cc7c3"
LINES = ("#0a5ea8", "#b5450c", "#1b7a4b", "#7b3fa0", "#76610a", "#a62b67")

VARIABLES = {
    INK: "--fig-ink",
    MUTED: "--fig-muted",
    GRID: "--fig-grid",
    PAPER: "--fig-paper",
    BAND: "--fig-band",
    HIGH: "--fig-high",
    LOW: "--fig-low",
    BAR: "--fig-bar",
    BAR_MAYBE: "--fig-maybe",
    **{colour: f"--fig-line{n}" for n, colour in enumerate(LINES, 1)},
}
