"""Groups of concepts that rules ask for: common/groups.csv."""

from __future__ import annotations

from functools import lru_cache

from pipeline.language.tables import table


@lru_cache
def group(name: str) -> frozenset[str]:
    """The concepts of a group; KeyError where there is no such group, so that a slip in a rule does not pass.

    >>> sorted(group("edged_sites"))
    ['liver', 'spleen']
    """
    found = frozenset(row["concept"] for row in table("groups") if row["group"] == name)
    if not found:
        raise KeyError(f"common/groups.csv has no group {name!r}")
    return found
