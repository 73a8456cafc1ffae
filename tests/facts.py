"""Invented facts put into a finished index, so that what shows them does not rest on extraction."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from indexer.catalog import Catalog
from indexer.facts import Duty, Value
from indexer.facts.store import NoticeFacts, write_facts
from indexer.generations import CURRENT, generation_folder, read_pointer
from indexer.layout import CATALOG, FACTS
from indexer.manifest import read_manifest, sum_files, write_manifest

# notice id -> (clause path, fact) ...
Make = Callable[..., Duty | Value]
Invented = Mapping[str, Sequence[tuple[str, Duty | Value]]]


def duty(text: str, body: str, role: str, task: str, strength: str = "", name: str = "") -> Duty:
    """`task` stands behind `body`, or else before it; `name` is the body's full name."""
    at = text.index(body)
    task_at = text.find(task, at) if task in text[at:] else text.index(task)
    end = max(at + len(body), task_at + len(task))
    return Duty(
        name or body, body, role, strength, task, min(at, task_at), end,
        at, task_at, task_at + len(task),
    )  # fmt: skip


def value(
    text: str,
    printed: str,
    kind: str,
    low: float | None = None,
    high: float | None = None,
    unit: str = "",
    first: str | None = None,
    last: str | None = None,
) -> Value:
    """`printed` stands in `text`."""
    at = text.index(printed)
    return Value(kind, printed, at, at + len(printed), low, high, unit, first, last)


def put_facts(folder: Path, invented: Invented) -> None:
    """The published generation of the index in `folder` then has these facts and no others."""
    pointer = read_pointer(folder)
    generation = generation_folder(folder, pointer.generation)
    manifest = read_manifest(generation, pointer.manifest)
    catalog = Catalog(generation / CATALOG)
    known = catalog.known()
    facts = []
    for notice in known:
        paths = [clause.path for clause in catalog.clauses_of(notice.ordinal)]
        rows = [(paths.index(path), fact) for path, fact in invented.get(notice.id, ())]
        facts.append(
            NoticeFacts(
                [(place, fact) for place, fact in rows if isinstance(fact, Duty)],
                [(place, fact) for place, fact in rows if isinstance(fact, Value)],
            )
        )
    catalog.close()
    (generation / FACTS).unlink()
    write_facts(generation / FACTS, facts, [notice.first_clause for notice in known])
    sha256 = write_manifest(generation, dataclasses.replace(manifest, files=sum_files(generation)))
    (folder / CURRENT).write_text(f"{generation.name} {sha256}\n", encoding="utf-8")


BRAND, AWARDS, ODD = "东工函〔2020〕15号", "西市监规〔2021〕3号", "南工信〔2022〕7号"


def put_web_facts(folder: Path) -> None:
    """A few facts of tests.fakes.WEB_NOTICES into the index of them in `folder`."""
    catalog = Catalog(_generation(folder) / CATALOG)
    ordinals = {notice.id: notice.ordinal for notice in catalog.known()}
    texts = {
        (id, clause.path): clause.text
        for id, ordinal in ordinals.items()
        for clause in catalog.clauses_of(ordinal)
    }
    catalog.close()
    rows: dict[str, list[tuple[str, Duty | Value]]] = {BRAND: [], AWARDS: [], ODD: []}

    def say(
        make: Callable[..., Duty | Value], id: str, path: str, *given: Any, **more: Any
    ) -> None:
        rows[id].append((path, make(texts[id, path], *given, **more)))

    say(duty, BRAND, "二/(三)", "省质量研究院", "牵头", "诊断不少于六十家中小企业")
    say(duty, BRAND, "五/(一)", "省品牌协会", "负责", "品牌培训")
    say(duty, BRAND, "六", "各市", "负责", "报送省工业厅", "要")
    say(duty, AWARDS, "第二条", "本省登记的企业", "支持", "适用本办法", "可以")
    say(value, BRAND, "二/(二)", "二十万元", "money", 200_000, 200_000, "元")
    say(value, BRAND, "三/(二)", "五百万元", "money", 5_000_000, 5_000_000, "元")
    say(value, BRAND, "六", "12月1日前", "deadline", last="2020-12-01")
    say(value, BRAND, "二/(三)", "不少于六十家", "count", 60, None, "家")
    say(value, AWARDS, "第三条/(一)", "一百万元", "money", 1_000_000, 1_000_000, "元")
    say(value, AWARDS, "第三条/(二)", "三十万元", "money", 300_000, 300_000, "元")
    say(value, AWARDS, "第四条", "3月底前", "deadline", last="2021-03-31")
    say(value, ODD, "二", "五个工作日内", "period", None, 5, "工作日")
    put_facts(folder, rows)


def _generation(folder: Path) -> Path:
    return generation_folder(folder, read_pointer(folder).generation)
