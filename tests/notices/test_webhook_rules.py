"""Which addresses webhooks may go to, tried with what people hide in them."""

from __future__ import annotations

from ipaddress import IPv4Address, ip_address, ip_network

import pytest
from hypothesis import given
from hypothesis import strategies as st

from compass.notices.webhooks.addresses import is_public, may_connect, problem_with
from compass.notices.webhooks.messages import WAITS, wait_after

# RFC 6890 and its registries, written down here again from the documents and not from the code.
SPECIAL = [
    ip_network(n)
    for n in (
        "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.0.2.0/24",
        "192.168.0.0/16", "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/4", "240.0.0.0/4",
        "255.255.255.255/32", "::1/128", "::/128", "::ffff:0:0/96", "64:ff9b::/96", "2001:db8::/32", "fc00::/7",
        "fe80::/10", "fec0::/10", "ff00::/8", "2002::/16", "2001::/32",
    )
]  # fmt: skip


@given(st.sampled_from(SPECIAL).flatmap(lambda net: st.ip_addresses(network=net)))
def test_no_number_of_a_special_network_is_public(address):
    assert not is_public(str(address))


@given(st.ip_addresses(v=4))
def test_an_ipv4_number_hides_in_no_ipv6_one(address: IPv4Address):
    number = int(address)
    for hidden in (
        ip_address(f"::ffff:{address}"), ip_address(f"64:ff9b::{address}"), ip_address(f"::{address}"),
        ip_address((0x2002 << 112) | (number << 80)), ip_address((0x20010000 << 96) | (number ^ 0xFFFFFFFF)),
    ):  # fmt: skip
        assert not is_public(str(hidden))


@given(st.ip_addresses())
def test_a_number_outside_of_every_special_network_that_python_knows_is_public(address):
    special = any(address in net for net in SPECIAL if net.version == address.version)
    assert is_public(str(address)) <= (not special)
    if address.version == 4 and address.is_global and not special and str(address) != "168.63.129.16":
        assert is_public(str(address))


@given(st.text())
def test_what_is_no_number_is_not_public(text):
    try:
        ip_address(text)
    except ValueError:
        assert not is_public(text)


@pytest.mark.parametrize("public", ["93.184.215.14", "8.8.8.8", "2606:4700::1111", "2a02:8010::1"])
def test_public_numbers_are_public(public):
    assert is_public(public)


def test_this_machine_only_where_it_is_allowed():
    for number in ("127.0.0.1", "127.9.9.9", "::1"):
        assert may_connect(number, this_machine=True)
        assert not may_connect(number, this_machine=False)
    for number in ("10.0.0.1", "169.254.169.254", "::ffff:127.0.0.1"):
        assert not may_connect(number, this_machine=True)


@pytest.mark.parametrize(
    "address",
    [
        "https://example.nhs.uk/hook", "https://example.nhs.uk", "https://example.nhs.uk:8443/a?b=c",
        "https://a-b.example.org/%20",
    ],
)  # fmt: skip
def test_addresses_of_public_hosts_may_be_given(address):
    assert problem_with(address) == ""


@pytest.mark.parametrize(
    "address",
    [
        "", "example.nhs.uk", "http://example.nhs.uk/", "ftp://example.nhs.uk/", "https://", "https:///x",
        "https://localhost/", "https://127.0.0.1/", "https://[::1]/", "https://2130706433/", "https://0x7f000001/",
        "https://0177.0.0.1/", "https://127.1/", "https://user:pass@example.nhs.uk/", "https://@example.nhs.uk/",
        "https://example.nhs.uk:22/", "https://example.nhs.uk:99999/", "https://example.nhs.uk/#a",
        "https://example.nhs.uk/a b", "https://example.nhs.uk\\@evil.example/", "https://exämple.nhs.uk/",
        "https://example.nhs.uk/\r\nX: y", "https://-a.example.org/", "https://a..example.org/", "https://[/",
        "https://example.nhs.uk./", f"https://{'a' * 64}.example.org/", f"https://{'a.' * 130}org/",
    ],
)  # fmt: skip
def test_other_addresses_are_refused_with_a_sentence(address):
    assert problem_with(address).startswith("Enter")


@given(st.text())
def test_the_rule_never_raises(text):
    problem_with(text)
    problem_with(f"https://{text}")


def test_tries_end():
    assert [wait_after(n) for n in range(1, len(WAITS) + 2)] == [*WAITS, None]
