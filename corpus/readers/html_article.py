"""A page's tree -> the lines of its article: the smallest element that holds the text."""

from __future__ import annotations

import re
from typing import Any

from corpus.readers.html_blocks import is_data, lines_of

# What the content systems of government sites call the element that holds the text, as an id or
# a class, in lower case.
KNOWN = frozenset(
    "ucap-content zoom zoomcon ivs_content articlecontent article-content article_content"
    " article_con article-con contenttext vsb_content vsb_content_2 vsb_content_501"
    " vsb_content_4 js_content info_content trs_editor trs_editor_view trs_ueditor pages_content"
    " news_content newscontent detail-content detail_content custom_unionstyle"
    " view-content zwxl-article".split()
)
HOLDERS = frozenset("div td tr tbody table section article main form center body".split())
APART = re.compile(
    r"(?:^|[-_])(?:nav|navbar|menu|foot|footer|copyright|crumbs?|breadcrumbs?|share|sidebar|toolbar)"
)
FURNITURE = re.compile(
    r"版权所有|主办单位|承办单位|备案|ICP|网站地图|网站标识码|联系我们|建议使用|浏览器|技术支持|扫一扫|打印"
    r"|关闭|当前位置|所在位置|您的位置|分享到|浏览次数|点击数|即将离开|字体：|字号：|^首页"
)
SENTENCE = re.compile(r"[，。；：！？、（《〔]")
# The text of an article, as opposed to what frames it: an annex, a date, a document number.
OWN = re.compile(
    r"附\s*件\s*[\d一二三四五]{0,2}\s*[:：]|附\s*件\s*[\d一二三四五]{0,2}$|（此件.{2,12}）"
    r"|[\d〇一二三四五六七八九十]{4}年\S{1,3}月\S{1,3}日$|\S{1,14}〔\d{4}〕\d+号$"
)
FILES = re.compile(r"\.(?:pdf|docx?|wps|ofd|xlsx?|et|zip|rar|7z|jpg|png|txt)(?:$|\?)", re.I)
# The known or the smallest element must hold this share of the page's sentences; what a site
# adds in sentences (a warning, an address) stays under a tenth even for short notices.
SHARE = 0.9
KNOWN_SHARE = 0.6
# Less than this, and a page whose sentences are not in one element is left to trafilatura.
LITTLE = 0.5


def article_lines(tree: Any, titles: tuple[str, ...]) -> list[str]:
    """The lines of the article; none when the page has no sentence outside links and furniture.

    `titles` is what the page calls its article: a heading that says so belongs to it.
    """
    body = tree.find("body")
    body = tree if body is None else body
    weights = _weights(body)
    if not weights.get(body):
        return []
    known = _known(body, weights)
    holder = _holder(body, weights, known, tuple("".join(t.split()) for t in titles))
    if holder.tag == "body" and known is None and _is_portal(body, weights[body]):
        found = _by_trafilatura(tree)
        if sum(map(len, found)) >= LITTLE * weights[body]:
            return found
    if holder is not known:
        _drop_furniture(holder, weights)
    return lines_of(holder)


def _weights(body: Any) -> dict[Any, int]:
    """For each element the characters of sentences in it that are neither link nor furniture."""
    weights: dict[Any, int] = {}
    for node in reversed(list(body.iter())):
        weight = _weight(node.text) + sum(weights[child] + _weight(child.tail) for child in node)
        weights[node] = 0 if _is_apart(node) or (node.tag == "a" and node.get("href")) else weight
    return weights


def _weight(text: str | None) -> int:
    if not text or not SENTENCE.search(text) or FURNITURE.search(text):
        return 0
    return len(text.strip())


def _is_apart(node: Any) -> bool:
    if node.tag in ("nav", "footer"):
        return True
    return any(APART.search(name) for name in _names(node)) and node.tag != "body"


def _names(node: Any) -> list[str]:
    names = f"{node.get('id') or ''} {node.get('class') or ''}".lower()
    return names.split() if len(names) < 400 else []


