"""Draft -> the same without the lines that a web site puts before and after a notice."""

from __future__ import annotations

import re
from collections.abc import Iterator

from corpus.edits import Draft, Edit
from corpus.numerals import numeral_at

BLANKS = re.compile(r"[ \t\u00a0\u2000-\u200a\u202f\u3000]+")
# A longer line is text of the notice, whatever it mentions.
LONGEST = 150
BUTTON = (
    r"打印(?:本页|此页|页面|文章)?|关闭(?:窗口|本页|页面)?|收藏(?:本页|本站)?|加入收藏|设为首页|返回(?:顶部|首页|列表|上级)"
    r"|回到顶部|我要纠错|纠错|网站纠错|分享|复制链接|字[体号]|默认|[特超]?大|中|小|[A-]\+?|T\|?T|简体|繁体|无障碍(?:阅读|浏览)?|关怀版"
    r"|朗读|语音播报|微信|微博|新浪微博|腾讯微博|朋友圈|QQ空间|QQ好友|QQ|人人网|豆瓣|更多|保存|下载本页|推荐"
)
# One of these must be there: 大中小 alone may be a cell of a table.
SURE_BUTTON = re.compile(
    r"打印|关闭|收藏|设为首页|返回|顶部|纠错|字[体号]|无障碍|朗读|语音播报|微博|朋友圈|空间|复制链接|^分享"
)
BUTTONS = re.compile(
    rf"(?:[|｜\[\]【】()（）:：·/、>]*(?:{BUTTON}))+[|｜\[\]【】()（）:：·/、>]*", re.I
)
COUNTER = r"(?:浏览|阅读|点击|访问|查看|人气)(?:次数|人数|量|数)?[:：]?(?:\[?\d{0,9}\]?|正在(?:读取|统计|加载)[.…]*)[次人]?"
LINE = re.compile(
    rf"""
      \|+
    | 我要评论.* | .{{0,40}}网友评论仅供.*
    | (?:.*(?:ALLRIGHTSRESERVED|ICP备(?:案)?\d+号|公网安备\d+号|网站标识码[:：]).*)
    | (?:Copyright|©|&copy;).* | 版权所有(?:[:：©].*|[^，。；]{{0,40}}) | [^，。；]{{0,40}}版权所有
    | (?:上|下)一(?:篇|条|页|则)(?:[:：>].*)? | (?:上一篇|下一篇)[^，。；]{{0,60}}
    | 【?字[体号][:：]?.{{0,12}}[大中小].{{0,30}}
    | 分享(?:到|至)?[:：]?.{{0,20}}
    | {COUNTER}
    | (?:扫一扫|微信扫|扫码|用微信)(?!.*(?:报名|填|登录|申报|缴|入群)).{{0,30}}
    | (?:当前|您?现?(?:当前)?(?:所)?(?:在)?的?)位置(?:是)?[:：].* | 您(?:当前)?(?:所)?在的?位置[:：].*
    | (?:网站)?首页(?:[>＞»›/]+[^>＞»›/，。；]{{1,30}})+
    | (?:责任)?编辑[:：].{{0,12}}
    | 【?(?:附件下载|点击下载|点击查看|查看原文|下载附件|阅读原文|阅读全文|网页链接)】?[:：]?
    | 我要纠错.* | 网站地图.{{0,30}} | 关于我们[|｜].*
    """,
    re.X | re.I,
)
# One of these is in every line above: a cheap look before the lines are taken one by one.
HINT = re.compile(
    r"打印|关闭|收藏|返回|顶部|首页|纠错|评论|RESERVED|版权所有|Copyright|©|ICP备|公网安备|网站|[上下]一[篇条页则]"
    r"|字[体号]|分享|浏览|阅读|点击|访问|查看|人气|扫一扫|微信|扫码|位置|编辑[:：]|下载|链接|关于我们|无障碍|朗读|播报|微博"
    r"|朋友圈|空间|^[|\s]+$",
    re.I | re.M,
)
# 发布时间：2020-05-06 来源：某厅 浏览次数：12 【打印】: the facts stay, the rest of the line goes.
FACTS = re.compile(
    r"(?:信息|文章|稿件)?来源|发布(?:时间|日期|机构|单位)|(?:成文|发文)?(?:日期|时间)|作者|索引号|[12]\d{3}[-年]"
)
TAIL = re.compile(
    rf"(?:[ \t\u00a0\u3000|｜]*(?:{COUNTER}|【?字[体号][:：]?[\s【】\[\]（）()大中小|]*"
    r"|[【\[（(](?:打印(?:本页|此页)?|关闭(?:窗口|本页)?|收藏|分享|大|中|小)[】\]）)]|打印(?:本页)?|关闭窗口|分享到?[:：]?))+\s*$"
)
RELATED = re.compile(
    r"(?m)^[\s【\[]*(?:相关(?:链接|阅读|稿件|新闻|文章|报道|信息|推荐)|延伸阅读|热门(?:推荐|文章|新闻)|推荐阅读|猜你喜欢)"
    r"[】\]]?[:：]?\s*$"
)


def drop_boilerplate(draft: Draft) -> None:
    """Whole lines only, never a sentence; a line with a source or a date keeps these."""
    if HINT.search(draft.text):
        draft.replace(_frame(draft.text), "boilerplate lines removed")
        draft.replace(_tails(draft.text), "counters and buttons removed")
    if RELATED.search(draft.text):
        draft.replace(_related(draft.text), "lists of other pages removed")


def _frame(text: str) -> Iterator[Edit]:
    for start, end in _hinted_lines(text):
        bare = BLANKS.sub("", text[start:end])
        sure = SURE_BUTTON.search(bare) is not None
        if LINE.fullmatch(bare) or (sure and BUTTONS.fullmatch(bare)):
            yield start, end, ""


def _tails(text: str) -> Iterator[Edit]:
    for start, end in _hinted_lines(text):
        if FACTS.match(text[start:end].lstrip()):
            tail = TAIL.search(text, start, end)
            if tail:
                yield tail.start(), end, ""


def _hinted_lines(text: str) -> Iterator[tuple[int, int]]:
    """Start and end of each short line that may be one of the frame."""
    done = -1
    for match in HINT.finditer(text):
        if match.start() < done:
            continue
        start = text.rfind("\n", 0, match.start()) + 1
        end = text.find("\n", match.end())
        done = end = len(text) if end < 0 else end
        if end - start <= LONGEST:
            yield start, end


def _related(text: str) -> Iterator[Edit]:
    """相关链接 and the titles below it, to the end or to the first line that is no title."""
    done = -1
    for head in RELATED.finditer(text):
        if head.start() < done:
            continue
        end = head.end()
        while end < len(text):
            stop = text.find("\n", end + 1)
            stop = len(text) if stop < 0 else stop
            line = text[end + 1 : stop].strip()
            if not _is_title(line):
                break
            end = stop
        rest = text[end : end + 200].strip()
        if end > head.end() and not rest:
            done = end
            yield head.start(), end, ""


def _is_title(line: str) -> bool:
    return len(line) <= 60 and not re.search("[。；]", line) and numeral_at(line, 0) is None
