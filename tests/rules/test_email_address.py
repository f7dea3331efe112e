"""Addresses that mail servers take, and nothing that could be more than an address."""

from email.headerregistry import Address

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.email_address import LENGTH, domain_of, is_email_address


@pytest.mark.parametrize(
    "address",
    ["a@b.co", "somchai.r+desk@mail.example.go.th", "o'brien_1@x-y.example", "A.B@EXAMPLE.COM"],
)
def test_an_ordinary_address_is_taken(address):
    assert is_email_address(address)
    assert Address(addr_spec=address).addr_spec == address


@pytest.mark.parametrize(
    "text",
    ["", "a", "a@", "@b.co", "a@b", "a@b.", "a@.co", ".a@b.co", "a.@b.co", "a..b@b.co", "a b@c.co",
     "a@b.co\n", "a@b.co\r\nBcc: x@y.co", "a@b_c.co", "a@b.co, d@e.co", "<a@b.co>", '"a b"@c.co',
     "a@[127.0.0.1]", "ก@b.co", "a@ข.co", "a@b.co\x00"],
)  # fmt: skip
def test_anything_else_is_not(text):
    assert not is_email_address(text)


def test_lengths_have_their_end():
    assert is_email_address("a" * 64 + "@b.co")
    assert not is_email_address("a" * 65 + "@b.co")
    longest = "a@" + "b." * 98 + "co"
    assert len(longest) == LENGTH and is_email_address(longest)
    assert not is_email_address("a" + longest)


@given(st.text(max_size=40))
def test_what_is_taken_never_ends_a_line_or_starts_another_address(text):
    if is_email_address(text):
        assert text.isascii() and text.isprintable()
        assert not set(text) & set(' \t\r\n,;:<>"()[]\\')
        assert text.count("@") == 1 and domain_of(text) in text.lower()
