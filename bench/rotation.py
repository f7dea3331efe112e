"""Giving a colleague every case, and new keys for every case, with a thousand to ten thousand."""

import time
from collections.abc import Callable
from datetime import timedelta

from bench.clients import WORDS
from bench.figures import print_table
from bench.installation import Installation, installation
from crypto.primitives import random_bytes
from crypto.tracking_code import private_branch, public_branch
from rules.permissions import Role
from rules.states import Channel
from service.actors import Reporter
from service.case_filing import ReporterSide, file_case
from service.exclusions import Exclusions
from service.inputs import load_draft
from service.keyring import open_keyring
from service.regrant import Progress, regrant_slice
from service.rekey import rekey_slice
from service.sealing import new_id
from service.unit_of_work import UnitOfWork

SIZES = (1_000, 3_000, 10_000)
AT_A_TIME = 500


def run() -> None:
    """Print seconds and milliseconds a case: a bulk grant, then two yearly renewals."""
    for size in SIZES:
        with installation() as here:
            rows = _measure(here, size)
        print_table(
            f"{size:,} cases at once: one officer, slices of 100 cases, one transaction each",
            ("errand", "seconds", "seconds of processor", "ms a case", "longest slice ms"),
            rows,
        )


def _measure(here: Installation, size: int) -> list[list[str | float]]:
    _file(here, size)
    newcomer = here.office.hire("intake3", "นายสาม รับเรื่อง", Role.INTAKE).officer_id.hex()
    rows = [
        _errand(here, size, "given to a colleague", lambda work, after: regrant_slice(
            work, newcomer, after
        ))
    ]  # fmt: skip
    for errand in ("first new keys", "new keys again"):
        here.clock.now += timedelta(days=365)
        rows.append(_errand(here, size, errand, lambda work, after: rekey_slice(
            work, work.today, after
        )))  # fmt: skip
    return rows


def _errand(
    here: Installation, size: int, name: str, do: Callable[[UnitOfWork, bytes], Progress]
) -> list[str | float]:
    done, after, longest = 0, b"", 0.0
    begun, processor = time.perf_counter(), time.process_time()
    while after is not None:
        slice_begun = time.perf_counter()
        with here.office.desk("intake1") as work:
            progress = do(work, after)
        longest = max(longest, time.perf_counter() - slice_begun)
        done, after = done + progress.done, progress.after
    seconds, used = time.perf_counter() - begun, time.process_time() - processor
    if done != size:
        raise RuntimeError(f"{name}: {done} cases of {size}")
    return [name, seconds, used, seconds / size * 1000, longest * 1000]


def _file(here: Installation, count: int) -> None:
    """So many real cases; the root of a code that nobody keeps stands for the slow hash."""
    draft = load_draft(Channel.CORRUPTION, {"narrative": WORDS, "subject": "ถนนบางกว่าแบบ"})
    for start in range(0, count, AT_A_TIME):
        with here.office.work(Reporter(here.office.agency_id)) as work:
            keyring = open_keyring(work, Channel.CORRUPTION)
            for _ in range(min(AT_A_TIME, count - start)):
                root = random_bytes(32)
                side = ReporterSide(public_branch(root), private_branch(root, work.keys.pepper))
                file_case(work, draft, keyring, Exclusions(), side, new_id())
                work.session.expunge_all()
