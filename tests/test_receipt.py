"""Receipts: an answer is kept, read back, and each quote checked in an index that has changed."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from corpus.errors import EditedReceiptError, QueryError, ReceiptError
from indexer.build import index_paths, remove_notices
from indexer.encoders import load_encoder
from indexer.index import Index
from service.answer import ask
from service.check import check_receipt
from service.commands.verify import verdict_lines
from service.query import make_filters
from service.receipt import AskedIndex, Quoted, Receipt, clause_digest, make_receipt, read_receipt
from service.results import Filters
from service.verdicts import Verdict, verdicts_json
from tests.fakes import HashingEncoder
from tests.notices import FILES, write_files
from tests.test_cli import run

PLAN, RULES = "东工信函〔2021〕15号", "西科规〔2019〕3号"
ASKED_AT = datetime(2026, 11, 23, 12, 30, 5, 250_000, timezone(timedelta(hours=8)))
ALL = Filters()
FACTS = AskedIndex("g000001", "c" * 64, "hashing", "hashing-64")


@pytest.fixture(scope="module")
def embedded(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Index]:
    root = tmp_path_factory.mktemp("receipt")
    index_paths(root / "index", [write_files(root / "files")], load_encoder())
    with Index.open(root / "index") as opened:
        yield opened


def receipt_of(index: Index, question: str, filters: Filters = ALL) -> Receipt:
    return make_receipt(index, ask(index, question, filters=filters), ASKED_AT, "hybrid", filters)


def text_of(receipt: Receipt) -> str:
    return json.dumps(receipt.to_json(), ensure_ascii=False)


def quoted(index: Index, notice: str, path: str, quote: str) -> Quoted:
    """The quote as a receipt keeps it."""
    ordinal = index.clause_ordinal(notice, path)
    assert ordinal is not None
    clause = index.clause(ordinal)
    meta, start = index.notice_refs[clause.notice], clause.text.index(quote)
    digest, end = clause_digest(clause.text), start + len(quote)
    return Quoted(notice, meta.title, meta.number, path, digest, quote, start, end)


def receipt_with(*citations: Quoted) -> Receipt:
    asked_at = "2026-11-23T04:30:05+00:00"
    return Receipt("问", asked_at, {}, "hybrid", "answered", None, "答", 0.9, FACTS, citations)


class Library:
    """Notices as files that a test edits, and the index that is kept up with them."""

    def __init__(self, folder: Path) -> None:
        self.files = write_files(folder / "files")
        self.index = folder / "index"
        self.encoder = HashingEncoder()
        self.update()

    def edit(self, name: str, old: str, new: str) -> None:
        path = self.files / name
        text = path.read_text("utf-8")
        assert text.count(old) == 1
        path.write_text(text.replace(old, new), "utf-8")

    def update(self) -> None:
        index_paths(self.index, [str(self.files)], self.encoder)

    def quoted(self, notice: str, path: str, quote: str) -> Quoted:
        with Index.open(self.index, self.encoder) as opened:
            return quoted(opened, notice, path, quote)

    def check(self, *citations: Quoted) -> list[Verdict]:
        with Index.open(self.index, self.encoder) as opened:
            return list(check_receipt(opened, receipt_with(*citations)))


@pytest.fixture
def library(tmp_path: Path) -> Library:
    return Library(tmp_path)


# The receipt


def test_receipt_says_what_was_asked_and_what_was_quoted_of_which_text(embedded: Index) -> None:
    filters = Filters(issuer="东山省", date_from="2021-01-01")
    answer = ask(embedded, "谁负责品牌培训", filters=filters)
    receipt = make_receipt(embedded, answer, ASKED_AT, "hybrid", filters)
    said = receipt.to_json()
    digest = said.pop("digest")
    clause = embedded.clause(embedded.clause_ordinal(PLAN, "二/(一)") or 0)
    manifest = embedded.manifest
    (cited,) = answer.citations
    assert "由省质量协会组织品牌培训" in cited.quote
    assert 0.5 < said.pop("confidence") <= 1
    assert said == {
        "format": 1,
        "question": "谁负责品牌培训",
        "asked_at": "2026-11-23T04:30:05+00:00",
        "filters": {"issuer": "东山省", "from": "2021-01-01"},
        "mode": "hybrid",
        "status": "answered",
        "reason": None,
        "answer": answer.answer,
        "index": {
            "generation": embedded.generation,
            "corpus": manifest.corpus,
            "encoder": "embedded",
            "fingerprint": manifest.fingerprint,
        },
        "citations": [
            {
                "notice": PLAN,
                "title": "2021年品牌建设工作计划",
                "number": PLAN,
                "path": "二/(一)",
                "clause_sha256": clause_digest(clause.text),
                "quote": cited.quote,
                "start": clause.text.index(cited.quote),
                "end": clause.text.index(cited.quote) + len(cited.quote),
            }
        ],
    }
    assert digest == receipt.digest
    assert read_receipt(text_of(receipt)) == receipt
    assert read_receipt(json.dumps(receipt.to_json(), indent=7).encode()) == receipt


def test_an_abstention_has_a_receipt_too(embedded: Index) -> None:
    receipt = receipt_of(embedded, "月球基地补贴标准")
    assert (receipt.status, receipt.reason, receipt.answer) == ("abstained", "low_confidence", None)
    assert read_receipt(text_of(receipt)) == receipt
    assert check_receipt(embedded, receipt) == ()
    assert verdicts_json(receipt, ())["holds"]
    assert "没有引文" in verdict_lines(receipt, ())[0]


EDITS: dict[str, Any] = {
    "question": "谁负责质量培训",
    "asked_at": "2025-11-23T04:30:05+00:00",
    "filters": {"notice": RULES},
    "answer": "由企业组织品牌培训。",
    "confidence": 0.99,
    "index": {"generation": "g000009", "corpus": "", "encoder": "", "fingerprint": ""},
    "citations": [],
    "digest": "0" * 64,
    "checked_by": "省厅",
}


def test_every_filter_that_was_set_is_kept_by_the_name_that_the_api_takes(embedded: Index) -> None:
    filters = Filters(
        notice=PLAN, due_from="2021-01-01", due_to="2021-12-31", amount_min=1e12, amount_max=2.5e12
    )
    kept = receipt_of(embedded, "什么时候报送", filters).filters
    assert kept == {
        "notice": PLAN,
        "due_from": "2021-01-01",
        "due_to": "2021-12-31",
        "amount_min": "1000000000000",
        "amount_max": "2500000000000",
    }
    again = {name: kept[name] for name in ("due_from", "due_to", "amount_min", "amount_max")}
    assert make_filters(notice=kept["notice"], **again) == filters


@pytest.mark.parametrize("field", EDITS)
def test_an_edited_receipt_is_noticed(embedded: Index, field: str) -> None:
    edited = {**receipt_of(embedded, "谁负责品牌培训").to_json(), field: EDITS[field]}
    with pytest.raises(EditedReceiptError, match=r"^the receipt's digest .* as it was saved$"):
        read_receipt(json.dumps(edited))


@given(place=st.integers(0, 10_000), put=st.characters(codec="utf-8"))
def test_any_other_character_in_a_receipt_is_noticed(place: int, put: str) -> None:
    citation = Quoted(PLAN, "计划", None, "一", "a" * 64, "健全制度。", 3, 8)
    receipt = receipt_with(citation)
    text = text_of(receipt)
    place %= len(text)
    changed = text[:place] + put + text[place + 1 :]
    try:
        read = read_receipt(changed)
    except ReceiptError as error:
        read = None
        said = str(error)
    # the same character, or a blank for a blank
    assert read == receipt if read else "\n" not in said


def without(receipt: Receipt, *names: str | int) -> str:
    said: Any = receipt.to_json()
    inner = said
    for name in names[:-1]:
        inner = inner[name]
    del inner[names[-1]]
    return json.dumps(said)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "is not JSON"),
        ("原文未变", "is not JSON"),
        (b"\xff\xfe\x00", "is not JSON"),
        ("[" * 100_000, "is not JSON"),
        ("[]", "not a JSON object"),
        ("{}", "has format None, this gongwen reads 1"),
        ('{"format": 2}', "has format 2, this gongwen reads 1; update gongwen"),
        ('{"format": 1}', r"malformed \(question: Field required\)"),
    ],
)
def test_what_is_no_receipt_is_refused_in_one_line(text: str | bytes, says: str) -> None:
    with pytest.raises(ReceiptError, match=says) as caught:
        read_receipt(text)
    assert "\n" not in str(caught.value)
    assert not isinstance(caught.value, EditedReceiptError)


def changed(receipt: Receipt, **fields: Any) -> str:
    said = receipt.to_json()
    said["citations"][0] = {**said["citations"][0], **fields}
    return json.dumps(said)


def test_fields_that_are_missing_or_of_another_kind_are_named(embedded: Index) -> None:
    receipt = receipt_of(embedded, "谁负责品牌培训")
    for text, says in (
        (without(receipt, "asked_at"), "asked_at: Field required"),
        (without(receipt, "index", "corpus"), "index.corpus: Field required"),
        (without(receipt, "citations", 0, "quote"), "citations.0.quote: Field required"),
        (changed(receipt, start="3"), "citations.0.start: Input should be a valid integer"),
        (changed(receipt, start=True), "citations.0.start: Input should be a valid integer"),
        (changed(receipt, start=-1), "quote at -1 to"),
        (changed(receipt, quote="  ", start=0, end=2), "quote at 0 to 2 is blank"),
        (changed(receipt, quote="\ud800"), "malformed"),
        (json.dumps({**receipt.to_json(), "asked_at": "昨天"}), "asked_at is no UTC time"),
        (json.dumps({**receipt.to_json(), "asked_at": "2026-W47-1"}), "asked_at is no UTC time"),
        (
            json.dumps({**receipt.to_json(), "asked_at": "0001-01-01T00:00:00+14:00"}),
            "asked_at is no UTC time",
        ),
        (json.dumps({**receipt.to_json(), "citations": changed_many(receipt)}), "101 quotes"),
        (without(receipt, "digest"), "digest does not match"),
    ):
        with pytest.raises(ReceiptError, match=says) as caught:
            read_receipt(text)
        assert "\n" not in str(caught.value)


def changed_many(receipt: Receipt) -> list[Any]:
    many: list[Any] = receipt.to_json()["citations"] * 101
    return many


WORDS = [
    "谁",
    "负责",
    "品牌培训",
    "考核",
    "多久",
    "多少",
    "补助",
    "奖励",
    "质量标杆",
    "企业",
    "开发区",
]


@given(
    st.one_of(
        st.lists(st.sampled_from(WORDS), min_size=1, max_size=6).map("".join),
        st.sampled_from("".join(FILES.values()).split("。")),
        st.text(min_size=1, max_size=40),
    )
)
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_the_receipt_of_any_answer_stands_in_the_same_index(embedded: Index, question: str) -> None:
    try:
        receipt = receipt_of(embedded, question)
    except QueryError:
        assume(False)
    assert read_receipt(text_of(receipt)) == receipt
    verdicts = check_receipt(embedded, receipt)
    assert [verdict.verdict for verdict in verdicts] == ["stands"] * len(receipt.citations)
    assert bool(verdicts) == (receipt.status == "answered")
    for verdict, citation in zip(verdicts, receipt.citations, strict=True):
        assert verdict.place is not None
        assert (verdict.place.start, verdict.place.end) == (citation.start, citation.end)


# Verdicts


def test_a_quote_stands_while_its_clause_is_the_same(library: Library) -> None:
    quote = library.quoted(RULES, "第三条", "不合格的限期整改六个月。")
    library.edit("rules.txt", "给予200万元补助", "给予300万元补助")
    library.update()
    (verdict,) = library.check(quote)
    assert (verdict.verdict, verdict.holds, verdict.notice_there) == ("stands", True, True)


def test_a_changed_clause_that_keeps_the_quote_gives_its_new_place(library: Library) -> None:
    quote = library.quoted(RULES, "第三条", "不合格的限期整改六个月。")
    library.edit("rules.txt", "考核每三年一次", "考核每三年进行一次")
    library.update()
    (verdict,) = library.check(quote)
    assert verdict.verdict == "changed"
    assert verdict.place is not None
    assert (verdict.place.path, verdict.place.start) == ("第三条", quote.start + 2)
    assert verdict.place.end == quote.end + 2


def test_of_two_places_in_a_changed_clause_the_nearest_is_given(library: Library) -> None:
    quote = library.quoted(RULES, "第四条", "给予200万元补助")
    library.edit(
        "rules.txt",
        "考核优秀的给予200万元补助。",
        "考核优秀的给予200万元补助，再优秀的再给予200万元补助。",
    )
    library.update()
    (verdict,) = library.check(quote)
    assert verdict.place is not None
    assert (verdict.verdict, verdict.place.start) == ("changed", quote.start)


def test_a_quote_in_another_clause_of_the_notice_has_moved(library: Library) -> None:
    quote, short = (
        library.quoted(RULES, "第四条", text) for text in ("考核优秀的给予200万元补助。", "优秀的")
    )
    library.edit("rules.txt", "第四条 考核", "第四条 考核结果公开。\n第五条 考核")
    library.update()
    for verdict in library.check(quote, short):
        assert verdict.verdict == "moved"
        assert verdict.place is not None
        assert (verdict.place.notice, verdict.place.path) == (RULES, "第五条")


def test_a_quote_in_another_notice_has_moved_and_its_address_is_told(library: Library) -> None:
    quote = library.quoted(RULES, "第四条", "考核优秀的给予200万元补助。")
    library.edit("rules.txt", "第四条 考核优秀的给予200万元补助。\n", "")
    library.edit("plan.txt", "（二）开展试点。", "（二）开展试点。考核优秀的给予200万元补助。")
    library.update()
    (verdict,) = library.check(quote)
    assert (verdict.verdict, verdict.notice_there) == ("moved", True)
    assert verdict.place is not None
    assert (verdict.place.notice, verdict.place.path) == (PLAN, "二/(二)")
    remove_notices(library.index, [RULES])
    (verdict,) = library.check(quote)
    assert (verdict.verdict, verdict.notice_there, verdict.holds) == ("moved", False, True)
    assert verdict_lines(receipt_with(quote), [verdict])[0] == (
        "引文已移 moved: 「考核优秀的给予200万元补助。」 《西河省创新中心管理办法》 第四条 "
        "(通知已不在 notice gone) → 《2021年品牌建设工作计划》 二/(二) 8-23"
    )


def test_a_short_quote_is_looked_for_in_its_own_notice_only(library: Library) -> None:
    short = library.quoted(RULES, "第四条", "200万元补助")
    library.edit("rules.txt", "第四条 考核优秀的给予200万元补助。\n", "")
    library.edit("plan.txt", "（二）开展试点。", "（二）开展试点。每市给予200万元补助。")
    library.update()
    (verdict,) = library.check(short)
    assert (verdict.verdict, verdict.place) == ("gone", None)
    assert verdict.hint is None or verdict.hint.notice == RULES


def test_a_quote_that_was_reworded_is_gone_with_the_nearest_as_a_hint(library: Library) -> None:
    quote = library.quoted(RULES, "第三条", "考核每三年一次，不合格的限期整改六个月。")
    library.edit("rules.txt", "限期整改六个月", "限期整改九个月")
    library.update()
    (verdict,) = library.check(quote)
    assert (verdict.verdict, verdict.holds, verdict.place) == ("gone", False, None)
    assert verdict.hint is not None
    assert (verdict.hint.path, verdict.hint.same_words) == ("第三条", False)
    assert "九个月" in verdict.hint.text


@pytest.mark.parametrize(
    "form",
    [
        "考核每三年一次， 不合格的限期整改六个月。",
        "考核每三年一次,不合格的限期整改六个月。",
        "考核每三年一次，不合格的限期整改六個月。",
    ],
)
def test_a_near_miss_is_gone_and_the_hint_says_that_the_words_are_the_same(
    library: Library, form: str
) -> None:
    quote = library.quoted(RULES, "第三条", "考核每三年一次，不合格的限期整改六个月。")
    quote = replace(quote, quote=form, end=quote.start + len(form))
    (verdict,) = library.check(quote)
    assert (verdict.verdict, verdict.place) == ("gone", None)
    assert verdict.hint is not None
    assert (verdict.hint.path, verdict.hint.same_words) == ("第三条", True)
    assert "只差空格或字形" in verdict_lines(receipt_with(quote), [verdict])[0]


def test_a_removed_notice_is_told_apart(library: Library) -> None:
    quote = library.quoted(RULES, "第三条", "不合格的限期整改六个月。")
    remove_notices(library.index, [RULES])
    (verdict,) = library.check(quote)
    assert (verdict.verdict, verdict.notice_there, verdict.hint) == ("notice_gone", False, None)


def test_verdicts_as_json_and_as_lines(library: Library) -> None:
    kept = library.quoted(PLAN, "二/(一)", "由省质量协会组织品牌培训")
    lost = library.quoted(RULES, "第三条", "考核每三年一次，不合格的限期整改六个月。")
    library.edit("rules.txt", "限期整改六个月", "限期整改九个月")
    library.update()
    verdicts = library.check(kept, lost)
    receipt = receipt_with(kept, lost)
    lines = verdict_lines(receipt, verdicts)
    assert lines[0] == (
        "原文未变 stands: 「由省质量协会组织品牌培训」 《2021年品牌建设工作计划》 二/(一)"
    )
    assert lines[1].startswith("引文不在 gone: 「考核每三年一次，不合格的限期整改六个月。」")
    assert "最接近 nearest: 「第三条 考核每三年一次，不合格的限期整改九个月。」" in lines[1]
    assert lines[2].startswith("1 / 2 条引文仍逐字可查")
    told = verdicts_json(receipt, verdicts)
    assert not told["holds"]
    assert [one["verdict"] for one in told["verdicts"]] == ["stands", "gone"]
    assert told["verdicts"][0]["place"]["url"] == "/n/" + urlquoted(PLAN) + "#" + urlquoted(
        "二/(一)"
    )
    assert told["verdicts"][1]["place"] is None


def urlquoted(text: str) -> str:
    from urllib.parse import quote

    return quote(text, safe="/()")


def test_the_right_clause_is_found_among_many_that_share_its_words(tmp_path: Path) -> None:
    """More clauses than are looked at hold nearly the same sentence."""
    files = tmp_path / "files"
    files.mkdir()
    heads = "一二三四五六七八九十"
    for number in range(1, 41):
        clauses = "\n".join(
            f"{head}、资金安排\n第{number}批项目每家{place + number * 10}万元，由市财政局拨付。"
            for place, head in enumerate(heads)
        )
        (files / f"{number}.txt").write_text(
            f"---\ntitle: 第{number}批项目计划\nissuer: 北原市工业局\n"
            f"number: 北工〔2023〕{number}号\ndate: 2023-02-01\n---\n{clauses}\n",
            "utf-8",
        )
    encoder = HashingEncoder()
    index_paths(tmp_path / "index", [str(files)], encoder)
    with Index.open(tmp_path / "index", encoder) as opened:
        told = quoted(opened, "北工〔2023〕33号", "五", "项目每家334万元，由市财政局拨付。")
        elsewhere = Quoted(
            "没有的", "", None, "一", told.clause_sha256, told.quote, told.start, told.end
        )
        (verdict,) = check_receipt(opened, receipt_with(elsewhere))
        assert verdict.verdict == "moved"
        assert verdict.place is not None
        assert (verdict.place.notice, verdict.place.path) == ("北工〔2023〕33号", "五")


# The command


def test_ask_writes_a_receipt_and_verify_checks_it(tmp_path: Path) -> None:
    files, index, saved = write_files(tmp_path / "files"), tmp_path / "index", tmp_path / "r.json"
    assert run("index", str(files), index=index).returncode == 0
    asked = ("ask", "谁负责品牌培训", "--receipt", str(saved))
    assert "gongwen verify" in run(*asked, index=index).stderr
    first = saved.read_text("utf-8")
    receipt = read_receipt(first)
    assert datetime.now(UTC) - datetime.fromisoformat(receipt.asked_at) < timedelta(minutes=5)
    refused = run(*asked, index=index)
    assert (refused.returncode, refused.stdout) == (1, "")
    assert (
        refused.stderr == f"gongwen: {saved} is there already; take another name, or add --force\n"
    )
    assert saved.read_text("utf-8") == first
    assert run(*asked, "--force", index=index).returncode == 0
    nowhere = run(*asked[:3], str(tmp_path / "no" / "r.json"), index=index)
    assert nowhere.returncode == 1
    assert "cannot write" in nowhere.stderr

    done = run("verify", str(saved), index=index)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith(f"原文未变 stands: 「{receipt.citations[0].quote}」")
    assert run("remove", PLAN, index=index).returncode == 0
    gone = run("verify", str(saved), "--json", index=index)
    assert gone.returncode == 1
    assert [one["verdict"] for one in json.loads(gone.stdout)["verdicts"]] == ["notice_gone"]

    saved.write_text(first.replace("品牌培训", "质量培训"), "utf-8")
    edited = run("verify", str(saved), index=index)
    assert (edited.returncode, edited.stdout) == (1, "")
    assert "digest does not match" in edited.stderr
    assert "cannot read" in run("verify", str(tmp_path / "none.json"), index=index).stderr
    missing = run("verify", str(saved), index=tmp_path / "new")
    assert missing.returncode == 1
    assert not (tmp_path / "new").exists()


def test_a_receipt_is_read_from_stdin(embedded: Index, tmp_path: Path) -> None:
    import subprocess

    from tests.test_cli import GONGWEN

    text = text_of(receipt_of(embedded, "谁负责品牌培训"))
    command = [GONGWEN, "verify", "-", "--index", str(embedded.folder)]
    done = subprocess.run(command, input=text, capture_output=True, text=True, check=True)
    assert done.stdout.startswith("原文未变 stands")
