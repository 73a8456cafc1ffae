"""Working stand-ins for slow or outside things: no patching, they keep the same promises."""

from __future__ import annotations

import hashlib
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from corpus.errors import QueryError
from corpus.notice import Clause, Cleaning, Contact, Notice
from indexer.text import bigrams
from service.results import Answer, Citation, ClauseRef, Hit, NoticeRef, SearchResult

if TYPE_CHECKING:
    from fastapi import FastAPI

    from service.settings import Settings


class HashingEncoder:
    """An Encoder that knows no words: every bigram adds its own fixed direction.

    Texts with common bigrams are near each other; the same text has the same vector everywhere.
    """

    def __init__(self, dims: int = 64, name: str = "hashing") -> None:
        self.name = name
        self.dims = dims
        self.fingerprint = f"{name}-{dims}"
        self.encoded = 0

    def encode_queries(self, texts: Sequence[str]) -> npt.NDArray[np.float32]:
        rows = np.zeros((len(texts), self.dims), np.float32)
        for row, text in zip(rows, texts, strict=True):
            for gram in bigrams(text):
                row += self._direction(gram)
        lengths = np.linalg.norm(rows, axis=1, keepdims=True)
        unit: npt.NDArray[np.float32] = (rows / np.maximum(lengths, 1e-12)).astype(np.float32)
        return unit

    def encode_passages(self, texts: Sequence[str]) -> npt.NDArray[np.float32]:
        """As queries; `encoded` counts the passages, to show what was not encoded again."""
        self.encoded += len(texts)
        return self.encode_queries(texts)

    def _direction(self, gram: str) -> npt.NDArray[np.float32]:
        seed = int.from_bytes(hashlib.sha256(gram.encode()).digest()[:8], "big")
        direction = np.random.default_rng(seed).standard_normal(self.dims)
        return direction.astype(np.float32)


class OverlapReranker:
    """A Reranker that counts the bigrams of the question that a text has, as a logit.

    `seen` keeps the texts of each call; `likes` is a text whose holders it puts before all others.
    """

    def __init__(self, likes: str | None = None) -> None:
        self.name = "overlap"
        self.likes = likes
        self.seen: list[list[str]] = []

    def score(self, question: str, texts: Sequence[str]) -> list[float]:
        self.seen.append(list(texts))
        wanted = set(bigrams(question))
        return [
            len(wanted & set(bigrams(text))) - len(wanted) / 2 + 100 * self._liked(text)
            for text in texts
        ]

    def _liked(self, text: str) -> int:
        return int(self.likes is not None and self.likes in text)


def make_notice(
    number: str,
    *texts: str,
    title: str = "关于质量品牌工作的通知",
    source: str | None = None,
    edition: str = "official",
    issuer: str = "某省工业和信息化厅",
    date: str = "2020-05-06",
) -> Notice:
    """A notice with `number` as its id and one clause 一, 二, 三 ... for each text."""
    clauses = []
    start = 0
    for path, text in zip("一二三四五六七八九", texts, strict=False):
        heading = text.split("。")[0][:12]
        clauses.append(Clause(path, heading, start, start + len(text), text, ("总体要求",)))
        start += len(text)
    return Notice(
        id=number,
        title=title,
        issuer=issuer,
        number=number,
        date=date,
        addressees=("各地级以上市工业和信息化局",),
        contacts=(Contact(names=("张三",), phones=("020-83130000",)),),
        edition=edition,
        official_url=None,
        source=source or f"https://example.org/{number}",
        cleaned="".join(texts),
        clauses=tuple(clauses),
        cleaning=(Cleaning("pinyin", 2),),
        warnings=("no addressee",),
    )


@dataclass(frozen=True, slots=True)
class ScriptedService:
    """A search and an answerer that know their lines: query text -> (notice id, path, text) hits.

    Scores fall by rank, the passage is the whole text; ask() quotes the first hit whole, and
    abstains when there is none.
    """

    script: Mapping[str, Sequence[tuple[str, str, str]]]

    def search(self, query: str, k: int = 10, mode: str = "hybrid") -> SearchResult:
        if query == "":
            raise QueryError("the query is empty; type a question")
        lines = list(self.script.get(query, ()))[:k]
        hits = tuple(
            Hit(
                rank=rank,
                score=1 / rank,
                notice=NoticeRef(notice, "题目", None, None, None, "a.txt", "official", None),
                clause=ClauseRef(notice, path, "", text, ()),
                passage=(0, len(text)),
                highlights=(),
            )
            for rank, (notice, path, text) in enumerate(lines, start=1)
        )
        return SearchResult(query, mode, 0.0, 3, hits)

    def ask(self, question: str, mode: str = "hybrid") -> Answer:
        hits = self.search(question, 5, mode).hits
        if not hits:
            return Answer(question, "abstained", "no_hits", None, 0.1, 0.0, (), ())
        first, text = hits[0], hits[0].clause.text
        cited = Citation(first.notice, first.clause, text, 0, len(text))
        return Answer(question, "answered", None, text, 0.9, 0.0, (cited,), hits)


