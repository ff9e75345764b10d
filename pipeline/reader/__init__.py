"""Any article PDF to text in reading order, every character with its place; see docs/reader.md."""

from pipeline.reader.image import page_image
from pipeline.reader.reading import read
from pipeline.reader.version import READER_VERSION

__all__ = ["READER_VERSION", "page_image", "read"]
