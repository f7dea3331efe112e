"""The reporter takes the name back: what identified is gone, the case goes on."""

import io
from dataclasses import dataclass
from pathlib import Path

import pytest
from PIL import Image
from sqlalchemy import select

from crypto.case_chain import check_chain
from crypto.envelope import HEADER_BYTES, ObjectType, Place, open_sealed
from crypto.file_stream import SealedSpool
from crypto.sealed_keys import ShareKind, join, open_share
from models.complaint import (
    AttachmentChunk,
    AttachmentStream,
    Complaint,
    SealedObject,
)
from models.history import CaseEvent
from models.key_share import KeyShare
from models.release import IdentityRelease, ReleaseHalf
from rules.states import Channel, EventKind, Move
from service.actors import AgencyClerk
from service.attach_evidence import add_evidence
from service.erase_identity import erase_identity
from service.errors import NotSignedIn, WrongState
from service.follow_complaint import follow, write_to_office
from service.forget_old_pages import forget_old_pages
from service.look_for_tampering import look_for_tampering
from service.open_attachment import open_attachment
from service.release_answer import give_half
from service.release_ask import ask_identity
from service.release_history import identity_page
from service.release_show import show_identity
from service.release_told import identity_standing
from service.sealing import from_bytes, share_context
from tests.office import Office

NAME = "นางผู้แจ้ง จริงใจ"
ASK = {"reason": "ต้องสอบปากคำ", "ground": "questioning", "tell": "now"}
OF_THE_NAME = (ObjectType.IDENTITY, ObjectType.CONTACT, ObjectType.ORIGINAL_NAME)


@dataclass(frozen=True)
class Scene:
    office: Office
    case_id: str
    token: str

    def erase(self):
        with self.office.reporter() as work:
            return erase_identity(work, self.token)


def jpeg() -> bytes:
    out = io.BytesIO()
    Image.effect_noise((300, 300), 90).convert("RGB").save(out, "JPEG")
    return out.getvalue()


def attach(office: Office, token: str, folder: Path, name: str = "บ้านฉัน.jpg") -> None:
    spool = SealedSpool(folder)
    spool.write(jpeg())
    with office.reporter() as work:
        add_evidence(work, token, spool, name)


@pytest.fixture(params=["named", "confidential"])
def scene(request: pytest.FixtureRequest, office: Office, tmp_path: Path) -> Scene:
    receipt = office.file(
        identity_mode=request.param, contact_name=NAME, contact_phone="0812345678"
    )
    token = office.confirm(receipt)
    attach(office, token, tmp_path)
    return Scene(office, office.case_id(receipt), token)


def rows(office: Office, model: type, *conditions) -> list:
    with office.work(AgencyClerk(office.agency_id), writes=False) as work:
        return work.rows(select(model).where(*conditions))


def bodies(office: Office, *types: ObjectType) -> dict[bytes, bytes]:
    return {row.id: row.sealed for row in rows(office, SealedObject) if row.type in types}


def identity_private(office: Office) -> bytes:
    """KI's private half, as both custodians together could make it."""
    halves = []
    for login, kind in (
        ("inside1", ShareKind.IDENTITY_INSIDE),
        ("outside1", ShareKind.IDENTITY_OUTSIDE),
    ):
        actor = office.officers[login]
        (share,) = rows(
            office, KeyShare, KeyShare.holder_id == actor.officer_id, KeyShare.kind == int(kind)
        )
        halves.append(open_share(share.sealed, actor.keys.pair_private, share_context(share)))
    return join(*halves)


def test_what_identifies_is_replaced_by_nothing_of_the_same_size(scene: Scene) -> None:
    before = bodies(scene.office, *OF_THE_NAME)
    assert scene.erase().erased_on is not None
    after = bodies(scene.office, *OF_THE_NAME)
    assert after.keys() == before.keys() and len(after) == 3
    for object_id, sealed in after.items():
        assert sealed != before[object_id]
        assert len(sealed) == len(before[object_id])


def test_both_custodians_together_find_that_it_was_erased(scene: Scene) -> None:
    scene.erase()
    private = identity_private(scene.office)
    (case,) = rows(scene.office, Complaint)
    opened = {}
    for row in rows(scene.office, SealedObject):
        if row.type in (ObjectType.IDENTITY, ObjectType.ORIGINAL_NAME):
            place = Place(row.agency_id, row.case_id, row.epoch, row.id, ObjectType(row.type))
            opened[ObjectType(row.type)] = from_bytes(
                open_sealed(row.sealed, place, private, (case.identity_public,))
            )
    assert opened == {
        ObjectType.IDENTITY: {"v": 1, "mode": "erased"},
        ObjectType.ORIGINAL_NAME: {"v": 1, "name": ""},
    }


def test_the_originals_of_pictures_go_and_the_officers_copies_stay(
    scene: Scene, tmp_path: Path
) -> None:
    scene.erase()
    (stream,) = rows(scene.office, AttachmentStream)
    assert stream.role == "copy"
    assert {chunk.stream_id for chunk in rows(scene.office, AttachmentChunk)} == {stream.id}
    opened = scene.office.open("intake1", scene.case_id)
    with scene.office.desk("intake1") as work:
        file = open_attachment(work, scene.case_id, opened.attachments[0].id, SealedSpool(tmp_path))
        assert len(b"".join(file.chunks)) == file.size_bytes > 0