@dataclass(frozen=True, slots=True)
class ListedIndex:
    """As much of an index as eval looks at: which clauses there are."""

    clauses: Sequence[tuple[str, str]]
    encoder_name: str = "none"

    @property
    def notice_refs(self) -> list[str]:
        return sorted({notice for notice, _ in self.clauses})

    @property
    def total_clauses(self) -> int:
        return len(self.clauses)

    def clause_ordinal(self, notice_id: str, path: str) -> int | None:
        address = (notice_id, path)
        return list(self.clauses).index(address) if address in self.clauses else None


# Short notices of our own for the HTTP and page tests: file name -> text.
WEB_NOTICES: dict[str, str] = {
    "brand-plan.txt": """---
title: 东山省工业厅关于印发2020年质量品牌工作方案的通知
issuer: 东山省工业厅
number: 东工函〔2020〕15号
date: 2020-05-06
edition: restated
source: https://example.org/east/2020-15.html
---
各市工业局，有关行业协会：
现把今年质量品牌工作方案发给你们，请结合实际抓好落实。
一、总体要求
坚持质量第一，用两年时间让重点企业的管理水平明显提高。各市要把任务分到单位、落到个人。
二、夯实质量基础
（一）推广先进方法。各市选十家企业做精益管理示范，省工业厅每季度派专家上门辅导，并汇编做法供其他企业参考。
（二）健全标准体系。支持骨干企业参与制定国家标准，对主导制定的企业给予一次性奖励二十万元。
（三）开展质量诊断。由省质量研究院牵头，全年诊断不少于六十家中小企业，诊断费用由省级资金承担。
三、推动产业协同
（一）建设公共平台。每个产业集群至少建一个检测平台，向中小企业开放共享，收费不得高于成本。
（二）开展产业链协同创新试点。在海湾市、石桥市开展产业链协同创新试点，每市安排资金五百万元。
（三）加强供应链管理。龙头企业要把质量要求写进采购合同，带动配套企业一起提升。
四、培育区域品牌
（一）打造区域名片。支持行业协会申请集体商标，统一包装、统一宣传、统一质量承诺。
（二）讲好品牌故事。每年九月举办品牌故事大赛，由省广播电视台转播决赛。
五、加强人才培养
（一）组织品牌培训。省品牌协会负责品牌培训，每年举办不少于四期，学员以企业质量主管为主。
（二）设立首席质量官。规模以上企业都要设首席质量官，上任半年内参加一次任职培训。
六、保障措施
各市要在每年12月1日前把年度总结报送省工业厅。
（联系人：林一，电话：010-5550101）
东山省工业厅
2020年5月6日
""",
    "standards.txt": """---
title: 西河省标准化奖励办法
issuer: 西河省市场监管局
number: 西市监规〔2021〕3号
date: 2021-03-18
edition: official
---
第一章 总则
第一条 为了鼓励单位参与标准制定，订立本办法。
第二条 本省登记的企业、高校和社会组织适用本办法。
第二章 奖励
第三条 奖励分为三档：
（一）主导国际标准的，奖励一百万元；
（二）主导国家标准的，奖励三十万元；
（三）主导行业标准的，奖励十万元。
第四条 申请材料在每年3月底前交到所在市的市场监管局。
""",
    "odd-title.txt": """---
title: 关于<script>alert("x")</script>与“a&b”的通知
issuer: 南岭市<b>工信局</b>
number: 南工信〔2022〕7号
date: 2022-11-02
edition: official
---
一、公开透明
企业用电补贴的名单要在网站公示七天，<img src=x onerror=alert(1)>这样的文字也只是文字。
二、方便办理
补贴申请全部在网上办，五个工作日内办结。
""",
}


def write_web_notices(folder: Path) -> Path:
    """The notices above as files in `folder`, which is made."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in WEB_NOTICES.items():
        (folder / name).write_text(text, encoding="utf-8")
    return folder


@contextmanager
def running(app: FastAPI, settings: Settings) -> Iterator[str]:
    """The app behind a real listening server, on a free port; gives its address."""
    from service.http.server import address, bind, make_server

    listener = bind("127.0.0.1", 0)
    server = make_server(app, settings)
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.02)
    try:
        yield address(listener)
    finally:
        server.should_exit = True
        thread.join(10)
        listener.close()
