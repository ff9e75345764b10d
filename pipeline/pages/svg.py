"""A matplotlib figure as an SVG element that stands inside a page: the same figure gives the same bytes."""

from __future__ import annotations

import io
import re
from collections.abc import Mapping
from typing import TYPE_CHECKING
from xml.etree import ElementTree

from pipeline.pages.palette import PAPER, VARIABLES

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

    from matplotlib.figure import Figure

SVG, XLINK = "http://www.w3.org/2000/svg", "http://www.w3.org/1999/xlink"
ElementTree.register_namespace("", SVG)
ElementTree.register_namespace("xlink", XLINK)

METADATA = {"Date": None, "Creator": None, "Format": None, "Type": None}
NUMBER = re.compile(r"-?\d+\.\d+")
FONT_FAMILY = re.compile(r"'[^;]*sans-serif")
NO_TURN = re.compile(r"rotate\(-?0(?:\.0)? [^)]*\)")
JOINS = "stroke-linejoin: round; stroke-linecap: butt"
"""What matplotlib says in a style sheet of its own, which would hold for the whole page."""
HALO = f"; paint-order: stroke; stroke: var({VARIABLES[PAPER]}, {PAPER}); stroke-width: 3.5"
"""Words stay readable over lines."""


def svg(figure: Figure, label: str, names: Mapping[str, str], salt: str) -> str:
    """The `<svg>` element alone, small, and without ids that could stand twice in a page.

    label   what the figure is, for who cannot see it
    names   fragment → the name of the link that points to it
    salt    parts the ids of two figures of one page
    """
    import matplotlib

    buffer = io.StringIO()
    with matplotlib.rc_context({"svg.hashsalt": f"casefold-{salt}", "svg.fonttype": "none"}):
        figure.savefig(buffer, format="svg", metadata=METADATA)
    root = ElementTree.fromstring(buffer.getvalue())
    tidy(root)
    for link in root.iter(f"{{{SVG}}}a"):
        target = link.attrib.pop(f"{{{XLINK}}}href")
        link.set("href", target)
        link.set("aria-label", names.get(target.removeprefix("#"), target))
    root.attrib = {"viewBox": root.attrib["viewBox"], "role": "group", "aria-label": label, "style": JOINS}
    return ElementTree.tostring(root, encoding="unicode")


def tidy(element: Element) -> None:
    """Leave out what shows nothing: groups without a meaning, unseen paths, style sheets, the sixth decimal."""
    for child in list(element):
        tidy(child)
    kept: list[Element] = []
    for child in element:
        tag = child.tag.rpartition("}")[2]
        if tag in ("metadata", "style") or child.get("style", "").rpartition("; ")[2] == "opacity: 0":
            continue
        if tag in ("g", "defs") and not child.attrib.get("clip-path") and not shapes(child):
            kept += list(child) if tag == "g" else [child] if len(child) else []
        else:
            kept.append(child)
    element[:] = kept
    if element.tag != f"{{{SVG}}}text":
        element.text = None
    element.tail = None
    for name, value in element.attrib.items():
        element.set(name, short(name, value))
    if element.tag == f"{{{SVG}}}text":
        element.set("style", element.get("style", "") + HALO)
    if element.get("transform") == "":
        del element.attrib["transform"]


def shapes(element: Element) -> bool:
    """Whether a group moves or paints what it holds."""
    return bool({"transform", "style"} & set(element.attrib))


def short(name: str, value: str) -> str:
    """An attribute with numbers of two decimals, colours that a page can set, and no font of one machine."""
    if name == "transform":
        return NO_TURN.sub("", value).strip()
    if name in ("d", "x", "y", "points"):
        return NUMBER.sub(lambda m: f"{float(m[0]):.2f}".rstrip("0").rstrip("."), " ".join(value.split()))
    if name == "style":
        value = FONT_FAMILY.sub("sans-serif", value)
        for colour, variable in VARIABLES.items():
            value = value.replace(colour, f"var({variable}, {colour})")
    return value
