"""Roles, permissions, and which roles one person must not hold together."""

from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.permissions import (
    KEYLESS,
    OPENING,
    ROLE_PERMISSIONS,
    Permission,
    Role,
    conflicting_roles,
    may,
)

ROLES = st.frozensets(st.sampled_from(Role))
LEADING_TO_A_CASE = {
    Permission.LIST_CASES,
    Permission.OPEN_CASE,
    Permission.ACT_ON_CASE,
    Permission.ASSIGN_CASE,
    Permission.REGISTER_OFFLINE,
    Permission.ASK_IDENTITY,
    Permission.RELEASE_IDENTITY_INSIDE,
    Permission.RELEASE_IDENTITY_OUTSIDE,
    Permission.SEE_ACCESS_LOG,
    Permission.EXPORT_CASES,
    Permission.DELETE_CASES,
}
WRITTEN_OUT = {
    "intake": "list open act assign register ask vouch export delete numbers",
    "grievance": "list open act assign register numbers",
    "case_officer": "list open act ask",
    "committee": "list open act",
    "legal": "list open act ask",
    "supervisor": "list open act assign ask log export delete numbers",
    "executive": "numbers",
    "custodian_inside": "inside",
    "custodian_outside": "outside",
    "publisher": "publish numbers",
    "administrator": "accounts settings",
    "operator": "agencies",
}
SHORT = {
    "list": Permission.LIST_CASES,
    "open": Permission.OPEN_CASE,
    "act": Permission.ACT_ON_CASE,
    "assign": Permission.ASSIGN_CASE,
    "register": Permission.REGISTER_OFFLINE,
    "ask": Permission.ASK_IDENTITY,
    "log": Permission.SEE_ACCESS_LOG,
    "numbers": Permission.SEE_NUMBERS,
    "inside": Permission.RELEASE_IDENTITY_INSIDE,
    "outside": Permission.RELEASE_IDENTITY_OUTSIDE,
    "vouch": Permission.VOUCH_FOR_KEYS,
    "export": Permission.EXPORT_CASES,
    "delete": Permission.DELETE_CASES,
    "publish": Permission.PUBLISH,
    "accounts": Permission.MANAGE_ACCOUNTS,
    "settings": Permission.MANAGE_SETTINGS,
    "agencies": Permission.MANAGE_AGENCIES,
}
WITH_SEALED_WORDS = {
    Role.INTAKE,
    Role.GRIEVANCE,
    Role.CASE_OFFICER,
    Role.COMMITTEE,
    Role.LEGAL,
    Role.SUPERVISOR,
}


def test_every_role_has_its_permissions_and_every_permission_some_role() -> None:
    assert set(ROLE_PERMISSIONS) == set(Role)
    assert frozenset().union(*ROLE_PERMISSIONS.values()) == set(Permission)


@pytest.mark.parametrize("role", Role)
def test_each_role_may_do_what_is_written_out_and_no_more(role: Role) -> None:
    allowed = {SHORT[word] for word in WRITTEN_OUT[role].split()}
    assert {permission for permission in Permission if may((role,), permission)} == allowed


def test_what_leads_to_a_case_is_written_out() -> None:
    assert LEADING_TO_A_CASE == OPENING
    assert {Role.ADMINISTRATOR, Role.OPERATOR} == KEYLESS


@pytest.mark.parametrize("permission", Permission)
def test_no_role_at_all_may_do_nothing(permission: Permission) -> None:
    assert not may((), permission)


@given(ROLES, ROLES, st.sampled_from(Permission))
def test_a_further_role_never_takes_a_permission_away(
    some: frozenset[Role], more: frozenset[Role], permission: Permission
) -> None:
    assert may(some | more, permission) == (may(some, permission) or may(more, permission))


def test_only_those_who_handle_cases_may_open_one() -> None:
    opening = {role for role in Role if may((role,), Permission.OPEN_CASE)}
    assert opening == WITH_SEALED_WORDS
    assert {role for role in Role if may((role,), Permission.ACT_ON_CASE)} == opening


def test_the_executive_sees_numbers_and_nothing_else() -> None:
    assert ROLE_PERMISSIONS[Role.EXECUTIVE] == {Permission.SEE_NUMBERS}


@pytest.mark.parametrize("role", [Role.ADMINISTRATOR, Role.OPERATOR, Role.PUBLISHER])
def test_those_who_run_the_system_or_publish_open_nothing(role: Role) -> None:
    assert not ROLE_PERMISSIONS[role] & OPENING


def test_each_half_of_a_release_has_one_role_only() -> None:
    for permission, holder in (
        (Permission.RELEASE_IDENTITY_INSIDE, Role.CUSTODIAN_INSIDE),
        (Permission.RELEASE_IDENTITY_OUTSIDE, Role.CUSTODIAN_OUTSIDE),
    ):
        assert [role for role in Role if may((role,), permission)] == [holder]


def test_a_custodian_may_not_open_cases_by_that_role() -> None:
    assert not may((Role.CUSTODIAN_INSIDE, Role.CUSTODIAN_OUTSIDE), Permission.OPEN_CASE)


def test_one_person_never_holds_both_halves() -> None:
    both = (Role.CUSTODIAN_OUTSIDE, Role.CUSTODIAN_INSIDE)
    assert conflicting_roles(both) == ((Role.CUSTODIAN_INSIDE, Role.CUSTODIAN_OUTSIDE),)


@pytest.mark.parametrize("keyless", [Role.ADMINISTRATOR, Role.OPERATOR])
@pytest.mark.parametrize("other", Role)
def test_an_administrator_or_operator_holds_no_role_that_leads_to_a_case(
    keyless: Role, other: Role
) -> None:
    leads_in = other in WITH_SEALED_WORDS | {Role.CUSTODIAN_INSIDE, Role.CUSTODIAN_OUTSIDE}
    assert bool(conflicting_roles((keyless, other))) == leads_in


def test_a_small_office_may_combine_its_working_roles() -> None:
    working = WITH_SEALED_WORDS | {Role.CUSTODIAN_INSIDE, Role.PUBLISHER, Role.EXECUTIVE}
    assert conflicting_roles(working) == ()


@given(ROLES)
def test_conflicts_are_pairs_held_here_and_found_in_any_company(roles: frozenset[Role]) -> None:
    alone = {pair for pair in combinations(Role, 2) if conflicting_roles(pair)}
    assert set(conflicting_roles(roles)) == {pair for pair in alone if set(pair) <= roles}
