"""Films and sounds are built anew of what is seen and heard; nothing else has a way across."""

import struct
import subprocess
import sys
import zlib
from pathlib import Path

import pytest

import service
from tests.small_files import box, film, numbers

CHILD = Path(service.__file__).with_name("media_child.py")
SECRET = b"CANARY-7731"
NOT_UNDERSTOOD = 13
SAMPLES = [bytes([number]) * (40 + number) for number in range(1, 6)]


def made_anew(word: str, original: bytes) -> bytes:
    finished = _run(word, original)
    assert finished.returncode == 0, finished.stderr
    return finished.stdout


def status(word: str, original: bytes) -> int:
    return _run(word, original).returncode


def _run(word: str, original: bytes) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        [sys.executable, "-I", CHILD, word], input=original, capture_output=True, env={},
        cwd="/", timeout=60, check=False,
    )  # fmt: skip


def boxes(body: bytes, path: str = "") -> dict[str, bytes]:
    """Every box by its way from the top, an independent reading."""
    found, place = {}, 0
    while place < len(body):
        size = int.from_bytes(body[place : place + 4], "big")
        assert 8 <= size <= len(body) - place, "boxes fill their parents to the byte"
        name = f"{path}/{body[place + 4 : place + 8].decode('latin-1')}"
        found[name] = body[place + 8 : place + size]
        if name.rsplit("/", 1)[1] in ("moov", "trak", "mdia", "minf", "stbl"):
            found |= boxes(found[name], name)
        place += size
    return found


def seen_samples(made: bytes) -> list[bytes]:
    table = boxes(made)
    stbl = "/moov/trak/mdia/minf/stbl"
    places = struct.unpack(f">{len(SAMPLES)}I", table[f"{stbl}/stco"][8:])
    sizes = struct.unpack(f">{len(SAMPLES)}I", table[f"{stbl}/stsz"][12:])
    return [made[at : at + size] for at, size in zip(places, sizes, strict=True)]


def test_a_film_keeps_its_pictures_and_nothing_that_tells_of_its_maker():
    place = box("\xa9xyz", b"\0\x12\x15\xc7+13.7563+100.5018/")
    original = film(
        SAMPLES, udta=place + box("\xa9nam", SECRET), meta=bytes(4) + SECRET, uuid=SECRET * 3,
        free=SECRET,
    ) + box("free", SECRET) + box("uuid", SECRET)  # fmt: skip
    assert original.count(SECRET) == 8 and b"ENCODER" in original and b"HANDLER" in original
    made = made_anew("mp4", original)
    for word in (SECRET, b"+13.7", b"ENCODER", b"HANDLER", b"xyz", b"udta", b"meta", b"uuid"):
        assert word not in made, word
    assert seen_samples(made) == SAMPLES
    assert {name.split("/")[1] for name in boxes(made)} == {"ftyp", "moov", "mdat"}


def test_the_days_of_a_film_are_gone_and_its_length_is_kept():
    table = boxes(made_anew("mp4", film(SAMPLES)))
    for name in ("/moov/mvhd", "/moov/trak/tkhd", "/moov/trak/mdia/mdhd"):
        assert table[name][4:12] == bytes(8), name
    assert table["/moov/mvhd"][12:20] == numbers(25_000, 5000)
    assert table["/moov/trak/mdia/mdhd"][12:20] == numbers(25_000, 5000)
    assert table["/moov/trak/tkhd"][:4] == b"\0\0\0\7"
    assert table["/moov/trak/tkhd"][-8:] == numbers(64 << 16, 48 << 16)


def test_what_no_table_points_to_is_left_behind():
    """Other tracks' samples lie in the same box as the pictures: places, second by second."""
    original = film([*SAMPLES[:2], SECRET * 5, *SAMPLES[2:]])
    table = boxes(original)["/moov/trak/mdia/minf/stbl/stco"]
    sizes = boxes(original)["/moov/trak/mdia/minf/stbl/stsz"]
    places = [table[8 + 4 * at : 12 + 4 * at] for at in range(6)]
    each = [sizes[12 + 4 * at : 16 + 4 * at] for at in range(6)]
    without = original.replace(
        table, table[:7] + b"\5" + b"".join(places[:2] + places[3:]) + b"free"
    )
    without = without.replace(sizes, sizes[:11] + b"\5" + b"".join(each[:2] + each[3:]) + b"free")
    made = made_anew("mp4", without)
    assert SECRET not in made
    assert seen_samples(made) == SAMPLES


def test_a_track_of_places_is_left_behind_and_a_film_of_nothing_else_is_refused():
    places = film([SECRET]).replace(b"vide", b"meta")
    trak = boxes(places)["/moov/trak"]
    made = made_anew("mp4", film(SAMPLES, trak=trak))
    assert seen_samples(made) == SAMPLES and SECRET not in made
    assert status("mp4", places) == NOT_UNDERSTOOD


