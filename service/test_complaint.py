"""A report that tries the channel out: filed like any other, with fixed words and marked a test.

It stands in no statistics and takes no number of the office's register.
"""

from dataclasses import dataclass, field

from sqlalchemy import select

from crypto.tracking_code import (
    derive_root,
    in_groups,
    make_code,
    private_branch,
    public_branch,
)
from models.complaint import Complaint
from rules.numbering import receipt_no
from rules.permissions import Permission
from rules.states import Channel
from rules.words import TEST_COMPLAINT
from service.actors import Reporter
from service.case_filing import ReporterSide, file_case
from service.errors import NotAllowed
from service.exclusions import Exclusions
from service.inputs import load_draft
from service.keyring import open_keyring
from service.sealing import new_id
from service.unit_of_work import UnitOfWork


@dataclass(frozen=True)
class FiledTest:
    """The test's number and the tracking code with which it is followed."""

    receipt_no: str
    code: str = field(repr=False)


def file_test_complaint(work: UnitOfWork, channel: Channel = Channel.CORRUPTION) -> FiledTest:
    """A test report in the channel, as its filed number and code; ChannelClosed while it is shut.

    Whoever presses the button is not its reporter: it is filed as everybody files, by nobody.
    """
    _may(work)
    code = make_code()
    # Slow on purpose, and before the first statement: it must not hold the write lock.
    root = derive_root(code, work.agency_id, work.costs.code)
    side = ReporterSide(public_branch(root), private_branch(root, work.keys.pepper))
    draft = load_draft(channel, {name: said.th for name, said in TEST_COMPLAINT.items()})
    with work.standing_in(Reporter(work.agency_id)) as inside:
        keyring = open_keyring(inside, channel)
        case = file_case(inside, draft, keyring, Exclusions(), side, new_id(), is_test=True)
    return FiledTest(receipt_no(case.register_number, case.register_year_be), in_groups(code))


def was_tried_out(work: UnitOfWork) -> bool:
    """Whether the corruption channel ever took a report, a test or a real one."""
    taken = select(Complaint.id).where(Complaint.channel == Channel.CORRUPTION.value)
    return bool(work.rows(taken.limit(1)))


def _may(work: UnitOfWork) -> None:
    if not work.officer().may(Permission.MANAGE_SETTINGS):
        raise NotAllowed
