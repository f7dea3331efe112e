"""Every word that the program may show exists in both languages and is kind."""

import re
from collections.abc import Mapping
from string import Formatter

import pytest

from rules import words
from rules.clocks import ClockKind
from rules.permissions import Role
from rules.states import Channel, EventKind, IdentityMode, Move, PublicState, State
from rules.words import Words

TABLES: dict[str, Mapping[str, Words]] = {
    name: value
    for name, value in vars(words).items()
    if name.isupper() and isinstance(value, Mapping)
}
PHRASES = [
    pytest.param(phrase, id=f"{name}-{key}")
    for name, table in TABLES.items()
    for key, phrase in table.items()
]
THAI = re.compile("[\u0e00-\u0e7f]")
COLD = re.compile(r"\b(error|submit|user|invalid|illegal|forbidden|fail(ed|ure)?)\b|ผู้ใช้(?!บริการ)")


VALUES = {
    "limit", "days", "authority", "desk", "channel", "count", "day", "month", "name", "number",
    "year",
}  # fmt: skip
"""What a phrase may leave room for."""

ERROR_CODES = """
    invalid_input not_found not_allowed wrong_state stale_case too_many_tries unreadable too_large
    unsupported_file busy form_expired cross_site channel_closed no_outward_route not_signed_in
    plain_http method_not_allowed sign_in_failed internal already_received too_slow
"""
FIELD_CODES = """
    required too_short too_long not_a_date date_in_future date_order unknown_field unknown_choice
    wrong_type code_check_digit code_length passphrase_too_short choose_one no_nul
    passphrases_differ roles_conflict already_taken in_use
"""


def test_every_enum_value_has_its_label_and_no_label_is_left_over() -> None:
    assert set(words.CHANNELS) == set(Channel)
    assert set(words.IDENTITY_MODES) == set(words.IDENTITY_MODE_HINTS) == set(IdentityMode)
    assert set(words.STATES) == set(State)
    assert set(words.PUBLIC_STATES) == set(PublicState)
    assert set(words.MOVES) == set(Move)
    assert set(words.ROLES) == set(Role)
    assert set(words.CLOCKS) == set(ClockKind)
    assert set(words.EVENTS) == {kind.tag for kind in EventKind}


def test_every_promised_code_has_its_message() -> None:
    assert set(ERROR_CODES.split()) <= set(words.ERRORS)
    assert set(FIELD_CODES.split()) <= set(words.FIELD_ERRORS)


@pytest.mark.parametrize("phrase", PHRASES)
def test_a_phrase_is_thai_in_thai_and_has_no_thai_in_english(phrase: Words) -> None:
    assert THAI.search(phrase.th)
    assert phrase.en
    assert not THAI.search(phrase.en)


@pytest.mark.parametrize("phrase", PHRASES)
def test_a_phrase_uses_no_cold_word(phrase: Words) -> None:
    assert not COLD.search(phrase.th.casefold())
    assert not COLD.search(phrase.en.casefold())


@pytest.mark.parametrize("phrase", PHRASES)
def test_a_phrase_asks_for_the_same_values_in_both_languages(phrase: Words) -> None:
    def fields(text: str) -> set[str | None]:
        return {field for _, field, _, _ in Formatter().parse(text) if field is not None}

    assert fields(phrase.th) == fields(phrase.en) <= VALUES


@pytest.mark.parametrize("table", [words.ERRORS, words.FIELD_ERRORS], ids=["whole", "field"])
def test_every_message_asks_politely_for_the_next_step(table: Mapping[str, Words]) -> None:
    silent = [code for code, phrase in table.items() if "กรุณา" not in phrase.th]
    assert silent == []
    assert [code for code, phrase in table.items() if "lease" not in phrase.en] == []


def test_a_mistyped_digit_is_said_kindly_and_not_as_a_wrong_code() -> None:
    assert "พิมพ์ผิด" in words.FIELD_ERRORS["code_check_digit"].th


def test_thai_is_spoken_unless_english_is_asked_for() -> None:
    phrase = Words("ไทย", "English")
    assert [phrase.in_(lang) for lang in ("th", "en", "lo", "")] == ["ไทย", "English", "ไทย", "ไทย"]
