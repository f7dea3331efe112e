"""What each set of keys opens, tried by force over every ciphertext in the database.

No use-case is asked and no `if` decides: every share, link and object is tried with every key that
somebody in that place could get: by passphrase and key file, from paper, or from a dump.
"""

from collections.abc import Callable, Iterable

import pytest
from sqlalchemy import select

from crypto import key_file
from crypto.envelope import ObjectType, Place, StreamOpener, open_sealed
from crypto.file_stream import SealedSpool
from crypto.paper import from_paper
from crypto.passwords import normalise_passphrase, passphrase_key
from crypto.primitives import SealBroken, hkdf, random_bytes
from crypto.sealed_keys import (
    OfficerSecret,
    generate_pair,
    join,
    open_share,
    pair_from_seed,
    unwrap_officer_secret,
)
from crypto.tracking_code import derive_root, normalise, private_branch
from models.complaint import (
    AttachmentChunk,
    AttachmentStream,
    CaseEpoch,
    Complaint,
    FilingRetry,
    SealedObject,
)
from models.key_share import KeyShare
from models.officer import Officer, OfficerSession
from rules.states import Channel, Move
from service.actors import AgencyClerk
from service.attach_evidence import add_evidence
from service.submit_complaint import filing_form
from tests.office import CHEAP, OFFICERS, PASSPHRASE, Office

Holder = Callable[[Office, dict], list[bytes]]

CASE_OBJECTS = {"REPORT", "CONTACT", "EXCLUSIONS", "TO_REPORTER", "INTERNAL", "ATTACHMENT"}
IDENTITY_OBJECTS = {"IDENTITY", "ORIGINAL", "ORIGINAL_NAME"}


@pytest.fixture
def filed(office: Office, tmp_path) -> dict:
    """A confidential report with a picture and a notice, intake1 ticked as accused."""
    import io

    from PIL import Image

    with office.reporter() as work:
        holders = filing_form(work, Channel.CORRUPTION).holders
    accused = next(one for one in holders if one.name.startswith("นางสาวมาลี"))
    receipt = office.file(
        identity_mode="confidential", contact_name="นางผู้แจ้ง จริงใจ", exclude=[accused.id]
    )
    token = office.confirm(receipt)
    picture = io.BytesIO()
    Image.new("RGB", (8, 8)).save(picture, "JPEG")
    spool = SealedSpool(tmp_path)
    spool.write(picture.getvalue())
    with office.reporter() as work:
        add_evidence(work, token, spool, "บ้านฉัน.jpg")
    office.move("intake2", office.case_id(receipt), Move.ASK, notice_text="ขอข้อมูลเพิ่ม")
    return {"receipt": receipt, "rows": _dump(office)}


def _dump(office: Office) -> dict[str, list]:
    """Every row that a full copy of the database holds."""
    tables = (
        Complaint, CaseEpoch, KeyShare, SealedObject, AttachmentStream, AttachmentChunk,
        FilingRetry, OfficerSession,
    )  # fmt: skip
    with office.work(AgencyClerk(office.agency_id), writes=False) as work:
        return {table.__name__: work.rows(select(table)) for table in tables}


def _opened(office: Office, rows: dict[str, list], keys: Iterable[bytes]) -> set[str]:
    """The names of the object types that these private halves lead to, tried by force."""
    from service.sealing import share_context

    found: set[str] = set()
    secrets = list(keys)
    halves: dict[int, list[bytes]] = {2: [], 3: []}
    for share in rows["KeyShare"]:
        for private in list(keys):
            try:
                secret = open_share(share.sealed, private, share_context(share))
            except SealBroken:
                continue
            if share.kind == 1:
                secrets.append(secret)
            else:
                halves[share.kind].append(secret)
    secrets += [join(inside, outside) for inside in halves[2] for outside in halves[3]]
    secrets += halves[2] + halves[3]
    case, epoch = rows["Complaint"][0], rows["CaseEpoch"][0]
    recipient_lists = (
        (epoch.case_public,),
        (epoch.case_public, case.reporter_public),
        (case.identity_public,),
    )
    for row in rows["SealedObject"]:
        place = Place(row.agency_id, row.case_id, row.epoch, row.id, ObjectType(row.type))
        if _any_opens(row.sealed, place, secrets, recipient_lists):
            found.add(ObjectType(row.type).name)
    for stream in rows["AttachmentStream"]:
        type_ = ObjectType.ATTACHMENT if stream.role == "copy" else ObjectType.ORIGINAL
        place = Place(case.agency_id, case.id, stream.epoch, stream.id, type_)
        for private in secrets:
            for recipients in recipient_lists:
                try:
                    StreamOpener(stream.prefix, place, private, recipients)
                except SealBroken:
                    continue
                found.add(type_.name)
    return found


