"""The words around a quote, in Chinese and in English: roles, days, sums."""

from __future__ import annotations

from indexer.facts import Value
from service.words_en import ROLES_EN

# Around what leads the answer: a modal verb of the text, anything else.
MODAL = {"zh": "条文的说法是“{}”。", "en": "The text says “{}”."}
STOP = {"zh": "{}。", "en": "{}."}
JOIN = {"zh": "；", "en": "; "}
NOTICE = {"zh": "", "en": "The notice says: "}
# Of these roles a body is the object, not the doer.
OBJECTS = ("支持", "鼓励")


def role_in(role: str, language: str) -> str:
    """The role of a body as it stands beside its name."""
    if language == "en":
        return ROLES_EN[role]
    return f"{role}对象" if role in OBJECTS else role


def day_in(value: Value, language: str) -> str:
    """The day or days of a value: 至2020-12-01, by 2020-12-01."""
    first, last = value.first, value.last
    if first and last and first != last:
        return f"{first} to {last}" if language == "en" else f"{first}至{last}"
    if last and not first:
        return f"by {last}" if language == "en" else f"{last}前"
    if first and not last:
        return f"from {first}" if language == "en" else f"{first}起"
    return last or ""


def sum_in(value: Value, language: str) -> str:
    """A sum in yuan as a number, for readers of English; other values read as they are printed."""
    if value.kind != "money" or value.unit != "元" or language != "en":
        return ""
    bounds = [bound for bound in (value.low, value.high) if bound is not None]
    if not bounds:
        return ""
    exact = [f"{bound:,.4f}".rstrip("0").rstrip(".") for bound in dict.fromkeys(bounds)]
    limit = "at most " if value.low is None else "at least " if value.high is None else ""
    return f"{limit}CNY {' - '.join(exact)}"
