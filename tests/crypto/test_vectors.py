"""Known answers: what version 1 sealed opens for ever, by the house and by a second reader.

The vectors are never made anew. A new version gets its own beside them.
"""

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from crypto import case_chain, day_seal, envelope, key_file, paper
from crypto.manifest import make_manifest, unpack_manifest
from crypto.passwords import normalise_passphrase, passphrase_key, recovery_code_key
from crypto.primitives import SealBroken, hmac_sha256, sha256, signing_public_of, verify
from crypto.sealed_keys import (
    GrantStatement,
    KeyringEntry,
    ShareContext,
    ShareKind,
    check_entry,
    open_share,
    pair_from_seed,
    unwrap_officer_secret,
)
from crypto.tracking_code import derive_root, private_branch, public_branch
from tests.crypto import second_reader

Vector = dict[str, Any]

FOLDER = Path(__file__).with_name("vectors")
OBJECTS, SHARES, CODES, SMALL, STREAMS, STATEMENTS, KEYS, DRAFTS = (
    json.loads((FOLDER / f"{name}.json").read_text("utf-8"))
    for name in (
        "objects",
        "shares",
        "codes",
        "small",
        "streams",
        "statements",
        "keys",
        "drafts",
    )
)
PAIRS = [pair_from_seed(bytes.fromhex(seed)) for seed in OBJECTS["seeds"]]
AGENCY, CASE, OBJECT, HOLDER = (
    bytes.fromhex(OBJECTS[name]) for name in ("agency", "case", "object", "holder")
)
GRANTER = bytes.fromhex(STATEMENTS["granter"])
ROOT, SIGNER = (bytes.fromhex(STATEMENTS[name]) for name in ("root_public", "signer_public"))


def _place(vector: Vector) -> envelope.Place:
    type_ = envelope.ObjectType(vector["type"])
    return envelope.Place(AGENCY, CASE, vector["epoch"], OBJECT, type_)


def _header(vector: Vector, publics: list[bytes]) -> bytes:
    place = AGENCY + CASE + vector["epoch"].to_bytes(4, "big") + OBJECT
    return second_reader.object_header(vector["type"], place, publics)


def _share_place(vector: Vector) -> bytes:
    epoch: int = vector["epoch"]
    return AGENCY + CASE + epoch.to_bytes(4, "big") + HOLDER + bytes([vector["kind"]])


def test_the_pairs_of_the_vectors_are_the_pairs_of_their_seeds() -> None:
    assert [sha256(pair.public).hex() for pair in PAIRS] == OBJECTS["publics_sha256"]
    for pair, seed in zip(PAIRS, OBJECTS["seeds"], strict=True):
        private = second_reader.private_of_seed(bytes.fromhex(seed))
        assert private == pair.private
        assert second_reader.public_of(private) == pair.public


@pytest.mark.parametrize(
    "vector", OBJECTS["objects"], ids=lambda v: f"type{v['type']}x{v['recipients']}"
)
def test_every_object_opens_in_both_readers(vector: Vector) -> None:
    sealed, count = bytes.fromhex(vector["sealed"]), vector["recipients"]
    publics = [pair.public for pair in PAIRS[:count]]
    place, header = _place(vector), _header(vector, publics)
    assert envelope.header(place, publics) == header == sealed[:91]
    for pair in PAIRS[:count]:
        opened = envelope.open_sealed(sealed, place, pair.private, publics)
        framed = second_reader.open_object(sealed, header, pair.private, publics)
        assert opened == second_reader.framed_text(framed) == vector["text"].encode()
        assert len(framed) == envelope.padme(4 + len(opened))


