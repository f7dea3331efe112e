"""Canonical records: the same record is the same bytes, and only plain values have a place."""

import pytest
from hypothesis import given
from hypothesis import strategies as some

from rules.publication import canonical, opened

values = some.recursive(
    some.none() | some.booleans() | some.integers() | some.text(),
    lambda inner: some.lists(inner) | some.dictionaries(some.text(), inner),
)
records = some.dictionaries(some.text().filter(lambda name: name != "v"), values)


@given(records)
def test_a_record_comes_back_as_it_was(record):
    assert opened(canonical(record)) == record


@given(records)
def test_the_order_of_names_does_not_change_the_bytes(record):
    backwards = dict(reversed(list(record.items())))
    assert canonical(backwards) == canonical(record)


@pytest.mark.parametrize("value", [1.5, {1: "x"}, b"x", {"x": {"y": (1, 2.0)}}, {"x": object()}])
def test_what_programs_print_differently_has_no_place(value):
    with pytest.raises(TypeError):
        canonical({"x": value})


@pytest.mark.parametrize("content", [b'{"v":2}', b"{}", b"[]", b"1"])
def test_another_format_is_refused(content):
    with pytest.raises(ValueError, match="another format"):
        opened(content)


def test_thai_stands_in_the_bytes_as_itself():
    assert canonical({"name": "ก่ำ"}) == '{"name":"ก่ำ","v":1}'.encode()
