"""One phrase in both languages."""

from typing import NamedTuple


class Words(NamedTuple):
    """One phrase in Thai and in English."""

    th: str
    en: str

    def in_(self, lang: str) -> str:
        """The phrase in English for "en", in Thai for every other language."""
        return self.en if lang == "en" else self.th
