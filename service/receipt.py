"""An answer -> a receipt: what was asked, what was quoted, of which text; JSON and back.

The digest tells an accident or a careless edit. It is no signature: whoever rewrites a receipt
can write a new digest too, and then the check against the index is what counts.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from typing import Any

from corpus.errors import EditedReceiptError, ReceiptError
from indexer.index import Index
from service.results import Answer, Citation, Filters

FORMAT = 1
# An answer quotes a handful; a check must not be made to look for thousands.
MOST_QUOTES = 100


@dataclass(frozen=True, slots=True)
class Quoted:
    """A quote with its address: `text[start:end]` of a clause whose text had this sha256."""

    notice: str
    title: str
    number: str | None
    path: str
    clause_sha256: str
    quote: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class AskedIndex:
    """Which generation answered, of which notices, made with which encoder."""

    generation: str
    corpus: str
    encoder: str
    fingerprint: str


@dataclass(frozen=True, slots=True)
class Receipt:
    """`asked_at` is UTC, ISO 8601; `filters` holds those that were set, by the API's names."""

    question: str
    asked_at: str
    filters: dict[str, str]
    mode: str
    status: str
    reason: str | None
    answer: str | None
    confidence: float
    index: AskedIndex
    citations: tuple[Quoted, ...]

    @property
    def digest(self) -> str:
        """sha256 over the canonical JSON (sorted keys, no blanks, UTF-8) of all other fields."""
        canonical = json.dumps(
            self._fields(), ensure_ascii=False, sort_keys=True, separators=(",", ":")
        )
        return hashlib.sha256(canonical.encode()).hexdigest()

    def to_json(self) -> dict[str, Any]:
        return {**self._fields(), "digest": self.digest}

    def _fields(self) -> dict[str, Any]:
        citations = [asdict(quoted) for quoted in self.citations]
        return {"format": FORMAT, **asdict(self), "citations": citations}


def make_receipt(
    index: Index, answer: Answer, asked_at: datetime, mode: str, filters: Filters
) -> Receipt:
    """The receipt of an answer that this index gave at `asked_at`, a time with its zone."""
    manifest = index.manifest
    return Receipt(
        question=answer.question,
        asked_at=_utc(asked_at),
        filters=_set_in(filters),
        mode=mode,
        status=answer.status,
        reason=answer.reason,
        answer=answer.answer,
        confidence=round(answer.confidence, 4),
        index=AskedIndex(
            manifest.generation, manifest.corpus, manifest.encoder, manifest.fingerprint
        ),
        citations=tuple(_quoted(citation) for citation in answer.citations),
    )


def read_receipt(text: str | bytes) -> Receipt:
    """The receipt in a JSON document; ReceiptError says in one line why it is none,
    EditedReceiptError that it does not say what it said when it was written."""
    given = _document(text)
    if given.get("format") != FORMAT:
        raise ReceiptError(
            f"the receipt has format {str(given.get('format'))[:20]}, this gongwen reads {FORMAT}; "
            "update gongwen, or ask again"
        )
    receipt = _parsed({k: v for k, v in given.items() if k not in ("format", "digest")})
    if len(receipt.citations) > MOST_QUOTES:
        raise ReceiptError(
            f"the receipt has {len(receipt.citations)} quotes, {MOST_QUOTES} are the most; "
            "use the file as it was saved"
        )
    if not _is_time(receipt.asked_at):
        raise ReceiptError(
            "the receipt's asked_at is no UTC time to the second; use the file as it was saved"
        )
    for quoted in receipt.citations:
        if not quoted.quote.strip() or not 0 <= quoted.start == quoted.end - len(quoted.quote):
            raise ReceiptError(
                f"the receipt's quote at {quoted.start} to {quoted.end} is blank or of another "
                "length; use the file as it was saved"
            )
    # also when there is a field more than a receipt has
    if receipt.to_json() != given:
        raise EditedReceiptError(
            "the receipt's digest does not match what it says, so it was edited or cut; "
            "use the file as it was saved"
        )
    return receipt


def clause_digest(text: str) -> str:
    """sha256 of a clause's text."""
    return hashlib.sha256(text.encode()).hexdigest()


def _is_time(text: str) -> bool:
    try:
        time = datetime.fromisoformat(text)
        return time.tzinfo is not None and _utc(time) == text
    except (ValueError, OverflowError):  # the last day of all, an hour to the west
        return False


def _utc(time: datetime) -> str:
    return time.astimezone(UTC).isoformat(timespec="seconds")


def _set_in(filters: Filters) -> dict[str, str]:
    """The filters that limit, by the API's names and as text that it takes."""
    asked = {
        "issuer": filters.issuer,
        "number": filters.number,
        "from": filters.date_from,
        "to": filters.date_to,
        "notice": filters.notice,
        "due_from": filters.due_from,
        "due_to": filters.due_to,
        "amount_min": _sum(filters.amount_min),
        "amount_max": _sum(filters.amount_max),
    }
    return {name: value for name, value in asked.items() if value is not None}


def _sum(amount: float | None) -> str | None:
    return None if amount is None else f"{amount:f}".rstrip("0").rstrip(".")


def _quoted(citation: Citation) -> Quoted:
    notice, clause = citation.notice, citation.clause
    return Quoted(
        notice=notice.id,
        title=notice.title,
        number=notice.number,
        path=clause.path,
        clause_sha256=clause_digest(clause.text),
        quote=citation.quote,
        start=citation.start,
        end=citation.end,
    )


def _document(text: str | bytes) -> dict[str, Any]:
    try:
        given = json.loads(text)
    except (ValueError, RecursionError):  # bytes that are not UTF-8 too
        raise ReceiptError(
            "the receipt is not JSON; use the file that gongwen ask --receipt wrote"
        ) from None
    if not isinstance(given, dict):
        raise ReceiptError(
            "the receipt is not a JSON object; use the file that gongwen ask --receipt wrote"
        )
    return given


def _parsed(fields: dict[str, Any]) -> Receipt:
    """Fields of the right types; half characters and numbers too large are refused as well."""
    from pydantic import TypeAdapter, ValidationError

    try:
        return TypeAdapter(Receipt).validate_json(json.dumps(fields), strict=True)
    except ValidationError as error:
        first = error.errors(include_url=False, include_context=False, include_input=False)[0]
        where = ".".join(str(part) for part in first["loc"])
        reason = f"{where}: {first['msg']}" if where else first["msg"]
        raise ReceiptError(
            f"the receipt is malformed ({reason}); use the file as it was saved"
        ) from None
