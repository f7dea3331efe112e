"""Of what is hidden in a file nothing reaches the officers; whoever is entitled has all of it.

The files go the whole way: told, cleaned, sealed, opened by an officer; and by a release of the
reporter's identity, byte by byte.
"""

import io
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import pikepdf
import pytest
from PIL import Image
from sqlalchemy import select

from crypto.envelope import ObjectType, Place, StreamOpener
from crypto.file_stream import SealedSpool
from crypto.primitives import SealBroken
from models.complaint import (
    Attachment,
    AttachmentChunk,
    AttachmentStream,
    Complaint,
    SealedObject,
)
from models.release import IdentityRelease
from rules.limits import FILES_PER_CASE
from service.attach_evidence import COPY, ORIGINAL, add_evidence
from service.case_keys import open_case_keys
from service.errors import ServiceError, Unreadable, UnsupportedFile
from service.evidence_kinds import kind_of
from service.find_case import find_case
from service.open_attachment import open_attachment
from service.release_answer import give_half
from service.release_ask import ask_identity
from service.release_requests import halves_of
from service.release_show import _identity_private
from service.sealing import open_record
from service.views import AttachmentLine
from tests.office import Office
from tests.planted import PLANTED, Planted
from tests.planted.canaries import THAI, VISIBLE, WRITTEN, found_in
from tests.planted.films import FILMS, SAMPLES, TAKEN_AT
from tests.planted.old_office import OLD_OFFICE
from tests.planted.opened import everything_in
from tests.serving import make_service

# Every file goes the whole way once, in a child each.
pytestmark = pytest.mark.timeout(300)

ASK = {"reason": "ต้องสอบปากคำผู้แจ้งเรื่อง", "ground": "questioning", "tell": "now"}
SHOWN = [one for one in PLANTED if one not in OLD_OFFICE]


@dataclass(frozen=True)
class Sent:
    """One file after its way: what came, what officers get (or None), what a release opens."""

    planted: Planted
    came: bytes
    line: AttachmentLine
    copy: bytes | None
    original: bytes
    name: str

    @property
    def all_of_copy(self) -> bytes:
        """The officers' copy, and all that can be unwrapped from it."""
        assert self.copy is not None, f"withheld: {self.planted.hides}"
        return b"\n".join(everything_in(self.copy))


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Office:
    return make_service(tmp_path_factory.mktemp("planted"))[1]


@pytest.fixture(scope="module")
def sent(office: Office, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Sent]:
    """Every planted file by what it hides, sent to as many cases as they need."""
    folder, found = tmp_path_factory.mktemp("spools"), {}
    for start in range(0, len(PLANTED), FILES_PER_CASE):
        files = PLANTED[start : start + FILES_PER_CASE]
        found |= {one.planted.hides: one for one in _travelled(office, files, folder)}
    return found


def _travelled(office: Office, files: tuple[Planted, ...], folder: Path) -> Iterator[Sent]:
    receipt = office.file(identity_mode="confidential", contact_name="นางผู้แจ้ง จริงใจ")
    token, case_id = office.confirm(receipt), office.case_id(receipt)
    taken = []
    for planted in files:
        body = planted.make()
        # A file that is refused fails its own tests, and not those of all the others.
        with suppress(UnsupportedFile), office.reporter() as work:
            add_evidence(work, token, _spool(folder, body), f"{THAI} {planted.filename}")
            taken.append((planted, body))
    lines = sorted(office.open("intake1", case_id).attachments, key=lambda line: line.name)
    originals = _released(office, case_id)
    for (planted, body), line in zip(taken, lines, strict=True):
        copy = _copy(office, case_id, line, folder)
        yield Sent(planted, body, line, copy, *originals[bytes.fromhex(line.id)])


def _spool(folder: Path, body: bytes) -> SealedSpool:
    spool = SealedSpool(folder)
    spool.write(body)
    spool.finish()
    return spool


