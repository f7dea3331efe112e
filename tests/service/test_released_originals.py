"""After a release the asker gets the files as they came, for minutes; nobody else ever does."""

import io
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

import pytest
from PIL import Image
from sqlalchemy import delete, select, update

from crypto import key_file
from crypto.envelope import ObjectType, Place, seal
from crypto.file_stream import SealedSpool
from crypto.primitives import random_bytes
from models.complaint import (
    Attachment,
    AttachmentChunk,
    AttachmentStream,
    Complaint,
    SealedObject,
)
from models.history import AccessLog
from models.key_share import KeyShare
from models.release import IdentityRelease
from rules.limits import ORIGINAL_MINUTES
from service.actors import AgencyClerk, AllAgencies
from service.attach_evidence import add_evidence
from service.erase_identity import erase_identity
from service.errors import (
    NotAllowed,
    NotFound,
    OriginalOver,
    ServiceError,
    Unreadable,
    WrongState,
)
from service.release_answer import give_half
from service.release_ask import ask_identity
from service.release_show import ShownIdentity, show_identity
from service.released_originals import ReleasedOriginal, WantedOriginal, open_original
from service.sealing import to_bytes
from tests.crypto.spoiling import flips
from tests.office import Office, sign_in_as
from tests.service import office_scenes

NAME = "นางผู้แจ้ง จริงใจ"
ASK = {"reason": "ต้องใช้ต้นฉบับเป็นพยาน", "ground": "questioning", "tell": "now"}
OLD_WORD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + random_bytes(3000) + bytes(500)


def photograph_with_place(size: int = 64) -> bytes:
    """A JPEG that tells where it was taken."""
    exif = Image.Exif()
    exif.get_ifd(0x8825).update({1: "N", 2: (13.0, 45.0, 7.0), 3: "E", 4: (100.0, 30.0, 1.0)})
    out = io.BytesIO()
    Image.effect_noise((size, size), 90).convert("RGB").save(out, "JPEG", quality=95, exif=exif)
    return out.getvalue()


PHOTOGRAPH = photograph_with_place()


@dataclass(frozen=True)
class Scene:
    """A case whose name was released to `intake1`, who is signed in behind `cookie`."""

    office: Office
    case_id: str
    token: str
    release: str
    cookie: str
    folder: Path
    shown: ShownIdentity = field(repr=False)

    def wanted(self, one: ReleasedOriginal, **changed: str) -> WantedOriginal:
        asked = {"attachment_id": one.attachment_id, "ticket": one.ticket, "cookie": self.cookie}
        asked |= {"case_id": self.case_id, "release_id": self.release} | changed
        return WantedOriginal(**asked)

    def download(
        self, one: ReleasedOriginal, login: str = "intake1", **changed: str
    ) -> tuple[str, bytes]:
        """The file's name and its bytes."""
        with self.office.desk(login) as work:
            spool = SealedSpool(self.folder)
            file = open_original(work, self.wanted(one, **changed), spool)
        body = b"".join(file.chunks)
        file.close()
        assert (len(body), file.media_type) == (file.size_bytes, "application/octet-stream")
        return file.name, body

    def refused(
        self,
        error: type[ServiceError],
        one: ReleasedOriginal,
        login: str = "intake1",
        **changed: str,
    ) -> None:
        """Nothing is handed out, and nothing is told to have been."""
        before = downloads(self.office)
        with pytest.raises(error):
            self.download(one, login, **changed)
        assert downloads(self.office) == before

    def change(self, statement) -> None:
        """What somebody with SQL does."""
        change(self.office, statement)


def rows(office: Office, model: type, *conditions) -> list:
    with office.work(AgencyClerk(office.agency_id), writes=False) as work:
        return work.rows(select(model).where(*conditions))


def downloads(office: Office) -> list[tuple[bytes, bytes]]:
    """Who downloaded originals of which cases, as the log has it."""
    return [
        (line.officer_id, line.case_id)
        for line in rows(office, AccessLog, AccessLog.what == "original")
    ]


def change(office: Office, statement) -> None:
    with office.work(AllAgencies("somebody with SQL")) as work:
        work.session.execute(statement.execution_options(synchronize_session=False))


