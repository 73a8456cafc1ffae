"""A piece of a sentence -> how it looks: length, digits, lists, and words that go with answers."""

from __future__ import annotations

import re
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

# Which of these words matters for which kind of question is learned.
CUES = tuple(
    """
    由 负责 牵头 会同 组织 指导 依托 支持 鼓励 前 日 月 年 起 至 内 元 % 不超过 不少于 以上 以下
    包括 等 是 为 指 应 须 要 不得 可以 按照 根据 为了 电话 联系人 地址 邮箱 @ 《 〔 对 的 通知
    工作 申报 条件 标准 目标 材料 程序 适用 本 截止 有效期 施行 厅 局 部 市 县
    """.split()
)
SHAPE = (
    "length", "first", "last", "colon", "digits", "listed", "heading", "label", "numbered",
    "place", "latin",
)  # fmt: skip
MANY = 6  # items of a list
_NUMBERED = re.compile(r"[(（]?[一二三四五六七八九十\d]{1,3}[)）、.．]")
_LATIN = re.compile(r"[a-z]")
_CLOSED = frozenset("。；！？.;!?)），,：:")


def shape(text: str, heading: str, first: bool, last: bool, far: float) -> tuple[float, ...]:
    """The SHAPE of a normalised piece, not empty: `first` and `last` in its sentence, `far` from
    0 to 1 in what is read of its clause, whose own heading is `heading`."""
    size = len(text)
    return (
        float(np.log1p(size)), first, last,
        text[-1] in ":：",
        sum(map(str.isdigit, text)) / size,
        min(text.count("、"), MANY) / MANY,
        bool(heading) and heading.endswith(text.rstrip("。.:：；，")),
        size <= 30 and text[-1] not in _CLOSED,
        _NUMBERED.match(text) is not None,
        far,
        len(_LATIN.findall(text)) / size,
    )  # fmt: skip


def cues(texts: Sequence[str]) -> npt.NDArray[np.float32]:
    """(n, len(CUES)) whether each word stands in each text."""
    return np.array([[cue in text for cue in CUES] for text in texts], np.float32)
