"""Text keeps each character's place through slicing, joining and substitution, whatever the text."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.text import Text

LETTERS = st.text("abcдеж -\u2028", max_size=40)


@st.composite
def texts(draw: st.DrawFn) -> Text:
    """Characters on lines of pages, some of them nowhere."""
    string = draw(LETTERS)
    n = len(string)
    placed = np.array(draw(st.lists(st.booleans(), min_size=n, max_size=n)), np.bool_)
    line = np.sort(np.array(draw(st.lists(st.integers(0, 5), min_size=n, max_size=n)), np.int32))
    page = (line // 3 + 1).astype(np.int16)
    x0 = np.arange(n, dtype=np.float32) * 5
    top = line.astype(np.float32) * 12
    box = np.column_stack([x0, top, x0 + 5, top + 10]).astype(np.float32)
    return Text(
        string,
        np.where(placed, page, 0).astype(np.int16),
        np.where(placed[:, None], box, np.nan).astype(np.float32),
        np.where(placed, line, -1).astype(np.int32),
    )


def same(a: Text, b: Text) -> bool:
    return (
        a.string == b.string
        and np.array_equal(a.page, b.page)
        and np.array_equal(a.box, b.box, equal_nan=True)
        and np.array_equal(a.line, b.line)
    )


@given(texts(), st.integers(0, 40))
def test_halves_join_to_the_whole(text: Text, at: int) -> None:
    assert same(text[:at] + text[at:], text)


@given(texts(), texts(), texts())
def test_joining_is_associative(a: Text, b: Text, c: Text) -> None:
    assert same((a + b) + c, Text.join((a, b, c)))


@given(texts(), st.data())
def test_substitution_leaves_the_rest_where_it_was(text: Text, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    put = data.draw(LETTERS)
    new = text.substitute([(start, end, put)])
    assert new.string == text.string[:start] + put + text.string[end:]
    assert same(new[:start], text[:start])
    assert same(new[start + len(put) :], text[end:])


@given(texts(), st.data())
def test_what_is_put_in_stands_on_the_first_line_of_what_it_replaces(text: Text, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    put = "x" * (end - start + 1)
    new = text.substitute([(start, end, put)])
    before, after = text.boxes(start, end), new.boxes(start, start + len(put))
    assert after == before[:1]


@given(texts(), st.data())
def test_equal_length_keeps_every_place(text: Text, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    new = text.substitute([(start, end, "?" * (end - start))])
    assert np.array_equal(new.box, text.box, equal_nan=True)
    assert np.array_equal(new.page, text.page)


@given(texts(), st.data())
def test_several_edits_are_the_single_ones_from_the_end(text: Text, data: st.DataObject) -> None:
    cuts = sorted(data.draw(st.lists(st.integers(0, len(text)), min_size=4, max_size=4)))
    edits = [(cuts[0], cuts[1], "один"), (cuts[2], cuts[3], "")]
    assert same(text.substitute(edits), text.substitute(edits[1:]).substitute(edits[:1]))


@given(texts())
def test_one_box_for_each_line_touched_and_every_character_inside_it(text: Text) -> None:
    found = text.boxes(0, len(text))
    lines = [n for n in dict.fromkeys(text.line.tolist()) if n >= 0]
    assert len(found) == len(lines)
    for k in np.flatnonzero(text.page):
        page, x0, top, x1, bottom = found[lines.index(int(text.line[k]))]
        left, upper, right, lower = text.box[k].tolist()
        assert page == text.page[k]
        assert x0 - 0.01 <= left and right <= x1 + 0.01 and top - 0.01 <= upper and lower <= bottom + 0.01


def test_edits_that_overlap_are_refused() -> None:
    with pytest.raises(ValueError, match="overlaps"):
        Text.plain("abcdef").substitute([(0, 3, ""), (2, 4, "")])


def test_places_must_match_the_string() -> None:
    plain = Text.plain("abc")
    with pytest.raises(ValueError, match="2 characters, 3 pages"):
        Text("ab", plain.page, plain.box, plain.line)
