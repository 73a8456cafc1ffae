"""Cleaned text -> title, issuer, number, date, addressees, contacts; unknown stays None."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from corpus.notice import Contact
from corpus.numerals import numeral_at, value_of
from corpus.outline import DATE, SIGNATURE

KINDS = (
    "通知|意见|决定|批复|复函|函|公告|通告|通报|办法|规定|细则|方案|计划|规划|纲要|要点|指南|规范|条例|"
    "措施|政策|答复|请示|报告|命令|令|安排|规则|指引|清单|目录"
)
HEAD_LINES = 12
TITLE_LIMIT = 120
TITLE_END = re.compile(rf"(?:{KINDS})(?:[（(][^）)]{{1,24}}[）)])*$")
TITLE_STOP = re.compile(r"[。；：:]$|，$")
NUMBER = re.compile(
    r"^[（(]?(?P<number>(?:[\u4e00-\u9fff]{1,14}[〔\[【（(﹝]\s*\d{4}\s*[〕\]】）)﹞]\s*第?\s*\d{1,5}\s*号?)"
    r"|(?:[\u4e00-\u9fff]{2,16}令?\s*第\s*\d{1,4}\s*号)"
    r"|(?:[\u4e00-\u9fff]{0,16}公告\s*\d{4}\s*年\s*第\s*\d{1,4}\s*号))[）)]?$"
)
ADDRESSEE = re.compile(r"^(?P<who>[^。；：:]{2,260})[：:]")
ADDRESSEE_WORD = re.compile(
    r"各|厅|局|部门|委员会|委|政府|单位|企业|协会|办公室|兵团|中心|大学|院|银行|公司|委员$|代表$"
)
NOT_ADDRESSEE = re.compile(r"《|下一步|围绕|会上|如下|下列|包括|是$|为$|附件|联系|目标|原则|要求")
IN_BODY = re.compile(
    rf"(?:制定|制订|编制|形成|起草|印发)(?:了|本)?《?(?P<title>[^，。；《》]{{4,50}}(?:{KINDS})(?:（[^）]{{1,20}}）)?)》?"
    r"[，,]?(?:现|予以|已经)?(?:印发|发布|下发|请)"
)
QUOTED = re.compile(
    rf"现将《(?P<title>[^》]{{4,80}}?(?:{KINDS})(?:（[^）]{{1,20}}）)?)》[^。]{{0,30}}(?:印发|发布|公布|下发)"
)
FROM_TITLE = re.compile(r"^(?P<issuer>[^关《]{2,60}?)(?:关于|印发|转发|批转|对)")
PHONE = re.compile(
    r"(?<!\d)(?:0\d{2,3}\s*[-—－]?\s*\d{7,8}(?:-\d{1,5})?|1[3-9]\d{9}|400-?\d{3}-?\d{4}|\d{7,8})(?!\d)"
)
EMAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
CONTACT_LINE = re.compile(r"联\s*系\s*人|联系电话|联系方式|咨询电话|电\s*话\s*[:：]")
NAMES = re.compile(
    r"联\s*系\s*人(?:及(?:联系)?(?:电话|方式))?\s*[:：]\s*(?P<names>[^\d:：；;。，,()（）\n]{2,40})"
)
CN_DATE = re.compile(
    r"(?P<y>\d{4}|[一二三四五六七八九零〇○Ｏ]{4})\s*年\s*(?P<m>\d{1,2}|[一二三四五六七八九十]{1,2})\s*月"
    r"\s*(?P<d>\d{1,2}|[一二三四五六七八九十]{1,3})\s*日"
)
PRINTED = re.compile(
    r"(?P<who>[^，。]{2,30}?)\s*(?P<date>\d{4}\s*年\s*\d{1,2}\s*月\s*\d{1,2}\s*日)印发$"
)


@dataclass(frozen=True, slots=True)
class Metadata:
    """What a notice says of itself; `title` is empty and the others None where unknown."""

    title: str
    issuer: str | None
    number: str | None
    date: str | None
    addressees: tuple[str, ...]
    contacts: tuple[Contact, ...]
    warnings: tuple[str, ...] = ()


def metadata(text: str, stated: dict[str, str]) -> Metadata:
    """Metadata of a cleaned text; what the file itself states (front matter, meta tags) wins."""
    lines = text.split("\n")
    warnings: list[str] = []
    title = stated.get("title") or _title(lines, stated.get("page_title", ""))
    signed_by, signed_on = _signature(lines)
    issuer = stated.get("issuer") or _issuer(title, signed_by)
    date = iso_date(stated["date"]) if "date" in stated else signed_on
    if "date" in stated and date is None:
        warnings.append(f"date '{stated['date']}' in the front matter is not a date; left unknown")
    if stated.get("issuer") and signed_by and not _same_issuer(stated["issuer"], signed_by):
        warnings.append(f"issuer stated as {stated['issuer']}, signed by {signed_by}")
    return Metadata(
        title=title,
        issuer=issuer,
        number=stated.get("number") or _number(lines),
        date=date,
        addressees=_addressees(lines),
        contacts=_contacts(lines),
        warnings=tuple(warnings),
    )


def _title(lines: list[str], page_title: str) -> str:
    """The title printed before addressee and body, possibly over several lines; else the one the
    body gives itself (现将《…》印发, 制定…计划,现印发); else the page's."""
    head: list[str] = []
    for line in lines[:HEAD_LINES]:
        text = line.strip()
        if NUMBER.match(text):
            if head:
                break
            continue
        if TITLE_STOP.search(text) or ADDRESSEE.match(text) or numeral_at(text, 0) or "。" in text:
            break
        if DATE.match(text) or len("".join(head)) + len(text) > TITLE_LIMIT:
            break
        head.append(text)
        if TITLE_END.search(text) and not _goes_on(lines, len(head)):
            return _glue(head)
    if page_title and TITLE_END.search(page_title):
        return page_title
    body = "\n".join(lines[:HEAD_LINES])
    for pattern in (QUOTED, IN_BODY):
        match = pattern.search(body)
        if match:
            return match["title"].removeprefix("了")
    return page_title


