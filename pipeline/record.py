"""Records that are made by the thousand: dataclasses to the type checker, structs of msgspec when the program runs.

A struct is made in C, at a third of the cost of a dataclass; it is not walked by the collector of cycles, since records
hold none. `dataclasses.fields` and `is_dataclass` know it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from dataclasses import dataclass as record
    from dataclasses import replace
else:
    from dataclasses import MISSING, dataclass, fields

    import msgspec
    from msgspec.structs import replace

    def record(*, frozen, slots):
        def make(described):
            own = {name: value for name, value in vars(described).items() if name not in ("__dict__", "__weakref__")}
            known = dataclass(described)
            struct = msgspec.defstruct(
                described.__name__,
                [field_of(one) for one in fields(known)],
                namespace={name: value for name, value in own.items() if name not in known.__dataclass_fields__},
                module=described.__module__,
                frozen=frozen,
                gc=False,
            )
            struct.__dataclass_fields__ = known.__dataclass_fields__
            return struct

        return make

    def field_of(one):
        if one.default_factory is not MISSING:
            return one.name, one.type, msgspec.field(default_factory=one.default_factory)
        return (one.name, one.type) if one.default is MISSING else (one.name, one.type, one.default)


__all__ = ["record", "replace"]
