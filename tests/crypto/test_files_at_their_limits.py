"""The longest, the shortest, the first and the last that an authority's files may hold."""

import io
from dataclasses import replace

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
from crypto.primitives import Argon2Cost, random_bytes
from crypto.record_file import (
    FIELD_BYTES_MOST,
    Record,
    RecordReader,
    RecordWriter,
    check_whole_file,
)
from tests.crypto.spoiling import refused

CHEAP = Argon2Cost(memory_kib=64, iterations=1)
AGENCY = b"a" * 16
SEEDS = tuple(AuthoritySeed(random_bytes(16), random_bytes(32)) for _ in KINDS)
SECRET = AuthoritySecret(AGENCY, random_bytes(32), SEEDS)
LAST_DAY = 3_652_059
CARD = AuthorityCard(
    AGENCY,
    random_bytes(32),
    tuple(
        AuthorityPublic(kind, random_bytes(16), random_bytes(1216), 1, LAST_DAY, random_bytes(64))
        for kind in KINDS
    ),
)


def _with_first(**changed: int | bytes) -> AuthorityCard:
    first = replace(CARD.keys[0], **changed)  # type: ignore[arg-type]
    return replace(CARD, keys=(first, *CARD.keys[1:]))


def test_a_private_file_cut_anywhere_is_refused_alike() -> None:
    sealed = seal_authority(SECRET, b"words", CHEAP)
    assert open_authority(sealed, b"words", CHEAP) == SECRET
    for end in range(len(sealed)):
        refused(open_authority, sealed[:end], b"words", CHEAP)


def test_an_authority_has_a_root_and_three_keys() -> None:
    for wrong in (
        replace(SECRET, agency=b""),
        replace(SECRET, root_seed=bytes(31)),
        replace(SECRET, seeds=SEEDS[:2]),
        replace(SECRET, seeds=(*SEEDS, SEEDS[0])),
    ):
        with pytest.raises(ValueError, match="^an authority has a root and three keys$"):
            wrong.pack()
    refused(AuthoritySecret.unpack, SECRET.pack()[1:])
    refused(AuthoritySecret.unpack, SECRET.pack() + b"x")


def test_a_key_is_good_from_the_first_day_of_the_calendar_to_its_last() -> None:
    assert parse_card(CARD.render()) == CARD
    for changed in (
        {"from_day": 0},
        {"from_day": -1},
        {"until_day": 0},
        {"until_day": LAST_DAY + 1},
    ):
        refused(parse_card, _with_first(**changed).render())


def test_a_public_file_with_a_right_check_over_wrong_lines_is_refused() -> None:
    for wrong in (
        _with_first(id=bytes(15)),
        _with_first(public=bytes(1215)),
        _with_first(signature=bytes(63)),
        replace(CARD, agency=bytes(17)),
        replace(CARD, root_public=bytes(33)),
        replace(CARD, keys=CARD.keys[:2]),
        replace(CARD, keys=CARD.keys[::-1]),
        replace(CARD, keys=(*CARD.keys, CARD.keys[0])),
    ):
        refused(parse_card, wrong.render())


def test_a_field_may_have_the_most_and_no_byte_more() -> None:
    file = io.BytesIO()
    writer = RecordWriter(file, AGENCY)
    writer.write(1, bytes(FIELD_BYTES_MOST))
    with pytest.raises(ValueError, match="^a field is too long$"):
        writer.write(1, b"", bytes(FIELD_BYTES_MOST + 1))
    writer.finish()
    file.seek(0)
    assert [len(record.fields[0]) for record in RecordReader(file)] == [FIELD_BYTES_MOST]
    file.seek(0)
    assert check_whole_file(file) == AGENCY


def test_a_record_file_is_of_one_agency() -> None:
    for wrong in (b"", AGENCY[1:], AGENCY + b"x"):
        with pytest.raises(ValueError, match="^an id has 16 bytes$"):
            RecordWriter(io.BytesIO(), wrong)


def test_no_secret_of_an_authority_stands_in_a_repr() -> None:
    record = Record(1, (SECRET.root_seed,))
    shown = " ".join(repr(one) for one in (SECRET, *SEEDS, record))
    for secret in (SECRET.root_seed, *(one.seed for one in SEEDS)):
        assert repr(secret)[2:12] not in shown
        assert secret.hex()[:10] not in shown
    # Ids may be shown, but not from behind what is hidden.
    assert repr(SEEDS[0].id) not in repr(SECRET)
