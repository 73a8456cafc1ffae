"""Words that tell how a question is asked, not what about."""

from __future__ import annotations

import re

QUESTION_WORDS = re.compile(
    r"什么时候|什么|哪些|哪个|哪里|多少|几个|如何|怎么样|怎么|怎样|为什么|是否|有没有|请问|谁|吗|呢|的"
)
STOP_WORDS = frozenset(
    """
    的 了 吗 呢 吧 啊 么 和 与 及 或 在 是 有 为 对 于 从 由 到 被 把 将 以 请 请问 要 会 能
    可以 可 应 应该 应当 需要 需 必须 怎么 怎样 怎么样 如何 怎么办 为什么 为何 什么 什么样 哪
    哪些 哪个 哪几个 哪里 哪儿 哪几 几 几个 多少 多大 多长 多久 多高 谁 何 何时 什么时候 时候
    时间 何地 是否 有没有 有无 有关 关于 对于 进行 开展 方面 内容 情况 相关 具体 主要 包括 包含
    属于 规定 要求 按照 根据 中 里 上 下 内 前 后 时 之 其 该 这 那 这个 那个 我 我们 你 您 他
    它 他们 都 也 还 就 又 再 不 没 没有 个 些 家 项 条 次 名 位 年 月 日 号 得 着 过 来 去 做
    作 给 让 使 向 来着 一下 告诉 想 知道 负责 牵头 由谁 承担 组织 单位 部门 机构 分别 一共 总共
    共 最多 最少 最 文件 提出 明确
    """.split()
)
ENGLISH_STOP = frozenset(
    """
    a an the of to in on at by for with from and or is are was were be been do does did has have had
    what which who whom whose when where why how many much long often should must shall will would
    can could may might it its this that these those there their they we our you your i me my as if
    than then any all some not no under about into please tell so such already rather once per each
    own want wants make makes made get gets use uses used using need needs also only more most other
    others both between during within after before while through out over up down off doing done go
    goes going give gives given take takes taken let lets call kind sort way ways thing things like
    one ones new good able available according regarding concerning
    """.split()
)