def test_making_it_anew_twice_changes_nothing_more():
    made = made_anew("mp4", film(SAMPLES, udta=SECRET))
    assert made_anew("mp4", made) == made


@pytest.mark.parametrize(
    ("first", "is_note"),
    [(0x06, True), (0x66, True), (0x65, False), (0x67, False), (0x41, False)],
)
def test_messages_between_the_pictures_are_filled_over(first, is_note):
    """Dash cameras write the place there, encoders their settings."""
    unit = bytes((first,)) + SECRET + b"\x80"
    picture = b"\x65" + bytes(range(1, 60))
    sample = b"".join(len(one).to_bytes(4, "big") + one for one in (unit, picture))
    told = box("avcC", b"\1\x42\0\x1e\xff\xe1\0\4abcd\1\0\2ef")
    plain = film([sample]).replace(b"mp4v", b"avc1")
    esds = plain[plain.index(b"esds") - 4 :][: len(box("esds", bytes(4) + bytes(26)))]
    original = plain.replace(esds, told.ljust(len(esds), b"\0"))
    # The room that is left over has the size of a box of its own.
    left = len(esds) - len(told)
    original = original.replace(
        told + bytes(left), told + left.to_bytes(4, "big") + b"free" + bytes(left - 8)
    )
    made = made_anew("mp4", original)
    assert (SECRET not in made) == is_note
    assert picture in made and len(boxes(made)["/mdat"]) == len(sample)


def _broken() -> dict[str, bytes]:
    sound = film(SAMPLES)
    stco = boxes(sound)["/moov/trak/mdia/minf/stbl/stco"]
    stsz = boxes(sound)["/moov/trak/mdia/minf/stbl/stsz"]
    stsc = boxes(sound)["/moov/trak/mdia/minf/stbl/stsc"]
    return {
        "in fragments": sound + box("moof", bytes(20)),
        "made for fragments": film(SAMPLES, mvex=bytes(8)),
        "a piece outside the file": sound.replace(stco, stco[:-4] + b"\x7f\0\0\0"),
        "pieces without end": sound.replace(stsz, stsz[:8] + b"\x7f\xff\xff\xff" + stsz[12:]),
        "huge samples": sound.replace(stsz, stsz[:4] + b"\x7f\xff\xff\xff" + stsz[8:]),
        "runs that go back": sound.replace(stsc, stsc[:8] + b"\0\0\0\2" + stsc[12:]),
        "no moov": sound.replace(b"moov", b"skip"),
        "two moovs": sound + box("moov", b""),
        "an unknown picture": sound.replace(b"mp4v", b"secr"),
        "cut in its moov": sound[:300],
        "nothing": b"",
        "a box in a box in a box": sound[:28] + b"\0\0\0\x08moov" * 5000,
    }


BROKEN = _broken()


@pytest.mark.parametrize("name", BROKEN)
def test_what_is_not_understood_is_not_made(name):
    finished = _run("mp4", BROKEN[name])
    assert finished.returncode in (1, NOT_UNDERSTOOD)


def test_a_file_that_grew_by_pointing_twice_at_one_piece_is_refused():
    """Else a small file could become a large one."""
    original = film([bytes(100_000)])
    table = boxes(original)["/moov/trak/mdia/minf/stbl/stsc"]
    assert status("mp4", original.replace(table, bytes(4) + numbers(1, 1, 3, 1))) == NOT_UNDERSTOOD


def frames(count: int, sound: bytes = b"\x55") -> list[bytes]:
    """Frames of MPEG 1 layer III, 128 kbit/s, 44.1 kHz: 417 bytes each."""
    return [
        b"\xff\xfb\x90\x00" + (sound + bytes((number,))) * 206 + b"\0" for number in range(count)
    ]


def test_an_mp3_is_its_frames_alone():
    sound = frames(6)
    cover = b"APIC\xff\xfb\x90\x00" + SECRET * 60
    tag = b"ID3\4\0\0" + bytes((0, 0, len(cover) >> 7, len(cover) & 0x7F)) + cover
    ape = b"APETAGEX" + SECRET * 4 + b"\xff\xfb\x90\x00" + SECRET * 60
    first = b"TAG" + SECRET.ljust(125, b"\0")
    original = tag + b"".join(sound[:3]) + b"stray" + SECRET + b"".join(sound[3:]) + ape + first
    assert made_anew("mp3", original) == b"".join(sound)


def test_the_encoder_in_the_first_frame_of_an_mp3_is_gone_and_its_table_stays():
    table = bytes(32) + b"Info" + numbers(15, 6, 2502) + bytes(range(100)) + numbers(57)
    info = (b"\xff\xfb\x90\x00" + table + b"LAME3.100" + SECRET).ljust(417, b"\0")
    made = made_anew("mp3", info + b"".join(frames(3)))
    assert b"LAME" not in made and SECRET not in made
    assert made[: 4 + len(table)] == info[: 4 + len(table)]


