"""What stands under and beside the bars on papers and pictures of statistics."""

from collections.abc import Mapping
from typing import Final

from rules.words.phrase import Words

SHORT_PERIODS: Final[Mapping[str, Words]] = {
    "quarter": Words("ไตรมาส", "Quarter"),
    "half": Words("ครึ่งปี", "Half"),
}
"""The names of periods under their bars, before their number."""

TOTAL: Final = Words("รวม", "Total")
