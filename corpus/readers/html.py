"""HTML page -> RawDocument: the article's text by trafilatura, the metadata of its meta tags."""

from __future__ import annotations

import re

from corpus.decode import decode
from corpus.errors import ReadError
from corpus.readers import RawDocument

CHARSET = re.compile(rb"charset\s*=\s*[\"']?\s*([A-Za-z0-9_-]+)", re.I)
INLINE = ("span", "b", "strong", "em", "i", "u", "font", "small", "label", "mark", "s")
BLOCKS = {"p", "div", "td", "li", "section", "article", "table", "ul", "ol", "h1", "h2", "h3"}
# The names that the government web sites' own standard gives to a page's metadata.
META = {"articletitle": "title", "contentsource": "issuer", "pubdate": "published", "url": "source"}


def read(data: bytes) -> RawDocument:
    """The article, one line a paragraph; ReadError when the page holds no text."""
    declared = CHARSET.search(data[:2048])
    text, encoding = decode(data, declared[1].decode("ascii") if declared else None)
    from lxml import etree, html
    from trafilatura import extract

    try:
        tree = html.document_fromstring(
            text.encode("utf-8"), parser=html.HTMLParser(encoding="utf-8")
        )
    except (etree.ParserError, etree.XMLSyntaxError):
        raise ReadError("the page holds no HTML; nothing to index") from None
    stated = _meta(tree)
    _drop_hidden(tree)
    _unwrap_layout_tables(tree)
    _join_inline(tree)
    article = extract(
        tree, include_tables=True, include_comments=False, favor_recall=True, deduplicate=False
    )
    if not article:
        raise ReadError("no text found in the page; is it drawn by JavaScript? save it as text")
    return RawDocument(article, encoding, stated)


def _meta(tree: object) -> dict[str, str]:
    stated: dict[str, str] = {}
    for tag in tree.iter("meta"):  # type: ignore[attr-defined]
        key = META.get((tag.get("name") or "").strip().lower())
        if key and (tag.get("content") or "").strip():
            stated[key] = tag.get("content").strip()
    title = tree.find(".//title")  # type: ignore[attr-defined]
    if title is not None and (title.text or "").strip():
        stated.setdefault("page_title", title.text.strip())
    return stated


def _unwrap_layout_tables(tree: object) -> None:
    """A table whose cell holds paragraphs only places them; kept, it would lose the line ends."""
    for cell in list(tree.iter("td")):  # type: ignore[attr-defined]
        if len(cell.findall("./p")) < 2 and len(cell.findall("./div/p")) < 2:
            continue
        for node in (cell, *cell.iterancestors()):
            if node.tag in ("td", "tr", "tbody", "table"):
                node.tag = "div"


def _drop_hidden(tree: object) -> None:
    """What a reader of the page does not see is not part of the notice."""
    for node in list(tree.iter()):  # type: ignore[attr-defined]
        style = (node.get("style") or "").replace(" ", "").lower()
        if (
            "display:none" in style or node.get("hidden") is not None
        ) and node.getparent() is not None:
            node.drop_tree()


def _join_inline(tree: object) -> None:
    """Emphasis and links inside a paragraph become its text: taken as blocks they would break its
    line, and a （二） alone on its line is no clause. A <div> of mere text is a paragraph. Menus,
    where links are most of the text, keep them, since that is how they are told from an article."""
    for node in list(tree.iter(*INLINE, "a")):  # type: ignore[attr-defined]
        block = next((n for n in node.iterancestors() if n.tag in BLOCKS), None)
        if node.tag == "a" and block is not None:
            linked = sum(len(a.text_content().strip()) for a in block.iter("a"))
            if linked * 2 > len(block.text_content().strip()):
                continue
        node.drop_tag()
    for node in list(tree.iter("div")):  # type: ignore[attr-defined]
        if (node.text or "").strip() and not any(child.tag in BLOCKS for child in node):
            node.tag = "p"
