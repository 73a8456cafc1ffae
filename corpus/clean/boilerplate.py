"""Draft -> the same without the lines that a web site puts before and after a notice."""

from __future__ import annotations

import re
from collections.abc import Iterator

from corpus.edits import Draft, Edit
from corpus.numerals import numeral_at

BLANKS = re.compile(r"[ \t\u00a0\u2000-\u200a\u202f\u3000]+")
# A longer line is text of the notice, whatever it mentions.
LONGEST = 150
BUTTON = "|".join(
    (
        r"打印(?:本页|此页|页面|文章)?|关闭(?:窗口|本页|页面)?|收藏(?:本页|本站)?|加入收藏|设为首页",
        r"返回(?:顶部|首页|列表|上级)?|回到顶部|我要纠错|网站纠错|纠错|分享|复制链接|字[体号]|默认|[特超]?大|中|小",
        r"[A-]\+?|T\|?T|简体|繁体|无障碍(?:阅读|浏览)?|关怀版|朗读|语音播报|微信|微博|新浪微博|腾讯微博",
        r"朋友圈|QQ空间|QQ好友|QQ|人人网|豆瓣|更多|保存|下载本页|推荐",
    )
)
BETWEEN = r"[|｜\[\]【】()（）:：·/、>]*"
BUTTONS = re.compile(rf"(?:{BETWEEN}(?:{BUTTON}))+{BETWEEN}", re.I)
# One of these must be there: 大中小 alone may be a cell of a table.
SURE_BUTTON = re.compile(
    r"打印|关闭|收藏|设为首页|返回|顶部|纠错|字[体号]|无障碍|朗读|语音播报|微博|朋友圈|空间|复制链接|^分享"
)
COUNTER = (
    r"(?:浏览|阅读|点击|访问|查看|人气)(?:次数|人数|量|数)?"
    r"(?:[:：](?:\[?\d{0,9}\]?|正在(?:读取|统计|加载)[.…]*)|\d{1,9})[次人]?"
)
LINE = re.compile(
    rf"""
      我要评论.* | .{{0,40}}网友评论仅供.* | 我要纠错.*
    | .*(?:ALLRIGHTSRESERVED|ICP备(?:案)?\d+号|公网安备\d+号|网站标识码[:：]).*
    | Copyright.* | ©.* | [^，。；]{{0,40}}版权所有
    | 版权所有(?![者人权])(?:[:：©].*|[^，。；]{{0,40}})
    | [上下]一(?:篇|条|页|则)(?:[:：>].*)? | [上下]一篇[^，。；]{{0,60}}
    | 分享(?:[到至][:：]?(?:微信|微博|QQ|朋友圈|新浪).{{0,20}}|[到至]?[:：].{{0,20}}|[到至])?
    | {COUNTER}
    | (?:用?微信)?(?:扫一扫|扫码)(?!.*(?:报名|填|登录|申报|缴|入群))
      (?:.{{0,10}}(?:打开|分享|关注|查看|浏览|手机|当前页).{{0,20}})?
    | (?:当前|您(?:现在|当前|目前)?(?:所)?(?:在)?的?)位置(?:是)?[:：].*
    | (?:网站)?首页(?:[>＞»›/]+[^>＞»›/，。；]{{1,30}})+
    | (?:责任)?编辑[:：].{{0,12}}
    | 【?(?:附件下载|点击下载|点击查看|查看原文|下载附件|阅读原文|阅读全文|网页链接)】?[:：]?
    | 网站地图.{{0,30}} | 关于我们[|｜].*
    """,
    re.X | re.I,
)
EMPTY_ROW = re.compile(r"(?m)^[ \t\u3000]*\|[ \t\u3000|]*$")
# One of these is in every line above: a cheap look before the lines are taken one by one.
HINT = re.compile(
    "打印|关闭|收藏|返回|顶部|首页|纠错|评论|Reserved|reserved|RESERVED|版权所有|Copyright|COPYRIGHT|©|ICP备"
    "|公网安备|网站|上一篇|上一条|上一页|上一则|下一篇|下一条|下一页|下一则|字体|字号|分享|浏览|阅读|点击|访问|查看"
    "|人气|扫一扫|扫码|位置|编辑|下载|链接|关于我们|无障碍|朗读|播报|微博|朋友圈|空间"
)
# 发布时间：2020-05-06 来源：某厅 浏览次数：12 【打印】: the facts stay, the rest of the line goes.
FACTS = re.compile(
    r"(?:信息|文章|稿件)?来源|发布(?:时间|日期|机构|单位)|(?:成文|发文)?(?:日期|时间)|作者|索引号|[12]\d{3}[-年]"
)
# An atomic group: nothing is tried twice, however the blanks lie.
TAIL = re.compile(
    rf"(?>(?:[\s|｜【\[（(]*(?:{COUNTER}|字[体号][:：]?(?:[\s|【\[（(]*[大中小](?![\u4e00-\u9fff]{{2}}))*"
    r"|打印(?:本页|此页)?|关闭(?:窗口|本页)?|收藏本页|我要纠错|分享到?[:：]?)[\s】\]）)]*)+)\Z"
)
RELATED_HINT = re.compile("相关|延伸阅读|热门|推荐阅读|猜你喜欢")
RELATED = re.compile(
    r"(?m)^[ \t\u3000【\[]*(?:相关(?:链接|阅读|稿件|新闻|文章|报道|推荐)"
    r"|延伸阅读|热门(?:推荐|文章|新闻)|推荐阅读|猜你喜欢)[】\]]?[:：]?[ \t\u3000]*$"
)
NO_TITLE = re.compile(r"[。；]|联系|电话|传真|邮箱|附件|\d{4}年\d{1,2}月\d{1,2}日$")


def drop_boilerplate(draft: Draft) -> None:
    """Whole lines only, never a sentence; a line with a source or a date keeps these."""
    if HINT.search(draft.text):
        draft.replace(_frame(draft.text), "boilerplate lines removed")
        draft.replace(_tails(draft.text), "counters and buttons removed")
    if "|" in draft.text:
        draft.substitute(EMPTY_ROW, "", "boilerplate lines removed")
    if RELATED_HINT.search(draft.text):
        draft.replace(_related(draft.text), "lists of other pages removed")


def _frame(text: str) -> Iterator[Edit]:
    for start, end in _hinted_lines(text):
        bare = BLANKS.sub("", text[start:end])
        sure = SURE_BUTTON.search(bare) is not None
        if LINE.fullmatch(bare) or (sure and BUTTONS.fullmatch(bare)):
            yield start, end, ""


def _tails(text: str) -> Iterator[Edit]:
    for start, end in _hinted_lines(text):
        line = text[start:end]
        tail = TAIL.search(line) if FACTS.match(line.lstrip()) else None
        if tail:
            yield start + tail.start(), end, ""


def _hinted_lines(text: str) -> Iterator[tuple[int, int]]:
    """Start and end of each short line that may be one of the frame."""
    done = -1
    for match in HINT.finditer(text):
        if match.start() < done:
            continue
        start = text.rfind("\n", 0, match.end()) + 1
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
    return len(line) <= 60 and not NO_TITLE.search(line) and numeral_at(line, 0) is None