def released(
    office: Office,
    folder: Path,
    *bodies: bytes,
    before_showing: Callable[[Office], None] = lambda _office: None,
) -> Scene:
    """A real release, both custodians' halves given, of a case with these files."""
    receipt = office.file(identity_mode="confidential", contact_name=NAME)
    token, case_id = office.confirm(receipt), office.case_id(receipt)
    for number, body in enumerate(bodies):
        spool = SealedSpool(folder)
        spool.write(body)
        with office.reporter() as work:
            add_evidence(work, token, spool, f"บ้านฉัน {number}")
    cookie, office.officers["intake1"] = sign_in_as(office, "intake1")
    with office.desk("intake1") as work:
        ask_identity(work, case_id, ASK)
    (row,) = rows(office, IdentityRelease)
    for login in ("inside1", "outside1"):
        with office.desk(login) as work:
            give_half(work, row.id.hex())
    before_showing(office)
    with office.desk("intake1") as work:
        shown = show_identity(work, row.id.hex(), cookie)
    return Scene(office, case_id, token, row.id.hex(), cookie, folder, shown)


@pytest.fixture
def scene(office: Office, tmp_path: Path) -> Scene:
    return released(office, tmp_path, PHOTOGRAPH, OLD_WORD)


# What the asker gets


@pytest.mark.parametrize(
    ("body", "name"),
    [
        (PHOTOGRAPH, "original-01.jpg"),
        (photograph_with_place(1500), "original-01.jpg"),
        (office_scenes.docx(), "original-01.docx"),
        (OLD_WORD, "original-01.doc"),
    ],
    ids=["photograph", "of some megabytes", "docx", "withheld doc"],
)
def test_the_asker_gets_every_byte_of_the_file_as_it_came(
    office: Office, tmp_path: Path, body: bytes, name: str
) -> None:
    scene = released(office, tmp_path, body)
    (original,) = scene.shown.originals
    assert (original.name, original.size_bytes) == (name, len(body))
    assert scene.download(original) == (name, body)


def test_what_reached_officers_whole_has_no_original(office: Office, tmp_path: Path) -> None:
    scene = released(office, tmp_path, "ถนนบางกว่าแบบ".encode() * 99, OLD_WORD)
    assert [name for name, _ in scene.shown.files] == ["evidence-01.txt", "evidence-02.doc"]
    assert [one.name for one in scene.shown.originals] == ["original-02.doc"]
    text = next(one for one in rows(office, Attachment) if one.number == 1)
    scene.refused(NotFound, scene.shown.originals[0], attachment_id=text.id.hex())


def test_each_download_leaves_a_line_in_the_access_log(scene: Scene) -> None:
    photograph, document = scene.shown.originals
    asker = scene.office.officers["intake1"].officer_id
    for count, original in enumerate((photograph, document, document), 1):
        scene.download(original)
        assert downloads(scene.office) == [(asker, bytes.fromhex(scene.case_id))] * count


def test_a_ticket_shows_nothing_of_itself(scene: Scene) -> None:
    for original in scene.shown.originals:
        assert original.ticket not in repr(scene.shown) + repr(scene.wanted(original))
        assert scene.cookie not in repr(scene.wanted(original))
        packed = urlsafe_b64decode(original.ticket)
        assert (packed[:1], len(packed)) == (b"\x01", 85)
        assert b"jpg" not in packed and b"doc" not in packed


def test_a_new_pepper_does_not_take_a_ticket_away_before_its_time(scene: Scene) -> None:
    keys = key_file.load(scene.office.key_path)
    key_file.save(scene.office.key_path, keys.with_pepper(random_bytes(32)))
    assert scene.download(scene.shown.originals[0])[1] == PHOTOGRAPH


# Nobody else, nowhere else, no longer


def test_another_officer_gets_nothing_with_the_same_ticket(scene: Scene) -> None:
    (original, _) = scene.shown.originals
    cookie, scene.office.officers["intake2"] = sign_in_as(scene.office, "intake2")
    for typed in (cookie, scene.cookie):
        scene.refused(NotFound, original, "intake2", cookie=typed)
    for login in ("grievance1", "admin1", "inside1"):
        scene.refused(NotAllowed, original, login)


