"""Title -> what kind of document it is (文种), by its last word after GB/T 9704 and usage."""

from __future__ import annotations

import re

from corpus.metadata.lines import HAN_GAP, Found, Span

CATEGORIES = tuple(
    "通知 意见 决定 决议 命令 公报 公告 通告 通报 议案 报告 请示 批复 函 纪要 办法 规定 条例 细则 "
    "规则 方案 规划 计划 纲要 要点 指南 规范 标准 清单 目录 名单 解读".split()
)
# Words that end a title too, though they are no category of their own.
OTHER_ENDINGS = tuple(
    "措施 政策 答复 令 安排 指引 预案 章程 导则 准则 制度 建议 公示 名录 守则 大纲 汇编 "
    "倡议书".split()
)
TITLE_ENDINGS = CATEGORIES + OTHER_ENDINGS
# （试行）, (2022年版), （征求意见稿）: what may stand behind a title's last word.
TAILS = re.compile(r"(?:\s*[（(〔\[【][^（）()〔〕\[\]【】\n]{1,30}[）)〕\]】])+$")


def bare(title: str) -> str:
    """The title without brackets and book marks at its end."""
    return TAILS.sub("", HAN_GAP.sub("", title).rstrip('》〉”" ')).rstrip('》〉”" ')


def ends_as_title(text: str) -> bool:
    return bare(text).endswith(TITLE_ENDINGS)


def category(title: Found, text: str) -> Found | None:
    """The category with its place in the printed title; None where the last word is none."""
    words = bare(title.value)
    kind = next((kind for kind in CATEGORIES if words.endswith(kind)), None)
    if kind is None and words.endswith("令"):  # 嘉奖令, 主席令: the short form of 命令
        return Found("命令", _printed("令", title, text))
    return Found(kind, _printed(kind, title, text)) if kind else None


def _printed(word: str, title: Found, text: str) -> tuple[Span, ...]:
    if not title.spans:
        return ()
    start, end = title.spans[-1]
    at = text.rfind(word, start, end)
    return ((at, at + len(word)),) if at >= 0 else ()