def test_the_desk_reads_that_it_was_erased_and_goes_on(scene: Scene) -> None:
    scene.erase()
    opened = scene.office.open("intake1", scene.case_id)
    assert opened.identity_mode == "erased"
    assert opened.contact == ()
    assert opened.history[0].title.en == "Identity erased by the reporter"
    scene.office.move("intake1", scene.case_id, Move.ASK, notice_text="ขอทราบเลขที่สัญญา")
    with scene.office.reporter() as work:
        assert follow(work, scene.token).notices[0].text == "ขอทราบเลขที่สัญญา"
    with scene.office.reporter() as work:
        write_to_office(work, scene.token, "เลขที่ ๑๒")


def test_the_chain_tells_of_it_in_the_reporters_own_hand(scene: Scene) -> None:
    scene.erase()
    events = sorted(rows(scene.office, CaseEvent), key=lambda event: event.seq)
    check_chain([event.packed for event in events])
    assert events[-1].kind == EventKind.IDENTITY_ERASED
    assert (events[-1].officer_id, events[-1].object_id) == (None, None)


def test_an_honest_erasure_raises_no_alarm(scene: Scene) -> None:
    scene.erase()
    with scene.office.work(AgencyClerk(scene.office.agency_id)) as work:
        assert look_for_tampering(work) == ()


def test_a_request_that_waits_ends_with_it_and_none_can_follow(scene: Scene) -> None:
    office = scene.office
    with office.desk("intake1") as work:
        ask_identity(work, scene.case_id, ASK)
    release = rows(office, IdentityRelease)[0].id.hex()
    for login in ("inside1", "outside1"):
        with office.desk(login) as work:
            give_half(work, release)
    standing = scene.erase()
    assert [one.state for one in standing.releases] == ["withdrawn"]
    with office.desk("intake1") as work, pytest.raises(WrongState):
        show_identity(work, release, "")
    (row,) = rows(office, IdentityRelease)
    assert row.one_time_private is None
    assert [half.sealed for half in rows(office, ReleaseHalf)] == [None, None]
    with office.desk("intake1") as work, pytest.raises(WrongState):
        ask_identity(work, scene.case_id, ASK)
    with office.desk("intake1") as work:
        page = identity_page(work, scene.case_id)
    assert not page.may_ask and page.erased_on is not None


def test_erasing_twice_is_told_and_a_later_file_can_be_erased_too(
    scene: Scene, tmp_path: Path
) -> None:
    scene.erase()
    with pytest.raises(WrongState):
        scene.erase()
    attach(scene.office, scene.token, tmp_path)
    with scene.office.reporter() as work:
        assert identity_standing(work, scene.token).may_erase
    scene.erase()
    assert {stream.role for stream in rows(scene.office, AttachmentStream)} == {"copy"}


def test_nobody_erases_without_the_code(scene: Scene) -> None:
    with scene.office.reporter() as work, pytest.raises(NotSignedIn):
        erase_identity(work, "")
    assert EventKind.IDENTITY_ERASED not in [event.kind for event in rows(scene.office, CaseEvent)]


def test_a_grievances_name_can_be_taken_back_too(office: Office) -> None:
    receipt = office.file(Channel.GRIEVANCE, identity_mode="named", contact_name=NAME)
    token = office.confirm(receipt)
    assert office.open("grievance1", office.case_id(receipt)).contact[0].text == NAME
    with office.reporter() as work:
        erase_identity(work, token)
    assert office.open("grievance1", office.case_id(receipt)).contact == ()


def test_another_case_keeps_its_name(scene: Scene) -> None:
    other = scene.office.file(identity_mode="named", contact_name=NAME)
    scene.erase()
    opened = scene.office.open("intake1", scene.office.case_id(other))
    assert opened.contact[0].text == NAME


def test_the_old_bytes_are_nowhere_in_the_database_files(office: Office, tmp_path: Path) -> None:
    """SQLite only: PostgreSQL keeps old row versions until VACUUM, and says so by False."""
    receipt = office.file(identity_mode="named", contact_name=NAME)
    scene = Scene(office, office.case_id(receipt), office.confirm(receipt))
    attach(office, scene.token, tmp_path)
    originals = [row.id for row in rows(office, AttachmentStream) if row.role == "original"]
    chunks = [row.sealed for row in rows(office, AttachmentChunk) if row.stream_id in originals]
    pieces = [
        sealed[start : start + 64]
        for sealed in (*bodies(office, *OF_THE_NAME).values(), *chunks)
        for start in range(HEADER_BYTES + 1, len(sealed) - 64, 512)  # the header names the place
    ]
    assert len(pieces) > 100
    is_sqlite = office.engine.dialect.name == "sqlite"
    if is_sqlite:
        assert still_there(tmp_path, pieces) == len(pieces)  # the search itself can find
    scene.erase()
    with office.work(AgencyClerk(office.agency_id), writes=False) as work:
        assert forget_old_pages(work) is is_sqlite
    if is_sqlite:
        assert still_there(tmp_path, pieces) == 0


def still_there(folder: Path, pieces: list[bytes]) -> int:
    """How many of these pieces the database, its log and its index of the log hold."""
    files = list(folder.glob("prongsai.db*"))
    assert files
    held = b"".join(file.read_bytes() for file in files)
    return sum(piece in held for piece in pieces)


def test_a_reader_at_work_delays_the_emptying_of_the_log_and_breaks_nothing(
    office: Office,
) -> None:
    office.file()
    with office.work(AgencyClerk(office.agency_id), writes=False) as reader:
        assert len(reader.rows(select(Complaint))) == 1
        office.file()
        with office.work(AgencyClerk(office.agency_id), writes=False) as work:
            assert forget_old_pages(work) is False
        # SQLite's reader keeps its snapshot; PostgreSQL's sees each commit.
        seen = len(reader.rows(select(Complaint)))
        assert seen == (1 if office.engine.dialect.name == "sqlite" else 2)
    office.file()
