"""The files that pass between an installation and an authority that reads elsewhere."""

import io
from datetime import date

import pytest

from crypto.authority_file import (
    KINDS,
    AuthorityCard,
    AuthorityPublic,
    AuthoritySecret,
    AuthoritySeed,
    open_authority,
    parse_card,
    seal_authority,
)
from crypto.primitives import Argon2Cost, SealBroken, random_bytes
from crypto.record_file import (
    FIELD_BYTES_MOST,
    Record,
    RecordReader,
    RecordWriter,
    check_whole_file,
)
from tests.crypto.spoiling import cuts_and_tails, flips, refused

CHEAP = Argon2Cost(memory_kib=64, iterations=1)
AGENCY = bytes(range(16))
PASSPHRASE = "คนละที่ คนละกุญแจ".encode()
SECRET = AuthoritySecret(
    AGENCY,
    random_bytes(32),
    tuple(AuthoritySeed(random_bytes(16), random_bytes(32)) for _ in KINDS),
)
CARD = AuthorityCard(
    AGENCY,
    random_bytes(32),
    tuple(
        AuthorityPublic(
            kind, random_bytes(16), random_bytes(1216), 739_943, 3_652_059, random_bytes(64)
        )
        for kind in KINDS
    ),
)


def test_a_private_file_opens_with_its_passphrase_and_no_other() -> None:
    sealed = seal_authority(SECRET, PASSPHRASE, CHEAP)
    assert sealed[:5] == b"PRSA\x01"
    assert len(sealed) == 21 + 12 + 192 + 16
    assert open_authority(sealed, PASSPHRASE, CHEAP) == SECRET
    refused(open_authority, sealed, PASSPHRASE + b" ", CHEAP)


def test_every_changed_byte_of_a_private_file_is_refused() -> None:
    sealed = seal_authority(SECRET, PASSPHRASE, CHEAP)
    for spoiled in (*flips(sealed), *cuts_and_tails(sealed)):
        refused(open_authority, spoiled, PASSPHRASE, CHEAP)


def test_a_secret_is_not_shown_by_accident() -> None:
    assert SECRET.root_seed.hex() not in repr(SECRET)
    assert repr(SECRET.seeds[0].seed) not in repr(SECRET)


def test_a_public_file_says_what_it_was_made_of() -> None:
    text = CARD.render()
    assert text.isascii() and text.startswith("prongsai authority 1\nagency 000102")
    assert parse_card(text) == CARD
    assert parse_card(text.replace("\n", "\r\n")) == CARD, "as Windows sends it"


def test_a_public_file_that_was_mistyped_or_cut_is_refused() -> None:
    text = CARD.render()
    spoiled = [text[:-2], text + "\n", text.upper(), "", text.replace("content", "contents")]
    spoiled += [text.replace("739943", day) for day in ("0", "3652060", "-1", "1e5", "0739943")]
    spoiled += [f"{text[:at]}{'0' if text[at] != '0' else '1'}{text[at + 1 :]}"
                for at in range(0, len(text), 61)]  # fmt: skip
    for one in spoiled:
        refused(parse_card, one)


def test_the_digits_depend_on_the_root_and_the_reading_key() -> None:
    other_root = AuthorityCard(AGENCY, random_bytes(32), CARD.keys)
    other_key = AuthorityCard(AGENCY, CARD.root_public, CARD.keys[::-1])
    digits = {CARD.fingerprint, other_root.fingerprint, other_key.fingerprint}
    assert len(digits) == 3
    assert all(len(one) == 20 and one.isdigit() for one in digits)


def _written(*records: Record) -> bytes:
    file = io.BytesIO()
    writer = RecordWriter(file, AGENCY)
    for record in records:
        writer.write(record.tag, *record.fields)
    writer.finish()
    return file.getvalue()


RECORDS = (Record(2, (b"one", b"")), Record(9, (bytes(3000),)), Record(255, ()))


def test_records_come_back_as_they_were_written() -> None:
    written = _written(*RECORDS)
    reader = RecordReader(io.BytesIO(written))
    assert reader.agency == AGENCY
    assert tuple(reader) == RECORDS
    file = io.BytesIO(written)
    assert check_whole_file(file) == AGENCY
    assert file.tell() == 0


def test_every_changed_byte_of_a_record_file_is_refused() -> None:
    written = _written(*RECORDS)
    for spoiled in (*flips(written), *cuts_and_tails(written)):
        with pytest.raises(SealBroken):
            check_whole_file(io.BytesIO(spoiled))


def test_a_record_file_without_its_end_is_none() -> None:
    written = _written(*RECORDS)
    for length in range(0, len(written), 37):
        with pytest.raises(SealBroken):
            check_whole_file(io.BytesIO(written[:length]))


def test_nobody_makes_a_reader_hold_more_than_a_field_may_have() -> None:
    head = b"PRSX\x01" + AGENCY + bytes((2, 1))
    with pytest.raises(SealBroken):
        tuple(RecordReader(io.BytesIO(head + (FIELD_BYTES_MOST + 1).to_bytes(4, "big"))))
    with pytest.raises(ValueError, match="too long"):
        RecordWriter(io.BytesIO(), AGENCY).write(1, bytes(FIELD_BYTES_MOST + 1))


def test_the_days_in_these_tests_are_days() -> None:
    assert date.fromordinal(739_943) < date.fromordinal(3_652_059) == date.max