@pytest.mark.parametrize(
    "vector", STREAMS["streams"], ids=lambda v: f"{v['size']}x{v['recipients']}"
)
def test_every_stream_opens_in_both_readers(vector: Vector) -> None:
    prefix, rest = bytes.fromhex(vector["prefix"]), bytes.fromhex(vector["rest"])
    publics = [pair.public for pair in PAIRS[: vector["recipients"]]]
    plain = (STREAMS["repeats"].encode() * 2000)[: vector["size"]]
    header = _header(vector, publics)
    for pair in PAIRS[: vector["recipients"]]:
        opener = envelope.StreamOpener(prefix, _place(vector), pair.private, publics)
        assert opener.update(rest) + opener.finalize() == plain
        assert second_reader.open_object(prefix + rest, header, pair.private, publics) == plain


@pytest.mark.parametrize("vector", SHARES["shares"], ids=lambda v: f"kind{v['kind']}")
def test_every_share_opens_in_both_readers(vector: Vector) -> None:
    sealed, secret = bytes.fromhex(vector["sealed"]), bytes.fromhex(vector["secret"])
    context = ShareContext(AGENCY, CASE, vector["epoch"], HOLDER, ShareKind(vector["kind"]))
    assert open_share(sealed, PAIRS[0].private, context) == secret
    assert second_reader.open_share(sealed, PAIRS[0].private, _share_place(vector)) == secret


@pytest.mark.parametrize("vector", CODES["codes"], ids=lambda v: v["code"])
def test_a_code_gives_the_same_keys_at_its_real_price_in_both_readers(vector: Vector) -> None:
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
def test_the_code_alone_restates_its_leaf(vector: Vector) -> None:
    root = bytes.fromhex(vector["root"])
    ledger = public_branch(root)
    packed = case_chain.received_event(ledger.handle, date.fromordinal(vector["day"])).pack()
    restated, salt = second_reader.received_event(root, vector["day"])
    assert packed.hex() == restated.hex() == vector["event"]
    leaf = case_chain.leaf(date.fromordinal(vector["batch_day"]), ledger.leaf_salt, packed)
    again = second_reader.leaf(vector["batch_day"], salt, restated)
    assert leaf.hex() == again.hex() == vector["leaf"]


@pytest.mark.parametrize("vector", SMALL["days"], ids=lambda v: str(len(v["plaintext"])))
def test_what_was_sealed_for_a_day_opens_in_both_readers(vector: Vector) -> None:
    pepper, sealed = bytes.fromhex(SMALL["pepper"]), bytes.fromhex(vector["sealed"])
    purpose, binding = SMALL["purpose"].encode(), SMALL["binding"].encode()
    opened = day_seal.open_for_day(
        sealed, peppers=[pepper], days=[date(2026, 11, 23)], purpose=purpose, binding=binding
    )
    assert opened.hex() == vector["plaintext"]
    assert second_reader.open_for_day(sealed, pepper, purpose, binding) == opened


@pytest.mark.parametrize("vector", DRAFTS["drafts"], ids=lambda v: str(len(v["sealed"])))
def test_a_draft_opens_in_both_readers(vector: Vector) -> None:
    pepper, purpose = bytes.fromhex(DRAFTS["pepper"]), DRAFTS["purpose"].encode()
    binding = bytes.fromhex(DRAFTS["agency"]) + DRAFTS["channel"].encode()
    opened = day_seal.open_draft(
        vector["sealed"],
        peppers=[pepper],
        days=[date.fromordinal(DRAFTS["day"])],
        purpose=purpose,
        binding=binding,
    )
    assert opened.decode() == vector["plaintext"]
    assert second_reader.open_draft(vector["sealed"], pepper, purpose, binding) == opened


def test_a_form_token_is_the_one_it_was() -> None:
    pepper, day = bytes.fromhex(SMALL["pepper"]), date(2026, 11, 23)
    token = day_seal.day_token(pepper, day, b"filing", AGENCY)
    again = second_reader.form_token(pepper, day.toordinal(), b"filing", AGENCY)
    assert token == again == SMALL["token"]


