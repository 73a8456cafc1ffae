"""A question -> the words that say what it is about, and the subject that they make up."""

from __future__ import annotations

import re

from indexer.english import bases
from indexer.text import shadow, words_of
from service.named import cited_clauses, cited_number
from service.places import parts_of
from service.wording import HAN
from service.words import ENGLISH_STOP, QUESTION_WORDS, STOP_WORDS

# What can be asked of any notice: these words do not say which one is meant.
ASPECTS = frozenset(
    """
    截止 日期 期限 时限 时间表 联系 联系人 联系方式 联系电话 电话 邮箱 电子邮箱 传真 地址 邮编 网址
    网站 条件 材料 资料 申报 申请 申报书 申请表 报送 报名 提交 上报 寄送 寄到 交到 交给 送到 报到
    推荐 推荐表 评审 审核 认定 公示 公布 发布 印发 施行 实施 生效 执行 有效期 有效 期间 任务 目标
    措施 重点 步骤 程序 流程 环节 名额 数量 比例 金额 额度 资金 经费 费用 补贴 补助 奖励 标准 范围
    对象 资格 附件 附表 文号 发文 机关 发文机关 单位 主体 企业 城市 地区 省份 依据 要点 原文 全文
    意思 结果 名单 多远 谁来 找谁 落款 签发 通知 文件 公告 通告 政策 办法 规定 意见 截至 最晚 最早
    最迟 纸质 电子版 份数 一式 几份 格式 模板 渠道 方式 途径 咨询 受理 办理 填写 盖章 领取 拿到
    享受 符合 满足 参加 deadline date due time period validity valid contact person phone telephone
    email e-mail fax address website postcode requirement condition criterion criteria document
    material paper form paperwork task goal target measure focus step procedure process stage quota
    amount sum number funding fund money budget fee cost subsidy grant reward award bonus scope
    eligibility eligible qualify qualified annex attachment appendix issuer issue issued publish
    published publication effective force signed sign signature apply applied application applicant
    submit submission submitted file filed filing send sent mail mailed deliver charge responsible
    department agency office organisation organization authority company enterprise city province
    region place notice policy rule basis based detail copy copies format template channel consult
    handle review expire expiry start end begin open close last latest earliest mention say said
    state stated main major key recommend nominate 网上 在线 线上 receive include included cover
    covered reach call ask answer list listed result name
    """.split()
)
# What asks for a body, a day, a number, a place, a contact.
ASKING = re.compile(
    r"文号|发文字号|文件号|发文号|电话|联系人|联系方式|邮箱|传真|找谁|什么时候|何时|几月|哪天|哪一天"
    r"|哪年|哪一年|截止|期限|时限|多久|多长时间|几年|日期|最迟|之前|多少|几个|几家|几项|几类|几次"
    r"|多大|多高|比例|金额|额度|标准是|数量|谁|哪个部门|哪些部门|哪个单位|哪些单位|哪家|由哪|负责"
    r"|牵头|主管|主办|承办|哪里|哪儿|何地|哪些城市|哪个城市|哪些地区|哪些省|地址"
)
LONGEST = 100
_RUN = re.compile(r"([\u3400-\u9fff]+)|\d+|[^\W\d_]+(?:[-'’][^\W\d_]+)*")
_POSSESSIVE = re.compile(r"['’]s$")


def own_words(text: str) -> list[tuple[int, int]]:
    """Where the words stand that tell a subject, in order; places, issuers and years are not among
    them, nor what asks."""
    _, asking = cited_clauses(text)
    number = cited_number(text)
    asking += [(number.start, number.end)] if number else []
    plain = _blanked(shadow(text), [*asking, *((p.start, p.end) for p in parts_of(text))])
    for pattern in (ASKING, QUESTION_WORDS):
        spans = [m.span() for m in pattern.finditer(plain) if HAN.search(m[0])]
        plain = _blanked(plain, spans)
    found = []
    for run in _RUN.finditer(plain):
        at = run.start()
        for word in words_of(run[0]) if run[1] else [_POSSESSIVE.sub("", run[0])]:
            if _tells(word):
                found.append((at, at + len(word)))
            at += len(word)
    return found


def _tells(word: str) -> bool:
    if HAN.match(word):
        # jieba has 申报材料 as one word
        pieces = (word, word[:2], word[2:]) if len(word) == 4 else (word,)
        asks = [piece in STOP_WORDS or piece in ASPECTS for piece in pieces]
        return len(word) > 1 and not asks[0] and not (asks[1:] and all(asks[1:]))
    if word.isdigit():
        return len(word) > 2
    forms = (word, *bases(word))
    return len(word) > 1 and not any(form in ENGLISH_STOP or form in ASPECTS for form in forms)


def subject_of(text: str) -> str:
    """What a question is about: its places, years and own words as printed, at most LONGEST
    characters."""
    number = cited_number(text)
    if number:
        text = _blanked(text, [(number.start, number.end)])
    spans = sorted([*own_words(text), *((part.start, part.end) for part in parts_of(text))])
    phrase, end = "", 0
    for start, stop in spans:
        joins = start == end or (HAN.match(text[start]) and HAN.match(text[end - 1 : end]))
        phrase += ("" if joins or not phrase else " ") + text[start:stop]
        end = stop
    return phrase[:LONGEST].strip()


def _blanked(text: str, spans: list[tuple[int, int]]) -> str:
    for start, end in spans:
        text = text[:start] + " " * (end - start) + text[end:]
    return text