def test_the_same_officer_in_another_session_gets_nothing(scene: Scene) -> None:
    scene.office.clock.now += timedelta(seconds=30)
    cookie, scene.office.officers["intake1"] = sign_in_as(scene.office, "intake1")
    scene.refused(OriginalOver, scene.shown.originals[0], cookie=cookie)


def test_the_time_ends(scene: Scene) -> None:
    (original, _) = scene.shown.originals
    scene.office.clock.now += timedelta(minutes=ORIGINAL_MINUTES, seconds=-1)
    assert scene.download(original)[1] == PHOTOGRAPH
    scene.office.clock.now += timedelta(seconds=1)
    scene.refused(OriginalOver, original)


def test_a_ticket_opens_its_own_file_alone(scene: Scene) -> None:
    photograph, document = scene.shown.originals
    scene.refused(OriginalOver, photograph, ticket=document.ticket)
    scene.refused(OriginalOver, document, ticket=photograph.ticket)


def test_a_ticket_opens_in_its_own_case_and_release_alone(scene: Scene) -> None:
    (original, _) = scene.shown.originals
    other = scene.office.case_id(scene.office.file(identity_mode="anonymous"))
    scene.refused(NotFound, original, case_id=other)
    for unknown in ("0" * 32, "x", ""):
        scene.refused(NotFound, original, case_id=unknown)
        scene.refused(NotFound, original, release_id=unknown)
        scene.refused(NotFound, original, attachment_id=unknown)


def test_every_flipped_byte_of_a_ticket_is_refused(scene: Scene) -> None:
    (original, _) = scene.shown.originals
    flipped = [urlsafe_b64encode(one).decode() for one in flips(urlsafe_b64decode(original.ticket))]
    assert len(flipped) == 85
    for ticket in flipped:
        scene.refused(OriginalOver, original, ticket=ticket)


@pytest.mark.parametrize("change", [
    lambda ticket: "",
    lambda ticket: "ก",
    lambda ticket: ticket[:-1],
    lambda ticket: ticket[:-4],
    lambda ticket: ticket + "AAAA",
    lambda ticket: ticket + "\n",
    lambda ticket: " " + ticket,
    lambda ticket: ticket[:4] + "*" + ticket[4:],
])  # fmt: skip
def test_a_ticket_in_any_other_spelling_is_refused(
    office: Office, tmp_path: Path, change: Callable[[str], str]
) -> None:
    scene = released(office, tmp_path, PHOTOGRAPH)
    (original,) = scene.shown.originals
    scene.refused(OriginalOver, original, ticket=change(original.ticket))


def test_nothing_is_left_after_the_reporter_erased_the_name(scene: Scene) -> None:
    with scene.office.reporter() as work:
        erase_identity(work, scene.token)
    for original in scene.shown.originals:
        scene.refused(WrongState, original)


def test_a_deleted_case_hands_out_nothing(scene: Scene) -> None:
    scene.change(update(Complaint).values(deleted_on=scene.office.clock.now.date()))
    scene.refused(WrongState, scene.shown.originals[0])


def test_whoever_lost_the_case_since_gets_nothing(scene: Scene) -> None:
    asker = scene.office.officers["intake1"].officer_id
    scene.change(delete(KeyShare).where(KeyShare.holder_id == asker))
    scene.refused(NotFound, scene.shown.originals[0])


@pytest.mark.parametrize("state", ["asked", "withdrawn", "expired", "refused"])
def test_only_a_release_that_was_shown_hands_out_anything(scene: Scene, state: str) -> None:
    scene.change(update(IdentityRelease).values(state=state))
    scene.refused(WrongState, scene.shown.originals[0])


# What somebody with SQL does


def originals_of(scene: Scene) -> tuple[AttachmentStream, AttachmentStream]:
    """The streams of the photograph and of the document."""
    streams = {
        one.attachment_id.hex(): one
        for one in rows(scene.office, AttachmentStream, AttachmentStream.role == "original")
    }
    photograph, document = scene.shown.originals
    return streams[photograph.attachment_id], streams[document.attachment_id]


def test_a_stream_hung_on_another_file_is_refused(scene: Scene) -> None:
    photograph, document = scene.shown.originals
    first, second = originals_of(scene)
    stream = update(AttachmentStream)
    scene.change(stream.where(AttachmentStream.id == second.id).values(role="copy"))
    scene.change(
        stream.where(AttachmentStream.id == first.id).values(attachment_id=second.attachment_id)
    )
    scene.refused(OriginalOver, document)
    scene.refused(OriginalOver, document, ticket=photograph.ticket)
    scene.refused(NotFound, photograph)