@pytest.mark.parametrize("vector", SMALL["papers"], ids=lambda v: v["secret"][:2])
def test_paper_reads_back_in_both_readers(vector: Vector) -> None:
    assert paper.to_paper(bytes.fromhex(vector["secret"])) == vector["digits"]
    assert paper.from_paper(vector["digits"]).hex() == vector["secret"]
    assert second_reader.from_paper(vector["digits"]).hex() == vector["secret"]


def test_a_keyring_entry_has_the_bytes_and_the_signature_it_had() -> None:
    entry = KeyringEntry(AGENCY, HOLDER, 5, PAIRS[0].public, bytes([10]) * 32, 739000, 740000)
    assert sha256(entry.statement()).hex() == SMALL["keyring_statement_sha256"]
    root = signing_public_of(bytes([11]) * 32)
    check_entry(entry, bytes.fromhex(SMALL["keyring_signature"]), root)


@pytest.mark.parametrize("vector", STATEMENTS["entries"], ids=["officer", "recovery"])
def test_keyring_entries_are_stated_alike_and_signed_by_the_root(vector: Vector) -> None:
    bits, days = vector["role_bits"], (vector["from_day"], vector["until_day"])
    signing_public = bytes.fromhex(vector["signing_public"])
    entry = KeyringEntry(AGENCY, HOLDER, bits, PAIRS[0].public, signing_public, *days)
    again = second_reader.keyring_entry(
        AGENCY, HOLDER, bits, PAIRS[0].public, signing_public, *days
    )
    assert entry.statement().hex() == again.hex() == vector["statement"]
    signature = bytes.fromhex(vector["signature"])
    check_entry(entry, signature, ROOT)
    assert second_reader.signature_holds(ROOT, again, signature)


@pytest.mark.parametrize("at", range(3))
def test_grants_are_stated_alike_and_signed_by_their_giver(at: int) -> None:
    vector, share = STATEMENTS["grants"][at], bytes.fromhex(SHARES["shares"][at]["sealed"])
    epoch, kind = vector["epoch"], vector["kind"]
    stated = GrantStatement(AGENCY, CASE, epoch, HOLDER, kind, sha256(share), GRANTER).statement()
    again = second_reader.grant(_share_place(vector), share, GRANTER)
    assert stated.hex() == again.hex() == vector["statement"]
    signature = bytes.fromhex(vector["signature"])
    verify(SIGNER, stated, signature)
    assert second_reader.signature_holds(SIGNER, again, signature)


def test_a_manifest_has_the_bytes_and_the_mac_it_had() -> None:
    vector = STATEMENTS["manifest"]
    third = pair_from_seed(bytes.fromhex(vector["third_seed"])).public
    first, second = (pair.public for pair in PAIRS)
    firsts = [one for one in OBJECTS["objects"] if one["recipients"] == 1]
    sealed = [
        (one["type"], bytes([one["type"]]) * 16, bytes.fromhex(one["sealed"]))
        for one in firsts[: len(vector["types"])]
    ]
    made = make_manifest(
        case_public=first, reporter_public=second, identity_public=third, sealed=sealed
    )
    packed = second_reader.manifest((first, second, third), sealed)
    assert made.pack().hex() == packed.hex() == vector["packed"]
    assert unpack_manifest(packed) == made
    mac_key, bound = bytes.fromhex(vector["mac_key"]), b"manifest/v1" + packed
    assert hmac_sha256(mac_key, bound) == second_reader.mac(mac_key, bound)
    assert second_reader.mac(mac_key, bound).hex() == vector["mac"]


