"""HTML page -> RawDocument: the article as paragraphs and rows, what the page states of it."""

from __future__ import annotations

import re
from typing import Any

from corpus.decode import decode
from corpus.errors import ReadError
from corpus.readers import RawDocument, text
from corpus.readers.html.article import KNOWN, article_lines
from corpus.readers.html.blocks import lines_of
from corpus.readers.html.measure import names_of
from corpus.readers.html.stated import state_of, take_blocks

CHARSET = re.compile(rb"charset\s*=\s*[\"']?\s*([A-Za-z0-9_-]{1,40})", re.I)
MARKUP = re.compile(r"<[A-Za-z!/?]")
# Never seen by who reads the page. A <form> stays: many sites wrap the whole page in one.
UNSEEN = ("script", "style", "noscript", "template", "xml", "object", "svg", "canvas", "audio",
          "video", "select", "button", "textarea", "rt", "rp", "head")  # fmt: skip
HIDDEN = re.compile(r"display:none|visibility:hidden|mso-hide:all")
# With the bytes of 22 Han characters valid as UTF-8, a page is UTF-8 whatever it declares.
SURELY_UTF8 = 64
CONTROL = re.compile(
    r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]"
    r"|&#(?:0{0,8}(?:[0-8]|1[124-9]|2\d|3[01])(?!\d)|x0{0,8}(?:[0-8bcef]|1[\da-f])(?![\da-f]));?",
    re.I,
)
# Three pictures and fewer words than this: the notice is in the pictures.
FEW_WORDS = 100


def read(data: bytes, charset: str | None = None) -> RawDocument:
    """The article, one line a paragraph; `charset` is the one of the HTTP header, if any.

    ReadError when the page holds no text of its own, with what to do instead. Reading goes on at
    3 MB and more a second, most of it libxml2's.
    """
    page, encoding = _decode(data, charset)
    if not MARKUP.search(page):
        return text.read(page.encode("utf-8", "replace"))
    tree = _parse(page)
    state = state_of(tree)
    scripts = next(tree.iter("script"), None) is not None
    _refuse_frames(tree)
    _drop_unseen(tree)
    take_blocks(tree, state)
    lines = article_lines(tree, state.titles)
    if not lines and not scripts:
        lines = lines_of(tree)  # words without one sentence: a list, a table
    if not lines:
        raise ReadError(_empty(tree, scripts))
    lines = _without_double_title(lines, state.titles)
    return RawDocument(
        "\n".join(lines), encoding, state.stated(lines), warnings=_warnings(tree, lines)
    )


def _decode(data: bytes, header: str | None) -> tuple[str, str]:
    """Bytes that are valid UTF-8 are UTF-8 (a wrong charset would read them as other Han
    characters without an error); else the header's charset, the page's own, the best guess."""
    inner = CHARSET.search(data[:4096])
    declared = header or (inner[1].decode("ascii") if inner else None)
    if _surely_utf8(data):
        declared = "utf-8"
    elif declared and declared.lower() in ("gb2312", "gbk", "gb_2312-80", "x-gbk"):
        declared = "gb18030"  # what browsers do: the two are parts of it
    return decode(data, declared)


def _surely_utf8(data: bytes) -> bool:
    beyond = len(data) - len(data.translate(None, bytes(range(128, 256))))
    if beyond < SURELY_UTF8:
        return False
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _parse(page: str) -> Any:
    from lxml import etree, html

    parser = html.HTMLParser(
        encoding="utf-8", huge_tree=True, remove_comments=True, remove_pis=True
    )
    try:
        # A NUL would end the page for libxml2, and lxml takes no control character back.
        source = CONTROL.sub("", page).encode("utf-8", "replace")
        tree = html.document_fromstring(source, parser=parser)
    except (etree.LxmlError, AssertionError, ValueError):
        raise ReadError("the page holds no HTML; nothing to index") from None
    if any("depth" in error.message for error in parser.error_log):
        # libxml2 reads nothing after that.
        raise ReadError("its elements are nested over 2,000 deep; save it as a PDF or text")
    return tree


def _refuse_frames(tree: Any) -> None:
    frame = next(tree.iter("frame"), None)
    if frame is not None:
        raise ReadError(
            f"the page only frames {frame.get('src') or 'another page'}; index that page instead"
        )


def _drop_unseen(tree: Any) -> None:
    """What a reader of the page does not see is not part of the notice."""
    for node in list(tree.iter()):
        style = "".join((node.get("style") or "").lower().split())
        hidden = node.get("hidden") is not None or HIDDEN.search(style)
        # A text's holder that is hidden at first is shown by a script.
        unseen = node.tag in UNSEEN or (hidden and not KNOWN.intersection(names_of(node)))
        if unseen and node.getparent() is not None and node.tag != "body":
            node.drop_tree()


def _empty(tree: Any, scripts: bool) -> str:
    """Why a page without text has none, and what to do."""
    frame = next((node.get("src") for node in tree.iter("iframe") if node.get("src")), None)
    if frame:
        return f"no text in the page, it shows {frame} in a frame; index that page instead"
    if next(tree.iter("img"), None) is not None:
        return "no text in the page, only pictures; save the text of the pictures as a file"
    if scripts:
        return "no text in the page, JavaScript draws it; save it from the browser as a PDF or text"
    return "no text in the page; nothing to index"


def _without_double_title(lines: list[str], titles: tuple[str, ...]) -> list[str]:
    """The title above the article goes when the article begins with it, over one or more lines."""
    first = _unspaced(lines[0])
    known = any(first == _unspaced(title) for title in titles)
    return lines[1:] if known and _unspaced("".join(lines[1:5])).startswith(first) else lines


def _unspaced(text: str) -> str:
    return "".join(text.split())


def _warnings(tree: Any, lines: list[str]) -> tuple[str, ...]:
    pictures = sum(1 for _ in tree.iter("img"))
    if pictures > 2 and sum(map(len, lines)) < FEW_WORDS:
        return (f"the page has {pictures} pictures and little text; pictures are not read",)
    return ()
