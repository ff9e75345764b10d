"""Files by content: one entry a report and kind, with the fingerprint of its maker in its first line.

folder/texts/ab/abcd….entry     what the reader made of the PDF whose sha256 is abcd…
folder/facts/ab/abcd….entry     what the rules made of that text
An entry of another maker counts as missing and is overwritten, so that the cache grows with the reports alone.
"""

from __future__ import annotations

import json
import zlib
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Literal

import pyarrow as pa

from pipeline.dataset.write import replaced

Kind = Literal["texts", "facts"]


@dataclass(frozen=True, slots=True)
class Stamp:
    """The first line of an entry."""

    maker: str
    seconds: float
    """What making it took."""
    problem: str | None
    """Of a quarantined report."""
    n_bytes: int
    checksum: int
    """CRC-32 of the content as it lies on the disk."""


@dataclass(frozen=True, slots=True)
class Entry:
    stamp: Stamp
    content: bytes


@dataclass(frozen=True, slots=True)
class Cache:
    folder: Path

    def path(self, kind: Kind, sha256: str) -> Path:
        return self.folder / kind / sha256[:2] / f"{sha256}.entry"

    def stamp(self, kind: Kind, sha256: str, maker: str) -> Stamp | None:
        """The first line of a whole entry; None where there is none of this maker, or where it is cut off or spoilt."""
        found = self._stored(kind, sha256, maker)
        return found and found[0]

    def get(self, kind: Kind, sha256: str, maker: str) -> Entry | None:
        """The whole entry, or None as `stamp`."""
        found = self._stored(kind, sha256, maker)
        if found is None:
            return None
        stamp, stored = found
        return Entry(stamp, pa.decompress(stored, stamp.n_bytes, codec="zstd", asbytes=True))

    def _stored(self, kind: Kind, sha256: str, maker: str) -> tuple[Stamp, bytes] | None:
        try:
            with self.path(kind, sha256).open("rb") as file:
                stamp = Stamp(**json.loads(file.readline()))
                stored = file.read() if stamp.maker == maker else b""
        except (OSError, ValueError, TypeError):
            return None
        return (stamp, stored) if stamp.maker == maker and zlib.crc32(stored) == stamp.checksum else None

    def put(
        self, kind: Kind, sha256: str, maker: str, content: bytes, seconds: float, problem: str | None = None
    ) -> None:
        """Takes the entry's place at once; a reader finds the old entry or the new one."""
        stored = pa.compress(content, codec="zstd", asbytes=True)
        stamp = Stamp(maker, round(seconds, 3), problem, len(content), zlib.crc32(stored))
        path = self.path(kind, sha256)
        path.parent.mkdir(parents=True, exist_ok=True)
        with replaced(path) as stream:
            stream.write(json.dumps(asdict(stamp)).encode() + b"\n" + stored)

    def forget(self, sha256: str, *kinds: Kind) -> None:
        """Removes the report's entries of these kinds, so that it is made again."""
        for kind in kinds:
            self.path(kind, sha256).unlink(missing_ok=True)
