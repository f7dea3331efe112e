"""What a file is stands in its first bytes; its name is never asked."""

import io
import zipfile

import pytest
from PIL import Image

from rules.words import EVIDENCE_KINDS
from service.evidence_kinds import kind_of

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)


def ftyp(major: bytes, *compatible: bytes) -> bytes:
    body = b"ftyp" + major + bytes(4) + b"".join(compatible)
    return (len(body) + 4).to_bytes(4, "big") + body + b"\x00\x00\x00\x08mdat"


def zipped(*names: str, body: bytes = b"<Types/>" * 40) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in names:
            archive.writestr(name, body)
    return out.getvalue()


def picture(name: str) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (8, 8), "teal").save(out, name)
    return out.getvalue()


TAKEN = {
    "jpeg": (picture("JPEG"), "picture", "jpg"),
    "png": (picture("PNG"), "picture", "png"),
    "gif": (picture("GIF"), "picture", "gif"),
    "webp": (picture("WEBP"), "picture", "webp"),
    "iphone picture": (ftyp(b"heic", b"mif1", b"heic"), "picture", "heic"),
    "picture that says mif1 first": (ftyp(b"mif1", b"mif1", b"heic"), "picture", "heic"),
    "pdf": (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n", "document", "pdf"),
    "old word": (OLE, "document", "doc"),
    "old excel": (OLE + "Workbook".encode("utf-16-le"), "document", "xls"),
    "word": (zipped("[Content_Types].xml", "_rels/.rels", "word/document.xml"), "document", "docx"),
    "word of another office": (zipped("word/numbering.xml", "_rels/.rels"), "document", "docx"),
    "excel": (zipped("[Content_Types].xml", "xl/workbook.xml"), "document", "xlsx"),
    "powerpoint": (
        zipped("_rels/.rels", "docProps/app.xml", "ppt/presentation.xml"), "document", "pptx",
    ),
    "video": (ftyp(b"isom", b"iso2", b"avc1", b"mp41"), "video", "mp4"),
    "video of a brand of its own": (ftyp(b"XAVC", b"XAVC", b"mp42"), "video", "mp4"),
    "iphone video": (ftyp(b"qt  ", b"qt  "), "video", "mov"),
    "old phone video": (ftyp(b"3gp5", b"isom"), "video", "3gp"),
    "m4a": (ftyp(b"M4A ", b"mp42", b"isom"), "sound", "m4a"),
    "mp3 with tags": (b"ID3\x04\x00" + bytes(64), "sound", "mp3"),
    "mp3": (b"\xff\xfb\x90\x64" + bytes(64), "sound", "mp3"),
    "wav": (b"RIFF\x24\x08\x00\x00WAVEfmt ", "sound", "wav"),
    "voice message": (b"OggS\x00\x02" + bytes(20) + b"OpusHead", "sound", "ogg"),
    "amr": (b"#!AMR\n" + bytes(32), "sound", "amr"),
    "thai text": ("เมื่อวันที่ ๑๒ ตุลาคม\r\n\tช่างรับเงิน ๕,๐๐๐ บาท".encode(), "document", "txt"),
    "text with unseen spaces": ("\ufeffกองช่าง\u200bรับ\u00a0เงิน".encode(), "document", "txt"),
}  # fmt: skip

REFUSED = {
    "nothing": b"",
    "program": b"MZ\x90\x00\x03\x00\x00\x00" + bytes(64),
    "linux program": b"\x7fELF\x02\x01\x01" + bytes(64),
    "page": b"<!DOCTYPE html><html><script>alert(1)</script></html>",
    "page behind a comment": b"\xef\xbb\xbf \n<!-- x --><ScRiPt>alert(1)</script>",
    "svg": b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>',
    "svg with a declaration": b'<?xml version="1.0"?><svg/>',
    "shell script": b"#!/bin/sh\nrm -rf /\n",
    "php": b"hello <?php system($_GET[0]); ?>",
    "plain zip": zipped("a.txt", "word/document.xml"),
    "java archive": zipped("META-INF/MANIFEST.MF", "A.class"),
    "open document": zipped("mimetype", "content.xml"),
    "only relations": zipped("_rels/.rels", "anything.bin"),
    "rar": b"Rar!\x1a\x07\x01\x00",
    "avif": ftyp(b"avif", b"mif1", b"heic"),
    "unknown media": ftyp(b"zzzz", b"yyyy"),
    "unknown riff": b"RIFF\x00\x00\x00\x00AVI LIST",
    "old thai encoding": "เทศบาล".encode("tis-620"),
    "control bytes": b"looks like text\x00\x01",
    "escape codes": b"\x1b[2J\x1b]0;title\x07",
    "noise": bytes(range(128, 256)),
}


@pytest.mark.parametrize("name", TAKEN)
def test_a_kind_is_told_from_its_first_bytes(name):
    content, code, extension = TAKEN[name]
    kind = kind_of(content[:4096])
    assert kind is not None
    assert (kind.code, kind.extension) == (code, extension)
    assert kind.words == EVIDENCE_KINDS[code]
    assert "/" in kind.media_type


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_not_on_the_list_is_not_taken(name):
    assert kind_of(REFUSED[name][:4096]) is None


def test_only_pictures_that_our_child_reads_are_sent_to_it():
    kinds = {kind_of(content[:4096]) for content, *_ in TAKEN.values()}
    assert {kind.extension for kind in kinds if kind.is_image_to_clean} == {
        "jpg",
        "png",
        "gif",
        "webp",
        "heic",
    }


@pytest.mark.parametrize("cut", range(4))
def test_a_text_cut_inside_a_thai_letter_is_still_a_text(cut):
    content = ("ก" * 2000).encode()
    assert kind_of(content[: 4096 - cut]).extension == "txt"