def _goes_on(lines: list[str], taken: int) -> bool:
    """Whether the title has another line: 关于印发…办法 / 的通知."""
    following = lines[taken].strip() if taken < len(lines) else ""
    return following.startswith("的") and bool(TITLE_END.search(following))


def _glue(head: list[str]) -> str:
    text = head[0]
    for part in head[1:]:
        text += (" " if text[-1].isascii() and part[0].isascii() else "") + part
    return re.sub(r"(?<=[\u4e00-\u9fff]) (?=[\u4e00-\u9fff])", "", text)


def _number(lines: list[str]) -> str | None:
    """The document number on its own line in the head; numbers cited in the text are not it."""
    for line in lines[:HEAD_LINES]:
        match = NUMBER.match(
            unicodedata.normalize("NFKC", line.strip()).replace("[", "〔").replace("]", "〕")
        )
        if match:
            number = re.sub(r"\s+", "", match["number"])
            return re.sub(r"[(【﹝](\d{4})[)】﹞]", r"〔\1〕", number)
    return None


def _signature(lines: list[str]) -> tuple[str | None, str | None]:
    """Issuer and date of the first signature: organ lines, then a date line."""
    for number, line in enumerate(lines):
        if number == 0 or not DATE.match(line.strip()):
            continue
        above = number - 1
        signers: list[str] = []
        while above >= 0 and SIGNATURE.match(lines[above].strip()) and number - above <= 8:
            signers.insert(0, _unspaced(lines[above].strip()))
            above -= 1
        if signers:
            return "、".join(signers), iso_date(line)
        if number > len(lines) * 0.5:
            return None, iso_date(line)
    for line in lines[-4:]:
        printed = PRINTED.search(line)
        if printed:
            return None, iso_date(printed["date"])
    return None, None


def _unspaced(name: str) -> str:
    """国 务 院 is one organ; 财政部 税务总局 are two."""
    parts = name.split(" ")
    return "".join(parts) if all(len(part) == 1 for part in parts) else "、".join(parts)


def _issuer(title: str, signed_by: str | None) -> str | None:
    """The organ that the title names (省人民政府 signs, 广东省人民政府 is named there), else the
    signer; of joint issuers the title may name only the first, so all signers count."""
    match = FROM_TITLE.match(title)
    named = match["issuer"].rstrip("、 ") if match else ""
    named = named if named and SIGNATURE.match(named) else ""
    joint = signed_by is not None and "、" in signed_by
    return (signed_by if joint else named or signed_by) or None


def _same_issuer(stated: str, signed: str) -> bool:
    a, b = (re.sub(r"[、，, 　]", "", name) for name in (stated, signed))
    return a in b or b in a or "等" in stated


def iso_date(text: str) -> str | None:
    """2020年5月6日, 二〇二〇年五月六日, 2020-5-6 -> 2020-05-06; None for what is no date."""
    plain = unicodedata.normalize("NFKC", text)
    match = CN_DATE.search(plain)
    if match:
        year = match["y"].translate(str.maketrans("○O", "〇〇"))
        parts = (value_of(year), value_of(match["m"]), value_of(match["d"]))
    else:
        numeric = re.match(r"\s*(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})", plain)
        if not numeric:
            return None
        parts = (int(numeric[1]), int(numeric[2]), int(numeric[3]))
    year_number, month, day = parts
    if not (1900 <= year_number <= 2100 and 1 <= month <= 12 and 1 <= day <= 31):
        return None
    return f"{year_number:04d}-{month:02d}-{day:02d}"


def _addressees(lines: list[str]) -> tuple[str, ...]:
    for line in lines[:HEAD_LINES]:
        text = line.strip()
        if numeral_at(text, 0):
            break
        match = ADDRESSEE.match(text)
        if (
            not match
            or not ADDRESSEE_WORD.search(match["who"])
            or NOT_ADDRESSEE.search(match["who"])
        ):
            continue
        return tuple(part for part in _split_addressees(match["who"]) if part)
    return ()


def _split_addressees(who: str) -> list[str]:
    """Split at commas; 、 splits too, but not within 各省、自治区、直辖市…, which is one group."""
    parts: list[str] = []
    for group in re.split(r"[，,；;]", who):
        if "自治区、直辖市" in group or re.search(r"各[^、]{1,4}、(?!各)", group):
            parts.append(group.strip())
        else:
            parts.extend(part.strip() for part in re.split(r"、(?![^（(]*[）)])", group))
    return parts


def _contacts(lines: list[str]) -> tuple[Contact, ...]:
    found = []
    left = 0
    for line in lines:
        opens = CONTACT_LINE.search(line)
        left = (4 if line.rstrip().endswith(("：", ":")) else 0) if opens else left - 1
        if not opens and (left < 0 or numeral_at(line, 0)):
            continue
        names = tuple(
            name.strip()
            for match in NAMES.finditer(line)
            for name in re.split(r"[、/ ]", match["names"])
            if 2 <= len(name.strip()) <= 8 and not name.strip().startswith("电话")
        )
        phones = tuple(re.sub(r"\s+", "", match[0]) for match in PHONE.finditer(line))
        emails = tuple(EMAIL.findall(line))
        if names or phones or emails:
            found.append(Contact(names, phones, emails))
    return tuple(dict.fromkeys(found))
