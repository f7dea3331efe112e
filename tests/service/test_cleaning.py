"""Every kind of file goes through a limited child or is withheld, and memory stays small."""

import io
import subprocess
import sys
from base64 import b64decode
from pathlib import Path

import pytest
from PIL import Image, ImageSequence
from sqlalchemy import select

from crypto.envelope import padme
from crypto.file_stream import SealedSpool
from crypto.primitives import SealBroken
from models.complaint import Attachment, AttachmentStream, Complaint
from rules.words.cleaning import COPY_TAGS, REPORTER_WITHHELD, WITHHELD_ADVICE, reporter_words
from service import cleaning
from service.actors import AgencyClerk
from service.attach_evidence import add_evidence
from service.case_keys import open_case_keys
from service.clean_child import ChildProgram, child_program, run_child
from service.cleaning import Cleaned, Withheld, clean
from service.errors import NotFound, TooLarge, UnsupportedFile
from service.evidence_kinds import kind_of
from service.open_attachment import open_attachment
from service.open_case import describe_attachment
from service.views import EvidenceAdded
from tests.office import Office
from tests.small_files import film, photograph, sound_pdf

SECRET = b"CANARY-7731"
MIB = 1024 * 1024
OLD_WORD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(2000) + SECRET
# Made with heif-enc of a JPEG, 48 by 64, red on the left, whose Exif holds SECRET.
HEIC = b64decode(
    "AAAAHGZ0eXBoZWljAAAAAG1pZjFoZWljbWlhZgAAAeFtZXRhAAAAAAAAACFoZGxyAAAAAAAAAABwaWN0AAAAAAAAAA"
    "AAAAAAAAAAAA5waXRtAAAAAAACAAAAEGlkYXQAAAAAADAAQAAAAExpbG9jAQAAAERAAAMAAQAAAAAAAAIFAAEAAAAA"
    "AAAANQACAAEAAAAAAAAAAQAAAAAAAAAIAAMAAAAAAAACOgABAAAAAAAAARIAAABNaWluZgAAAAAAAwAAABVpbmZlAg"
    "AAAQABAABodmMxAAAAABVpbmZlAgAAAAACAABncmlkAAAAABVpbmZlAgAAAQADAABFeGlmAAAAANVpcHJwAAAAs2lw"
    "Y28AAABzaHZjQwEDcAAAAAAAAAAAAB7wAPz9+PgAAA8DIAABABhAAQwB//8DcAAAAwCQAAADAAADAB66AkAhAAEAJ0"
    "IBAQNwAAADAJAAAAMAAAMAHqAggQWW6uSmubAgAAADACAAAAMAISIAAQAGRAHBc8CJAAAAFGlzcGUAAAAAAAAAQAAA"
    "AEAAAAAUaXNwZQAAAAAAAAAwAAAAQAAAABBwaXhpAAAAAAMICAgAAAAaaXBtYQAAAAAAAAACAAECgQIAAgIDhAAAAC"
    "hpcmVmAAAAAAAAAA5kaW1nAAIAAQABAAAADmNkc2MAAwABAAIAAAFPbWRhdAAAADEoAa9Y5vTqv//nO7//Kj0h9iUh"
    "rO2atXkWH+8QrUEyruMpIPd5LWjGB8eaR4yQgkc7AAAAAE1NACoAAAAIAAUBDwACAAAADAAAAEoBEAACAAAADAAAAF"
    "YBEgADAAAAAQAGAACHaQAEAAAAAQAAAGKIJQAEAAAAAQAAAMAAAAAAQ0FOQVJZLTc3MzEAQ0FOQVJZLTc3MzEAAAKS"
    "fAABAAAALAAAAICShgABAAAAEwAAAKwAAAAAQ0FOQVJZLTc3MzFDQU5BUlktNzczMUNBTkFSWS03NzMxQ0FOQVJZLT"
    "c3MzFBU0NJSQAAAENBTkFSWS03NzMxAAADAAEAAgAAAAJOAAAAAAIABQAAAAMAAADqAB0AAgAAAAwAAAECAAAAAAAA"
    "AA8AAAABAAAABwAAAAEAAAAVAAAAAUNBTkFSWS03NzMxAA=="
)


