"""Candidates -> order: a few cheap features of question and passage, a linear score, a confidence."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass, fields
from functools import lru_cache

from indexer.index import Index
from indexer.text import shadow
from service.query import Question, Term

# What a passage must hold to be able to answer a kind of question, strongest sign first, and how
# much that sign is worth. 「什么时候」 is better answered by 12月1日前 than by 每年.
_ORGAN = r"厅|局|部门|委员会|发展改革委|工信委|办公室|协会|机构|中心|政府|组织|单位|企业|研究院|学会|集团|小组|联盟"
SIGNS: dict[str, tuple[tuple[re.Pattern[str], float], ...]] = {
    "who": (
        (
            re.compile(
                rf"(?:{_ORGAN})[^。；]{{0,30}}(?:负责|牵头|组织|承担|指导|审核|遴选|推荐|主管|主办|受理)"
                rf"|(?:由|依托|委托|支持|鼓励|指导|会同|引导)[^。；]{{0,20}}(?:{_ORGAN})"
            ),
            1.0,
        ),
        (re.compile(_ORGAN), 0.6),
    ),
    "when": (
        (
            re.compile(
                r"\d{1,2}月\s*\d{1,2}日(?:\s*\d{1,2}时)?(?:前|之前|以前|至|起|止|24时)|截止|截至"
            ),
            1.0,
        ),
        (
            re.compile(r"\d{1,2}月\s*\d{1,2}日|\d{4}年\s*\d{1,2}月|月底|年底|个?工作日|以内|之前"),
            0.7,
        ),
        (
            re.compile(
                r"\d+\s*[年月日天]|[一二三四五六七八九十两]+(?:年|个月|日|天)|季度|每年|每月"
            ),
            0.5,
        ),
    ),
    "how_much": (
        (
            re.compile(
                r"[\d.]+\s*(?:万|亿|%|％|‰|多)?(?:元|亿|万|%|％|个|家|项|名|件|倍|人|分|平方米|以上)|百分之"
            ),
            1.0,
        ),
        (re.compile(r"\d|[一二三四五六七八九十百两]+(?:个|家|项|名|倍|批|类|次)"), 0.6),
    ),
    "where": (
        (
            re.compile(
                r"[\u4e00-\u9fff]{2}(?:市|省|区|县)|路\d+号|地址|湛江|、[\u4e00-\u9fff]{2}(?:开展|等地)"
            ),
            1.0,
        ),
    ),
    "contact": (
        (re.compile(r"1\d{10}|\d{3,4}[-—－]\d{7,8}|@"), 1.0),
        (re.compile(r"\d{7,8}|联系人|地址"), 0.6),
    ),
}
MONEY = re.compile(r"元|补贴|补助|奖励|资金|金额|经费|标准|费用|yuan|subsid|fund|fee|cost")
MONEY_SIGN = re.compile(r"[\d.]+\s*(?:万|亿|千|百)?元|%|％")


def sign_of_answer(question: Question, plain: str) -> float:
    """How well a normalised text can answer the question's kind, in [0, 1]; 1 for any `what`."""
    if question.kind == "how_much" and MONEY.search(question.text) and MONEY_SIGN.search(plain):
        return 1.0
    signs = SIGNS.get(question.kind, ())
    if question.kind == "how_much" and MONEY.search(question.text):
        signs = signs[1:]
    found = (worth for pattern, worth in signs if pattern.search(plain))
    return next(found, 0.0) if question.kind in SIGNS else 1.0


@dataclass(frozen=True, slots=True)
class Evidence:
    """What speaks for a passage, every value higher for a better one except `bare`.

    `lexical` and `dense` are standard scores over the candidates, `similarity` the cosine;
    `notice` is the mean fused score of the notice's three best candidates; `body`, `sentence`
    (the best one alone), `context`, `heading` and `title` are shares of the weight of the
    question's terms that stand there, in [0, 1]; `pairs` the share of its character pairs;
    `answers` tells how well the passage can answer the kind; `bare` is 1 for a mere heading;
    `clause` is 1 when the question names this clause.
    """

    row: int
    lexical: float
    dense: float
    similarity: float
    notice: float
    body: float
    sentence: float
    pairs: float
    context: float
    heading: float
    title: float
    answers: float
    bare: float
    clause: float


FEATURES = tuple(field.name for field in fields(Evidence) if field.name != "row")


@dataclass(frozen=True, slots=True)
class Candidate:
    """A clause with its best passage's row and score; `evidence` only where it was reranked."""

    row: int
    clause: int
    score: float
    evidence: Evidence | None


