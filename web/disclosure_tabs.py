"""The pages on which the office prepares what it publishes, side by side at their top."""

from typing import Final, NamedTuple

from flask import url_for

from rules.permissions import Permission
from web.desk_pages import may, pages


class Tab(NamedTuple):
    """One page: the endpoint that draws it, its name, and who may see it (one is enough)."""

    endpoint: str
    name: str
    permissions: tuple[Permission, ...]


TABS: Final[dict[int, Tab]] = {}
"""The tabs by their place; each module adds its own beside its routes."""


@pages.app_context_processor
def _tabs() -> dict[str, object]:
    return {"disclosure_tabs": disclosure_tabs}


def disclosure_tabs() -> tuple[tuple[str, str, str], ...]:
    """Endpoint, name and address of each tab that the officer who looks may see."""
    shown = [tab for _place, tab in sorted(TABS.items()) if any(map(may, tab.permissions))]
    return tuple((tab.endpoint, tab.name, url_for(tab.endpoint)) for tab in shown)
