"""Text of labels and values (索引号：… 发文机关：…) -> its pairs; None for any other text."""

from __future__ import annotations

import re

# What the tables above a text are labelled with; "" for what is only left out of the text.
# Who publishes a page (发布机构, 来源) need not be who issued the notice.
LABELS = {
    "title": "标题 名称 信息名称 文件名称 信息标题 公文名称",
    "issuer": "发文机关 发文单位 发文部门 发文机构 制发机关 制定机关",
    "page_issuer": "发布机构 发布机关 发布单位 信息来源 文章来源 来源 稿源",
    "number": "发文字号 发文文号 发文号 文号 文件编号 文件号 公文文号",
    "date": "成文日期 成文时间 发文日期 发文时间 印发日期 签发日期 制发日期",
    "published": "发布日期 发布时间 公开日期 公开时间 公布日期 公布时间 日期 时间",
    "": "索引号 信息索引号 索引 主题分类 主题词 有效性 时效性 效力状态 信息分类 信息类别 公文类别"
    " 体裁分类 分类 公开方式 公开形式 公开范围 公开时限 公开责任部门 责任部门 生效日期 失效日期"
    " 废止日期 实施日期 服务对象 关键词 内容概述 公文种类 文种 组配分类 统一编号 主题 体裁 载体类型"
    " 语种 生成日期 浏览次数 访问次数 点击数 点击次数 阅读次数 阅读量 浏览量 字体 字号 字体大小"
    " 作者 编辑 责任编辑 打印 分享到 分享",
}
FIELD = {label: key for key, labels in LABELS.items() for label in labels.split()}
# One of these at least: 名称 and 主题 alone are words of any form.
TELLING = frozenset(
    "索引号 信息索引号 发文机关 发文单位 发文机构 发布机构 发布机关 发文字号 文号 成文日期 发文日期"
    " 发布日期 发布时间 公开日期 主题分类 信息分类 来源".split()
)
# A line above a text often begins with the moment it was published at, without a label.
TIME = r"\d{4}[-/.年]\d{1,2}[-/.月]\d{1,2}日?(?:\s+\d{1,2}:\d{2}(?::\d{2})?)?"
MOMENT = re.compile(TIME)
ANY = "|".join(
    r"[^\S\n]*".join(label) for label in sorted(FIELD, key=lambda label: (-len(label), label))
)
END = r"(?:[\]】][^\S\n]*[:：]?|[^\S\n]*[:：]|[^\S\n]*$)"  # a label in brackets needs no colon
LABEL = re.compile(rf"(?:^|(?<=[\s|｜]))[\[【]?(?P<label>{ANY}){END}", re.M)
BEGINS = re.compile(rf"\s*(?:{TIME}\s+)?[\[【]?(?:{ANY}){END}", re.M)
PROSE = re.compile(r"[。；，]")
# The summary (内容概述) is the longest value.
VALUE_LIMIT = 100
SUMMARY_LIMIT = 600


def label_pairs(text: str) -> list[tuple[str, str]] | None:
    """Labels with their values, when the text is nothing else: two labels and more, most with a
    value, values without sentences. A table of data has its labels in one row without values."""
    found = list(LABEL.finditer(text))
    if not found:
        return None
    before = text[: found[0].start()].strip()
    if before and not MOMENT.fullmatch(before):
        return None
    ends = [match.start() for match in found[1:]] + [len(text)]
    pairs = [
        ("".join(match["label"].split()), text[match.end() : end].strip())
        for match, end in zip(found, ends)
    ]
    pairs += [("发布时间", before)] if before else []
    labels = {label for label, _ in pairs}
    filled = sum(bool(value) for _, value in pairs)
    if len(labels) < 2 or not labels & TELLING or filled * 2 < len(pairs):
        return None
    return pairs if all(_is_value(label, value) for label, value in pairs) else None


def _is_value(label: str, value: str) -> bool:
    if label in ("内容概述", "关键词", "主题词"):
        return len(value) <= SUMMARY_LIMIT and "\n" not in value
    if FIELD[label] == "title":
        return len(value) <= 2 * VALUE_LIMIT and value.count("\n") < 4
    if "\n" in value and label not in ("字体", "字号", "字体大小", "分享到", "分享", "打印"):
        return FIELD[label] in ("issuer", "page_issuer") and not PROSE.search(value)
    return len(value) <= VALUE_LIMIT and not (FIELD[label] and "。" in value)
