"""One drug in the place of another."""

from __future__ import annotations

from pipeline.rules.doses.change import (
    CROSSING,
    DRUG,
    NOUN,
    PARTING,
    SHORT_PARTICIPLE,
    VERB,
    Change,
    action_of,
    is_negated,
    listed,
    said,
)
from pipeline.rules.doses.verbs import SAID_OF_STEPS
from pipeline.rules.pattern import Match, T, gap, rule

SUBSTITUTE = "substitute"
"""The concept of "was substituted", which begins a drug where no other is named behind it."""
OLD, NEW = T("DRUG", as_="old"), T("DRUG", as_="new")


def in_its_place(match: Match) -> list[Change] | None:
    """The new drug begins where the old one ends."""
    if is_negated(match) or match["old"].concept("DRUG") == match["new"].concept("DRUG"):
        return None
    return [Change("stop", (match["old"],), match.matched), Change("start", (match["new"],), match.matched)]


@rule(
    [T("SWITCH"), gap(4, *PARTING), T("SWITCH_FROM"), gap(3, *PARTING), OLD, gap(3, *PARTING), T("SWITCH_TO"), gap(6, *PARTING), NEW],
    [OLD, gap(3, *PARTING), T("PASSIVE"), gap(2, *PARTING), T("SWITCH"), gap(1, *PARTING), T("SWITCH_TO"), gap(4, *PARTING), NEW],
    [OLD, T("TREATMENT", op="?"), T("SWITCH"), T("SWITCH_TO"), gap(4, *PARTING), NEW],
    [T("SWITCH"), gap(2, *PARTING), OLD, gap(3, *PARTING), T("SWITCH_TO"), gap(3, *PARTING), NEW],
    [OLD, T("PASSIVE", op="?"), gap(1, *PARTING), T("SWITCH", form=SHORT_PARTICIPLE), T("ROUTE", op="?"), NEW],
)  # fmt: skip
def switched(match: Match) -> list[Change] | None:
    """switched from ganciclovir to foscarnet; foscarnet was changed to intravenous cidofovir; замена клозапина на оланзапин"""
    return in_its_place(match)


@rule(
    [OLD, gap(2, *CROSSING), T("PASSIVE"), gap(2, *CROSSING), VERB, T("UP_TO"), gap(3, *CROSSING), NEW],
    [NOUN, gap(1, *CROSSING), T("OF", "SWITCH_FROM", op="?"), OLD, T("UP_TO"), gap(2, *CROSSING), NEW],
)
def stepped_to(match: Match) -> list[Change] | None:
    """meropenem was de-escalated to ceftriaxone; деэскалация меропенема до цефтриаксона"""
    old, new = match["old"], match["new"]
    if is_negated(match) or action_of(match) not in SAID_OF_STEPS or old.concept("DRUG") == new.concept("DRUG"):
        return None
    return [Change("stop", (old,), match.matched), Change("start", listed(match, new), match.matched)]


@rule(
    [
        T("TREATMENT", "DRUG_CLASS"),
        gap(2, *CROSSING),
        T("PASSIVE", op="?"),
        gap(1, *CROSSING),
        VERB,
        T("UP_TO"),
        gap(3, *CROSSING),
        DRUG,
    ],
    [T("TREATMENT", "DRUG_CLASS"), gap(1, *CROSSING), T("DOSE_CHANGE", as_="verb", form=SHORT_PARTICIPLE), DRUG],
)
def treatment_stepped_to(match: Match) -> list[Change] | None:
    """antibiotic therapy was escalated to meropenem; терапия усилена меропенемом"""
    return said(match, "start") if action_of(match) in SAID_OF_STEPS else None


@rule([T("SWITCH"), gap(2, *PARTING), T("SWITCH_TO"), gap(5, *PARTING), DRUG])
def switched_to(match: Match) -> list[Change] | None:
    """a switch to combined treatment based on cidofovir"""
    return said(match, "start")


@rule(
    [OLD, gap(3, *CROSSING), T("PASSIVE"), gap(2, *CROSSING), VERB, T("IN_FAVOUR"), gap(3, *CROSSING), NEW],
    [VERB, gap(3, *CROSSING), OLD, T("IN_FAVOUR"), gap(3, *CROSSING), NEW],
)
def stopped_for(match: Match) -> list[Change] | None:
    """phenytoin was discontinued in favour of levetiracetam"""
    if is_negated(match) or action_of(match) not in ("stop", "hold"):
        return None
    return [Change("stop", (match["old"],), match.matched), Change("start", (match["new"],), match.matched)]


@rule([NEW, T("DOSE", op="?"), gap(2, *CROSSING), T("PASSIVE", op="?"), T("TOOK_PLACE"), gap(4, *CROSSING), OLD])
def took_place(match: Match) -> list[Change] | None:
    """sirolimus 2 mg daily was substituted for tacrolimus"""
    return in_its_place(match)


@rule([NEW, T("DOSE", op="?"), T("OVERTOOK"), gap(1, *CROSSING), OLD])
def overtook(match: Match) -> list[Change] | None:
    """dexmedetomidine 0.4 µg/kg/h replaced propofol"""
    return in_its_place(match)


@rule([DRUG, gap(3, *PARTING), T("PASSIVE"), gap(1, *PARTING), T("SWITCH", as_="verb")])
def substituted(match: Match) -> list[Change] | None:
    """heparin was stopped and argatroban was substituted"""
    alone = match["verb"].concept("SWITCH") == SUBSTITUTE and not any(c.has("SWITCH_TO") for c in match.after(1))
    return said(match, "start") if alone else None


@rule([T("PRONOUN_IT", "IT"), T("PASSIVE"), gap(1, *PARTING), T("SWITCH"), T("SWITCH_TO"), gap(4, *PARTING), DRUG])
def it_was_switched(match: Match) -> list[Change] | None:
    """it was shifted to azathioprine"""
    started = said(match, "start")
    return [Change("stop", (), match.matched), *started] if started else None


SWITCHES = (
    switched,
    took_place,
    overtook,
    substituted,
    it_was_switched,
    switched_to,
    stepped_to,
    treatment_stepped_to,
    stopped_for,
)
