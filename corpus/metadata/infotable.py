"""A line of a page's information table (发文字号：…, | 文号 | … |) -> what it says, by field."""

from __future__ import annotations

import re

from corpus.metadata.lines import Found, Lines, unspaced

LABELS = {
    "title": "标题 名称 文件名称 信息名称 公文名称 文件标题",
    "number": "发文字号 文号 文件编号 公文文号 发文文号 文件文号 发文号 公文字号",
    "issuer": "发文机关 发布机构 发文单位 发布单位 制发机关 发布机关 印发机关 制定机关 发文机构 "
    "发文部门",
    "date": "成文日期 成文时间 发文日期 发文时间 印发日期 签发日期 制发日期",
    "published": "发布日期 发布时间 公开日期 公开时间 公布日期 公布时间 发表时间",
    "effective": "实施日期 生效日期 施行日期 生效时间 实施时间 施行时间 执行日期",
    "validity": "有效期 有效期限",
    "until": "失效日期 废止日期 失效时间 废止时间",
    # Known so that their lines are told from a title and end the value before them.
    "other": "索引号 索取号 信息索引号 主题分类 主题词 分类 体裁 体裁分类 服务对象分类 组配分类 "
    "信息分类 信息类别 公开方式 公开范围 公开类型 公开属性 公开责任部门 关键词 关键字 内容概述 "
    "有效性 时效性 时效状态 文件状态 效力状态 生成日期 信息来源 来源 作者 编辑 责任编辑 浏览次数 "
    "阅读次数 点击数 浏览量 统一编号 统一登记号 规范性文件编号 文件类型 公文种类 公文类型 签发人 "
    "所属主题 所属机构 字体",
}
FIELD = {label: field for field, labels in LABELS.items() for label in labels.split()}
_ANY = "|".join(r"\s{0,4}".join(label) for label in sorted(FIELD, key=len, reverse=True))
LABELLED = re.compile(rf"(?<![\u4e00-\u9fff])(?P<label>{_ANY})\s*(?:[】\]]\s*[:：]?|[:：])")
EDGES = " \t|;；【[\u3000"


def facts(lines: Lines, number: int) -> list[tuple[str, Found]]:
    """The fields that this line states, with where; empty for a line that is no information."""
    line = lines.lines[number]
    start = lines.starts[number]
    if len(line) > 600:
        return []
    if line.lstrip().startswith("|"):
        return _of_row(line, start)
    # The first label opens the line; a 来源： inside a sentence is none.
    found = list(LABELLED.finditer(line))
    if not found or line[: found[0].start()].strip(EDGES):
        return []
    ends = [match.start() for match in found[1:]] + [len(line)]
    return [
        (FIELD[unspaced(match["label"])], _value(line, match.end(), end, start))
        for match, end in zip(found, ends)
    ]


def _of_row(line: str, start: int) -> list[tuple[str, Found]]:
    """Pairs of neighbouring cells: | 发文字号 | 国发〔2019〕4号 | 成文日期 | 2019年1月24日 |"""
    cells: list[tuple[int, int]] = []
    position = 0
    for cell in line.split("|"):
        cells.append((position, position + len(cell)))
        position += len(cell) + 1
    cells = [(a, b) for a, b in cells if line[a:b].strip()]
    pairs = []
    following = iter(range(len(cells)))
    for i in following:
        field = FIELD.get(unspaced(line[slice(*cells[i])]).rstrip(":："))
        if field is None or i + 1 == len(cells):
            continue
        pairs.append((field, _value(line, *cells[i + 1], start)))
        next(following, None)
    return pairs


def _value(line: str, begin: int, end: int, start: int) -> Found:
    raw = line[begin:end]
    value = raw.strip(EDGES)
    at = start + begin + len(raw) - len(raw.lstrip(EDGES))
    return Found(value, ((at, at + len(value)),) if value else ())
