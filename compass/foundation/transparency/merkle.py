"""Merkle trees of RFC 9162 (section 2.1) over SHA-256. Pure: bytes in, bytes out.

A leaf is hashed behind the byte 0x00 and a node behind 0x01, so that no node can pass for a leaf.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence

EMPTY_ROOT = hashlib.sha256(b"").digest()


def leaf_hash(content: bytes) -> bytes:
    """The hash of one leaf, 32 bytes."""
    return hashlib.sha256(b"\x00" + content).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """The hash of a node over its two children."""
    return hashlib.sha256(b"\x01" + left + right).digest()


class Root:
    """The root of leaves that come one after another; keeps one hash for each level, however many they are."""

    def __init__(self) -> None:
        self.count = 0
        self._complete: list[bytes] = []  # the roots of whole subtrees, the largest first

    def add(self, leaf: bytes) -> None:
        """The hash of the next leaf."""
        self.count += 1
        merged, size = leaf, self.count
        while size % 2 == 0:
            merged, size = node_hash(self._complete.pop(), merged), size // 2
        self._complete.append(merged)

    def digest(self) -> bytes:
        """The root of the leaves so far."""
        if not self._complete:
            return EMPTY_ROOT
        *left, root = self._complete
        for subtree in reversed(left):
            root = node_hash(subtree, root)
        return root


def root_of(leaves: Iterable[bytes]) -> bytes:
    """The root over the hashes of leaves in their order."""
    root = Root()
    for leaf in leaves:
        root.add(leaf)
    return root.digest()


def inclusion_path(leaves: Sequence[bytes], position: int) -> list[bytes]:
    """The hashes, from the leaf's sibling upwards, that lead from a leaf to the root; raises IndexError."""
    if not 0 <= position < len(leaves):
        raise IndexError(position)
    level, path = list(leaves), []
    while len(level) > 1:
        sibling = position ^ 1
        if sibling < len(level):
            path.append(level[sibling])
        paired = [node_hash(level[i], level[i + 1]) for i in range(0, len(level) - 1, 2)]
        level = paired + ([level[-1]] if len(level) % 2 else [])  # the odd one rises as it is
        position //= 2
    return path


def root_by_path(leaf: bytes, position: int, count: int, path: Sequence[bytes]) -> bytes | None:
    """The root that a leaf at a position among `count` has by this path; None when the path has a wrong length."""
    if not 0 <= position < count:
        return None
    root, last, rest = leaf, count - 1, list(path)
    while last:
        if position % 2 or position < last:
            if not rest:
                return None
            sibling = rest.pop(0)
            root = node_hash(sibling, root) if position % 2 else node_hash(root, sibling)
        position, last = position // 2, last // 2
    return None if rest else root
