"""A line of running text -> where its frame breaks: title, addressee, signature, annexes."""

from __future__ import annotations

import re

from corpus.numerals import numeral_at
from corpus.outline.signature import ORGAN

DATE = re.compile(
    r"(?:19|20)\d{2}\s?年\s?\d{1,2}\s?月\s?\d{1,2}\s?日(?![前止内至到起之）)，。、]|以前)"
)
SIGNER = re.compile(rf"(?<=[。）”！ ])[\u4e00-\u9fff]{{2,24}}{ORGAN}\s?\Z")
PROVINCES = (
    "河北|山西|辽宁|吉林|黑龙江|江苏|浙江|安徽|福建|江西|山东|河南|湖北|湖南|广东|海南|四川|贵州|云南|陕西"
    "|甘肃|青海"
)
GOVERNMENT = re.compile(
    rf"(?:(?:{PROVINCES})?省(?:人民政府|政府)(?:办公厅)?|(?:中华人民共和国)?国务院(?:办公厅)?)\s?\Z"
)
TITLE = re.compile(
    r"\A(?P<title>[^。\n]{6,150}(?:通知|意见|决定|批复|函|公告|通告|通报|办法|规定|方案|答复|请示|报告|命令|纲要|规划)"
    r"(?:（[^）]{1,12}）)?)(?:(?P<number>[\u4e00-\u9fff]{2,8}〔\d{4}〕\d+号)|(?=各(?:地|省|市|县|有关|区)))"
)
ISSUER = re.compile(r"\A(?P<issuer>[\u4e00-\u9fff]{4,30}?)(?:关于|印发|转发|批转)")
# What a notice ends with when its last item lost the break before it.
LAST_WORDS = re.compile(
    r"(?<=[。）〕])(?:各地、各部门要(?=强化|[^。]{0,80}落实)"
    r"|(?:以上政策措施|本(?:文件|意见|通知|办法|方案|措施))自(?:印发|公布|发布|\d{4}年))"
    r"(?=[^\n]{0,300}\Z)"
)
DUTY = re.compile(
    r"(?:\d{1,2}\s?月\s?\d{1,2}\s?日|每[年季月][^。，]{0,8}日|月底)前[^。]{0,60}?(?:报|送|反馈|提交)"
)
DUTY_LIMIT = 250
ANNEX_LIST = re.compile(r"(?<![见（(“《])附件\s?[:：]")
HEAD_END = re.compile(
    r"(?P<addressee>(?:各|国务院|省|市|[\u4e00-\u9fff]{2,12}(?:厅|局|委|部|府|办)：)[^。：]{0,160}：)"
)
ANNEX = re.compile(r"(?<=[。）日])\s?(?=附件)|(?<![见（(“《])(?=附件\s?[:：]\s?1\s?[.．、](?!\d))")
ANNEX_LABEL = re.compile(r"附件\s?(?P<n>\d{1,2})?(?![:：\d）》、和])")
# （此件公开发布）附件: what may stand between the date and the first annex.
UNDER_DATE = re.compile(r"(?:\s?[（(][^）)]{2,30}[）)])*\s?")
AFTER_DATE = ("", "附件", "（此")
QUOTED_TITLE = re.compile(r"《([^《》]{4,80})》")


def head_breaks(line: str) -> set[int]:
    """After the title, the document number and the addressees."""
    cuts: set[int] = set()
    title = TITLE.match(line)
    if title:
        cuts |= {title.end("title"), title.end()}
    addressee = HEAD_END.search(line, title.end() if title else 0, 400)
    if addressee and (title is None or addressee.start() == title.end()):
        cuts.add(addressee.end())
    return cuts


def tail_breaks(line: str) -> set[int]:
    """Lists of annexes, last words, signatures, the title of what is carried, and annexes."""
    cuts = {match.start() for match in ANNEX.finditer(line)}
    cuts |= {match.start() for match in LAST_WORDS.finditer(line)}
    signed = _signatures(line)
    for who, date, end in signed:
        cuts |= {who, date, end}
    if signed:
        listed = [match.start() for match in ANNEX_LIST.finditer(line, 0, signed[0][0])]
        cuts |= _last_duties(line, min([*listed[-1:], signed[0][0]]))
        cuts |= _carried(line, signed[0][2])
        cuts |= _annex_heads(line, signed)
    return {cut for cut in cuts if 0 < cut < len(line)}


def _last_duties(line: str, end: int) -> set[int]:
    """The last sentences before the signature that all set a date to report by: they are said to
    every reader, and not part of the last numbered clause."""
    start = end
    while start > 0 and line[start - 1] == "。":
        before = line.rfind("。", max(0, start - DUTY_LIMIT), start - 1) + 1
        if not before or not DUTY.search(line, before, start) or numeral_at(line, before):
            break
        start = before
    return {start} if start < end else set()


def _signatures(line: str) -> list[tuple[int, int, int]]:
    """Starts of organ and date, and the date's end: a date right after the issuer that the title
    names, a government, or an organ that begins a sentence."""
    issuer = ISSUER.match(line)
    found: list[tuple[int, int, int]] = []
    for date in DATE.finditer(line):
        before = line[max(0, date.start() - 45) : date.start()]
        start = date.start() - len(before)
        if issuer and before.rstrip().endswith(issuer["issuer"]):
            who = start + before.rindex(issuer["issuer"])
        else:
            organ = (
                GOVERNMENT.search(before)
                if line[date.end() : date.end() + 3].strip()[:2] in AFTER_DATE
                else None
            )
            organ = organ or SIGNER.search(before)
            if organ is None:
                continue
            who = start + organ.start()
        found.append((who, date.start(), date.end()))
    return found


def _carried(line: str, signed: int) -> set[int]:
    """The title of the carried document, where it stands under the signature as the letter
    quotes it (《某办法》已经…): it ends before its introduction or first part."""
    for match in QUOTED_TITLE.finditer(line, 0, signed):
        if line.startswith(match[1], signed):
            return {signed + len(match[1])}
    return set()


def _annex_heads(line: str, signed: list[tuple[int, int, int]]) -> set[int]:
    """附件1 … 附件2 … after a signature, counting up, and 附件 right under it; each before its
    title."""
    under = {match.end() for _, _, end in signed if (match := UNDER_DATE.match(line, end))}
    cuts: set[int] = set()
    last = 0
    for match in ANNEX_LABEL.finditer(line, signed[0][2]):
        number = int(match["n"] or 0)
        if number == last + 1 or (not number and match.start() in under):
            last = number
            cuts |= {match.start(), match.end()}
    return cuts
