"""Merkle trees: known roots, every inclusion proof, and that nothing can be exchanged unseen."""

from __future__ import annotations

import hashlib

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from compass.foundation.transparency.merkle import (
    EMPTY_ROOT,
    inclusion_path,
    leaf_hash,
    node_hash,
    root_by_path,
    root_of,
)

LEAVES = st.lists(st.binary(max_size=8), min_size=1, max_size=40)


def by_definition(contents: list[bytes]) -> bytes:
    """RFC 9162, 2.1.1, as it is written: split at the largest power of two below the number of leaves."""
    if not contents:
        return hashlib.sha256().digest()
    if len(contents) == 1:
        return hashlib.sha256(b"\x00" + contents[0]).digest()
    split = 1
    while split * 2 < len(contents):
        split *= 2
    return hashlib.sha256(b"\x01" + by_definition(contents[:split]) + by_definition(contents[split:])).digest()


def root(contents: list[bytes]) -> bytes:
    return root_of(leaf_hash(content) for content in contents)


@given(st.lists(st.binary(max_size=8), max_size=70))
def test_the_root_is_that_of_the_definition(contents):
    assert root(contents) == by_definition(contents)


def test_an_empty_day_has_a_root_of_its_own():
    assert root([]) == EMPTY_ROOT != root([b""])
    assert EMPTY_ROOT.hex().startswith("e3b0c44298fc1c14")


@given(LEAVES, st.data())
def test_every_leaf_is_proved_and_only_at_its_place(contents, data):
    hashes = [leaf_hash(content) for content in contents]
    position = data.draw(st.integers(0, len(hashes) - 1))
    path = inclusion_path(hashes, position)
    proved = root_by_path(hashes[position], position, len(hashes), path)
    assert proved == root(contents)
    assert root_by_path(leaf_hash(b"something else"), position, len(hashes), path) != proved
    other = data.draw(st.integers(0, len(hashes) - 1))
    assume(hashes[other] != hashes[position])
    assert root_by_path(hashes[position], other, len(hashes), path) != proved


@given(LEAVES, st.data())
def test_a_path_of_another_length_proves_nothing(contents, data):
    hashes = [leaf_hash(content) for content in contents]
    position = data.draw(st.integers(0, len(hashes) - 1))
    path = inclusion_path(hashes, position)
    assert root_by_path(hashes[position], position, len(hashes), [*path, bytes(32)]) is None
    if path:
        assert root_by_path(hashes[position], position, len(hashes), path[:-1]) is None


@given(LEAVES, st.data())
def test_any_change_of_any_leaf_changes_the_root(contents, data):
    position = data.draw(st.integers(0, len(contents) - 1))
    other = data.draw(st.binary(max_size=8).filter(lambda value: value != contents[position]))
    assert root([*contents[:position], other, *contents[position + 1 :]]) != root(contents)
    assert root(contents[:position] + contents[position + 1 :]) != root(contents)
    assert root([*contents[:position], other, *contents[position:]]) != root(contents)


@given(st.lists(st.binary(max_size=8), min_size=2, max_size=20))
def test_a_node_cannot_pass_for_a_leaf(contents):
    """A second preimage: the two children of a node, given as if they were one leaf."""
    hashes = [leaf_hash(content) for content in contents]
    forged = [hashes[0] + hashes[1], *contents[2:]]
    assert root(forged) != root(contents)
    assert leaf_hash(hashes[0] + hashes[1]) != node_hash(hashes[0], hashes[1])


@pytest.mark.parametrize(("position", "count"), [(-1, 3), (3, 3), (0, 0)])
def test_a_place_outside_the_tree_is_refused(position, count):
    hashes = [leaf_hash(b"one")] * count
    with pytest.raises(IndexError):
        inclusion_path(hashes, position)
    assert root_by_path(leaf_hash(b"one"), position, count, []) is None
