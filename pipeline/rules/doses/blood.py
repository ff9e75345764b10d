"""Blood that is counted in bags, and solutions that are drugs only after an amount of them."""

from __future__ import annotations

from pipeline.language.number import Number
from pipeline.language.unit import Unit
from pipeline.record import replace
from pipeline.rules.chunk import Chunk
from pipeline.rules.doses.amount import count_of
from pipeline.rules.doses.catalogue import bag_products
from pipeline.rules.pattern import Match, T, rule, span_chunk
from pipeline.rules.quantities import Quantity
from pipeline.rules.where import holds

UNIT_OF_BLOOD = T("ACTIVITY_UNIT", "BAG", as_="unit")
PRODUCT = T("BLOOD_PRODUCT", "DRUG", as_="product")


def unit_of_bags(match: Match) -> Unit:
    """Bags and units of blood are U; Russian texts count «дозы», which UCUM writes {dose}."""
    bag = match.get("bag")
    return Unit((bag.concept("BAG") if bag is not None else None) or "U", "ACTIVITY")


@rule(
    [T("NUMBER", "NUMBER_WORD", as_="count"), T("DRUG", as_="product")],
    [T("NUMBER", "NUMBER_WORD", as_="count"), T("BAG", as_="bag"), T("OF", op="?"), T("DRUG", as_="product")],
)
def bags(match: Match) -> list[Chunk] | None:
    """seven erythrocyte concentrates"""
    if match["product"].concept("DRUG") not in bag_products():
        return None
    count = match["count"]
    number = count_of(count)
    if number != int(number) or number > 60 or any(c.has("SLASH", "PER") for c in match.after()):
        return None
    quantity = Quantity(number, number, unit_of_bags(match), Number(number, number, 0, count.text), "")
    made = span_chunk([count], (("ACTIVITY", "U"), ("QUANTITY", "U")), quantity, match.rule)
    return [made, *match.matched[1:]]


@rule(
    [T("NUMBER", as_="count"), T("BAG", as_="bag"), T("OF", op="?"), T("BLOOD_PRODUCT", as_="product")],
    [T("NUMBER_WORD", as_="count"), T("BAG", as_="bag"), T("OF", op="?"), T("BLOOD_PRODUCT", as_="product")],
    [
        T("ACTIVITY", "VOLUME", "MASS_RATE", "MASS_RATIO", as_="amount"),
        T("OF", op="?"),
        T("BLOOD_PRODUCT", as_="product"),
    ],
)
def of_blood(match: Match) -> list[Chunk] | None:
    """one pool of platelets; 4 units of red cells; 18 доз тромбоцитов"""
    if holds(match.chunks, "CAME_OUT", "BLED") and not holds(match.chunks, "BLOOD_GIVEN"):
        return None
    product = replace(match["product"], readings=(("DRUG", match["product"].concept("BLOOD_PRODUCT") or ""),))
    given, count = match.get("amount"), match.get("count")
    if given is not None or count is None:
        return [*match.matched[:-1], product]
    number = count_of(count)
    quantity = Quantity(number, number, unit_of_bags(match), Number(number, number, 0, count.text), "")
    amount = span_chunk([count, match["bag"]], (("ACTIVITY", "U"), ("QUANTITY", "U")), quantity, match.rule)
    return [amount, *match.matched[2:-1], product]


@rule(
    [T("INDEFINITE", as_="count"), UNIT_OF_BLOOD, T("OF"), PRODUCT],
    [T("ADDITIONAL", as_="more"), UNIT_OF_BLOOD, T("OF"), PRODUCT],
    [T("NUMBER_WORD", "NUMBER", as_="count"), T("DASH"), UNIT_OF_BLOOD, PRODUCT],
)
def a_unit(match: Match) -> list[Chunk] | None:
    """a unit of blood; a further unit of platelets; a three-unit packed cell transfusion"""
    product, more, count = match["product"], match.get("more"), match.get("count")
    concept = product.concept("BLOOD_PRODUCT") or product.concept("DRUG") or ""
    if concept not in bag_products():
        return None
    number = 1.0 if count is None or count.has("INDEFINITE") else count_of(count)
    before = [more] if more is not None else []
    counted = match.matched[len(before) : match.matched.index(match["unit"]) + 1]
    quantity = Quantity(number, number, Unit("U", "ACTIVITY"), Number(number, number, 0, counted[0].text), "")
    amount = span_chunk(counted, (("ACTIVITY", "U"), ("QUANTITY", "U")), quantity, match.rule)
    rest = match.matched[len(before) + len(counted) : -1]
    return [*before, amount, *rest, replace(product, readings=(("DRUG", concept),))]
