"""Who the patients are: sex, age, outcome."""

import pytest

from pipeline.extraction import extract
from pipeline.facts import Case
from pipeline.plain_text import plain_report


def cases_of(text: str) -> tuple[Case, ...]:
    return extract(plain_report(text, "story.txt")).cases


@pytest.mark.parametrize(
    ("story", "sex", "age"),
    [
        ("A 31-year-old woman was delivered of a male infant. She recovered.", "female", 31),
        ("Her mother had died at 44 years. The patient, a 19-year-old woman, was admitted.", "female", 19),
        ("A 69-year-old teacher slipped. She had been told of osteoporosis at the age of 58.", "female", 69),
        ("Больной Р., 61 года, поступил с жалобами на кашель. Его мать умерла в 50 лет.", "male", 61),
        ("Больной назначено лечение. Пациентка, 1971 года рождения (47 лет), обратилась в июне.", "female", 47),
        ("Пациент 52 лет отмечал слабость.", "male", 52),
        ("A liver from a 71-year-old donor was given to a 38-year-old man.", "male", 38),
    ],
)
def test_sex_and_age_are_the_patient_s(story: str, sex: str, age: float) -> None:
    heading = "Case report" if story.isascii() else "Клинический случай"
    (case,) = cases_of(f"{heading}\n\n{story}\n")
    assert (case.sex, case.age_value) == (sex, age)


def test_each_of_several_patients_has_an_outcome_of_its_own() -> None:
    first, second = cases_of(
        "Abstract\n\nWe report two patients, one of whom died.\n\n"
        "Case report\n\nCase 1\n\nA 40-year-old man was admitted with fever. He died on day 3.\n\n"
        "Case 2\n\nA 35-year-old woman was admitted with cough. She was discharged and remains well.\n"
    )
    assert (first.outcome, second.outcome) == ("died", "alive")


def test_a_death_that_a_review_tells_is_not_the_patient_s() -> None:
    (case,) = cases_of(
        "Case report\n\nA 40-year-old man was treated and discharged home.\n\n"
        "Discussion\n\nReported courses range from mild bleeding to death.\n"
    )
    assert case.outcome == "alive"


@pytest.mark.parametrize(
    ("ending", "outcome", "cause"),
    [
        ("He succumbed to septicemia on day 19.", "died", "sepsis"),
        (
            "She was pronounced dead. Autopsy revealed pulmonary embolism as the cause of death.",
            "died",
            "pulmonary embolism",
        ),
        ("An aortic dissection was found and he could not be resuscitated.", "died", None),
        ("She is currently disease free after 5 years.", "alive", None),
        ("There is a family history of sudden cardiac death.", None, None),
        ("The delay could have led to his death.", None, None),
        ("She feared death and refused food.", None, None),
        ("The patient spoke of a feeling of impending death.", None, None),
        ("A woman with ulcerative colitis in remission was admitted with fever.", None, None),
        ("Больная с ревматоидным артритом в ремиссии поступила с лихорадкой.", None, None),
        ("The gene was passed on to her son.", None, None),
        ("Programmed death-ligand 1 expression in the patient was 50%.", None, None),
        ("He succumbed to a subarachnoid hemorrhage.", "died", "hemorrhage"),
        (
            "На 4-е сутки наступил летальный исход вследствие тромбоэмболии легочной артерии.",
            "died",
            "pulmonary embolism",
        ),
        ("Больной умер. Причиной смерти явился перитонит.", "died", "peritonitis"),
        ("Через год признаков рецидива нет.", "alive", None),
    ],
)
def test_how_it_ended(ending: str, outcome: str | None, cause: str | None) -> None:
    russian = not ending.isascii()
    heading, opening = (
        ("Клинический случай", "Больной 61 года поступил с болями.")
        if russian
        else ("Case report", "A 61-year-old patient was admitted with pain.")
    )
    (case,) = cases_of(f"{heading}\n\n{opening} {ending}\n")
    assert (case.outcome, case.cause_of_death) == (outcome, cause)
