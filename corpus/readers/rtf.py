"""RTF -> RawDocument: the text of its body, one line a paragraph, a table's row as one line."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace

from corpus.errors import ReadError
from corpus.readers import CUT_OFF, RawDocument, table_row

TOKEN = re.compile(
    r"\\(?P<word>[A-Za-z]{1,40})(?P<number>-?\d{1,9})? ?|\\'(?P<byte>[0-9A-Fa-f]{2})"
    r"|\\(?P<sign>.)|(?P<brace>[{}])|(?P<text>[^\\{}\r\n]+)|(?P<rest>.)",
    re.S,
)
# Groups that hold no text of the body. A field's instruction goes, its result stays.
ASIDE = frozenset(
    "colortbl stylesheet info pict object header headerl headerr headerf footer footerl footerr"
    " footerf footnote annotation fldinst nonesttables listtable revtbl themedata".split()
)
SIGNS = {
    "emdash": "—", "endash": "–", "lquote": "‘", "rquote": "’", "ldblquote": "“",
    "rdblquote": "”", "bullet": "•", "tab": " ", "nestcell": " ", "emspace": " ", "enspace": " ",
}  # fmt: skip
BREAKS = frozenset({"par", "line", "sect", "page", "softline"})
# Character sets of fonts, and code pages of the file, as Python calls them.
CHARSETS = {128: "cp932", 129: "cp949", 134: "gb18030", 136: "cp950"}
CODE_PAGES = {932: "cp932", 936: "gb18030", 949: "cp949", 950: "cp950", 54936: "gb18030"}
WESTERN = "cp1252"
DEPTH_LIMIT = 1000


@dataclass(frozen=True, slots=True)
class _State:
    """What a group inherits and its end restores."""

    aside: bool = False
    fonts: bool = False  # inside the table of fonts
    font: int = 0
    fallback: int = 1  # characters after \\u that say the same for old readers
    hidden: bool = False

    @property
    def visible(self) -> bool:
        return not (self.aside or self.fonts or self.hidden)


def read(data: bytes) -> RawDocument:
    """The body's text; headers, footers, notes, pictures and hidden text are left out."""
    if not data.lstrip().startswith(b"{\\rtf"):
        raise ReadError("not RTF; check the file's ending")
    body = _body(data.decode("latin-1"))
    lines = [line for line in body.lines if line]
    if not lines:
        raise ReadError("no text in the RTF; is it a picture? save it as text")
    return RawDocument("\n".join(lines), "rtf", warnings=(CUT_OFF,) if body.outer else ())


def _body(source: str) -> _Body:
    body = _Body()
    at = 0
    while found := TOKEN.match(source, at):
        at = found.end()
        if found["word"]:
            body.control(found["word"], found["number"])
            if found["word"] == "bin":
                at += max(0, int(found["number"] or 0))
        elif found["brace"] == "{":
            body.open()
        elif found["brace"]:
            body.close()
        elif found["byte"]:
            body.put_bytes(bytes.fromhex(found["byte"]), 1)
        elif found["text"]:
            body.put_bytes(found["text"].encode("latin-1"), len(found["text"]))
        elif found["sign"]:
            body.sign(found["sign"])
    body.end_line()
    return body


@dataclass(slots=True)
class _Body:
    """The text so far and how what follows is to be taken."""

    lines: list[str] = field(default_factory=list)
    cells: list[str] = field(default_factory=list)
    line: list[str] = field(default_factory=list)
    waiting: bytearray = field(default_factory=bytearray)  # a character's other half may follow
    state: _State = field(default_factory=_State)
    outer: list[_State] = field(default_factory=list)
    encodings: dict[int, str] = field(default_factory=dict)  # of fonts
    page: str = WESTERN
    skip: int = 0
    in_table: bool = False

    def open(self) -> None:
        self.flush()
        self.outer.append(self.state)
        if len(self.outer) > DEPTH_LIMIT:
            raise ReadError(f"groups more than {DEPTH_LIMIT} deep in the RTF; save it again")

    def close(self) -> None:
        self.flush()
        self.state = self.outer.pop() if self.outer else self.state

    def sign(self, sign: str) -> None:
        if sign == "*":  # what an old reader may leave out holds no text of the body
            self.state = replace(self.state, aside=True)
        elif sign in "\\{}~_":
            self.put({"~": " ", "_": "-"}.get(sign, sign))
        elif sign in "\r\n":
            self.end_line()

    def control(self, word: str, digits: str | None) -> None:
        """One control word: first those that say how text is to be taken, then text itself."""
        number = int(digits or 0)
        if word in ASIDE:
            self.state = replace(self.state, aside=True)
        elif word == "fonttbl":
            self.state = replace(self.state, fonts=True)
        elif word == "f":
            self.flush()
            self.state = replace(self.state, font=number)
        elif word == "fcharset" and self.state.fonts and number in CHARSETS:
            self.encodings[self.state.font] = CHARSETS[number]
        elif word == "ansicpg":
            self.page = CODE_PAGES.get(number, WESTERN)
        elif word == "uc":
            self.state = replace(self.state, fallback=max(0, number))
        elif word in ("v", "deleted"):
            self.flush()
            self.state = replace(self.state, hidden=digits != "0")
        elif word == "plain":
            self.flush()
            self.state = replace(self.state, hidden=False)
        elif word in ("pard", "intbl"):
            self.in_table = word == "intbl"
        elif word == "u":
            self.put(chr(number % 65536))
            self.skip = self.state.fallback
        elif word in SIGNS:
            self.put(SIGNS[word])
        elif word in BREAKS and self.state.visible:
            self.put(" ") if self.in_table else self.end_line()
        elif word == "cell" and self.state.visible:
            self.cells.append(self.taken())
        elif word == "row" and self.state.visible:
            self.end_row()

    def put(self, text: str) -> None:
        self.flush()
        if self.state.visible:
            self.line.append(text)

    def put_bytes(self, data: bytes, characters: int) -> None:
        """Bytes of the code page, less those that repeat a Unicode character for old readers."""
        kept = data[self.skip :]
        self.skip = max(0, self.skip - characters)
        if self.state.visible:
            self.waiting.extend(kept)

    def flush(self) -> None:
        if self.waiting:
            encoding = self.encodings.get(self.state.font, self.page)
            self.line.append(self.waiting.decode(encoding, errors="replace"))
            self.waiting.clear()

    def taken(self) -> str:
        self.flush()
        text = "".join(self.line)
        self.line.clear()
        # Characters beyond the first 65,536 come as two halves.
        return text.encode("utf-16", "surrogatepass").decode("utf-16", errors="replace").strip()

    def end_line(self) -> None:
        self.lines.append(self.taken())

    def end_row(self) -> None:
        if len(self.cells) == 1:
            self.lines.append(self.cells[0])
        elif any(self.cells):
            self.lines.append(table_row(self.cells))
        self.cells.clear()
