"""Day-dated tokens that bind a form to this installation and agency (decisions B18)."""

from datetime import timedelta

from crypto.day_seal import day_token as sealed_day_token
from crypto.day_seal import token_holds
from service.unit_of_work import UnitOfWork


def day_token(work: UnitOfWork, purpose: str) -> str:
    """A token for today's forms of one purpose; 43 characters."""
    return sealed_day_token(work.keys.pepper, work.today, purpose.encode(), _binding(work))


def check_day_token(work: UnitOfWork, purpose: str, token: str) -> bool:
    """Whether the token was made here for this purpose, today or yesterday."""
    return token_holds(
        token,
        peppers=work.keys.peppers,
        days=(work.today, work.today - timedelta(days=1)),
        purpose=purpose.encode(),
        binding=_binding(work),
    )


def _binding(work: UnitOfWork) -> bytes:
    return work.agency_id
