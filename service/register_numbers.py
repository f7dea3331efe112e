"""The numbers of the registers: each given once, under a lock that lasts until the commit."""

from sqlalchemy import ColumnElement, delete, select, update
from sqlalchemy.exc import IntegrityError

from models.agency import RegisterCounter
from models.casework import BurnedNumber
from models.complaint import Complaint
from rules.states import Channel
from service.sealing import new_id
from service.unit_of_work import UnitOfWork


def next_register_number(work: UnitOfWork, channel: Channel, year_be: int, is_test: bool) -> int:
    """The next free number of that channel's register; a test's is below nought."""
    if is_test:
        return -_move_on(work, f"test_{channel.value}", year_be, 1)
    return _move_on(work, channel.value, year_be, 1)


def hold_register(work: UnitOfWork, channel: Channel, year_be: int) -> int:
    """The next number of a register that nobody else numbers until this transaction ends."""
    return _move_on(work, channel.value, year_be, 0)


def move_past(work: UnitOfWork, channel: Channel, year_be: int, number: int) -> None:
    """Let a held register go on after that number, if it does not already."""
    work.session.execute(
        update(RegisterCounter)
        .where(*_of(channel.value, year_be), RegisterCounter.next_number <= number)
        .values(next_number=number + 1)
        .execution_options(synchronize_session=False)
    )


def given_numbers(work: UnitOfWork, channel: Channel, year_be: int) -> set[int]:
    """Every number of that register that stands for a case, the burned ones too."""
    return {
        number
        for model in (Complaint, BurnedNumber)
        for number in work.session.scalars(
            select(model.register_number).where(
                model.channel == channel.value,
                model.register_year_be == year_be,
                model.register_number > 0,
            )
        )
    }


def set_back(work: UnitOfWork, channel: Channel, year_be: int) -> None:
    """Let the register go on after the highest number that stands; without any it is closed."""
    hold_register(work, channel, year_be)
    given = given_numbers(work, channel, year_be)
    where = _of(channel.value, year_be)
    if given:
        changed = update(RegisterCounter).where(*where).values(next_number=max(given) + 1)
        work.session.execute(changed.execution_options(synchronize_session=False))
        return
    gone = delete(RegisterCounter).where(*where)
    work.session.execute(gone.execution_options(synchronize_session=False))


def _of(register: str, year_be: int) -> tuple[ColumnElement[bool], ...]:
    return (RegisterCounter.channel == register, RegisterCounter.year_be == year_be)


def _move_on(work: UnitOfWork, register: str, year_be: int, by: int) -> int:
    """The register's next number before it moved on; it is opened where there is none yet."""
    number = _moved_on(work, register, year_be, by)
    if number is None:
        try:
            with work.session.begin_nested():
                work.session.add(
                    RegisterCounter(
                        id=new_id(),
                        agency_id=work.agency_id,
                        channel=register,
                        year_be=year_be,
                        next_number=1,
                    )
                )
                work.session.flush()
        except IntegrityError:
            pass  # Somebody else has opened this year's register meanwhile.
        number = _moved_on(work, register, year_be, by)
    if number is None:
        raise RuntimeError("the register has no counter")
    return number


def _moved_on(work: UnitOfWork, register: str, year_be: int, by: int) -> int | None:
    following = work.session.scalars(
        update(RegisterCounter)
        .where(*_of(register, year_be))
        .values(next_number=RegisterCounter.next_number + by)
        .returning(RegisterCounter.next_number)
        .execution_options(synchronize_session=False)
    ).one_or_none()
    return None if following is None else following - by
