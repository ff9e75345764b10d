"""The transliteration rule: which Russian spellings a Latin name may have."""

import pytest

from drug_catalogue.transliteration import agrees


@pytest.mark.parametrize(
    ("latin", "cyrillic"),
    [
        ("imatinib", "иматиниб"),
        ("methotrexate", "метотрексат"),
        ("cyclophosphamide", "циклофосфамид"),
        ("paclitaxel", "паклитаксел"),
        ("chloroquine", "хлорохин"),
        ("albendazole", "альбендазол"),
        ("levofloxacin", "левофлоксацин"),
        ("alteplase", "алтеплаза"),
        ("tranexamic acid", "транексамовая кислота"),
        ("enoxaparin sodium", "эноксапарин натрия"),
        ("interferon beta-1a", "интерферон бета-1a"),
        ("magnesium sulfate", "магния сульфат"),
        ("magnesium sulfate", "сульфат магния"),
        ("chondroitin sulfate", "хондроитина сульфат"),
        ("trospium chloride", "троспия хлорид"),
    ],
)
def test_spellings_of_one_name(latin: str, cyrillic: str) -> None:
    assert agrees(latin, cyrillic)


@pytest.mark.parametrize(
    ("latin", "cyrillic"),
    [
        ("imatinib", "иматинаб"),
        ("dasatinib", "нилотиниб"),
        ("cyclophosphamide", "эндоксан"),
        ("methotrexate", "метотрексат натрия"),
        ("imatinib", "имтиниб"),
        ("imatinib", "иматиниба"),
        ("magnesium sulfate", "магния хлорид"),
    ],
)
def test_another_name_is_no_spelling(latin: str, cyrillic: str) -> None:
    assert not agrees(latin, cyrillic)
