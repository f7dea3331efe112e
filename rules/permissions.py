"""Who may do what: the roles of an office, their permissions, and which may not be combined.

Permission to open is needed and not enough: the keys decide. An officer excluded from a case
holds no key to it, whatever the roles say.
"""

from collections.abc import Iterable, Mapping
from enum import StrEnum
from itertools import combinations
from typing import Final


class Role(StrEnum):
    """A part that an officer plays; one officer may hold several."""

    INTAKE = "intake"
    GRIEVANCE = "grievance"
    CASE_OFFICER = "case_officer"
    COMMITTEE = "committee"
    LEGAL = "legal"
    SUPERVISOR = "supervisor"
    EXECUTIVE = "executive"
    CUSTODIAN_INSIDE = "custodian_inside"
    CUSTODIAN_OUTSIDE = "custodian_outside"
    PUBLISHER = "publisher"
    ADMINISTRATOR = "administrator"
    OPERATOR = "operator"


class Permission(StrEnum):
    """One thing that a role may let its holder do."""

    LIST_CASES = "list_cases"
    OPEN_CASE = "open_case"
    ACT_ON_CASE = "act_on_case"
    ASSIGN_CASE = "assign_case"
    REGISTER_OFFLINE = "register_offline"
    ASK_IDENTITY = "ask_identity"
    RELEASE_IDENTITY_INSIDE = "release_identity_inside"
    RELEASE_IDENTITY_OUTSIDE = "release_identity_outside"
    SEE_ACCESS_LOG = "see_access_log"
    VOUCH_FOR_KEYS = "vouch_for_keys"
    EXPORT_CASES = "export_cases"
    DELETE_CASES = "delete_cases"
    SEE_NUMBERS = "see_numbers"
    PUBLISH = "publish"
    MANAGE_ACCOUNTS = "manage_accounts"
    MANAGE_SETTINGS = "manage_settings"
    MANAGE_AGENCIES = "manage_agencies"


_P = Permission
_READS: Final = frozenset({_P.LIST_CASES, _P.OPEN_CASE, _P.ACT_ON_CASE})

ROLE_PERMISSIONS: Final[Mapping[Role, frozenset[Permission]]] = {
    Role.INTAKE: _READS
    | {
        _P.ASSIGN_CASE,
        _P.REGISTER_OFFLINE,
        _P.ASK_IDENTITY,
        _P.VOUCH_FOR_KEYS,
        _P.EXPORT_CASES,
        _P.DELETE_CASES,
        _P.SEE_NUMBERS,
    },
    Role.GRIEVANCE: _READS | {_P.ASSIGN_CASE, _P.REGISTER_OFFLINE, _P.SEE_NUMBERS},
    Role.CASE_OFFICER: _READS | {_P.ASK_IDENTITY},
    Role.COMMITTEE: _READS,
    Role.LEGAL: _READS | {_P.ASK_IDENTITY},
    Role.SUPERVISOR: _READS
    | {
        _P.ASSIGN_CASE,
        _P.ASK_IDENTITY,
        _P.SEE_ACCESS_LOG,
        _P.EXPORT_CASES,
        _P.DELETE_CASES,
        _P.SEE_NUMBERS,
    },
    Role.EXECUTIVE: frozenset({_P.SEE_NUMBERS}),
    Role.CUSTODIAN_INSIDE: frozenset({_P.RELEASE_IDENTITY_INSIDE}),
    Role.CUSTODIAN_OUTSIDE: frozenset({_P.RELEASE_IDENTITY_OUTSIDE}),
    Role.PUBLISHER: frozenset({_P.PUBLISH, _P.SEE_NUMBERS}),
    Role.ADMINISTRATOR: frozenset({_P.MANAGE_ACCOUNTS, _P.MANAGE_SETTINGS}),
    Role.OPERATOR: frozenset({_P.MANAGE_AGENCIES}),
}

OPENING: Final = frozenset(
    {
        _P.LIST_CASES,
        _P.OPEN_CASE,
        _P.ACT_ON_CASE,
        _P.ASSIGN_CASE,
        _P.REGISTER_OFFLINE,
        _P.ASK_IDENTITY,
        _P.RELEASE_IDENTITY_INSIDE,
        _P.RELEASE_IDENTITY_OUTSIDE,
        _P.SEE_ACCESS_LOG,
        _P.EXPORT_CASES,
        _P.DELETE_CASES,
    }
)
"""Permissions that lead towards a case or a reporter's name."""

KEYLESS: Final = frozenset({Role.ADMINISTRATOR, Role.OPERATOR})
"""Roles that make accounts or agencies, and so must never open anything."""


def may(roles: Iterable[Role], permission: Permission) -> bool:
    """Whether at least one of the roles carries the permission."""
    return any(permission in ROLE_PERMISSIONS[role] for role in roles)


def conflicting_roles(roles: Iterable[Role]) -> tuple[tuple[Role, Role], ...]:
    """The pairs among these roles that one person must not hold together; empty when sound."""
    held = frozenset(roles)
    return tuple(
        pair for pair in combinations((role for role in Role if role in held), 2) if _clash(*pair)
    )


def _clash(first: Role, second: Role) -> bool:
    pair = {first, second}
    if pair == {Role.CUSTODIAN_INSIDE, Role.CUSTODIAN_OUTSIDE}:
        return True
    return bool(pair & KEYLESS) and any(ROLE_PERMISSIONS[role] & OPENING for role in pair)
