"""What an office has published, for the list that anybody may read."""

from collections.abc import Mapping

from rules.publication import KINDS
from service.errors import Unreadable
from service.publications import Version, newest
from service.unit_of_work import UnitOfWork


def published_pages(work: UnitOfWork) -> Mapping[str, Version]:
    """The newest version of each kind of page of which one stands and is whole."""
    found = {kind: _newest(work, kind) for kind in KINDS}
    return {kind: version for kind, version in found.items() if version is not None}


def _newest(work: UnitOfWork, kind: str) -> Version | None:
    try:
        published = newest(work, kind)
    except Unreadable:
        # Its own page says what is the matter with it.
        return None
    return published.version if published else None
