"""What each set of keys opens, tried by force over every ciphertext in the database.

No use-case is asked and no `if` decides: every share and every object is tried with every key.
"""

from collections.abc import Iterable

import pytest
from sqlalchemy import select

from crypto import key_file
from crypto.envelope import ObjectType, Place, StreamOpener, open_sealed
from crypto.file_stream import SealedSpool
from crypto.paper import from_paper
from crypto.primitives import SealBroken, aead_open, hkdf, random_bytes
from crypto.sealed_keys import generate_pair, join, open_share, pair_from_seed
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
from models.officer import OfficerSession
from rules.states import Channel, Move
from service.actors import AgencyClerk
from service.attach_evidence import add_evidence
from service.submit_complaint import filing_form
from tests.office import CHEAP, Office

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


def _keys(office: Office, *logins: str) -> list[bytes]:
    return [office.officers[login].keys.pair_private for login in logins]


@pytest.mark.parametrize(
    ("logins", "opens"),
    [
        (("intake2",), CASE_OBJECTS),
        (("intake1",), set()),  # accused and excluded: holds a dummy
        (("clerk",), set()),
        (("legal1",), set()),
        (("grievance1",), set()),
        (("admin1",), set()),
        (("inside1",), set()),
        (("outside1",), set()),
        (("intake1", "clerk", "legal1", "grievance1", "admin1", "inside1"), set()),
        (("intake1", "clerk", "legal1", "grievance1", "admin1", "outside1"), set()),
        (("inside1", "outside1"), IDENTITY_OBJECTS),
        (("intake2", "inside1"), CASE_OBJECTS),
        (("intake2", "inside1", "outside1"), CASE_OBJECTS | IDENTITY_OBJECTS),
    ],
    ids=lambda value: "+".join(value) if isinstance(value, tuple) else "",
)
def test_these_officers_together_open_no_more_than_this(
    office: Office, filed: dict, logins: tuple[str, ...], opens: set[str]
) -> None:
    assert _opened(office, filed["rows"], _keys(office, *logins)) == opens


def test_a_stranger_and_a_full_dump_with_the_key_file_open_nothing(
    office: Office, filed: dict
) -> None:
    pepper = key_file.load(office.key_path).pepper
    dumped = [pepper + pepper + pepper, hkdf(pepper, info=b"", length=96), random_bytes(96)]
    assert _opened(office, filed["rows"], [generate_pair().private, *dumped]) == set()


def test_neither_the_kept_code_nor_a_session_opens_with_the_dump_and_the_key_file(
    office: Office, filed: dict
) -> None:
    pepper = key_file.load(office.key_path).pepper
    assert filed["rows"]["FilingRetry"][0].sealed_code is None
    assert filed["rows"]["OfficerSession"] != []
    for session in filed["rows"]["OfficerSession"]:
        # The row's id is the hash of what the cookie holds; it is not what seals the keys.
        for guess in (session.id, bytes(32), pepper):
            key = hkdf(guess, salt=pepper, info=b"officer session/v1")
            with pytest.raises(SealBroken):
                aead_open(key, session.sealed_keys, session.officer_id)


def test_the_reporters_code_opens_what_was_written_to_the_reporter_and_nothing_else(
    office: Office, filed: dict
) -> None:
    code = normalise(filed["receipt"].code)
    pepper = key_file.load(office.key_path).pepper
    root = derive_root(code, office.agency_id, CHEAP)
    private = private_branch(root, pepper).pair.private
    assert _opened(office, filed["rows"], [private]) == {"TO_REPORTER"}
    # Without the key file the code alone gives another pair: a dump and a code are not enough.
    assert _opened(office, filed["rows"], [private_branch(root, bytes(32)).pair.private]) == set()


def test_the_recovery_papers_open_only_together(office: Office, filed: dict) -> None:
    papers = office.made.papers
    first, second = from_paper(papers.content_first), from_paper(papers.content_second)
    inside = pair_from_seed(from_paper(papers.identity_inside)).private
    outside = pair_from_seed(from_paper(papers.identity_outside)).private
    whole = pair_from_seed(join(first, second)).private
    halves = [pair_from_seed(first).private, pair_from_seed(second).private]
    rows = filed["rows"]
    assert _opened(office, rows, [*halves, inside]) == set()
    assert _opened(office, rows, [*halves, outside]) == set()
    assert _opened(office, rows, [whole]) == CASE_OBJECTS
    assert _opened(office, rows, [inside, outside]) == IDENTITY_OBJECTS


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
