"""A page's body -> the measure of each element: how much of its text are sentences, links."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from corpus.readers.html.blocks import BLOCKS

APART = re.compile(
    r"(?:^|[-_])(?:nav|navbar|menu|foot|footer|copyright|crumbs?|breadcrumbs?|share|sidebar|toolbar)"
)
FURNITURE = re.compile(
    r"版权所有|主办单位|承办单位|备案|ICP|网站地图|网站标识码|联系我们|建议使用|浏览器|技术支持|扫一扫|打印"
    r"|关闭|当前位置|所在位置|您的位置|分享到|浏览次数|点击数|即将离开|字体：|字号：|^首页"
)
# The paragraph that says so is a site's footer, in whatever box it stands.
FOOT = re.compile(
    r"版权所有\s*(?:[:：©]|$)|ICP备(?:案号?[:：]?)?\s*\d|网站标识码[:：]?\s*(?:bm)?\d|公网安备\s*\d"
)
FOOT_SIZE = 300
SENTENCE = re.compile(r"[，。；：！？、（《〔]")
FILES = re.compile(r"\.(?:pdf|docx?|wps|ofd|xlsx?|et|zip|rar|7z|jpg|png|txt)(?:$|\?)", re.I)


@dataclass(slots=True)
class Measure:
    """An element's text in characters: `weight` of sentences outside links and furniture, `size`
    of everything, `linked` of links; how many links and how many of them lead to files; whether
    the words of a footer stand in it, and whether it is that footer."""

    weight: int = 0
    size: int = 0
    linked: int = 0
    links: int = 0
    files: int = 0
    foot: bool = False
    apart: bool = False

    @property
    def is_menu(self) -> bool:
        """Whether it is little more than links to other pages; links to files are annexes."""
        return self.links > 0 and not self.files and self.linked * 5 >= self.size * 4


def measure_all(body: Any) -> dict[Any, Measure]:
    """The measure of each element, innermost first."""
    measures: dict[Any, Measure] = {}
    for node in reversed(list(body.iter())):
        found = measures[node] = Measure(_weight(node.text), _size(node.text))
        found.foot = _is_foot(node.text) or any(_is_foot(child.tail) for child in node)
        for child in node:
            inner = measures[child]
            found.weight += inner.weight + _weight(child.tail)
            found.size += inner.size + _size(child.tail)
            found.linked += inner.linked
            found.links += inner.links
            found.files += inner.files
            found.foot |= inner.foot and child.tag not in BLOCKS
        if node.tag == "a" and node.get("href"):
            found.weight, found.linked, found.links = 0, found.size, 1
            found.files = int(FILES.search(node.get("href")) is not None)
        foot = found.foot and node.tag in BLOCKS and found.size < FOOT_SIZE
        found.apart = (foot or _is_apart(node)) and node.tag != "body"
        if found.apart:
            found.weight = 0
    return measures


def _is_foot(text: str | None) -> bool:
    return bool(text and FOOT.search(text))


def _weight(text: str | None) -> int:
    if not text or not SENTENCE.search(text) or FURNITURE.search(text):
        return 0
    return len(text.strip())


def _size(text: str | None) -> int:
    return len(text.strip()) if text else 0


def _is_apart(node: Any) -> bool:
    if node.tag in ("nav", "footer"):
        return True
    return any(APART.search(name) for name in names_of(node))


def names_of(node: Any) -> list[str]:
    """The id and the classes of an element, in lower case."""
    names = f"{node.get('id') or ''} {node.get('class') or ''}".lower()
    return names.split() if len(names) < 400 else []