def cleaned(body: bytes, folder: Path) -> tuple[Cleaned | Withheld, bytes]:
    """What became of a file, and the copy."""
    kind = kind_of(body[:4096])
    assert kind is not None
    with SealedSpool(folder) as spool:
        spool.write(body)
        with spool.beside(64 * MIB) as copy:
            outcome = clean(spool, kind, copy)
            return outcome, b"".join(copy.chunks()) if isinstance(outcome, Cleaned) else b""


def picture(form: str, mode: str = "RGB", **more: object) -> bytes:
    image = Image.new("RGB", (64, 48), "blue")
    image.paste("red", (0, 0, 32, 48))
    out = io.BytesIO()
    image.convert(mode).save(out, form, **more)
    return out.getvalue()


def is_red_left_blue_right(copy: bytes) -> bool:
    with Image.open(io.BytesIO(copy)) as image:
        seen = image.convert("RGB")
    left, right = seen.getpixel((4, 24)), seen.getpixel((seen.width - 4, 24))
    return left[0] > 200 > 60 > left[2] and right[2] > 200 > 60 > right[0]


def exif() -> Image.Exif:
    tags = Image.Exif()
    tags[0x010F] = SECRET.decode()
    return tags


def test_a_telephones_heic_becomes_a_jpeg_without_its_place(tmp_path):
    assert SECRET in HEIC
    outcome, copy = cleaned(HEIC, tmp_path)
    assert isinstance(outcome, Cleaned)
    assert (outcome.kind.extension, outcome.how) == ("jpg", "pixels")
    with Image.open(io.BytesIO(copy)) as image:
        assert (image.format, image.size, len(image.getexif())) == ("JPEG", (48, 64), 0)
    assert SECRET not in copy


@pytest.mark.parametrize(
    ("mode", "extension"), [("RGB", "jpg"), ("RGBA", "png")], ids=["plain", "clear"]
)
def test_a_webp_becomes_what_everybody_can_open(tmp_path, mode, extension):
    body = picture("WEBP", "RGB", exif=exif(), xmp=b"<x>" + SECRET + b"</x>")
    if mode == "RGBA":
        clear = Image.new("RGBA", (64, 48), (0, 0, 255, 255))
        clear.paste((255, 0, 0, 255), (0, 0, 32, 48))
        clear.putpixel((40, 40), (0, 0, 0, 0))
        out = io.BytesIO()
        clear.save(out, "WEBP", lossless=True, exif=exif())
        body = out.getvalue()
    assert SECRET in body
    outcome, copy = cleaned(body, tmp_path)
    assert isinstance(outcome, Cleaned) and outcome.kind.extension == extension
    assert is_red_left_blue_right(copy) and SECRET not in copy


def test_a_still_gif_becomes_a_png(tmp_path):
    body = picture("GIF", "P", comment=SECRET)
    assert SECRET in body
    outcome, copy = cleaned(body, tmp_path)
    assert isinstance(outcome, Cleaned) and outcome.kind.extension == "png"
    assert is_red_left_blue_right(copy) and SECRET not in copy


@pytest.mark.parametrize("form", ["GIF", "WEBP"])
def test_a_moving_picture_keeps_its_frames_and_its_pace(tmp_path, form):
    frames = [Image.new("RGB", (40, 30), colour) for colour in ("red", "lime", "blue")]
    out = io.BytesIO()
    more = {"comment": SECRET} if form == "GIF" else {"exif": exif()}
    frames[0].save(out, form, save_all=True, append_images=frames[1:], duration=120, **more)
    assert SECRET in out.getvalue()
    outcome, copy = cleaned(out.getvalue(), tmp_path)
    assert isinstance(outcome, Cleaned) and outcome.kind.extension == "gif"
    with Image.open(io.BytesIO(copy)) as image:
        seen = [one.convert("RGB").getpixel((5, 5)) for one in ImageSequence.Iterator(image)]
        assert image.info["duration"] == 120
    assert [max(range(3), key=pixel.__getitem__) for pixel in seen] == [0, 1, 2]
    assert SECRET not in copy


def test_a_moving_picture_of_too_many_frames_is_too_heavy(tmp_path):
    frames = [Image.new("L", (4, 4), number % 250) for number in range(700)]
    out = io.BytesIO()
    frames[0].save(out, "GIF", save_all=True, append_images=frames[1:], duration=50)
    assert cleaned(out.getvalue(), tmp_path)[0] == Withheld("too_heavy")


