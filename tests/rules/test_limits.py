"""The agreed limits, and that they fit one another."""

from rules import limits

MIB = 1024 * 1024


def test_the_limits_are_the_agreed_ones() -> None:
    assert limits.NARRATIVE_LENGTH == 20_000
    assert limits.SHORT_TEXT_LENGTH == 300
    assert limits.LONG_TEXT_LENGTH == 2_000
    assert limits.MESSAGE_LENGTH == 10_000
    assert limits.ACCUSED_MOST == 5
    assert (limits.FILE_BYTES, limits.IMAGE_BYTES) == (50 * MIB, 20 * MIB)
    assert (limits.FILES_PER_CASE, limits.CASE_BYTES) == (10, 200 * MIB)
    assert limits.FORM_BYTES == 512 * 1024
    assert (limits.PASSPHRASE_LEAST, limits.PASSWORD_BYTES_MOST) == (15, 256)
    assert (limits.SESSION_IDLE_MINUTES, limits.SESSION_HOURS) == (15, 8)
    assert limits.REPORTER_SESSION_MINUTES == 15
    assert (limits.PAGE_ROWS, limits.SMALLEST_PUBLISHED_COUNT) == (25, 5)


def test_a_form_has_room_for_the_longest_thai_narrative_as_a_browser_sends_it() -> None:
    """A Thai letter is three bytes of UTF-8, and nine when percent-encoded."""
    assert limits.NARRATIVE_LENGTH * 9 < limits.FORM_BYTES


def test_the_largest_file_can_arrive_over_a_slow_line_before_the_deadline() -> None:
    assert limits.FILE_BYTES * 8 / 400_000 < limits.UPLOAD_SECONDS
