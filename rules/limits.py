"""Sizes, lengths and durations that the whole service keeps to."""

from typing import Final

NARRATIVE_LENGTH: Final = 20_000  # characters
SHORT_TEXT_LENGTH: Final = 300  # characters
LONG_TEXT_LENGTH: Final = 2_000  # characters
MESSAGE_LENGTH: Final = 10_000  # characters
ACCUSED_MOST: Final = 5  # persons named in one complaint

FILE_BYTES: Final = 50 * 1024 * 1024
IMAGE_BYTES: Final = 20 * 1024 * 1024  # pictures that are re-encoded
FILES_PER_CASE: Final = 10
CASE_BYTES: Final = 200 * 1024 * 1024
FORM_BYTES: Final = 512 * 1024
UPLOAD_SECONDS: Final = 1_800  # 50 MiB at 400 kbit/s takes 1,050

PASSPHRASE_LEAST: Final = 15  # characters
PASSWORD_BYTES_MOST: Final = 256
SESSION_IDLE_MINUTES: Final = 15
SESSION_HOURS: Final = 8
FRESH_MINUTES: Final = 5  # how long a proof counts before what is grave
PAPER_FRESH_MINUTES: Final = 60  # where digits are typed from paper, after a fresh page
REPORTER_SESSION_MINUTES: Final = 15
ORIGINAL_MINUTES: Final = 15  # how long a released original can be downloaded

PAGE_ROWS: Final = 25
COUNTED_MOST: Final = 1_000  # of what is to be done; whoever has so much needs no more exact number
SMALLEST_PUBLISHED_COUNT: Final = 5  # smaller cells of the extra tables are withheld