def _copy(office: Office, case_id: str, line: AttachmentLine, folder: Path) -> bytes | None:
    """What the officer saves; None when there is nothing to be saved."""
    with suppress(ServiceError), office.desk("intake1") as work:
        file = open_attachment(work, case_id, line.id, SealedSpool(folder))
        content = b"".join(file.chunks)
        file.close()
        assert len(content) == file.size_bytes
        return content
    return None


def _released(office: Office, case_id: str) -> dict[bytes, tuple[bytes, str]]:
    """Every original with its name, by the key that a release joins from both halves."""
    with office.desk("intake1") as work:
        ask_identity(work, case_id, ASK)
    with office.desk("intake1") as work:
        asked = select(IdentityRelease).where(IdentityRelease.case_id == bytes.fromhex(case_id))
        release = work.session.scalars(asked).one().id.hex()
    for login in ("inside1", "outside1"):
        with office.desk(login) as work:
            give_half(work, release)
    with office.desk("intake1") as work:
        row = work.one(IdentityRelease, id=bytes.fromhex(release))
        keys = open_case_keys(work, find_case(work, case_id))
        private = _identity_private(work, keys, row, halves_of(work, row))
        files = work.rows(select(Attachment).where(Attachment.case_id == keys.case.id))
        return {one.id: _with_name(work, keys.case, one, private) for one in files}


def _with_name(work, case: Complaint, file: Attachment, private: bytes) -> tuple[bytes, str]:
    recipients = (case.identity_public,)
    name = open_record(work.session.get_one(SealedObject, file.name_object_id), private, recipients)
    stream = work.one(AttachmentStream, attachment_id=file.id, role=ORIGINAL)
    place = Place(case.agency_id, case.id, stream.epoch, stream.id, ObjectType.ORIGINAL)
    opener = StreamOpener(stream.prefix, place, private, recipients)
    rows = work.rows(
        select(AttachmentChunk)
        .where(AttachmentChunk.stream_id == stream.id)
        .order_by(AttachmentChunk.position)
    )
    return b"".join(opener.update(row.sealed) for row in rows) + opener.finalize(), name["name"]


def test_there_are_forty_and_each_holds_what_is_looked_for():
    assert len(PLANTED) >= 40
    for one in PLANTED:
        whole = b"\n".join(everything_in(one.make()))
        assert found_in(whole), one.hides
        assert (VISIBLE.encode() in whole) >= one.is_seen, one.hides


@pytest.mark.parametrize("planted", SHOWN, ids=str)
def test_officers_get_a_copy_without_anything_hidden(sent: dict[str, Sent], planted: Planted):
    file = sent[planted.hides]
    assert found_in(file.all_of_copy) == []
    assert THAI not in file.line.name


@pytest.mark.parametrize("planted", SHOWN, ids=str)
def test_the_copy_still_shows_what_the_file_was_sent_for(sent: dict[str, Sent], planted: Planted):
    """Words that can be read stay words, or the page's picture; pictures keep their pixels."""
    file = sent[planted.hides]
    kind = kind_of(file.copy[:4096])
    assert kind.code == kind_of(file.came[:4096]).code
    assert file.line.name.endswith(f".{kind.extension}")
    if kind.code == "picture":
        _look_alike(file)
    elif planted.is_seen and VISIBLE.encode() not in file.all_of_copy:
        assert kind.extension == "pdf"
        assert _has_picture_of_page(file.copy)


@pytest.mark.parametrize("planted", [one for one in SHOWN if one.has_written], ids=str)
def test_what_somebody_wrote_beside_the_page_stays(sent: dict[str, Sent], planted: Planted):
    """Remarks, struck out words, hidden sheets: evidence perhaps. Their writers' names go."""
    file = sent[planted.hides]
    came = b"\n".join(everything_in(file.came)).count(WRITTEN.encode())
    assert came and file.all_of_copy.count(WRITTEN.encode()) == came


@pytest.mark.parametrize("planted", PLANTED, ids=str)
def test_the_released_key_opens_the_original_byte_by_byte(sent: dict[str, Sent], planted: Planted):
    file = sent[planted.hides]
    assert file.original[: len(file.came)] == file.came
    assert not any(file.original[len(file.came) :])
    assert file.name == f"{THAI} {planted.filename}"