@pytest.mark.parametrize(
    ("body", "how", "extension"),
    [
        (photograph("CANARY-7731"), "pixels", "jpg"),
        (sound_pdf("CANARY-7731"), "structure", "pdf"),
        (film([b"picture"], udta=SECRET), "structure", "mp4"),
        ("ถนนบางกว่าแบบ\n".encode() * 90_000, "none_needed", "txt"),
    ],
    ids=["picture", "document", "film", "text"],
)
def test_each_kind_goes_its_way_and_the_original_is_kept_for_those_who_open_names(
    office: Office, tmp_path, body: bytes, how: str, extension: str
):
    added, case_id = filed(office, body, tmp_path)
    assert (added.name, added.how, added.withheld) == (f"evidence-01.{extension}", how, "")
    assert added.size_bytes == len(body)
    (line,) = office.open("intake1", case_id).attachments
    assert (line.how, line.withheld, line.tag) == (how, "", COPY_TAGS[how])
    with office.desk("intake1") as work:
        file = open_attachment(work, case_id, line.id, SealedSpool(tmp_path))
        copy = b"".join(file.chunks)
        file.close()
    assert SECRET not in copy
    is_same = how == "none_needed"
    assert (copy == body) == is_same
    roles, padded = _streams(office)
    assert roles == (["copy"] if is_same else ["copy", "original"])
    assert padded == padme(len(copy)) + (0 if is_same else padme(len(body)))


WITHHELD = {
    "old Word": (OLD_WORD, "old_office"),
    "a broken PDF": (b"%PDF-1.7\n" + SECRET * 50, None),
    "a film in fragments": (film([b"x"]) + b"\0\0\0\x10moof" + bytes(8), "not_understood"),
    "a film of noise": (b"\0\0\0\x18ftypmp42\0\0\0\0mp42isom" + SECRET * 90, None),
    "an MP3 that is none": (b"ID3\4\0\0\0\0\0\0" + SECRET * 90, "not_understood"),
}


@pytest.mark.parametrize("name", WITHHELD)
def test_what_cannot_be_cleaned_is_kept_and_no_officer_gets_it(office: Office, tmp_path, name):
    body, why = WITHHELD[name]
    added, case_id = filed(office, body, tmp_path)
    assert added.how == "" and (added.withheld == why or why is None)
    assert added.told == (REPORTER_WITHHELD, WITHHELD_ADVICE[added.withheld])
    assert _streams(office) == (["original"], padme(len(body)))
    (line,) = office.open("intake1", case_id).attachments
    assert (line.withheld, line.cleaned) == (added.withheld, False)
    assert line.tag == COPY_TAGS["withheld"]
    extension = kind_of(body).extension
    assert (line.name, line.size_bytes) == (f"evidence-01.{extension}", None)
    with office.desk("intake1") as work:
        row, case = work.one(Attachment), work.one(Complaint)
        told = describe_attachment(work, open_case_keys(work, case), row)
    assert (told["extension"], "size_bytes" in told) == (extension, False)
    with pytest.raises(NotFound), office.desk("intake1") as work:
        open_attachment(work, case_id, line.id, SealedSpool(tmp_path))


@pytest.mark.parametrize(
    "body",
    [
        b"words " * 2000 + b"\0\1\2",
        b"words " * 2000 + photograph("CANARY"),
        b"words " * 2000 + b"\xff",
        picture("GIF", "P")[:200],
        HEIC[:400],
    ],
    ids=["text with controls", "text with a picture", "broken text", "cut GIF", "cut HEIC"],
)
def test_what_can_be_photographed_again_is_refused_and_nothing_is_kept(office, tmp_path, body):
    token = office.confirm(office.file())
    with pytest.raises(UnsupportedFile), office.reporter() as work:
        add_evidence(work, token, _spooled(body, tmp_path), "a")
    with office.work(AgencyClerk(office.agency_id), writes=False) as work:
        assert work.rows(select(Attachment)) == []


def test_a_picture_over_its_limit_is_refused_before_any_child_sees_it(office, tmp_path):
    token = office.confirm(office.file())
    body = picture("WEBP").ljust(21 * MIB, b"\0")
    with pytest.raises(TooLarge), office.reporter() as work:
        add_evidence(work, token, _spooled(body, tmp_path), "a.webp")


