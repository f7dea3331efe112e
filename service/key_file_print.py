"""The key file's print, read back: without it no corruption channel opens (cryptography.md 1)."""

from crypto.key_file import matches_print
from crypto.paper import PaperUnreadable
from models.custody import KeyFileCheck
from service.actors import AllAgencies
from service.errors import InvalidInput, NotAllowed
from service.keyring import key_file_mark
from service.unit_of_work import UnitOfWork


def read_key_file_back(work: UnitOfWork, typed: str) -> None:
    """Note that the newest pepper was typed from paper and is right; else InvalidInput."""
    if not isinstance(work.actor, AllAgencies):
        raise NotAllowed
    try:
        is_right = matches_print(work.keys, typed)
    except PaperUnreadable:
        is_right = False
    if not is_right:
        raise InvalidInput({"key_file": "code_check_digit"})
    mark = key_file_mark(work.keys)
    if work.one(KeyFileCheck, mark=mark) is None:
        work.session.add(KeyFileCheck(mark=mark, read_back_on=work.today))


def key_file_is_read_back(work: UnitOfWork) -> bool:
    """Whether the newest pepper was ever typed back from its print."""
    return work.one(KeyFileCheck, mark=key_file_mark(work.keys)) is not None
