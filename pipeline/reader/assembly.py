"""Pages of lines to one report text with its paragraphs."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from pipeline.reader import cleaning, hyphens
from pipeline.reader.accents import composed
from pipeline.reader.attachment import attached
from pipeline.reader.columns import regions
from pipeline.reader.fragments import fragments, without_doubles
from pipeline.reader.front import Front, front_matter
from pipeline.reader.front_words import front_words
from pipeline.reader.furniture import roles
from pipeline.reader.glyphs import Glyphs
from pipeline.reader.headings import headings
from pipeline.reader.lines import LINE_END, PageLines, page_lines
from pipeline.reader.paragraphs import Block, blocks, caption_kind, continues
from pipeline.reader.sections import Passage, language, sections
from pipeline.report import Paragraph
from pipeline.text import Text

LAST_ROLES = ("furniture", "footnote", "figure")


@dataclass(frozen=True, slots=True)
class Assembled:
    """A report's text and what is known of its parts."""

    text: Text
    paragraphs: tuple[Paragraph, ...]
    language: str
    languages: tuple[str, ...]
    front: Front


def assemble(pages: Sequence[Glyphs]) -> Assembled:
    """The report's text in reading order and its paragraphs."""
    laid: list[PageLines] = []
    done = 0
    for glyphs in pages:
        clean = composed(without_doubles(glyphs))
        f = fragments(clean)
        ordered = attached(clean, f)
        if ordered is not clean:
            clean, f = ordered, fragments(ordered)
        laid.append(page_lines(clean, f, regions(f), done))
        done += len(laid[-1].lines)
    lines = [line for page in laid for line in page.lines]
    texts = [text for page in laid for text in page.texts]
    kinds = roles([page.lines for page in laid], [g.height for g in pages])
    found = _joined(_in_order(blocks(lines, [role for page in kinds for role in page], headings())))
    return _compose(found, dict(zip(map(id, lines), texts, strict=True)))


def _in_order(found: list[Block]) -> list[Block]:
    """Captions are marked; what is out of the flow goes to the end."""
    for block in found:
        if block.role == "flow" and (kind := caption_kind(block.string)):
            block.role, block.kind = "caption", kind
    flow = [b for b in found if b.role not in LAST_ROLES]
    return flow + [b for b in found if b.role in LAST_ROLES]


def _joined(found: list[Block]) -> list[Block]:
    """Paragraphs over a column, page or figure are put together; the caption between follows them."""
    out: list[Block] = []
    for block in found:
        if block.role == "flow":
            before = next((b for b in reversed(out) if b.role != "caption"), None)
            if before is not None and before.role == "flow" and _parted(before, block) and continues(before, block):
                before.lines += block.lines
                continue
        out.append(block)
    return out


def _parted(before: Block, block: Block) -> bool:
    a, b = before.last, block.first
    return a.page != b.page or a.column != b.column or b.base - a.base > 3 * a.size


def _compose(found: list[Block], text_of: dict[int, Text]) -> Assembled:
    if not found:
        return _assembled(Text.plain(""), [])
    raw = [Text.join((text_of[id(line)] for line in block.lines), LINE_END) for block in found]
    text = Text.join(raw, "\n")
    for step in cleaning.CHARACTER_STEPS:
        text = step(text)
    text = hyphens.joined(text, hyphens.vocabulary_of(text.string))
    text = cleaning.single_spaces(cleaning.unwrapped(text))
    passages = [
        Passage(string, block.role, block.bold, block.size, block.first.page)
        for block, string in zip(found, text.string.split("\n"), strict=True)
    ]
    return _assembled(text, passages)


def assemble_plain(string: str) -> Assembled:
    """UTF-8 text as it stands: one paragraph a line, no pages."""
    return _assembled(Text.plain(string), [Passage(line, "flow") for line in string.split("\n")])


def _assembled(text: Text, passages: Sequence[Passage]) -> Assembled:
    """Paragraphs of the passages, which part the text at its newlines; empty ones are left out."""
    parts = sections(passages, headings(), front_words())
    paragraphs, start = [], 0
    for passage, (section, role) in zip(passages, parts, strict=True):
        end = start + len(passage.string)
        if passage.string.strip():
            paragraphs.append(Paragraph(start, end, section, language(passage.string), role))
        start = end + 1
    main, spoken = _languages(text, paragraphs)
    return Assembled(text, tuple(paragraphs), main, spoken, front_matter(passages, parts, headings(), front_words()))


def _languages(text: Text, paragraphs: Sequence[Paragraph]) -> tuple[str, tuple[str, ...]]:
    """The main language by characters of running text, and all that have some part of it."""
    amount: Counter[str] = Counter()
    for p in paragraphs:
        if p.role == "flow" and p.section != "references":
            amount[p.language] += p.end - p.start
    ranked = [name for name, n in amount.most_common() if n > 0.02 * amount.total()] or ["en"]
    return ranked[0], tuple(ranked)
