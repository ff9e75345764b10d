"""Reading the hand-written name lists."""

from pathlib import Path

import pytest

from drug_catalogue.names import Drug, Name, read_list

HEADER = "concept|english|russian|usual\n"


def test_a_line_gives_a_drug(tmp_path: Path) -> None:
    path = tmp_path / "drug.example.psv"
    path.write_text(HEADER + "methotrexate|trexall,=MTX|метотрексат,~методжект|2.5-20000 mg\n", encoding="utf-8")
    assert read_list(path) == [
        Drug(
            "methotrexate",
            "drug",
            (Name("methotrexate", "fixed"), Name("trexall", "fixed"), Name("MTX", "exact")),
            (Name("метотрексат", "inflect"), Name("методжект", "fixed")),
            ("2.5", "20000", "mg"),
        )
    ]


@pytest.mark.parametrize(
    ("name", "text", "complaint"),
    [
        ("pill.psv", HEADER, "unknown kind"),
        ("drug.psv", "concept|english\n", "columns must be"),
        ("drug.psv", HEADER + "imatinib|gleevec\n", "line 2: 2 columns"),
        ("drug.psv", HEADER + "imatinib|||800-100 mg\n", "usual amount"),
    ],
)
def test_a_bad_list_stops_with_its_place(tmp_path: Path, name: str, text: str, complaint: str) -> None:
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    with pytest.raises(ValueError, match=complaint):
        read_list(path)
