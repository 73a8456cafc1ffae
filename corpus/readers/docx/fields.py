"""Field marks in the order of the text -> which text is a field's result and may be shown."""

from __future__ import annotations

import re
from dataclasses import dataclass

CONTENTS = re.compile(r"\s*TOC(?:\s|\\|$)", re.I)
# {EQ \o\ac(○,12)} prints 12 in a circle and has no result.
CIRCLE = re.compile(r"\\o\s*\\ac\s*\(\s*[○◯〇]\s*[,，;；]\s*([^()]{1,4})\)", re.I)
CIRCLED = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳㉑㉒㉓㉔㉕㉖㉗㉘㉙㉚㉛㉜㉝㉞㉟㊱㊲㊳㊴㊵㊶㊷㊸㊹㊺㊻㊼㊽㊾㊿"


@dataclass(slots=True)
class _Field:
    code: str = ""
    in_result: bool = False


class Fields:
    """The fields that are open: a field may begin in one paragraph and end in another."""

    def __init__(self) -> None:
        self._open: list[_Field] = []

    def begin(self) -> None:
        self._open.append(_Field())

    def add_code(self, text: str) -> None:
        """Some of the innermost field's instruction; what follows `separate` is none."""
        if self._open and not self._open[-1].in_result:
            self._open[-1].code += text[:200]

    def separate(self) -> None:
        if self._open:
            self._open[-1].in_result = True

    def end(self) -> str:
        """The text that the field prints though it has no result, else nothing."""
        field = self._open.pop() if self._open else _Field(in_result=True)
        circle = None if field.in_result else CIRCLE.search(field.code)
        return _circled(circle[1].strip()) if circle and self.shown else ""

    def close_all(self) -> None:
        self._open.clear()

    @property
    def shown(self) -> bool:
        """Whether text here is printed: in no field, or in the results of all around it."""
        return all(field.in_result for field in self._open)

    @property
    def in_contents(self) -> bool:
        """Whether text here belongs to a table of contents."""
        return any(CONTENTS.match(field.code) for field in self._open)


def _circled(text: str) -> str:
    small = text.isascii() and text.isdigit() and 1 <= int(text) <= len(CIRCLED)
    return CIRCLED[int(text) - 1] if small else f"（{text}）"