def _any_opens(sealed: bytes, place: Place, secrets: list[bytes], recipient_lists) -> bool:
    for private in secrets:
        for recipients in recipient_lists:
            try:
                open_sealed(sealed, place, private, recipients)
            except SealBroken:
                continue
            return True
    return False


def _opened_secrets(office: Office, *logins: str) -> list[bytes]:
    """What these officers get with their passphrases and the key file: the real unwrapping."""
    return _unwrapped(office, key_file.load(office.key_path).pepper, *logins)


def _unwrapped(office: Office, pepper: bytes, *logins: str) -> list[bytes]:
    found = []
    with office.work(AgencyClerk(office.agency_id), writes=False) as work:
        rows = work.rows(select(Officer).where(Officer.login.in_(logins)))
    assert len(rows) == len(logins)
    for row in rows:
        key = passphrase_key(
            normalise_passphrase(PASSPHRASE), salt=row.passphrase_salt, pepper=pepper, cost=CHEAP
        )
        try:
            packed = unwrap_officer_secret(
                row.wrapped_by_passphrase, key, agency=row.agency_id, officer=row.id,
                way=b"passphrase",
            )  # fmt: skip
        except SealBroken:
            continue
        found.append(OfficerSecret.unpack(packed).pair_private)
    return found


EVERYBODY = tuple(login for login, *_ in OFFICERS)


def officers(*logins: str) -> Holder:
    """These officers together, with passphrases and key file."""
    return lambda office, filed: _opened_secrets(office, *logins)


def all_but(*logins: str) -> Holder:
    """Every passphrase of the office but these."""
    return officers(*(login for login in EVERYBODY if login not in logins))


def passphrases_without_the_key_file(office: Office, filed: dict) -> list[bytes]:
    """A thief of the database, or of a backup, who knows every passphrase."""
    return _unwrapped(office, bytes(32), *EVERYBODY)


def a_dump_with_the_key_file(office: Office, filed: dict) -> list[bytes]:
    """The administrator of the machine without any passphrase."""
    pepper = key_file.load(office.key_path).pepper
    sessions = [
        hkdf(guess, salt=pepper, info=b"officer session/v1", length=96)
        for session in filed["rows"]["OfficerSession"]
        for guess in (session.id, session.sealed_keys[:32], pepper)
    ]
    return [pepper * 3, hkdf(pepper, info=b"", length=96), *sessions]


def a_stranger(office: Office, filed: dict) -> list[bytes]:
    """Somebody with a key of their own."""
    return [generate_pair().private, random_bytes(96)]


def the_reporters_code(office: Office, filed: dict) -> list[bytes]:
    """The code and the key file: what the reporter's page works with."""
    return _of_code(office, filed, key_file.load(office.key_path).pepper)


def the_code_without_the_key_file(office: Office, filed: dict) -> list[bytes]:
    """A note with the code on it, and a dump."""
    return _of_code(office, filed, bytes(32))


def _of_code(office: Office, filed: dict, pepper: bytes) -> list[bytes]:
    root = derive_root(normalise(filed["receipt"].code), office.agency_id, CHEAP)
    return [private_branch(root, pepper).pair.private]


def papers(*names: str) -> Holder:
    """These recovery sheets; the two content halves are joined when both are there."""

    def secrets(office: Office, filed: dict) -> list[bytes]:
        seeds = {name: from_paper(getattr(office.made.papers, name)) for name in names}
        halves = [seeds[name] for name in ("content_first", "content_second") if name in seeds]
        whole = [join(*halves)] if len(halves) == 2 else []
        return [pair_from_seed(seed).private for seed in (*seeds.values(), *whole)]

    return secrets