@pytest.mark.parametrize("code", ["raise SystemExit(1)", "raise SystemExit(77)", "pass"])
def test_a_child_that_made_nothing_leaves_nothing(monkeypatch, tmp_path, code):
    _replace_child(monkeypatch, tmp_path, code)
    assert cleaned(film([b"x"]), tmp_path)[0] == Withheld("unreadable")


@pytest.mark.parametrize("made", [b"words", b"MZ" + bytes(99), b"%PDF-1.7\n", b"ID3" + bytes(99)])
def test_a_child_is_not_believed_when_it_makes_something_else(monkeypatch, tmp_path, made):
    _replace_child(monkeypatch, tmp_path, f"sys.stdout.buffer.write({made!r})")
    assert cleaned(film([b"x"]), tmp_path)[0] == Withheld("unreadable")


def test_a_child_that_is_killed_or_writes_without_end_was_too_heavy(monkeypatch, tmp_path):
    for code in ("import os; os.kill(os.getpid(), 9)", "while 1: sys.stdout.write('x' * 65536)"):
        _replace_child(monkeypatch, tmp_path, code)
        assert cleaned(film([b"x"]), tmp_path)[0] == Withheld("too_heavy")


def test_a_spool_that_was_changed_underneath_is_no_file(tmp_path):
    def changed():
        yield b"words"
        raise SealBroken

    with pytest.raises(SealBroken):
        run_child(child_program("media_child.py"), "mp4", changed(), lambda _piece: None)


def test_fifty_megabytes_grow_our_process_by_less_than_twenty(tmp_path):
    (tmp_path / "film").write_bytes(film([bytes([number]) * MIB for number in range(49)]))
    code = f"""
import resource, sys
from pathlib import Path
sys.path.insert(0, {str(Path(cleaning.__file__).parents[1])!r})
from crypto.file_stream import SealedSpool
from service.cleaning import clean
from service.evidence_kinds import kind_of
spool = SealedSpool(Path({str(tmp_path)!r}))
with open({str(tmp_path / "film")!r}, "rb") as file:
    while piece := file.read(1 << 20):
        spool.write(piece)
spool.finish()
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
with spool.beside(64 << 20) as copy:
    outcome = clean(spool, kind_of(spool.head(4096)), copy)
    size = copy.size
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before, outcome.how, size)
"""
    finished = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, timeout=90, check=True
    )
    growth, how, size = finished.stdout.split()
    assert how == "structure" and int(size) > 49 * MIB
    sys.stdout.write(f"grew by {int(growth) / 1024:.1f} MiB\n")
    assert int(growth) < 20 * 1024


def test_every_end_has_words_for_the_one_who_sent_the_file():
    for kind in ("picture", "document", "video", "sound"):
        for how in ("pixels", "structure", "pages", "none_needed"):
            assert all(said.th and said.en for said in reporter_words(kind, how, ""))
    for why in ("unreadable", "locked", "too_heavy", "not_understood", "old_office"):
        assert reporter_words("document", "", why) == (REPORTER_WITHHELD, WITHHELD_ADVICE[why])


def filed(office: Office, body: bytes, folder: Path) -> tuple[EvidenceAdded, str]:
    token = office.confirm(receipt := office.file())
    with office.reporter() as work:
        added = add_evidence(work, token, _spooled(body, folder), "บ้านฉัน")
    return added, office.case_id(receipt)


def _spooled(body: bytes, folder: Path) -> SealedSpool:
    spool = SealedSpool(folder)
    spool.write(body)
    return spool


def _streams(office: Office) -> tuple[list[str], int]:
    """The roles of the only file's streams, and its padded size."""
    with office.work(AgencyClerk(office.agency_id), writes=False) as work:
        roles = sorted(row.role for row in work.rows(select(AttachmentStream)))
        (file,) = work.rows(select(Attachment))
        return roles, file.padded_bytes


def _replace_child(monkeypatch, folder: Path, code: str) -> None:
    program = folder / "child.py"
    program.write_text(f"import sys\nsys.stdin.buffer.read()\n{code}\n")
    way = cleaning._Way(ChildProgram(program), "mp4", "structure")
    monkeypatch.setitem(cleaning._WAYS, "mp4", way)
