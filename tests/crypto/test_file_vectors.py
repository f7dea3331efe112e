"""Known answers of the files that pass between installations, by the house and a second reader.

The vectors are never made anew. A new version gets its own beside them.
"""

import io
import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crypto.authority_file import KINDS, open_authority, parse_card
from crypto.passwords import normalise_passphrase
from crypto.primitives import signing_public_of
from crypto.record_file import RecordReader, RecordWriter
from crypto.sealed_keys import pair_from_seed
from tests.crypto import second_reader_files as second
from tests.crypto.second_reader import Refused

KNOWN = json.loads(Path(__file__).with_name("vectors").joinpath("files.json").read_text("utf-8"))
AGENCY, ROOT = bytes.fromhex(KNOWN["agency"]), bytes.fromhex(KNOWN["root_seed"])
KEYS = [
    (one["kind"], bytes.fromhex(one["id"]), bytes.fromhex(one["seed"])) for one in KNOWN["keys"]
]
RECORDS = st.lists(st.tuples(st.integers(1, 255), st.lists(st.binary(max_size=40), max_size=5)))


def test_an_authoritys_private_file_opens_at_its_real_price_in_both_readers() -> None:
    sealed = bytes.fromhex(KNOWN["private_file"])
    opened = open_authority(sealed, normalise_passphrase(KNOWN["passphrase"]))
    assert (opened.agency, opened.root_seed) == (AGENCY, ROOT)
    assert [(one.id, one.seed) for one in opened.seeds] == [key[1:] for key in KEYS]
    parts = [part for key in KEYS for part in key[1:]]
    assert second.open_authority(sealed, KNOWN["passphrase"]) == [AGENCY, ROOT, *parts]


def test_an_authoritys_public_file_is_read_alike_and_written_as_it_was() -> None:
    card = parse_card(KNOWN["card"])
    assert card.render() == KNOWN["card"]
    assert card.fingerprint == KNOWN["fingerprint"]
    assert card.root_public == signing_public_of(ROOT)
    assert [key.kind for key in card.keys] == list(KINDS)
    assert [key.public for key in card.keys] == [pair_from_seed(seed).public for *_, seed in KEYS]
    agency, root, *keys = second.authority_card(KNOWN["card"])
    assert agency == ("agency", card.agency.hex())
    assert root == ("root", card.root_public.hex())
    assert keys == [
        (
            *("key", key.kind, key.id.hex(), key.public.hex()),
            *(str(key.from_day), str(key.until_day), key.signature.hex()),
        )
        for key in card.keys
    ]


def test_a_record_file_is_read_alike() -> None:
    written = bytes.fromhex(KNOWN["record_file"])
    records = [
        (one["tag"], [bytes.fromhex(field) for field in one["fields"]]) for one in KNOWN["records"]
    ]
    reader = RecordReader(io.BytesIO(written))
    assert [(record.tag, list(record.fields)) for record in reader] == records
    assert second.open_records(written) == (reader.agency, records) == (AGENCY, records)


@given(RECORDS)
def test_any_records_are_read_alike(records: list[tuple[int, list[bytes]]]) -> None:
    file = io.BytesIO()
    writer = RecordWriter(file, AGENCY)
    for tag, fields in records:
        writer.write(tag, *fields)
    writer.finish()
    assert second.open_records(file.getvalue()) == (AGENCY, records)
    with pytest.raises(Refused):
        second.open_records(file.getvalue() + b"\0")
