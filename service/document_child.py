"""Makes one document anew from standard input to standard output, inside its own limits.

Run as `python -I` by `clean_child` with one word: pdf, docx, xlsx or pptx. Imports nothing of the
house; its parts stand in `document_parts`. Exit status 0: rewritten without hidden parts; 10:
made of pictures of its pages; 11: locked by a password; 12: too heavy; 13: not understood; any
other: nothing may be used, and nothing was written that could be.
"""

import codecs
import importlib
import os
import resource
import signal
import sys
from typing import Any

MEMORY_BYTES = 900 * 1024 * 1024
CPU_SECONDS = 45
# Rewriting has to end by then, so that there is time left for pictures of the pages.
REWRITING_SECONDS = 15
INPUT_BYTES = 50 * 1024 * 1024
REWRITTEN, PAGES, LOCKED, TOO_HEAVY, NOT_UNDERSTOOD = 0, 10, 11, 12, 13
OFFICE = ("docx", "xlsx", "pptx")


def limit_self() -> None:
    """Bound memory and time; from here on no file, no socket and no process can be opened.

    A bomb, or a parser that was taken over, ends this child and nothing else.
    """
    for limit, most in (
        (resource.RLIMIT_AS, MEMORY_BYTES),
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_NPROC, 0),
        (resource.RLIMIT_NOFILE, 0),
    ):
        resource.setrlimit(limit, (most, most))
    resource.setrlimit(resource.RLIMIT_CPU, (REWRITING_SECONDS, CPU_SECONDS))


def part(name: str) -> Any:
    """A module of `document_parts`, which stands beside this file."""
    return importlib.import_module(f"document_parts.{name}")


def load_parts() -> None:
    """Import everything that cleaning needs, while files can still be opened."""
    sys.path.append(os.path.dirname(os.path.abspath(__file__)))
    for name in ("verdicts", "pictures", "pdf_structure", "pdf_pages", "office_package"):
        part(name)
    sys.path.pop()
    part("pictures").load_decoders()
    for name in ("cp437", "utf-16", "utf-16-le", "utf-16-be"):  # names in a zip; some parts
        codecs.lookup(name)


def clean_pdf(original: bytes, out: int) -> int:
    """The exit status; what was made stands in `out`."""
    verdicts = part("verdicts")
    signal.signal(signal.SIGXCPU, _out_of_time)
    try:
        rewritten = part("pdf_structure").rewritten(original)
    except verdicts.Locked:
        return LOCKED
    except Exception:  # a hostile document may break a parser in any way
        rewritten = b""
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
    if rewritten:
        _write(out, rewritten)
        return REWRITTEN
    for piece in part("pdf_pages").pictured(original):
        _write(out, piece)
    return PAGES


def clean_office(original: bytes, kind: str, out: int) -> int:
    """The exit status; what was made stands in `out`."""
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
    _write(out, part("office_package").rewritten(original, kind))
    return REWRITTEN


def _out_of_time(_signal: int, _frame: object) -> None:
    raise TimeoutError


def _write(out: int, piece: bytes) -> None:
    view = memoryview(piece)
    while view:
        view = view[os.write(out, view) :]


def _status(original: bytes, word: str, out: int) -> int:
    verdicts = part("verdicts")
    try:
        if len(original) > INPUT_BYTES:
            return TOO_HEAVY
        return clean_pdf(original, out) if word == "pdf" else clean_office(original, word, out)
    except verdicts.Locked:
        return LOCKED
    except (verdicts.TooHeavy, MemoryError, TimeoutError):
        return TOO_HEAVY
    except verdicts.Unsure:
        return NOT_UNDERSTOOD
    except Exception:  # a hostile document may break a parser in any way
        return 1


def main() -> int:
    """The exit status that says what was made."""
    word = sys.argv[1] if len(sys.argv) == 2 else ""
    if word not in ("pdf", *OFFICE):
        return 1
    load_parts()
    out = os.dup(1)
    # Whatever a parser prints must not get between the document's bytes.
    os.dup2(2, 1)
    limit_self()
    return _status(sys.stdin.buffer.read(INPUT_BYTES + 1), word, out)


if __name__ == "__main__":
    sys.exit(main())