def test_a_chain_has_the_bytes_the_signatures_and_the_leaves_it_had() -> None:
    chain = STATEMENTS["chain"]
    handle, salt = bytes.fromhex(chain["handle"]), bytes.fromhex(chain["salt"])
    batch_day, prev = chain["batch_day"], bytes(32)
    for vector in chain["events"]:
        seq, kind, day, role = (vector[name] for name in ("seq", "kind", "day", "role"))
        body_hash, signature = (bytes.fromhex(vector[n]) for n in ("body_hash", "signature"))
        event = case_chain.Event(handle, seq, prev, kind, date.fromordinal(day), role, body_hash)
        again = second_reader.event(handle, seq, prev, kind, day, role, body_hash)
        packed = event.pack()
        assert packed.hex() == again.hex() == vector["packed"]
        assert case_chain.Event.unpack(packed) == event
        case_chain.check_event_signature(SIGNER, packed, signature)
        signed = b"prongsai signed event/v1" + again
        assert second_reader.signature_holds(SIGNER, signed, signature)
        leaf = case_chain.leaf(date.fromordinal(batch_day), salt, packed)
        assert leaf.hex() == second_reader.leaf(batch_day, salt, again).hex() == vector["leaf"]
        prev = case_chain.event_hash(packed)
        assert prev == second_reader.prev_of(again)
    case_chain.check_chain([bytes.fromhex(vector["packed"]) for vector in chain["events"]])


@pytest.mark.parametrize("vector", STATEMENTS["forged"], ids=lambda v: v["public"][:8])
def test_a_signature_made_up_under_a_key_of_small_order_does_not_hold(vector: Vector) -> None:
    public, message, signature = (
        bytes.fromhex(vector[name]) for name in ("public", "message", "signature")
    )
    # The library alone takes it, which is why the house looks at the key.
    assert second_reader.signature_holds(public, message, signature)
    with pytest.raises(SealBroken):
        verify(public, message, signature)


@pytest.mark.parametrize("vector", KEYS["wraps"], ids=lambda v: v["way"])
def test_an_officers_secret_opens_in_both_readers(vector: Vector) -> None:
    officer, key = bytes.fromhex(KEYS["officer"]), bytes.fromhex(KEYS["key"])
    wrapped, way = bytes.fromhex(vector["wrapped"]), vector["way"]
    secret = unwrap_officer_secret(wrapped, key, agency=AGENCY, officer=officer, way=way.encode())
    assert secret.hex() == KEYS["secret"]
    halves = second_reader.unwrap_secret(wrapped, key, AGENCY, officer, way)
    assert halves == (PAIRS[0].private, secret[96:])


def test_a_passphrase_gives_the_same_key_at_its_real_price_in_both_readers() -> None:
    salt, pepper = bytes.fromhex(KEYS["salt"]), bytes.fromhex(KEYS["pepper"])
    key = passphrase_key(normalise_passphrase(KEYS["passphrase"]), salt=salt, pepper=pepper)
    again = second_reader.passphrase_key(KEYS["passphrase"], salt, pepper)
    assert key.hex() == again.hex() == KEYS["passphrase_key"]


def test_a_recovery_code_gives_the_same_key_at_its_real_price_in_both_readers() -> None:
    salt, pepper = bytes.fromhex(KEYS["salt"]), bytes.fromhex(KEYS["pepper"])
    key = recovery_code_key(KEYS["recovery_code"], salt=salt, pepper=pepper)
    digits = KEYS["recovery_code"].replace(" ", "")
    again = second_reader.passphrase_key(digits, salt, pepper)
    assert key.hex() == again.hex() == KEYS["recovery_code_key"]


def test_a_key_file_loads_in_both_readers_and_is_written_as_it_was(tmp_path: Path) -> None:
    path = tmp_path / "prongsai.key"
    path.write_text(KEYS["key_file"], "ascii")
    path.chmod(0o600)
    keys = key_file.load(path)
    lines = second_reader.key_file_lines(KEYS["key_file"])
    assert keys.peppers == tuple(line[0] for line in lines if len(line) == 1)
    assert keys.pepper.hex() == KEYS["pepper"]
    roots = [(bytes.fromhex(agency), public) for agency, public in sorted(keys.roots.items())]
    assert roots == [line for line in lines if len(line) == 2]
    key_file.save(path, keys)
    assert path.read_text("ascii") == KEYS["key_file"]