def _known(body: Any, weights: dict[Any, int]) -> Any:
    """The element that is named as the text's holder and holds most of the page's sentences."""
    for node, weight in weights.items():  # innermost first
        if weight >= KNOWN_SHARE * weights[body] and KNOWN.intersection(_names(node)):
            return node
    return None


def _holder(body: Any, weights: dict[Any, int], known: Any, titles: tuple[str, ...]) -> Any:
    """From the body inwards as long as one child holds the sentences and nothing beside it is
    part of the article; the lines of a signature or a title weigh little, but must not go."""
    above = set(known.iterancestors()) if known is not None else set()
    node = body
    while node is not known:
        best = max(node, key=lambda child: weights[child], default=None)
        if best is None or best.tag not in HOLDERS:
            break
        leads = best is known or best in above
        if weights[best] < (KNOWN_SHARE if leads else SHARE) * weights[node]:
            break
        if best.tag == "table" and is_data(best):
            break
        if any(
            _belongs(child, titles, strict=known is not None) for child in node if child is not best
        ) or (known is None and _beside(node, best)):
            break
        node = best
    return node


def _belongs(child: Any, titles: tuple[str, ...], strict: bool) -> bool:
    """Whether an element beside the text is part of the article: its title, number, annexes,
    date; and where no element is named as the holder, a paragraph or a table of its own."""
    if _is_apart(child):
        return False
    for heading in child.iter("h1", "h2", "h3", "h4"):
        text = "".join("".join(heading.itertext()).split())
        if len(text) > 5 and any(text in title or title in text for title in titles):
            return True
    lines = [line for line in lines_of(child) if line] if _is_short(child) else []
    if any(OWN.match(line) for line in lines):
        return True
    if strict:
        return False
    if any(is_data(table) for table in child.iter("table")):
        return True
    if child.tag in ("p", "pre", "h1", "h2", "h3", "h4", "ol", "blockquote"):
        unlinked = not _is_menu(child) and not any(FURNITURE.search(line) for line in lines)
        return unlinked and bool("".join(child.itertext()).strip())
    return False


def _beside(node: Any, best: Any) -> bool:
    """Whether words stand directly in the element, beside its paragraphs."""
    texts = [node.text, *(child.tail for child in node)]
    return any(len(text.strip()) > 1 and not FURNITURE.search(text) for text in texts if text)


def _is_short(node: Any) -> bool:
    """Whether an element has less than 1,000 characters; stops counting there."""
    size = 0
    for text in node.itertext():
        size += len(text.strip())
        if size > 1000:
            return False
    return True


def _is_menu(node: Any) -> bool:
    """Whether an element is little more than links to other pages; links to files are annexes."""
    links = [a for a in node.iter("a") if a.get("href")]
    if not links or any(FILES.search(a.get("href")) for a in links):
        return False
    linked = sum(len("".join(a.itertext()).strip()) for a in links)
    return linked * 5 >= 4 * len("".join(node.itertext()).strip())


def _is_portal(body: Any, weight: int) -> bool:
    linked = sum(len("".join(a.itertext()).strip()) for a in body.iter("a") if a.get("href"))
    return linked > weight


def _drop_furniture(holder: Any, weights: dict[Any, int]) -> None:
    """Menus, footers and the like inside the holder, unless they hold a good part of the text."""
    for node in list(holder.iter("div", "ul", "nav", "footer", "aside", "header", "table")):
        if node is holder or weights.get(node, 0) * 5 > weights[holder]:
            continue
        many = sum(1 for _ in node.iter("a")) > 2
        if _is_apart(node) or (many and _is_short(node) and _is_menu(node)):
            node.drop_tree()


def _by_trafilatura(tree: Any) -> list[str]:
    from trafilatura import extract

    try:
        found = extract(
            tree, include_tables=True, include_comments=False, favor_recall=True, deduplicate=False
        )
    except Exception:  # whatever it stumbles over, the page is then read without it
        return []
    return (found or "").split("\n")
