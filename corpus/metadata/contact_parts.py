"""One line of contact details -> the names, phones, mail addresses and address on it."""

from __future__ import annotations

import re
import unicodedata

_HAN = "\u4e00-\u9fff"
PHONE = re.compile(
    r"(?<![\d.])(?:[（(]?[0０]\d{2,3}[)）]?\s?[-—－–]?\s?\d{7,8}|[1１][3-9３-９]\d{9}|[4４][0０]{2}[-—－]?\d{3}[-—－]?\d{4}|\d{7,8})"
    r"(?:\s?(?:转|[-—－–])\s?\d{1,5}(?!\d))?(?![\d万亿元%])"
)
EMAIL = re.compile(
    r"(?<![A-Za-z0-9._%+-])[A-Za-z0-9._%+-]{1,64}[@＠][A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63}){1,6}"
)
# A fax machine answers nobody, unless the same number is a phone (电话/传真, 电话（传真）).
FAX = re.compile(r"传\s?真\s?(?:号码|电话)?\s?[:：]?\s?[\d\s\-—－（）()、]*$")
FAX_TOO = re.compile(r"(?:电\s?话|[/／（(及和])\s?传\s?真")
LABEL = re.compile(
    r"联\s?系\s?人|联系电话|联系方式|电\s?话|手\s?机|传\s?真|电子邮[箱件]|邮\s?箱|邮\s?编|邮政编码|地\s?址|"
    r"E-?mail|e-?mail|QQ|微信"
)
NAMED = re.compile(
    r"联\s?系\s?人(?:员)?(?:[及和]?(?:其)?(?:联系)?(?:电话|方式|手机))?\s?(?:[:：]|为)\s?"
)
SPACED_NAME = re.compile(rf"(?<![{_HAN}])([{_HAN}])\s([{_HAN}])(?![{_HAN}])")
NAME = re.compile(rf"[{_HAN}]{{2,4}}|[{_HAN}]{{1,8}}·[{_HAN}]{{1,8}}")
NOT_NAME = re.compile(
    r"电话|邮箱|邮件|传真|手机|地址|邮编|微信|联系|签字|签章|盖章|姓名|职务|有关|如下|本人|单位|负责|同志们|详见|附件"
    r"|[厅局委处科室部司院]$|中心|公司"
)
BEFORE_PHONE = re.compile(rf"(?:^|[\s，,；;、：:])(?P<name>[{_HAN}]{{2,3}})[\s:：]*$")
ADDRESS = re.compile(
    r"(?:通讯|通信|联系|邮寄|寄送|办公|单位)?地\s?址\s?(?:[:：]|为)\s?(?P<address>[^；;。，,\n|]{4,80})"
)
ADDRESS_END = re.compile(
    r"[（(]?(?:邮编|邮政编码|邮\s编|电\s?话|联\s?系|收件|传\s?真|邮\s?箱|电子邮)|[）)]$"
)


def names_in(line: str) -> tuple[str, ...]:
    """张三、李四 after 联系人：, and the name before each phone number there."""
    found: list[str] = []
    for match in NAMED.finditer(line):
        rest = line[match.end() : match.end() + 200]
        stop = next((m for m in LABEL.finditer(rest) if m.start() > 0), None)
        found.extend(_names(rest[: stop.start()] if stop else rest))
    return tuple(dict.fromkeys(found))


def _names(text: str) -> list[str]:
    text = SPACED_NAME.sub(r"\1\2", text)
    text = re.sub(r"[（(][^（）()]*[）)]", " ", text)
    parts = re.split(r"[\s、，,；;/／:：\d()（）。-]|[及和与]", text)
    return [part for part in parts if NAME.fullmatch(part) and not NOT_NAME.search(part)]


def names_before_phones(line: str) -> tuple[str, ...]:
    """某司某处 张三 010-…: in a block of contacts the name stands before its number."""
    found = []
    plain = SPACED_NAME.sub(lambda m: f" {m[1]}{m[2]}", line)
    for phone in PHONE.finditer(plain):
        before = BEFORE_PHONE.search(plain[max(0, phone.start() - 12) : phone.start()])
        if before and not NOT_NAME.search(before["name"]):
            found.append(before["name"])
    return tuple(dict.fromkeys(found))


def phones_in(line: str) -> tuple[str, ...]:
    found = []
    for match in PHONE.finditer(line):
        before = line[max(0, match.start() - 40) : match.start()]
        if FAX.search(before) and not FAX_TOO.search(before):
            continue
        plain = unicodedata.normalize("NFKC", match[0])
        found.append(re.sub(r"\s+", "", plain).replace("—", "-").replace("–", "-"))
    return tuple(dict.fromkeys(found))


def emails_in(line: str) -> tuple[str, ...]:
    if "@" not in line and "＠" not in line:
        return ()
    return tuple(dict.fromkeys(mail.replace("＠", "@") for mail in EMAIL.findall(line)))


def address_in(line: str) -> str:
    match = ADDRESS.search(line)
    if match is None:
        return ""
    address = match["address"]
    end = ADDRESS_END.search(address)
    return (address[: end.start()] if end else address).strip(" 、")