def page(flags: int, number: int, packets: list[bytes], granule: int = 0) -> bytes:
    laces = b"".join(b"\xff" * (len(one) // 255) + bytes((len(one) % 255,)) for one in packets)
    head = struct.pack("<4sBBQIIIB", b"OggS", 0, flags, granule, 77, number, 0, len(laces))
    return head + laces + b"".join(packets)


def read_pages(made: bytes) -> list[tuple[int, int, bytes]]:
    """Granule, number and body of every page, its checksum computed bit by bit."""
    found, place = [], 0
    while place < len(made):
        laces = made[place + 27 : place + 27 + made[place + 26]]
        end = place + 27 + len(laces) + sum(laces)
        whole = made[place:end]
        check = 0
        for byte in whole[:22] + bytes(4) + whole[26:]:
            check ^= byte << 24
            for _ in range(8):
                check = (check << 1 ^ (0x04C11DB7 if check >> 31 else 0)) & 0xFFFFFFFF
        assert int.from_bytes(whole[22:26], "little") == check
        granule, serial, number = struct.unpack("<QII", whole[6:22])
        assert serial == 1
        found.append((granule, number, whole[27 + len(laces) :]))
        place = end
    return found


def test_an_ogg_keeps_its_sound_and_no_comment():
    head = b"OpusHead\1\1\x38\x01\x80\xbb\0\0\0\0\0"
    tags = b"OpusTags" + struct.pack("<I", 600) + SECRET.ljust(600, b"x") + bytes(4)
    original = page(2, 0, [head]) + page(0, 1, [tags]) + page(0, 2, [b"first", b"second"], 960)
    made = made_anew("ogg", original + page(4, 3, [b"last"], 1920))
    assert SECRET not in made
    assert read_pages(made) == [
        (0, 0, head), (0, 1, b"OpusTags" + bytes(8)), (960, 2, b"firstsecond"), (1920, 3, b"last"),
    ]  # fmt: skip


def test_vorbis_keeps_its_set_up():
    head = b"\x01vorbis".ljust(30, b"\1")
    tags, books = b"\x03vorbis" + SECRET * 40, b"\x05vorbis" + bytes(range(250)) * 3
    made = made_anew("ogg", page(2, 0, [head]) + page(0, 1, [tags, books]) + page(4, 2, [b"s"], 9))
    assert SECRET not in made
    assert read_pages(made)[1] == (0, 1, b"\x03vorbis" + bytes(8) + b"\x01" + books)


def test_two_streams_in_one_ogg_are_not_understood():
    head = b"OpusHead\1\1\x38\x01\x80\xbb\0\0\0\0\0"
    other = bytearray(page(0, 1, [b"OpusTags" + bytes(8)]))
    other[14] = 9
    assert status("ogg", page(2, 0, [head]) + bytes(other)) == NOT_UNDERSTOOD
    assert status("ogg", page(2, 0, [b"\x80theora".ljust(42, b"\0")])) == NOT_UNDERSTOOD


def test_a_wave_keeps_its_format_and_its_sound():
    form = struct.pack("<HHIIHH", 1, 1, 8000, 16000, 2, 16)

    def chunk(name: bytes, body: bytes) -> bytes:
        return name + len(body).to_bytes(4, "little") + body + bytes(len(body) % 2)

    sound = bytes(range(250)) * 5
    chunks = (
        chunk(b"LIST", b"INFOIART" + SECRET), chunk(b"bext", SECRET * 20), chunk(b"fmt ", form),
        chunk(b"data", sound), chunk(b"id3 ", SECRET), chunk(b"iXML", SECRET),
    )  # fmt: skip
    made = made_anew("wav", b"RIFF\0\0\0\0WAVE" + b"".join(chunks) + SECRET)
    assert made == b"RIFF" + (len(made) - 8).to_bytes(4, "little") + b"WAVE" + chunk(
        b"fmt ", form
    ) + chunk(b"data", sound)


def test_an_amr_is_its_frames_and_what_follows_is_left_out():
    sound = b"#!AMR\n" + (b"\x3c" + bytes(range(31))) * 4 + b"\x7c"
    assert made_anew("amr", sound + b"\xff" + SECRET) == sound
    assert status("amr", b"#!AMR\n" + SECRET) == NOT_UNDERSTOOD


@pytest.mark.parametrize("word", ["mp4", "mp3", "ogg", "wav", "amr"])
def test_noise_is_never_made(word):
    noise = b"".join(
        zlib.crc32(bytes((at % 256, at // 256))).to_bytes(4, "big") for at in range(9000)
    )
    assert status(word, noise) in (1, NOT_UNDERSTOOD)
