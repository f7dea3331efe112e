"""The spool of an upload: ciphertext alone on the disk, nothing left behind, little memory."""

import os
import stat
import tracemalloc
from pathlib import Path

import pytest

from crypto.file_stream import MEMORY_BYTES, SealedSpool, SpoolFull
from crypto.primitives import random_bytes
from tests.crypto.spoiling import refused

MIB = 1024 * 1024


@pytest.mark.parametrize("size", [0, 1, MEMORY_BYTES, MEMORY_BYTES + 1, 5_000_000])
@pytest.mark.parametrize("piece", [1_000, 70_000, 6_000_000])
def test_a_spool_gives_back_what_it_was_given(tmp_path: Path, size: int, piece: int) -> None:
    body = random_bytes(size)
    spool = SealedSpool(tmp_path / "uploads")
    for at in range(0, size, piece):
        assert spool.write(body[at : at + piece]) == len(body[at : at + piece])
    assert spool.seek(0) == 0
    assert spool.size == size
    assert spool.head(4096) == spool.head(10_000) == body[:4096]
    assert spool.head(8) == body[:8]
    assert b"".join(spool.chunks()) == body == b"".join(spool.chunks(10_000))
    with pytest.raises(ValueError, match="^the spool is finished$"):
        spool.write(b"more")
    spool.close()
    assert spool.closed and spool._sealed.closed
    assert spool._key == b""


def _files_under(folder: Path) -> list[str]:
    names = []
    for descriptor in os.listdir("/proc/self/fd"):
        try:
            name = os.readlink(f"/proc/self/fd/{descriptor}")
        except OSError:
            continue
        if name.startswith(str(folder)):
            names.append(f"/proc/self/fd/{descriptor}")
    return names


def test_its_file_has_no_name_is_private_and_holds_no_plaintext(tmp_path: Path) -> None:
    spool = SealedSpool(tmp_path)
    spool.write(b"CANARY" * 20_000)
    assert _files_under(tmp_path) == []
    for _ in range(10):
        spool.write(b"CANARY" * 20_000)
    (file,) = _files_under(tmp_path)
    assert list(tmp_path.iterdir()) == []
    assert stat.S_IMODE(os.stat(file).st_mode) == 0o600
    spool.finish()
    assert sum(len(piece) for piece in spool.chunks()) == spool.size
    with open(file, "rb") as sealed:
        written = sealed.read()
    assert len(written) > 1_300_000
    assert b"CANARY" not in written
    spool.close()
    assert _files_under(tmp_path) == []


def test_a_file_is_made_for_more_than_memory_takes_in_a_folder_of_its_owner(
    tmp_path: Path,
) -> None:
    folder = tmp_path / "far" / "uploads"
    spool = SealedSpool(folder)
    spool.write(bytes(MEMORY_BYTES))
    assert not folder.exists()
    spool.write(b"x")
    assert len(_files_under(folder)) == 1
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    spool.close()


def test_a_spool_keeps_to_its_limit(tmp_path: Path) -> None:
    spool = SealedSpool(tmp_path, limit_bytes=600_000)
    spool.write(bytes(600_000))
    with pytest.raises(SpoolFull):
        spool.write(b"x")
    assert spool.size == 600_000
    assert sum(len(piece) for piece in spool.chunks()) == 600_000
    with pytest.raises(SpoolFull):
        SealedSpool(tmp_path, limit_bytes=0).write(b"x")


@pytest.mark.parametrize("size", [100_000, 1_000_000])
def test_what_was_changed_or_cut_underneath_is_refused(tmp_path: Path, size: int) -> None:
    for at in (0, 30, 70, size // 2, size):
        spool = SealedSpool(tmp_path)
        spool.write(bytes(size))
        spool.finish()
        spool._sealed.seek(at)
        byte = spool._sealed.read(1)
        spool._sealed.seek(at)
        spool._sealed.write(bytes([byte[0] ^ 1]))
        refused(list, spool.chunks())
    for left in (0, 55, 56, 56 + 16_400, size):
        spool = SealedSpool(tmp_path)
        spool.write(bytes(size))
        spool.finish()
        spool._sealed.truncate(left)
        refused(list, spool.chunks())


def test_two_spools_of_one_text_share_nothing(tmp_path: Path) -> None:
    one, two = SealedSpool(tmp_path), SealedSpool(tmp_path)
    for spool in (one, two):
        spool.write(bytes(100_000))
        spool.finish()
        spool._sealed.seek(0)
    assert one._sealed.read(200) != two._sealed.read(200)
    assert "key" not in repr(one).lower()


def test_it_goes_back_to_its_start_only(tmp_path: Path) -> None:
    spool = SealedSpool(tmp_path)
    assert spool.writable() and spool.seekable()
    for offset, whence in ((1, 0), (0, 1), (0, 2)):
        with pytest.raises(ValueError, match="^a spool goes back to its start only$"):
            spool.seek(offset, whence)
    spool.write(b"still open")


def test_fifty_megabytes_pass_in_little_memory(tmp_path: Path) -> None:
    piece, size = random_bytes(MIB), 0
    tracemalloc.start()
    spool = SealedSpool(tmp_path)
    for _ in range(50):
        spool.write(piece)
    for opened in spool.chunks():
        size += len(opened)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    spool.close()
    assert size == 50 * MIB
    assert peak < 8 * MIB
