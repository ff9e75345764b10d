"""Records that are made by the thousand: dataclasses that the type checker holds to be frozen.

A frozen one sets each field by a call of `object.__setattr__`, at four times the cost of this one (`docs/performance.md`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from dataclasses import dataclass as record
else:
    from dataclasses import dataclass

    def record(*, frozen, slots):
        return dataclass(slots=slots, unsafe_hash=frozen)


__all__ = ["record"]
