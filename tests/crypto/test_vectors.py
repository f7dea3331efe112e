"""Known answers: what version 1 sealed opens for ever, by the house and by a second reader."""

import json
from datetime import date
from pathlib import Path

import pytest

from crypto import case_chain, day_seal, envelope, paper
from crypto.primitives import sha256, signing_public_of
from crypto.sealed_keys import (
    KeyringEntry,
    ShareContext,
    ShareKind,
    check_entry,
    open_share,
    pair_from_seed,
)
from crypto.tracking_code import derive_root, private_branch, public_branch
from tests.crypto import second_reader

FOLDER = Path(__file__).with_name("vectors")
OBJECTS, SHARES, CODES, SMALL = (
    json.loads((FOLDER / f"{name}.json").read_text("utf-8"))
    for name in ("objects", "shares", "codes", "small")
)
PAIRS = [pair_from_seed(bytes.fromhex(seed)) for seed in OBJECTS["seeds"]]
AGENCY, CASE, OBJECT, HOLDER = (
    bytes.fromhex(OBJECTS[name]) for name in ("agency", "case", "object", "holder")
)


def test_the_pairs_of_the_vectors_are_the_pairs_of_their_seeds() -> None:
    assert [sha256(pair.public).hex() for pair in PAIRS] == OBJECTS["publics_sha256"]


@pytest.mark.parametrize(
    "vector", OBJECTS["objects"], ids=lambda v: f"type{v['type']}x{v['recipients']}"
)
def test_every_object_opens_in_both_readers(vector: dict) -> None:
    sealed, count = bytes.fromhex(vector["sealed"]), vector["recipients"]
    publics = [pair.public for pair in PAIRS[:count]]
    place = envelope.Place(
        AGENCY, CASE, vector["epoch"], OBJECT, envelope.ObjectType(vector["type"])
    )
    for at in range(count):
        private = PAIRS[at].private
        assert envelope.open_sealed(sealed, place, private, publics).decode() == vector["text"]
        assert second_reader.open_object(sealed, private, at, publics).decode() == vector["text"]


@pytest.mark.parametrize("vector", SHARES["shares"], ids=lambda v: f"kind{v['kind']}")
def test_every_share_opens_in_both_readers(vector: dict) -> None:
    sealed, secret = bytes.fromhex(vector["sealed"]), bytes.fromhex(vector["secret"])
    context = ShareContext(AGENCY, CASE, vector["epoch"], HOLDER, ShareKind(vector["kind"]))
    assert open_share(sealed, PAIRS[0].private, context) == secret
    place = AGENCY + CASE + vector["epoch"].to_bytes(4, "big") + HOLDER + bytes([vector["kind"]])
    assert second_reader.open_share(sealed, PAIRS[0].private, place) == secret


@pytest.mark.parametrize("vector", CODES["codes"], ids=lambda v: v["code"])
def test_a_code_gives_the_same_keys_at_its_real_price_in_both_readers(vector: dict) -> None:
    agency, pepper = bytes.fromhex(CODES["agency"]), bytes.fromhex(CODES["pepper"])
    root = derive_root(vector["code"], agency)
    ledger, private = public_branch(root), private_branch(root, pepper)
    assert root.hex() == vector["root"] == second_reader.code_root(vector["code"], agency).hex()
    assert ledger.handle.hex() == vector["handle"]
    assert ledger.leaf_salt.hex() == vector["leaf_salt"]
    assert private.index.hex() == vector["index"]
    assert private.pair.private.hex() == vector["kr_private"]
    assert private.mac_key.hex() == vector["mac_key"]
    hkdf = second_reader.hkdf
    assert hkdf(root, b"reporter/v1 index", 32, pepper).hex() == vector["index"]
    assert hkdf(root, b"reporter/v1 pair", 96, pepper).hex() == vector["kr_private"]
    assert hkdf(root, b"reporter/v1 mac", 32, pepper).hex() == vector["mac_key"]


@pytest.mark.parametrize("vector", CODES["codes"], ids=lambda v: v["code"])
def test_the_code_alone_restates_its_leaf(vector: dict) -> None:
    root = bytes.fromhex(vector["root"])
    ledger = public_branch(root)
    packed = case_chain.received_event(ledger.handle, date.fromordinal(vector["day"])).pack()
    assert packed.hex() == vector["event"]
    leaf = case_chain.leaf(date.fromordinal(vector["batch_day"]), ledger.leaf_salt, packed)
    again = second_reader.received_leaf(root, vector["day"], vector["batch_day"])
    assert leaf.hex() == again.hex() == vector["leaf"]


@pytest.mark.parametrize("vector", SMALL["days"], ids=lambda v: str(len(v["plaintext"])))
def test_what_was_sealed_for_a_day_opens_in_both_readers(vector: dict) -> None:
    pepper, sealed = bytes.fromhex(SMALL["pepper"]), bytes.fromhex(vector["sealed"])
    purpose, binding = SMALL["purpose"].encode(), SMALL["binding"].encode()
    opened = day_seal.open_for_day(
        sealed, peppers=[pepper], days=[date(2026, 11, 23)], purpose=purpose, binding=binding
    )
    assert opened.hex() == vector["plaintext"]
    assert second_reader.open_for_day(sealed, pepper, purpose, binding) == opened


@pytest.mark.parametrize("vector", SMALL["papers"], ids=lambda v: v["secret"][:2])
def test_paper_reads_back_in_both_readers(vector: dict) -> None:
    assert paper.to_paper(bytes.fromhex(vector["secret"])) == vector["digits"]
    assert paper.from_paper(vector["digits"]).hex() == vector["secret"]
    assert second_reader.from_paper(vector["digits"]).hex() == vector["secret"]


def test_a_keyring_entry_has_the_bytes_and_the_signature_it_had() -> None:
    entry = KeyringEntry(AGENCY, HOLDER, 5, PAIRS[0].public, bytes([10]) * 32, 739000, 740000)
    assert sha256(entry.statement()).hex() == SMALL["keyring_statement_sha256"]
    root = signing_public_of(bytes([11]) * 32)
    check_entry(entry, bytes.fromhex(SMALL["keyring_signature"]), root)


def test_a_form_token_is_the_one_it_was() -> None:
    pepper = bytes.fromhex(SMALL["pepper"])
    token = day_seal.day_token(pepper, date(2026, 11, 23), b"filing", AGENCY)
    assert token == SMALL["token"]
