"""A matplotlib figure as SVG that stands inside a page: the same figure gives the same bytes."""

from __future__ import annotations

import io
import re
from collections.abc import Mapping
from html import escape
from typing import TYPE_CHECKING

from pipeline.pages.palette import VARIABLES

if TYPE_CHECKING:
    from matplotlib.figure import Figure

PROLOGUE = re.compile(r"^.*?(?=<svg )", re.DOTALL)
SIZE = re.compile(r'<svg (.*?)width="[\d.]+pt" height="[\d.]+pt"(.*?)>', re.DOTALL)
GROUP_ID = re.compile(
    r' id="(?:figure|axes|patch|line2d|text|matplotlib\.axis|xtick|ytick|PathCollection|LineCollection|FillBetweenPolyCollection|legend)_\d+"'
)
FONT = re.compile(r"font: ([^;\"]*?[\d.]+px) [^;\"]*")
LINK = re.compile(r'<a xlink:href="#([^"]+)">')
METADATA = {"Date": None, "Creator": None, "Format": None, "Type": None}


def svg(figure: Figure, label: str, names: Mapping[str, str], salt: str) -> str:
    """The `<svg>` element alone, without ids that could stand twice in a page.

    label   what the figure is, for who cannot see it
    names   fragment → the name of the link that points to it
    salt    parts the ids of two figures of one page
    """
    import matplotlib

    buffer = io.StringIO()
    with matplotlib.rc_context({"svg.hashsalt": f"casefold-{salt}", "svg.fonttype": "none"}):
        figure.savefig(buffer, format="svg", metadata=METADATA)
    text = PROLOGUE.sub("", buffer.getvalue(), count=1)
    text = re.sub(r"\n? *<metadata>.*?</metadata>", "", text, flags=re.DOTALL)
    text = GROUP_ID.sub("", text)
    text = FONT.sub(r"font: \1 sans-serif", text)
    for colour, variable in VARIABLES.items():
        text = text.replace(colour, f"var({variable}, {colour})")
    text = LINK.sub(lambda m: f'<a href="#{m[1]}" aria-label="{escape(names.get(m[1], m[1]), quote=True)}">', text)
    return SIZE.sub(
        rf'<svg \1\2 role="group" aria-label="{escape(label, quote=True)}">'.replace("\\", r"\\").replace(
            r"\\1\\2", r"\1\2"
        ),
        text,
        count=1,
    )
