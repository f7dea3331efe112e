"""A printed code and its replacement: known answers, and every changed byte refused."""

import json
from dataclasses import replace
from pathlib import Path

import pytest

from crypto.handed_code import (
    BEFORE_BYTES,
    CodeBefore,
    CodePlace,
    Replacement,
    check_replacement,
    handed_hash,
    open_before,
    seal_before,
    sign_replacement,
    signing_seed,
    verifier_of,
)
from crypto.primitives import SealBroken, verify
from crypto.sealed_keys import generate_pair, pair_from_seed
from crypto.tracking_code import PrivateBranch, PublicBranch
from tests.crypto import second_reader, second_reader_codes
from tests.crypto.spoiling import cuts_and_tails, flips, refused

FOLDER = Path(__file__).with_name("vectors")
OBJECTS = json.loads((FOLDER / "objects.json").read_text("utf-8"))
KNOWN = {
    name: bytes.fromhex(text)
    for name, text in json.loads((FOLDER / "handed_code.json").read_text("utf-8")).items()
    if name != "about"
}
FIRST, SECOND = (pair_from_seed(bytes.fromhex(seed)) for seed in OBJECTS["seeds"])
PLACE = CodePlace(*(bytes.fromhex(OBJECTS[name]) for name in ("agency", "case")))
BEFORE = CodeBefore(
    FIRST, KNOWN["mac_key_before"], PublicBranch(KNOWN["handle"], KNOWN["leaf_salt"])
)
AFTER = PrivateBranch(bytes(32), SECOND, KNOWN["mac_key_after"])
REPLACED = Replacement(PLACE, FIRST.public, SECOND.public, KNOWN["before"])
ELSEWHERE = (
    CodePlace(bytes(16), PLACE.case),
    CodePlace(PLACE.agency, bytes(16)),
    CodePlace(PLACE.case, PLACE.agency),
)


def test_the_seed_and_the_verifier_are_known() -> None:
    mac_key = KNOWN["mac_key_before"]
    assert signing_seed(mac_key) == second_reader_codes.seed(mac_key) == KNOWN["seed"]
    assert verifier_of(mac_key) == second_reader_codes.verifier(mac_key) == KNOWN["verifier"]


def test_the_hand_over_is_known_and_of_one_case() -> None:
    stated = handed_hash(PLACE, KNOWN["verifier"])
    assert stated == second_reader_codes.handed(PLACE.ids(), KNOWN["verifier"]) == KNOWN["handed"]
    others = {handed_hash(place, KNOWN["verifier"]) for place in ELSEWHERE}
    others |= {handed_hash(PLACE, flipped) for flipped in flips(KNOWN["verifier"])}
    assert len(others) == len(ELSEWHERE) + 32
    assert stated not in others


def test_what_the_printed_code_held_opens_for_both_readers() -> None:
    assert open_before(KNOWN["before"], AFTER, PLACE) == BEFORE
    assert second_reader_codes.open_before(
        KNOWN["before"], SECOND.private, AFTER.mac_key, PLACE.ids()
    ) == (FIRST.private, BEFORE.mac_key, KNOWN["handle"], KNOWN["leaf_salt"])


def test_the_house_seals_what_the_second_reader_opens() -> None:
    sealed = seal_before(BEFORE, AFTER, PLACE)
    assert len(sealed) == BEFORE_BYTES == 1350
    opened = second_reader_codes.open_before(sealed, SECOND.private, AFTER.mac_key, PLACE.ids())
    assert opened[0] == FIRST.private


@pytest.mark.parametrize("spoil", [flips, cuts_and_tails])
def test_no_changed_byte_of_it_opens(spoil) -> None:
    for changed in spoil(KNOWN["before"]):
        refused(open_before, changed, AFTER, PLACE)


def test_it_opens_for_its_new_code_in_its_case_alone() -> None:
    stranger = generate_pair()
    for other in (
        replace(AFTER, pair=stranger),
        replace(AFTER, mac_key=bytes(32)),
        PrivateBranch(bytes(32), FIRST, BEFORE.mac_key),
    ):
        refused(open_before, KNOWN["before"], other, PLACE)
    for place in ELSEWHERE:
        refused(open_before, KNOWN["before"], AFTER, place)


def test_another_past_sealed_by_somebody_to_the_new_key_is_refused() -> None:
    """The public half is known to all; the MAC's key to the new code alone."""
    forged = seal_before(BEFORE, replace(AFTER, mac_key=bytes(32)), PLACE)
    refused(open_before, forged, AFTER, PLACE)


def test_the_replacement_is_stated_and_signed_as_known() -> None:
    stated = REPLACED.statement()
    again = second_reader_codes.replaced(PLACE.ids(), FIRST.public, SECOND.public, KNOWN["before"])
    assert stated == again == KNOWN["statement"]
    assert REPLACED.event_hash() == second_reader.sha(again) == KNOWN["event_hash"]
    assert sign_replacement(REPLACED, BEFORE.mac_key) == KNOWN["signature"]
    check_replacement(REPLACED, KNOWN["signature"], KNOWN["verifier"])
    assert second_reader.signature_holds(KNOWN["verifier"], again, KNOWN["signature"])


def test_no_changed_byte_of_statement_signature_or_verifier_holds() -> None:
    for statement in flips(KNOWN["statement"]):
        refused(verify, KNOWN["verifier"], statement, KNOWN["signature"])
    for signature in (*flips(KNOWN["signature"]), *cuts_and_tails(KNOWN["signature"])):
        refused(check_replacement, REPLACED, signature, KNOWN["verifier"])
    for verifier in (*flips(KNOWN["verifier"]), *cuts_and_tails(KNOWN["verifier"]), bytes(32)):
        with pytest.raises(SealBroken):
            check_replacement(REPLACED, KNOWN["signature"], verifier)


def test_a_signature_is_for_one_case_two_keys_and_one_past() -> None:
    others = (
        *(replace(REPLACED, place=place) for place in ELSEWHERE),
        replace(REPLACED, before_public=SECOND.public),
        replace(REPLACED, after_public=FIRST.public),
        replace(REPLACED, before_public=SECOND.public, after_public=FIRST.public),
        *(replace(REPLACED, sealed_before=one) for one in flips(KNOWN["before"], 50)),
    )
    for other in others:
        refused(check_replacement, other, KNOWN["signature"], KNOWN["verifier"])


def test_parts_of_another_length_are_refused() -> None:
    short = CodePlace(PLACE.agency[:-1], PLACE.case)
    refused(short.ids)
    refused(handed_hash, PLACE, KNOWN["verifier"][:-1])
    refused(signing_seed, bytes(31))
    refused(replace(REPLACED, before_public=b"").statement)
    refused(seal_before, replace(BEFORE, mac_key=b""), AFTER, PLACE)


def test_nothing_of_it_is_shown() -> None:
    shown = repr(BEFORE) + repr(AFTER)
    for secret in (FIRST.private, BEFORE.mac_key, KNOWN["leaf_salt"], AFTER.mac_key):
        assert secret.hex() not in shown
        assert repr(secret) not in shown
