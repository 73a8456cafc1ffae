"""What a notice is: frozen values for notice, clause, span; path rules and stable ids."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from dataclasses import dataclass

PREAMBLE = "preamble"
CLOSING = "closing"


@dataclass(frozen=True, slots=True)
class Clause:
    """One piece of a notice: `cleaned[start:end]`, addressed by `path`.

    `headings` are the first lines of the ancestors, outermost first, as printed
    (「五、突出人才核心作用…」); `heading` is the clause's own, empty when it has none.
    """

    path: str
    heading: str
    start: int
    end: int
    text: str
    headings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Contact:
    """Who to ask, as the notice prints it; unknown parts are empty."""

    names: tuple[str, ...] = ()
    phones: tuple[str, ...] = ()
    emails: tuple[str, ...] = ()
    address: str = ""


@dataclass(frozen=True, slots=True)
class Basis:
    """A document cited in the text, at `cleaned[start:end]`.

    `role` is "basis" (根据《…》), "amends" (修改), "repeals" (废止) or "cites" (anything else).
    """

    title: str
    number: str | None
    role: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Attachment:
    """An annex that the notice names (附件：1.…) at `cleaned[start:end]`; `label` is 附件1."""

    label: str
    title: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Part:
    """A stretch `cleaned[start:end]` with its own numbering; the parts join to the notice.

    `kind` is "notice" (what the issuer says itself), "inner" (the document that it carries, as
    the regulation of 关于印发《…办法》的通知) or "annex".
    """

    kind: str
    title: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Evidence:
    """`cleaned[start:end]` proves the value of a metadata field; a field may have several."""

    field: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Validity:
    """How long the notice is in force, as printed (有效期5年); `until` is an ISO date if known."""

    text: str
    until: str | None


@dataclass(frozen=True, slots=True)
class Cleaning:
    """One kind of repair and how often it was done."""

    what: str
    count: int


@dataclass(frozen=True, slots=True)
class Run:
    """`length` characters at `cleaned[start:]` were `raw[raw:]`, one for one.

    Characters of `cleaned` in no run were put in by cleaning (a restored line break).
    """

    start: int
    raw: int
    length: int


@dataclass(frozen=True, slots=True)
class Notice:
    """A notice with its metadata and its pieces; the pieces join to `cleaned`.

    Unknown metadata is None, never a guess. Dates are ISO (2020-05-06): `date` is the day of the
    document (成文日期), `published` and `effective` are when it was made public and is in force.
    `edition` is "official" or "restated" (written by us after the official text, see
    `official_url`). `category` is what kind of document it is (文种: 通知, 意见, 办法). `runs`
    leads from `cleaned` back to the reader's text, see corpus/edits.py.
    """

    id: str
    title: str
    issuer: str | None
    number: str | None
    date: str | None
    addressees: tuple[str, ...]
    contacts: tuple[Contact, ...]
    edition: str
    official_url: str | None
    source: str
    cleaned: str
    clauses: tuple[Clause, ...]
    cleaning: tuple[Cleaning, ...] = ()
    warnings: tuple[str, ...] = ()
    issuers: tuple[str, ...] = ()
    published: str | None = None
    effective: str | None = None
    validity: Validity | None = None
    category: str | None = None
    basis: tuple[Basis, ...] = ()
    attachments: tuple[Attachment, ...] = ()
    parts: tuple[Part, ...] = ()
    evidence: tuple[Evidence, ...] = ()
    runs: tuple[Run, ...] = ()

    @property
    def digest(self) -> str:
        """sha256 of the cleaned text: two notices with one digest say the same."""
        return hashlib.sha256(self.cleaned.encode()).hexdigest()


def normal_number(number: str) -> str:
    """Document number with one kind of bracket and half-width digits: 粤府函〔2023〕80号."""
    text = unicodedata.normalize("NFKC", number)
    text = re.sub(r"\s+", "", text)
    return re.sub(r"[\[【(﹝〔](\d{4})[\]】)﹞〕]", r"〔\1〕", text)


def notice_id(
    number: str | None, issuer: str | None, title: str | None, date: str | None, cleaned: str
) -> str:
    """The id that stays when a notice is read again (CONTRACT.md, Clause identity)."""
    if number:
        return normal_number(number)
    if issuer and title and date:
        return short_hash(f"{issuer}\n{title}\n{date}")
    return short_hash(cleaned)


def short_hash(text: str) -> str:
    """12 hexadecimal digits of sha256: 48 bits, a collision in a million notices is 1 in 500."""
    return hashlib.sha256(text.encode()).hexdigest()[:12]


def numeral_path(numeral: str) -> str:
    """One path element from a printed numeral: NFKC, without white space and closing 、."""
    text = re.sub(r"\s+", "", unicodedata.normalize("NFKC", numeral))
    return text.rstrip("、,:")
