"""A page's tree -> what it states of its notice: meta tags, tables of labels and values."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

from corpus.readers.html.labels import BEGINS, FIELD, LABEL, label_pairs

# The names that the government web sites' own standard gives to a page's metadata, and GOV.CN's.
META = {
    "articletitle": "title",
    "pubdate": "published",
    "publishdate": "published",
    "firstpublishedtime": "published",
    "contentsource": "page_issuer",
    "author": "page_issuer",
    "url": "source",
}
# A whole table of labels is shorter, and no page has more labels that begin one.
BLOCK_LIMIT = 2000
STARTS = 200

NOTHING = re.compile(r"[-—－/\\\s]*|无|暂无|其他|其它")
DAY = re.compile(r"(?P<y>\d{4})\s*[-/.年]?\s*(?P<m>\d{1,2})\s*[-/.月]?\s*(?P<d>\d{1,2})")
NUMBER = re.compile(r".{0,20}(?:[〔\[（(【]\d{4}[〕\]）)】]|第|公告).{0,12}号?")
ORGAN = re.compile(
    r".*(?:政府|厅|局|署|部|委|委员会|办公室|办|院|会|总队|中心|银行|集团|公司|大学|组|司)"
)
SITE = re.compile(r"网|报$|日报|新华|社$|电视|客户端|公众号|微信|本站|门户|杂志|频道|转载|编辑")
SUFFIX = re.compile(r"\s*[_|｜]+\s*|\s+[-–—]+\s+|(?<=[\u4e00-\u9fff）)])-+(?=[\u4e00-\u9fff])")
CUT_OFF = re.compile(r"(?:…|\.\.\.)$")
TAGS = re.compile(r"</?[A-Za-z][^<>]{0,200}>")


@dataclass(slots=True)
class State:
    """What the head states, then the blocks; the first to state a field is believed."""

    said: dict[str, str] = field(default_factory=dict)
    headings: list[str] = field(default_factory=list)

    @property
    def titles(self) -> tuple[str, ...]:
        """Everything that the page calls its article."""
        names = [self.said.get("title"), self.said.get("page_title"), *self.headings]
        return tuple(name for name in names if name)

    def say(self, key: str, value: str) -> None:
        value = _value(key, value)
        if value and key:
            self.said.setdefault(key, value)

    def stated(self, lines: list[str]) -> dict[str, str]:
        """The fields; who publishes the page is the issuer only if the notice names it so."""
        publisher = self.said.get("page_issuer", "")
        if publisher and "issuer" not in self.said and _issues(publisher, lines, self.titles):
            return {**self.said, "issuer": publisher}
        return dict(self.said)


def state_of(tree: Any) -> State:
    """What the meta tags and the page's title say."""
    state = State()
    for tag in tree.iter("meta"):
        name = (tag.get("name") or tag.get("property") or "").strip().lower()
        if name in META:
            state.say(META[name], tag.get("content") or "")
    node = tree.find(".//title")
    pieces = SUFFIX.split(_plain(node)) if node is not None else []
    title = max((piece.strip() for piece in pieces), key=len, default="")
    state.headings = [text for h in tree.iter("h1") if 5 < len(text := _plain(h)) < 150][:5]
    # A heading over the article is complete; a page's title may be cut off or the site's name.
    heading = next((h for h in state.headings if title[:12] in h or CUT_OFF.search(title)), "")
    state.say("page_title", heading or title)
    return state


def take_blocks(tree: Any, state: State) -> None:
    """Tables, lists and lines of labels and values (索引号, 发文机关, …): said, then taken out.

    A line with the date alone is said and stays.
    """
    body = tree.find("body")
    gone: set[Any] = set()
    for start in _starts(tree if body is None else body):
        if start in gone:
            continue
        block, pairs = _block(start, body)
        if not pairs:
            _say_date(start, state)
        for label, value in pairs:
            state.say(FIELD[label], value)
        if pairs:
            gone.update(block.iter())
            block.drop_tree()


def _block(start: Any, body: Any) -> tuple[Any, list[tuple[str, str]]]:
    """The largest element around a label that holds labels and values only; none gives no pairs.

    An element that adds words and no label to the one inside it is larger than the table.
    """
    best: list[tuple[str, str]] = []
    node = block = start
    size = 0
    while node is not None and node is not body and node.getparent() is not None:
        text = _pieces(node)
        pairs = label_pairs(text) if text is not None else None
        if text is None or (best and pairs is None):
            break
        if pairs is not None:
            if best and len(pairs) == len(best) and len(text) > size:
                break
            block, best, size = node, pairs, len(text)
        node = node.getparent()
    return block, best


def _starts(body: Any) -> list[Any]:
    """The elements whose own text begins with a label, in order."""
    starts = []
    for node in body.iter():
        if BEGINS.match(node.text or "") or any(BEGINS.match(child.tail or "") for child in node):
            starts.append(node)
            if len(starts) == STARTS:
                break
    return starts


def _pieces(node: Any) -> str | None:
    """The texts in an element, a line each; None when it is too long for a table of labels."""
    pieces: list[str] = []
    size = 0
    for text in node.itertext():
        size += len(text.strip()) + 1
        if size > BLOCK_LIMIT:
            return None
        if text.strip():
            pieces.append(" ".join(text.split()))
    return "\n".join(pieces)


def _say_date(node: Any, state: State) -> None:
    text = _pieces(node) or ""
    match = LABEL.match(text)
    if match and FIELD["".join(match["label"].split())] == "published":
        state.say("published", text[match.end() :])


def _value(key: str, value: str) -> str:
    """A value as it can be believed: a date as ISO, an organ and no web site, a whole title."""
    value = " ".join(TAGS.sub("", value).split())
    if NOTHING.fullmatch(value):
        return ""
    if key in ("date", "published"):
        match = DAY.match(value)
        return f"{match['y']}-{int(match['m']):02d}-{int(match['d']):02d}" if match else ""
    if key == "number":
        return value if NUMBER.fullmatch(value) else ""
    if key == "page_issuer":
        return (
            value if len(value) < 60 and ORGAN.fullmatch(value) and not SITE.search(value) else ""
        )
    if key == "title":
        return "" if CUT_OFF.search(value) else value
    return value


def _issues(name: str, lines: list[str], titles: tuple[str, ...]) -> bool:
    """Whether an organ is printed as the issuer: before the title or in a line of its own."""
    return any(title.startswith(name) for title in (*titles, *lines[:1])) or any(
        "".join(line.split()) == name for line in lines
    )


def _plain(node: Any) -> str:
    return " ".join("".join(node.itertext()).split())
