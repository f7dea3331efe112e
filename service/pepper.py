"""When an old pepper of the key file may go: never while something can be opened by it alone.

A reporter's code leads to the case only under the pepper that was the newest when it was filed,
and nobody but the reporter could make that anew. So the case itself has to go first.
"""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select

from crypto.key_file import KeyFile
from models.agency import Agency
from models.casework import HandedCode
from models.complaint import Complaint
from models.custody import KeyFileCheck
from models.officer import Officer
from service.actors import AllAgencies
from service.errors import NotAllowed
from service.keyring import key_file_mark
from service.officer_wraps import is_of_pepper
from service.unit_of_work import UnitOfWork


@dataclass(frozen=True)
class HeldBy:
    """What still needs the oldest pepper.

    `cases` may hang on it; `passphrases` and `recovery_codes` are logins whose keys are wrapped
    under it. `since` is the day from which the next newer one was surely in use, None before its
    print was read back.
    """

    cases: int
    passphrases: tuple[str, ...]
    recovery_codes: tuple[str, ...]
    since: date | None

    @property
    def nothing(self) -> bool:
        """Whether the oldest pepper may go."""
        return self.since is not None and not (
            self.cases or self.passphrases or self.recovery_codes
        )


def held_by_oldest(work: UnitOfWork) -> HeldBy:
    """What needs the oldest of at least two peppers, in all agencies."""
    if not isinstance(work.actor, AllAgencies):
        raise NotAllowed
    since = _in_use_since(work)
    officers = work.session.execute(
        select(Agency.slug, Officer)
        .join(Agency, Agency.id == Officer.agency_id)
        .where(Officer.standing == "active")
        .order_by(Agency.slug, Officer.login)
    ).all()
    newer = work.keys.peppers[:-1]
    return HeldBy(
        cases=_cases_before(work, since),
        passphrases=tuple(
            f"{slug}/{one.login}" for slug, one in officers if _is_old(one.passphrase_salt, newer)
        ),
        recovery_codes=tuple(
            f"{slug}/{one.login}" for slug, one in officers if _is_old(one.recovery_salt, newer)
        ),
        since=since,
    )


def _is_old(salt: bytes | None, newer: tuple[bytes, ...]) -> bool:
    """Whether a wrap is not known to be under one of the newer peppers."""
    return not any(is_of_pepper(salt, pepper) for pepper in newer)


def _in_use_since(work: UnitOfWork) -> date | None:
    """The day on which the pepper next to the oldest was read back from its print."""
    next_newer = KeyFile(work.keys.peppers[-2:-1])
    row = work.one(KeyFileCheck, mark=key_file_mark(next_newer))
    found: date | None = row.read_back_on if row else None
    return found


def _cases_before(work: UnitOfWork, since: date | None) -> int:
    """How many cases, their words not yet destroyed, may have been filed under the oldest.

    Those of the very day count too: the day does not say whether they came before or after. A
    printed code that was replaced later gave the case to a code of a newer pepper.
    """
    counted = select(func.count(Complaint.id)).where(
        Complaint.deleted_on.is_(None),
        # Nobody has a code for what an older register told.
        Complaint.import_id.is_(None),
    )
    if since is not None:
        replaced = select(HandedCode.case_id).where(HandedCode.replaced_on > since)
        counted = counted.where(Complaint.submitted_on <= since, Complaint.id.not_in(replaced))
    return work.session.scalars(counted).one()