def test_another_streams_beginning_or_body_is_refused(scene: Scene) -> None:
    photograph, document = scene.shown.originals
    first, second = originals_of(scene)
    stream = update(AttachmentStream).where(AttachmentStream.id == first.id)
    scene.change(stream.values(prefix=second.prefix))
    scene.refused(Unreadable, photograph)
    bodies = rows(scene.office, AttachmentChunk, AttachmentChunk.stream_id == first.id)
    chunk = update(AttachmentChunk).where(AttachmentChunk.stream_id == second.id)
    scene.change(chunk.values(sealed=bodies[0].sealed))
    scene.refused(Unreadable, document)


def test_a_stream_cut_short_is_refused(scene: Scene) -> None:
    photograph, document = scene.shown.originals
    first, second = originals_of(scene)
    (body,) = rows(scene.office, AttachmentChunk, AttachmentChunk.stream_id == first.id)
    chunk = update(AttachmentChunk).where(AttachmentChunk.stream_id == first.id)
    scene.change(chunk.values(sealed=body.sealed[:-1]))
    scene.refused(Unreadable, photograph)
    scene.change(delete(AttachmentChunk).where(AttachmentChunk.stream_id == second.id))
    scene.refused(Unreadable, document)


def test_a_broken_original_does_not_keep_the_name_from_being_shown(
    office: Office, tmp_path: Path
) -> None:
    def spoil(office: Office) -> None:
        change(office, update(AttachmentStream).values(prefix=b"x"))

    scene = released(office, tmp_path, OLD_WORD, before_showing=spoil)
    assert [answer.text for answer in scene.shown.contact] == [NAME]
    (original,) = scene.shown.originals
    assert (original.name, original.ticket) == ("original-01.doc", "")
    scene.refused(OriginalOver, original)


def resealed(**record: object) -> Callable[[Office], None]:
    """The record beside the original, sealed anew to the public key that anybody can read."""

    def reseal(office: Office) -> None:
        (case,) = rows(office, Complaint)
        (row,) = rows(office, SealedObject, SealedObject.type == ObjectType.ORIGINAL_NAME)
        place = Place(row.agency_id, row.case_id, row.epoch, row.id, ObjectType.ORIGINAL_NAME)
        sealed = seal(to_bytes({"name": "x"} | record), place, (case.identity_public,))
        change(office, update(SealedObject).where(SealedObject.id == row.id).values(sealed=sealed))

    return reseal


def test_a_picture_from_before_sizes_were_kept_comes_whole(office: Office, tmp_path: Path) -> None:
    scene = released(office, tmp_path, PHOTOGRAPH, before_showing=resealed())
    (original,) = scene.shown.originals
    assert original.size_bytes == 0
    assert scene.download(original) == ("original-01.jpg", PHOTOGRAPH)


@pytest.mark.parametrize("extension", ["exe", 'jpg"\r\nX: y', "../x", "html", ""])
def test_a_planted_extension_is_never_handed_out(
    office: Office, tmp_path: Path, extension: str
) -> None:
    planted = resealed(extension=extension, size_bytes=len(OLD_WORD))
    scene = released(office, tmp_path, OLD_WORD, before_showing=planted)
    assert scene.download(scene.shown.originals[0]) == ("original-01.bin", OLD_WORD)


@pytest.mark.parametrize("size", [-1, 2**64, "many", None])
def test_a_planted_size_that_no_file_has_keeps_the_original_closed_and_not_the_name(
    office: Office, tmp_path: Path, size: object
) -> None:
    scene = released(office, tmp_path, OLD_WORD, before_showing=resealed(size_bytes=size))
    assert [answer.text for answer in scene.shown.contact] == [NAME]
    assert scene.shown.originals[0].ticket == ""


def test_a_planted_size_beyond_the_end_is_refused(office: Office, tmp_path: Path) -> None:
    planted = resealed(extension="doc", size_bytes=10**9)
    scene = released(office, tmp_path, OLD_WORD, before_showing=planted)
    scene.refused(Unreadable, scene.shown.originals[0])
