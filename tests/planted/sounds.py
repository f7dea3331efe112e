"""Recordings with the tags that players and recorders write."""

import struct

from tests.planted.canaries import VISIBLE, Planted, canary, thai_canary
from tests.planted.pictures import jpeg_exif

# MPEG-1 layer III, 128 kbit/s, 44.1 kHz, one channel; every frame is 417 bytes long.
FRAME = (b"\xff\xfb\x90\xc4" + bytes(32) + VISIBLE.encode()).ljust(417, b"\0")


def mp3() -> bytes:
    """ID3v2 with a picture that has its own Exif, APEv2 and ID3v1 behind."""
    return _id3() + FRAME * 8 + _ape() + _id3v1()


def mp3_twice() -> bytes:
    """Two ID3v2 tags, one behind the other; Lyrics3 and ID3v1 behind the sound."""
    words = canary("lyrics").encode()
    lyrics = b"LYRICSBEGININD0000300LYR%05d" % len(words) + words
    lyrics += b"%06dLYRICS200" % len(lyrics)
    return _id3() + _id3() + FRAME * 8 + lyrics + _id3v1()


def mp3_encoder() -> bytes:
    """A first frame that holds no sound but a table, the encoder's name and settings behind it."""
    table = b"Xing" + struct.pack(">III", 3, 9, 417 * 9) + b"LAME3.100" + canary("encoder").encode()
    first = (b"\xff\xfb\x90\xc4" + bytes(17) + table).ljust(417, b"\0")
    return first + FRAME * 8


def _id3() -> bytes:
    wide = thai_canary("id3 utf-16").encode("utf-16")
    frames = (
        (b"TIT2", b"\3" + thai_canary("id3 title").encode()),
        (b"TPE1", b"\1" + wide),
        (b"TSSE", b"\0" + canary("id3 software").encode()),
        (b"COMM", b"\0eng\0" + canary("id3 comment").encode()),
        (b"PRIV", b"owner\0" + canary("id3 private").encode()),
        (b"GEOB", b"\0a/b\0name\0d\0" + canary("id3 object").encode()),
        (b"APIC", b"\0image/jpeg\0\3\0" + jpeg_exif()),
    )
    body = b"".join(name + _seven_bits(len(text)) + b"\0\0" + text for name, text in frames)
    return b"ID3\4\0\0" + _seven_bits(len(body) + 50) + body + bytes(50)


def _seven_bits(number: int) -> bytes:
    return bytes(number >> shift & 0x7F for shift in (21, 14, 7, 0))


def _ape() -> bytes:
    value = canary("ape artist").encode()
    item = struct.pack("<II", len(value), 0) + b"Artist\0" + value
    head = b"APETAGEX" + struct.pack("<IIII", 2000, len(item) + 32, 1, 0xA0000000) + bytes(8)
    foot = b"APETAGEX" + struct.pack("<IIII", 2000, len(item) + 32, 1, 0x80000000) + bytes(8)
    return head + item + foot


def _id3v1() -> bytes:
    return (b"TAG" + canary("v1").encode().ljust(30, b"\0") + bytes(91)).ljust(128, b"\0")


def ogg_opus() -> bytes:
    head = b"OpusHead\1\1" + struct.pack("<HIhB", 0, 48_000, 0, 0)
    sound = bytes([0xF8]) + VISIBLE.encode()
    return _ogg(7, [(2, 0, [head]), (0, 0, [b"OpusTags" + _comments()]), (4, 960, [sound] * 3)])


def ogg_vorbis() -> bytes:
    head = b"\1vorbis" + struct.pack("<IBIIIIBB", 0, 1, 44_100, 0, 64_000, 0, 0xB8, 1)
    comments = b"\3vorbis" + _comments() + b"\1"
    setup = b"\5vorbis" + bytes(60)
    sound = VISIBLE.encode()
    return _ogg(9, [(2, 0, [head]), (0, 0, [comments, setup]), (4, 1024, [sound] * 3)])


def _comments() -> bytes:
    lines = [
        b"ARTIST=" + canary("ogg artist").encode(),
        b"TITLE=" + thai_canary("ogg title").encode(),
        b"METADATA_BLOCK_PICTURE=" + canary("ogg picture").encode() * 40,
    ]
    vendor = canary("ogg vendor").encode()
    listed = b"".join(struct.pack("<I", len(line)) + line for line in lines)
    return struct.pack("<I", len(vendor)) + vendor + struct.pack("<I", len(lines)) + listed


def _ogg(serial: int, pages: list[tuple[int, int, list[bytes]]]) -> bytes:
    whole = b""
    for number, (flags, granule, packets) in enumerate(pages):
        laces = b"".join(b"\xff" * (len(one) // 255) + bytes([len(one) % 255]) for one in packets)
        head = b"OggS\0" + bytes([flags]) + struct.pack("<qIII", granule, serial, number, 0)
        page = head + bytes([len(laces)]) + laces + b"".join(packets)
        whole += page[:22] + struct.pack("<I", ogg_check(page)) + page[26:]
    return whole


def ogg_check(page: bytes) -> int:
    """The check sum of a page whose own field is zero (RFC 3533, 6)."""
    total = 0
    for byte in page:
        total ^= byte << 24
        for _ in range(8):
            total = (total << 1 ^ (0x04C11DB7 if total & 0x80000000 else 0)) & 0xFFFFFFFF
    return total


def wav() -> bytes:
    """LIST, broadcast extension, iXML, an ID3 chunk, and a trailer."""
    chunks = (
        (b"bext", canary("wav bext").encode().ljust(604, b"\0")),
        (b"fmt ", struct.pack("<HHIIHH", 1, 1, 8000, 16_000, 2, 16)),
        (b"LIST", b"INFO" + _chunk(b"IART", canary("wav artist").encode())),
        (b"iXML", f"<x>{thai_canary('wav ixml')}</x>".encode()),
        (b"data", (VISIBLE.encode() + bytes(2)).ljust(1600, b"\0")),
        (b"id3 ", _id3()),
        (b"LIST", b"adtl" + _chunk(b"labl", canary("wav label").encode())),
    )
    body = b"WAVE" + b"".join(_chunk(name, text) for name, text in chunks)
    return b"RIFF" + struct.pack("<I", len(body)) + body + canary("wav trailer").encode()


def _chunk(name: bytes, text: bytes) -> bytes:
    return name + struct.pack("<I", len(text)) + text + bytes(len(text) % 2)


SOUNDS = (
    Planted("MP3: ID3v2, ID3v1, APE, a picture with Exif", "song.mp3", mp3),
    Planted("MP3: two tags, lyrics", "talk.mp3", mp3_twice),
    Planted("MP3: the encoder's table", "enc.mp3", mp3_encoder),
    Planted("OGG Opus: comments, vendor", "line.ogg", ogg_opus),
    Planted("OGG Vorbis: comments, vendor", "v.ogg", ogg_vorbis),
    Planted("WAV: LIST, bext, iXML, ID3, trailer", "r.wav", wav),
)
