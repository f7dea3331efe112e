"""The words on a paper in one piece, however its lines were broken and its marks were stacked."""

import re

from tests.pdf_words import parts_on

# A tone over a vowel is drawn apart, and the file tells the whole letter each time.
_TOLD_TWICE = re.compile(r"([\u0e01-\u0e2e][\u0e31\u0e34-\u0e39][\u0e48-\u0e4c])(?:\1)+")


def pages_read(pdf: bytes) -> list[str]:
    """Each page without spaces and line ends, as they differ from how a text was written."""
    return [squeezed("".join(page)) for page in parts_on(pdf)]


def words_read(pdf: bytes) -> str:
    """All pages in one piece."""
    return "".join(pages_read(pdf))


def squeezed(text: str) -> str:
    """The text as `pages_read` gives it, to be looked for there."""
    return _TOLD_TWICE.sub(r"\1", re.sub(r"\s+", "", text))
