"""A page's tree -> the lines of its article: the smallest element that holds the text."""

from __future__ import annotations

import re
from typing import Any

from corpus.readers.html.blocks import is_data, lines_of
from corpus.readers.html.measure import FURNITURE, Measure, measure_all, names_of

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
TITLE = re.compile(
    r"\S{0,60}关于\S{2,80}(?:通知|意见|决定|批复|函|公告|通告|通报|办法|规定|方案|规划|计划)(?:（[^）]{1,20}）)?$"
)
# The text of an article, as opposed to what frames it: an annex, a date, a document number.
OWN = re.compile(
    r"附\s*件\s*[\d一二三四五]{0,2}\s*[:：]|附\s*件\s*[\d一二三四五]{0,2}$|（此件.{2,12}）"
    r"|[\d〇一二三四五六七八九十]{4}年\S{1,3}月\S{1,3}日$|\S{1,14}〔\d{4}〕\d+号$"
)
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


def article_lines(tree: Any, titles: tuple[str, ...]) -> list[str]:
    """The lines of the article; none when the page has no sentence outside links and furniture.

    `titles` is what the page calls its article: a heading that says so belongs to it.
    """
    body = tree.find("body")
    body = tree if body is None else body
    measures = measure_all(body)
    known = _known(body, measures)
    if known is not None and not measures[body].weight:
        return lines_of(known)  # a link around every paragraph
    if not measures[body].weight:
        return []
    holder = _holder(body, measures, known, tuple("".join(t.split()) for t in titles))
    menus = measures[body].linked > measures[body].weight
    if holder is body and menus and len(measures) <= TRAFILATURA_LIMIT:
        found = _by_trafilatura(tree)
        if sum(map(len, found)) >= LITTLE * measures[body].weight:
            return found
    if holder is not known:
        _drop_furniture(holder, measures)
    return lines_of(holder)


def _known(body: Any, measures: dict[Any, Measure]) -> Any:
    """The element that is named as the text's holder and holds most of the page's sentences."""
    for node, measure in measures.items():
        enough = measure.size and measure.weight >= KNOWN_SHARE * measures[body].weight
        if enough and KNOWN.intersection(names_of(node)):
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
        if any(_is_own(child, measures[child], titles) for child in beside):
            break
        if known is None and (_has_words(node) or any(_is_part(c, measures) for c in beside)):
            break
        node = best
    return node


def _is_own(child: Any, measure: Measure, titles: tuple[str, ...]) -> bool:
    """Whether its lines are what a notice begins or ends with: the title, a number, annexes, a
    date. A title that the page does not state must not be a link, as in a list of notices."""
    if measure.apart or measure.size > ASIDE:
        return False
    for line in lines_of(child):
        plain = "".join(line.split())
        titled = len(plain) > 5 and any(plain in title or title in plain for title in titles)
        if titled or OWN.match(line) or (not measure.links and TITLE.match(plain)):
            return True
    return False


def _is_part(child: Any, measures: dict[Any, Measure]) -> bool:
    """Whether it is a paragraph or a table of data, where nothing is named as the holder."""
    if measures[child].apart or measures[child].is_menu:
        return False
    if any(is_data(table) for table in child.iter("table")):
        return True
    if child.tag not in PARAGRAPHS or not measures[child].size:
        return False
    return FURNITURE.search("".join(child.itertext())) is None


def _has_words(node: Any) -> bool:
    """Whether words stand directly in the element, beside its paragraphs."""
    texts = [node.text, *(child.tail for child in node)]
    return any(len(text.strip()) > 1 and not FURNITURE.search(text) for text in texts if text)


def _drop_furniture(holder: Any, measures: dict[Any, Measure]) -> None:
    """Menus, footers and the like inside the holder, unless they hold a good part of the text."""
    for node in list(holder.iter("div", "ul", "nav", "footer", "aside", "header", "table", "p")):
        measure = measures[node]
        if node is holder or measure.weight * 5 > measures[holder].weight:
            continue
        menu = measure.links > 2 and measure.size < ASIDE and measure.is_menu
        if (menu or measure.apart) and node.getparent() is not None:
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