@pytest.mark.parametrize("planted", OLD_OFFICE, ids=str)
def test_of_what_cannot_be_cleaned_officers_get_nothing(sent: dict[str, Sent], planted: Planted):
    assert sent[planted.hides].copy is None


@pytest.mark.parametrize("planted", FILMS, ids=str)
def test_a_films_samples_stand_where_its_index_says(sent: dict[str, Sent], planted: Planted):
    copy = sent[planted.hides].copy
    assert [copy[place:][: len(SAMPLES[0])] for place in _offsets(copy)][0] == SAMPLES[0]
    assert [copy[place:][: len(SAMPLES[1])] for place in _offsets(copy)][1] == SAMPLES[1]
    assert TAKEN_AT.to_bytes(4, "big") not in copy


def test_nothing_hidden_stands_in_anything_that_a_case_key_opens(office: Office, sent):
    """By force: every stream and record of every case, not only what a page asks for."""
    opened, closed = [], 0
    with office.desk("intake1") as work:
        for case in work.rows(select(Complaint)):
            keys = open_case_keys(work, case)
            for row in work.rows(select(SealedObject).where(SealedObject.case_id == case.id)):
                try:
                    opened.append(repr(keys.open(row)).encode())
                except (SealBroken, Unreadable):
                    closed += 1
            opened += _copies_of(work, case, keys)
    assert closed >= len(PLANTED)
    assert len(opened) > 2 * len(SHOWN)
    whole = b"\n".join(piece for one in opened for piece in everything_in(one))
    assert found_in(whole) == []
    assert found_in(whole + sent[SHOWN[0].hides].came)


def _copies_of(work, case: Complaint, keys) -> Iterator[bytes]:
    streams = (
        select(AttachmentStream)
        .join(Attachment, Attachment.id == AttachmentStream.attachment_id)
        .where(Attachment.case_id == case.id, AttachmentStream.role == COPY)
    )
    for stream in work.rows(streams):
        place = Place(case.agency_id, case.id, stream.epoch, stream.id, ObjectType.ATTACHMENT)
        recipients = keys.recipients(ObjectType.ATTACHMENT, stream.epoch)
        opener = StreamOpener(stream.prefix, place, keys.privates[stream.epoch], recipients)
        rows = work.rows(
            select(AttachmentChunk)
            .where(AttachmentChunk.stream_id == stream.id)
            .order_by(AttachmentChunk.position)
        )
        yield b"".join(opener.update(row.sealed) for row in rows) + opener.finalize()


def _look_alike(file: Sent) -> None:
    """The same size and nearly the same colours; HEIC holds one green field."""
    copy = Image.open(io.BytesIO(file.copy))
    if file.came[4:12] == b"ftypheic":
        assert copy.size == (64, 64)
        assert copy.convert("RGB").getpixel((30, 30))[1] > 100
        return
    came = _opened(file.came)
    assert copy.size == came.size
    for place in ((2, 2), (15, 15), (came.width - 3, came.height - 3)):
        pairs = zip(_colour(copy, place), _colour(came, place), strict=True)
        assert all(abs(one - other) < 40 for one, other in pairs), place
    frames = 1 if came.format == "MPO" else getattr(came, "n_frames", 1)
    assert getattr(copy, "n_frames", 1) == frames


def _opened(content: bytes) -> Image.Image:
    return Image.open(io.BytesIO(content))


def _colour(image: Image.Image, place: tuple[int, int]) -> tuple[int, ...]:
    return image.convert("RGB").getpixel(place)


def _has_picture_of_page(copy: bytes) -> bool:
    with pikepdf.open(io.BytesIO(copy)) as pdf:
        return any(len(page.get_images()) for page in pdf.pages)


def _offsets(film: bytes) -> list[int]:
    """The two places in the index, of four bytes or of eight."""
    for name, width in ((b"stco", 4), (b"co64", 8)):
        place = film.find(name)
        if place >= 0:
            start = place + 12
            pieces = (film[start + width * number :][:width] for number in range(2))
            return [int.from_bytes(piece, "big") for piece in pieces]
    raise AssertionError("no index")
