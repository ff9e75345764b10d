"""Records that are made by the thousand: dataclasses that the type checker holds to be frozen.

A frozen one sets each field by a call of `object.__setattr__`, at four times the cost of this one (`docs/performance.md`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from dataclasses import dataclass as record
    from dataclasses import replace
else:
    from dataclasses import dataclass

    def record(*, frozen, slots):
        return dataclass(slots=slots, unsafe_hash=frozen)

    def replace(one, /, **changes):
        """A record with other values in some fields, at a third of the cost of `dataclasses.replace`."""
        kind = type(one)
        fields = [changes.pop(name) if name in changes else getattr(one, name) for name in kind.__match_args__]
        return kind(*fields, **changes)


__all__ = ["record", "replace"]
