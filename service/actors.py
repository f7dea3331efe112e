"""Who acts in a unit of work. The tenancy guard reads `agency_id` from here."""

from dataclasses import dataclass, field

from rules.permissions import Permission, Role, may


@dataclass(frozen=True)
class Public:
    """Anybody, looking at one agency's public pages."""

    agency_id: bytes


@dataclass(frozen=True)
class Reporter:
    """Somebody who files with or follows up at one agency; nothing about them is known."""

    agency_id: bytes


@dataclass(frozen=True)
class OfficerKeys:
    """An officer's opened private halves; they live for one request and are never shown.

    While the officer's keys are being renewed, `before` is the private half of the generation
    before: shares not yet sealed anew open with it.
    """

    pair_private: bytes = field(repr=False)
    signing_seed: bytes = field(repr=False)
    generation: int = 0
    before: bytes | None = field(default=None, repr=False)

    def private_of(self, generation: int) -> bytes | None:
        """The private half of that generation, or None when it is gone."""
        if generation == self.generation:
            return self.pair_private
        return self.before if generation == self.generation - 1 else None


@dataclass(frozen=True)
class OfficerActor:
    """A signed-in officer with opened keys."""

    agency_id: bytes
    officer_id: bytes
    name: str
    roles: frozenset[Role]
    keys: OfficerKeys = field(repr=False)

    def may(self, permission: Permission) -> bool:
        """Whether one of the officer's roles gives the permission."""
        return may(self.roles, permission)


@dataclass(frozen=True)
class AgencyClerk:
    """A command at the machine's console, at work for one agency; it holds no keys."""

    agency_id: bytes


@dataclass(frozen=True)
class AllAgencies:
    """Work across agencies, named so that it can be searched for; `reason` says what for."""

    reason: str


Actor = Public | Reporter | OfficerActor | AgencyClerk | AllAgencies


def agency_of(actor: Actor) -> bytes | None:
    """The one agency that the actor works for; None for `AllAgencies`."""
    return None if isinstance(actor, AllAgencies) else actor.agency_id
