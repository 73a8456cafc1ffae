"""A page's tree -> the lines of its article: the smallest element that holds the text."""

from __future__ import annotations

import re
from dataclasses import dataclass
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
ASIDE = 1000
PARAGRAPHS = frozenset("p pre h1 h2 h3 h4 ol blockquote".split())
# Less than this, and a page whose sentences are not in one element is left to trafilatura.
LITTLE = 0.5
# It takes up to 2 ms an element where they are nested deeply; a portal's page has 1,000 to 3,000.
TRAFILATURA_LIMIT = 3000


@dataclass(slots=True)
class Measure:
    """An element's text in characters: `weight` of sentences outside links and furniture, `size`
    of everything, `linked` of links; how many links and how many of them lead to files."""

    weight: int = 0
    size: int = 0
    linked: int = 0
    links: int = 0
    files: int = 0

    @property
    def is_menu(self) -> bool:
        """Whether it is little more than links to other pages; links to files are annexes."""
        return self.links > 0 and not self.files and self.linked * 5 >= self.size * 4


def article_lines(tree: Any, titles: tuple[str, ...]) -> list[str]:
    """The lines of the article; none when the page has no sentence outside links and furniture.

    `titles` is what the page calls its article: a heading that says so belongs to it.
    """
    body = tree.find("body")
    body = tree if body is None else body
    measures = _measures(body)
    if not measures[body].weight:
        return []
    known = _known(body, measures)
    holder = _holder(body, measures, known, tuple("".join(t.split()) for t in titles))
    menus = measures[body].linked > measures[body].weight
    if holder is body and menus and len(measures) <= TRAFILATURA_LIMIT:
        found = _by_trafilatura(tree)
        if sum(map(len, found)) >= LITTLE * measures[body].weight:
            return found
    if holder is not known:
        _drop_furniture(holder, measures)
    return lines_of(holder)


def _measures(body: Any) -> dict[Any, Measure]:
    """The measure of each element, innermost first."""
    measures: dict[Any, Measure] = {}
    for node in reversed(list(body.iter())):
        found = measures[node] = Measure(_weight(node.text), _size(node.text))
        for child in node:
            inner = measures[child]
            found.weight += inner.weight + _weight(child.tail)
            found.size += inner.size + _size(child.tail)
            found.linked += inner.linked
            found.links += inner.links
            found.files += inner.files
        if node.tag == "a" and node.get("href"):
            found.weight, found.linked, found.links = 0, found.size, 1
            found.files = int(FILES.search(node.get("href")) is not None)
        elif _is_apart(node):
            found.weight = 0
    return measures


def _weight(text: str | None) -> int:
    if not text or not SENTENCE.search(text) or FURNITURE.search(text):
        return 0
    return len(text.strip())


def _size(text: str | None) -> int:
    return len(text.strip()) if text else 0


def _is_apart(node: Any) -> bool:
    if node.tag in ("nav", "footer"):
        return True
    return any(APART.search(name) for name in _names(node)) and node.tag != "body"


def _names(node: Any) -> list[str]:
    names = f"{node.get('id') or ''} {node.get('class') or ''}".lower()
    return names.split() if len(names) < 400 else []


def _known(body: Any, measures: dict[Any, Measure]) -> Any:
    """The element that is named as the text's holder and holds most of the page's sentences."""
    for node, measure in measures.items():
        if measure.weight >= KNOWN_SHARE * measures[body].weight and KNOWN & {*_names(node)}:
            return node
    return None


def _holder(body: Any, measures: dict[Any, Measure], known: Any, titles: tuple[str, ...]) -> Any:
    """From the body inwards as long as one child holds the sentences and nothing beside it is
    part of the article: a title, a signature, an annex weigh little, but must not go."""
    above = set(known.iterancestors()) if known is not None else set()
    node = body
    while node is not known:
        best = max(node, key=lambda child: measures[child].weight, default=None)
        if best is None or best.tag not in HOLDERS or (best.tag == "table" and is_data(best)):
            break
        share = KNOWN_SHARE if best is known or best in above else SHARE
        if measures[best].weight < share * measures[node].weight:
            break
        beside = [child for child in node if child is not best]
        if any(_is_titled(child, titles) or _is_own(child, measures) for child in beside):
            break
        if known is None and (_has_words(node) or any(_is_part(c, measures) for c in beside)):
            break
        node = best
    return node


def _is_titled(child: Any, titles: tuple[str, ...]) -> bool:
    """Whether the title of the article stands in an element beside its text."""
    for heading in child.iter("h1", "h2", "h3", "h4"):
        text = "".join("".join(heading.itertext()).split())
        if len(text) > 5 and any(text in title or title in text for title in titles):
            return True
    return False


def _is_own(child: Any, measures: dict[Any, Measure]) -> bool:
    """Whether its lines are what a notice ends or begins with: annexes, a date, a number."""
    if _is_apart(child) or measures[child].size > ASIDE:
        return False
    return any(OWN.match(line) for line in lines_of(child))


def _is_part(child: Any, measures: dict[Any, Measure]) -> bool:
    """Whether it is a paragraph or a table of data, where nothing is named as the holder."""
    if _is_apart(child) or measures[child].is_menu:
        return False
    if any(is_data(table) for table in child.iter("table")):
        return True
    if child.tag not in PARAGRAPHS or not measures[child].size:
        return False
    return FURNITURE.search("".join(child.itertext())) is None


def _has_words(node: Any) -> bool:
    """Whether words stand directly in the element, beside its paragraphs."""
    texts = [node.text, *(child.tail for child in node)]
    return any(_size(text) > 1 and not FURNITURE.search(text) for text in texts if text)


def _drop_furniture(holder: Any, measures: dict[Any, Measure]) -> None:
    """Menus, footers and the like inside the holder, unless they hold a good part of the text."""
    for node in list(holder.iter("div", "ul", "nav", "footer", "aside", "header", "table")):
        measure = measures[node]
        if node is holder or measure.weight * 5 > measures[holder].weight:
            continue
        menu = measure.links > 2 and measure.size < ASIDE and measure.is_menu
        if (menu or _is_apart(node)) and node.getparent() is not None:
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
