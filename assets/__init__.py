"""casefold in Dagster: what there is to make, when it is made, and what is shown of it. The work itself is `pipeline`."""

from assets.definitions import defs

__all__ = ["defs"]
