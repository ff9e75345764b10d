"""Workers die, hang and grow; the others' outcomes come, in order."""

from __future__ import annotations

import gc
import os
import time
from dataclasses import replace
from pathlib import Path

from pipeline.garbage import OBJECTS
from pipeline.reader.worker import isolated, read_safely
from pipeline.report import Quarantine, Report
from pipeline.settings import Settings
from tests.reader.typeset import Sheet, register_fonts, sentences

SETTINGS = replace(Settings(), jobs=1, max_seconds=2.0, max_memory_bytes=400_000_000)


def behave(how: str) -> str:
    """Work well, fail, die, hang or grow, as told."""
    if how == "fail":
        raise ValueError("told to")
    if how == "die":
        os._exit(3)
    if how == "hang":
        time.sleep(60)
    if how == "grow":
        held = []
        while True:
            held.append(bytearray(20_000_000))
            time.sleep(0.005)
    if how == "grab":
        return str(len(bytearray(50_000_000_000)))
    return how.upper()


def objects_until_a_collection(_: str) -> int:
    return gc.get_threshold()[0]


def test_outcomes_come_in_order_and_a_bad_one_costs_itself_only() -> None:
    told = ["a", "fail", "b", "die", "c", "hang", "d", "grow", "e", "grab", "f"]
    outcomes = list(isolated(behave, told, SETTINGS))
    assert [o.argument for o in outcomes] == told
    assert [o.value for o in outcomes if o.value] == ["A", "B", "C", "D", "E", "F"]
    problems = {o.argument: o.problem for o in outcomes if o.problem}
    assert problems == {
        "fail": "reader_crashed",
        "die": "reader_crashed",
        "hang": "timeout",
        "grow": "out_of_memory",
        "grab": "out_of_memory",
    }


def test_two_workers_keep_the_order() -> None:
    told = [str(n) for n in range(20)]
    assert [o.value for o in isolated(behave, told, replace(SETTINGS, jobs=2))] == told


def test_a_worker_collects_seldom() -> None:
    assert [o.value for o in isolated(objects_until_a_collection, ["any"], SETTINGS)] == [OBJECTS]


def test_nothing_is_started_for_nothing() -> None:
    assert list(isolated(behave, [], SETTINGS)) == []


def test_an_unread_rest_leaves_no_process() -> None:
    outcomes = isolated(behave, (str(n) for n in range(1000)), SETTINGS)
    assert next(outcomes).value == "0"
    outcomes.close()  # type: ignore[attr-defined]
    import multiprocessing

    assert multiprocessing.active_children() == []


def test_files_are_read_in_order(tmp_path: Path) -> None:
    register_fonts()
    sheet = Sheet(tmp_path / "good.pdf")
    sheet.column(sentences(1, 9), 60, 80, 225)
    good = sheet.save()
    empty, missing, noise = tmp_path / "empty.pdf", tmp_path / "missing.pdf", tmp_path / "noise.pdf"
    empty.write_bytes(b"")
    noise.write_bytes(b"no pdf at all " * 100)
    readings = list(read_safely([empty, good, missing, noise], replace(SETTINGS, max_seconds=30.0)))
    assert [r.problem if isinstance(r, Quarantine) else r.text_source for r in readings] == [
        "empty_file",
        "text_layer",
        "damaged",
        "not_a_pdf",
    ]
    assert isinstance(readings[1], Report)
    assert all(r.hint for r in readings if isinstance(r, Quarantine))
