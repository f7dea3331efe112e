"""kill -9 while an officer's shares are sealed anew: nothing is lost, and it goes on from there."""

import multiprocessing
import os
import signal
import time
from datetime import datetime
from pathlib import Path

from sqlalchemy import create_engine, select

from crypto import key_file
from models.base import prepare_engine
from models.key_share import KeyShare
from service.actors import AgencyClerk, OfficerActor
from service.renew_keys import FIRST, reseal_slice, shares_left
from service.unit_of_work import begin
from tests.newcomers import row_of
from tests.office import CHEAP_COSTS, Office
from tests.service.test_renew_keys import renew, reseal

CASES = 18
KILLS = 2


def _reseal_one_by_one(url: str, key_path: Path, now: datetime, actor: OfficerActor) -> None:
    engine = create_engine(url, hide_parameters=True)
    prepare_engine(engine)
    at = FIRST
    while at is not None:
        with begin(
            engine,
            actor=actor,
            keys=key_file.load(key_path),
            now=now,
            costs=CHEAP_COSTS,
            writes=True,
        ) as work:
            at = reseal_slice(work, at, 1)


def _left(office: Office) -> int:
    with office.work(office.officers["intake1"], writes=False) as work:
        return shares_left(work)


def _kill_after_some(office: Office) -> None:
    before = _left(office)
    url = office.engine.url.render_as_string(hide_password=False)
    child = multiprocessing.get_context("spawn").Process(
        target=_reseal_one_by_one,
        args=(url, office.key_path, office.clock.now, office.officers["intake1"]),
    )
    child.start()
    ends_at = time.monotonic() + 60
    while _left(office) > before - CASES // (KILLS + 1) and time.monotonic() < ends_at:
        time.sleep(0.005)
    os.kill(child.pid, signal.SIGKILL)
    child.join()
    assert child.exitcode == -signal.SIGKILL
    assert 0 < _left(office) < before


def test_a_renewal_killed_again_and_again_loses_no_case(office: Office) -> None:
    ids = [office.case_id(office.file(subject=f"เรื่อง {number}")) for number in range(CASES)]
    renew(office, "intake1")
    for _ in range(KILLS):
        _kill_after_some(office)
        assert row_of(office, "intake1").sealed_previous is not None
        assert office.open("intake1", ids[0]).subject == "เรื่อง 0"
    reseal(office, "intake1")
    assert row_of(office, "intake1").sealed_previous is None
    for number, case_id in enumerate(ids):
        assert office.open("intake1", case_id).subject == f"เรื่อง {number}"
    with office.work(AgencyClerk(office.agency_id), writes=False) as work:
        held = work.rows(
            select(KeyShare).where(KeyShare.holder_id == office.officers["intake1"].officer_id)
        )
    assert [share.holder_generation for share in held] == [1] * CASES