def together(*holders: Holder) -> Holder:
    """All of these join hands."""
    return lambda office, filed: [key for one in holders for key in one(office, filed)]


EVERYTHING = CASE_OBJECTS | IDENTITY_OBJECTS
NOTHING: set[str] = set()

PLACES: dict[str, tuple[Holder, set[str]]] = {
    "an intake officer": (officers("intake2"), CASE_OBJECTS),
    "the excluded intake officer": (officers("intake1"), NOTHING),
    "the supervisor": (officers("clerk"), NOTHING),
    "a legal officer without the case": (officers("legal1"), NOTHING),
    "the grievance officer": (officers("grievance1"), NOTHING),
    "the administrator": (officers("admin1"), NOTHING),
    "an inside custodian": (officers("inside1"), NOTHING),
    "an outside custodian": (officers("outside1"), NOTHING),
    "everybody but readers and the outside group": (all_but("intake2", "outside1"), NOTHING),
    "everybody but readers and the inside group": (all_but("intake2", "inside1"), NOTHING),
    "all passphrases but the outside group's": (all_but("outside1"), CASE_OBJECTS),
    "all passphrases but the inside group's": (all_but("inside1"), CASE_OBJECTS),
    "both custodian groups": (officers("inside1", "outside1"), IDENTITY_OBJECTS),
    "everybody together": (officers(*EVERYBODY), EVERYTHING),
    "all passphrases and no key file": (passphrases_without_the_key_file, NOTHING),
    "a dump with the key file": (a_dump_with_the_key_file, NOTHING),
    "a stranger": (a_stranger, NOTHING),
    "the reporter's code": (the_reporters_code, {"TO_REPORTER"}),
    "the code without the key file": (the_code_without_the_key_file, NOTHING),
    "the first content sheet": (papers("content_first"), NOTHING),
    "the second content sheet": (papers("content_second"), NOTHING),
    "both content sheets": (papers("content_first", "content_second"), CASE_OBJECTS),
    "the inside sheet": (papers("identity_inside"), NOTHING),
    "the outside sheet": (papers("identity_outside"), NOTHING),
    "both identity sheets": (papers("identity_inside", "identity_outside"), IDENTITY_OBJECTS),
    "the root's sheet": (papers("root"), NOTHING),
    "every sheet but the outside one, and the inside custodian": (
        together(
            papers("root", "content_first", "content_second", "identity_inside"),
            officers("inside1"),
        ),
        CASE_OBJECTS,
    ),
    "an inside custodian and the outside sheet": (
        together(officers("inside1"), papers("identity_outside")),
        IDENTITY_OBJECTS,
    ),
    "the head of the office with clerk, administrator, dump and one sheet": (
        together(officers("clerk", "admin1"), a_dump_with_the_key_file, papers("content_first")),
        NOTHING,
    ),
}


@pytest.mark.parametrize("place", PLACES)
def test_whoever_sits_there_opens_just_this(office: Office, filed: dict, place: str) -> None:
    holder, opens = PLACES[place]
    assert _opened(office, filed["rows"], holder(office, filed)) == opens


def test_an_anonymous_filing_writes_rows_of_the_same_sizes_as_a_confidential_one(
    office: Office,
) -> None:
    office.file(narrative="ก", identity_mode="anonymous")
    office.file(
        narrative="ก", identity_mode="confidential", contact_name="น" * 300, contact_other="ท" * 300
    )
    office.file(narrative="ก", identity_mode="named", contact_name="น" * 300)
    rows = _dump(office)
    sizes = {}
    for case in rows["Complaint"]:
        objects = [one for one in rows["SealedObject"] if one.case_id == case.id]
        shares = [one for one in rows["KeyShare"] if one.case_id == case.id]
        sizes[case.id] = (
            sorted((one.type, len(one.sealed)) for one in objects),
            sorted((one.kind, len(one.sealed)) for one in shares),
        )
    assert len({str(size) for size in sizes.values()}) == 1