# Fitted listwise on the tuning half and NCP by eval/tuning (figures in eval/results/tuning.md).
WEIGHTS: dict[str, dict[str, float]] = {
    "zh": {
        "dense": 0.22, "similarity": -0.24, "notice": 0.79, "body": 1.37, "sentence": 0.51,
        "pairs": 2.49, "context": 3.1, "heading": 0.94, "title": -0.91, "answers": 2.5,
        "bare": -1.46, "clause": 3.0,
    },
    "en": {
        "lexical": 0.11, "dense": 0.95, "notice": 1.01, "body": 0.92, "context": 1.1,
        "sentence": -0.08, "pairs": -0.18, "heading": 0.03, "title": 0.05, "answers": 1.06,
        "bare": -1.0, "clause": 3.0,
    },
}  # fmt: skip
# score = 1 / (1 + exp(-(sum - MIDDLE))): half where a clause is as likely as not to answer.
MIDDLE = {"zh": 4.0, "en": 4.0}


@dataclass(frozen=True, slots=True)
class Found:
    """A candidate row with its raw and standard scores."""

    row: int
    lexical: float
    dense: float
    similarity: float
    notice: float


def evidence_of(index: Index, question: Question, found: Found, weights: Weighted) -> Evidence:
    """The features of one passage; `weights` are term_weights()."""
    clause = index.clause(int(index.passage_clause[found.row]))
    meta = index.notice_refs[clause.notice]
    start, end = (int(offset) for offset in index.passage_span[found.row])
    body = plain_clause(clause.text)[start:end]
    heading = plain_clause(clause.heading)
    title = plain_clause(meta.title)
    around = "\n".join(
        (title, plain_clause(meta.issuer or ""), *map(plain_clause, clause.headings))
    )
    words = body.strip()
    pairs = question.pairs
    return Evidence(
        row=found.row,
        lexical=found.lexical,
        dense=found.dense,
        similarity=found.similarity,
        notice=found.notice,
        body=share(weights, body),
        sentence=max((share(weights, part) for part in _SENTENCE.split(body) if part), default=0.0),
        pairs=sum(pair in body for pair in pairs) / len(pairs) if pairs else 0.0,
        context=share(weights, f"{around}\n{heading}\n{body}"),
        heading=share(weights, heading),
        title=share(weights, title),
        answers=sign_of_answer(question, body),
        bare=1.0 if len(words) <= 45 and not _FACT.search(words) else 0.0,
        clause=1.0 if question.clause and question.clause in clause.path.split("/") else 0.0,
    )


_SENTENCE = re.compile(r"[。；！？\n]")
_FACT = re.compile(r"[。；\d@]")
# The clauses of ten thousand hits; a shadow costs 20 microseconds, a look-up none.
plain_clause = lru_cache(maxsize=16_384)(shadow)


Weighted = Sequence[tuple[Term, float]]


def term_weights(index: Index, question: Question) -> Weighted:
    """Each content term with its inverse document frequency; one that the index lacks in all its
    forms weighs most."""
    total = len(index.passage_clause) + 1
    return [
        (
            term,
            math.log(1 + total / (0.5 + max(index.frequency("words", f) for f, _ in term.forms))),
        )
        for term in question.terms
    ]


def share(weights: Weighted, plain: str) -> float:
    """Share of the terms' weight that stands in a normalised text, in [0, 1].

    Of a term's forms the one worth most counts; a long Chinese form that is not there as a whole
    counts for the share of its character pairs that are, less a fifth.
    """
    total = sum(weight for _, weight in weights)
    if not total:
        return 0.0
    return sum(weight * _presence(term, plain) for term, weight in weights) / total


def _presence(term: Term, plain: str) -> float:
    best = 0.0
    for form, worth in term.forms:
        if worth <= best:
            continue
        if form in plain:
            best = worth
        elif len(form) > 2 and not form.isascii():
            pairs = [form[i : i + 2] for i in range(len(form) - 1)]
            best = max(best, 0.8 * worth * sum(pair in plain for pair in pairs) / len(pairs))
    return best


def rerank(
    question: Question, evidence: Sequence[Evidence]
) -> list[tuple[int, float, Evidence | None]]:
    """(row, score in [0, 1], evidence), best first; ties by row."""
    scored: list[tuple[int, float, Evidence | None]] = [
        (item.row, score(question, item), item) for item in evidence
    ]
    return sorted(scored, key=lambda entry: (-entry[1], entry[0]))


def score(question: Question, item: Evidence) -> float:
    """The linear sum through a logistic curve: higher is better, in [0, 1]."""
    language = question.language
    total = sum(weight * float(getattr(item, name)) for name, weight in WEIGHTS[language].items())
    return 1 / (1 + math.exp(MIDDLE[language] - total))
