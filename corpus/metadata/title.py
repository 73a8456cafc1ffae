"""Head and body -> title: printed over one or more lines, else what the body calls itself."""

from __future__ import annotations

import re

from corpus.metadata.category import TITLE_ENDINGS, ends_as_title
from corpus.metadata.head import Head, HeadLine
from corpus.metadata.lines import HAN_GAP, Found, Lines, one_line
from corpus.metadata.number_forms import numbers_of
from corpus.metadata.stated import printed_as

TITLE_LIMIT = 200
PAGE_LIMIT = 400
SITE_LIMIT = 20
_ENDING = "|".join(sorted(TITLE_ENDINGS, key=len, reverse=True))
IN_BODY = re.compile(
    rf"(?:制定|制订|编制|形成|起草|印发)(?:了|本)?《?(?P<title>[^，。；《》\n]{{4,50}}(?:{_ENDING})(?:（[^）\n]{{1,20}}）)?)》?"
    r"[，,]?(?:现|予以|已经)?(?:印发|发布|下发|请)"
)
_NAMED = rf"《(?P<title>[^《》\n]{{2,80}}(?:{_ENDING})(?:（[^）\n]{{1,20}}）)?)》"
QUOTED = re.compile(rf"现将{_NAMED}[^。\n]{{0,30}}(?:印发|发布|公布|下发)")
# 《…条例》已经…通过，现予公布: how a decree names what it brings.
DECREED = re.compile(
    rf"(?:{_NAMED}(?:已|业|经)[^。\n]{{0,80}}(?:公布|发布|施行)"
    rf"|现?(?:公布|颁布|发布)(?:修订后的)?{_NAMED.replace('title', 'named')})"
)
# The names of a web site's sections end like titles.
SECTIONS = frozenset(
    "通知公告 公告公示 公示公告 公告通知 通知通告 政务公告 文件通知 工作通知 政策解读 最新政策 "
    "政府公报 规划计划 发展规划 信息公开目录 信息公开指南 通知 公告 通告 公报 政策 规划 计划 "
    "目录".split()
)
BOOK_MARKS = re.compile(r"^《(?P<title>[^《》]+)》$")
NUMBER_TAIL = re.compile(r"\s*[（(](?P<number>(?:[^（）()]|[（(]\d{4}[)）]){2,60})[）)]$")
SITE = re.compile(r"网|门户|政府|公开|频道|平台|首页|栏目|厅|局|部|委")
SEPARATOR = re.compile(r"\s*(?:[_|｜丨]|\s[-—–]{1,2}\s|[-—–]{1,2})\s*")


def best_title(lines: Lines, head: Head, stated: dict[str, str]) -> tuple[Found, Found | None]:
    """The title, and the number that stands in a bracket at its end.

    What the file states as the notice's title wins; a page's own title counts at once where it
    ends as titles do, else only when neither head nor body has one. Empty when there is none.
    """
    printed, number = printed_title(head) or (None, None)
    if stated.get("title"):
        return printed_as(stated["title"], lines, [printed] if printed else []), number
    page = page_title(stated.get("page_title", ""))
    decrees = head.of("decree")
    title = (
        printed
        or head.info.get("title")
        or (Found(page) if ends_as_title(page) else None)
        or title_in_body(lines, bool(decrees))
        or (Found(page) if page else None)
    )
    if title is None and decrees:
        line = decrees[0]
        title = Found(one_line(line.text), ((line.start, line.start + len(line.text)),))
    return title or Found(""), number


def printed_title(head: Head) -> tuple[Found, Found | None] | None:
    """The first lines of the head that make a title, and the number in a bracket at its end."""
    run: list[HeadLine] = []
    for position, line in enumerate(head.lines):
        if line.kind not in ("words", "organ"):
            run = []
            continue
        run.append(line)
        text, number = _without_number(line)
        if sum(len(part.text) for part in run) > TITLE_LIMIT:
            run = [line]
        if not ends_as_title(text) or _goes_on(head.lines, position):
            continue
        if text in SECTIONS and len(run) == 1:
            run = []
            continue
        return _with_tail(head.lines, position, run, text), number
    return None


def _goes_on(lines: tuple[HeadLine, ...], position: int) -> bool:
    """Whether the title has another line: 关于印发…办法 / 的通知."""
    following = lines[position + 1].text if position + 1 < len(lines) else ""
    return following.startswith("的") and ends_as_title(following)


def _without_number(line: HeadLine) -> tuple[str, Found | None]:
    """关于…的通知（粤府函〔2020〕5号） -> its title and its number."""
    match = NUMBER_TAIL.search(line.text)
    if match is None:
        return line.text, None
    numbers = numbers_of(match["number"], line.start + match.start("number"))
    return (line.text[: match.start()], numbers[0]) if numbers else (line.text, None)


def _with_tail(lines: tuple[HeadLine, ...], position: int, run: list[HeadLine], last: str) -> Found:
    """The title with a line like （试行） or （2021-2025年） that follows it."""
    texts = [part.text for part in run[:-1]] + [last]
    span = run[0].start, run[-1].start + len(last)
    following = lines[position + 1] if position + 1 < len(lines) else None
    if following is not None and following.kind == "tail":
        texts.append(following.text)
        span = span[0], following.start + len(following.text)
    only = BOOK_MARKS.match(texts[0]) if len(texts) == 1 else None
    if only:
        return Found(_glue([only["title"]]), ((span[0] + 1, span[1] - 1),))
    return Found(_glue(texts), (span,))


def _glue(parts: list[str]) -> str:
    text = parts[0]
    for part in parts[1:]:
        text += (" " if text[-1:].isascii() and part[:1].isascii() else "") + part
    return HAN_GAP.sub("", text)


def title_in_body(lines: Lines, decree: bool) -> Found | None:
    """What the first paragraphs say is issued: 现将《…》印发, 《…》已经…通过，现予公布."""
    patterns = (DECREED, QUOTED, IN_BODY) if decree else (QUOTED, IN_BODY)
    for pattern in patterns:
        for number in range(min(12, len(lines.lines))):
            match = pattern.search(lines.lines[number][:600])
            if match:
                return _named(match, lines.starts[number])
    return None


def _named(match: re.Match[str], start: int) -> Found:
    group = "title" if match["title"] else "named"
    value = match[group].removeprefix("了")
    end = start + match.end(group)
    return Found(value, ((end - len(value), end),))


def page_title(stated: str) -> str:
    """A page's <title> without the site's name: …的通知_中国政府网 -> …的通知."""
    title = " ".join(stated[:PAGE_LIMIT].split())
    while True:
        cuts = list(SEPARATOR.finditer(title))
        if not cuts:
            return title
        rest, site = title[: cuts[-1].start()], title[cuts[-1].end() :]
        strong = cuts[-1][0].strip() in ("_", "|", "｜", "丨")
        named = len(site) <= SITE_LIMIT and SITE.search(site)
        # A dash may belong to the title, and then what follows it ends as titles do.
        own = ends_as_title(site) and not (strong and ends_as_title(rest))
        if len(rest) < 4 or own or not (strong or named):
            return title
        title = rest
