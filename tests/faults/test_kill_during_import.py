"""kill -9 while an older register is brought in, and while it is taken back: nothing doubled."""

import multiprocessing
import os
import signal
import time
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from sqlalchemy import create_engine, func, select

from crypto import key_file
from models.base import prepare_engine
from models.complaint import Complaint
from service import import_register, import_undo
from service.actors import AgencyClerk, OfficerActor
from service.import_batches import open_batch
from service.import_plan import make_plan
from service.import_readers import import_office
from service.import_undo import begin_undo
from service.look_for_tampering import look_for_tampering
from service.unit_of_work import begin as begin_work
from tests.office import CHEAP_COSTS, Office
from tests.service.test_import_register import begin, bring_in, cases_of, lay_down, sheet_of
from tests.service.test_import_undo import LEFT_BEHIND, counters, row_counts, undo

ROWS = 12
KILLS = 2


def _one_by_one(
    url: str, key_path: Path, now: datetime, actor: OfficerActor, batch_id: str, backwards: bool
) -> None:
    """A row in a transaction, or a case when it goes backwards, until it is over or killed."""
    engine = create_engine(url, hide_parameters=True)
    prepare_engine(engine)
    import_register.ROWS_AT_ONCE = import_undo.CASES_AT_ONCE = 1
    is_over = False
    while not is_over:
        with begin_work(
            engine,
            actor=actor,
            keys=key_file.load(key_path),
            now=now,
            costs=CHEAP_COSTS,
            writes=True,
        ) as work:
            if backwards:
                is_over = not import_undo.undo_slice(work, batch_id)
                continue
            opened = open_batch(work, batch_id)
            plan = make_plan(opened, import_office(work, opened.batch.channel))
            is_over = import_register.bring_in_slice(work, plan).is_over


def _count(office: Office) -> int:
    with office.work(AgencyClerk(office.agency_id), writes=False) as work:
        return work.session.scalars(select(func.count(Complaint.id))).one()


def _kill_once(office: Office, batch_id: str, until: Callable[[], bool], backwards: bool) -> None:
    url = office.engine.url.render_as_string(hide_password=False)
    child = multiprocessing.get_context("spawn").Process(
        target=_one_by_one,
        args=(
            url, office.key_path, office.clock.now, office.officers["intake1"], batch_id, backwards,
        ),
    )  # fmt: skip
    child.start()
    ends_at = time.monotonic() + 120
    while not until() and time.monotonic() < ends_at:
        time.sleep(0.005)
    os.kill(child.pid, signal.SIGKILL)
    child.join()
    assert child.exitcode == -signal.SIGKILL


def test_a_register_killed_on_its_way_in_and_out_is_whole_in_the_end(office: Office) -> None:
    before, stood = row_counts(office), counters(office)
    rows = tuple(("", "3/1/2567", f"เรื่อง {n}", *[""] * 10) for n in range(ROWS))
    batch_id = lay_down(office, sheet_of(rows))
    begin(office, batch_id)
    for kill in range(1, KILLS + 1):
        goal = kill * ROWS // (KILLS + 1)
        _kill_once(office, batch_id, lambda goal=goal: _count(office) >= goal, backwards=False)
        assert goal <= _count(office) < ROWS
    assert bring_in(office, batch_id).case_count == ROWS
    assert sorted(one.register_number for one in cases_of(office)) == list(range(1, ROWS + 1))
    subjects = {office.open("intake2", one.id.hex()).subject for one in cases_of(office)}
    assert subjects == {f"เรื่อง {n}" for n in range(ROWS)}
    with office.work(AgencyClerk(office.agency_id)) as work:
        assert look_for_tampering(work) == ()
    with office.desk("intake1") as work:
        begin_undo(work, batch_id)
    _kill_once(office, batch_id, lambda: _count(office) <= ROWS // 2, backwards=True)
    undo(office, batch_id)
    after = row_counts(office)
    assert {name for name in after if after[name] != before[name]} == LEFT_BEHIND
    assert counters(office) == stood
