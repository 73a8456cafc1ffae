"""The notices of an index -> the names of bodies that they know, beyond what patterns tell."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from corpus.notice import Notice


@dataclass(frozen=True, slots=True)
class Bodies:
    """Names learned: issuers, addressees, signers."""

    names: frozenset[str] = frozenset()


def learn(notices: Iterable[Notice]) -> Bodies:
    """What issuers, addressees and texts of these notices tell."""
    return Bodies()
