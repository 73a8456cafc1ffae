"""What a labelled set's folder may hold, and which file and line an error names."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from corpus.errors import LabelError
from corpus.load import BUNDLED, load
from corpus.notice import Notice
from eval.labels import BUNDLED_SET, read_set
from eval.match import says

HEADER = "query-id\tcorpus-id\tscore"
OURS = {
    "_id": "q1",
    "text": "谁组织培训？",
    "metadata": {
        "lang": "zh",
        "kind": "who",
        "answer": "质量协会",
        "evidence": "由质量协会组织培训。",
        "split": "tune",
        "difficulty": "easy",
    },
}


def write_set(
    folder: Path,
    queries: list[Any] | None = None,
    qrels: list[str] | None = None,
    corpus: list[Any] | None = None,
    name: str = "test.tsv",
) -> Path:
    (folder / "qrels").mkdir(parents=True, exist_ok=True)
    lines = [OURS, {"_id": "q2", "text": "月球补贴？"}] if queries is None else queries
    (folder / "queries.jsonl").write_text(as_lines(lines), encoding="utf-8")
    judged = ["q1\t甲〔2020〕1号#五/(一)\t1"] if qrels is None else qrels
    (folder / "qrels" / name).write_text("\n".join([HEADER, *judged, ""]), encoding="utf-8")
    if corpus is not None:
        (folder / "corpus.jsonl").write_text(as_lines(corpus), encoding="utf-8")
    return folder


def as_lines(rows: list[Any]) -> str:
    return "".join(
        (row if isinstance(row, str) else json.dumps(row, ensure_ascii=False)) + "\n"
        for row in rows
    )


def test_our_own_metadata_is_read(tmp_path: Path) -> None:
    labels = read_set(write_set(tmp_path / "mine"))
    first, second = labels.queries
    assert labels.name == "mine"
    assert (first.id, first.text, first.lang, first.kind) == ("q1", "谁组织培训？", "zh", "who")
    assert (first.split, first.difficulty) == ("tune", "easy")
    assert first.answers == ("质量协会",)
    assert first.evidence == ("由质量协会组织培训。",)
    assert (second.lang, second.answers) == (None, ())
    assert labels.documents is None


def test_query_without_relevant_clauses_is_unanswerable(tmp_path: Path) -> None:
    labels = read_set(write_set(tmp_path, qrels=["q1\tA#一\t2", "q1\tA#二\t0", "q2\tA#一\t0"]))
    assert labels.relevant("q1") == {"A#一": 2}
    assert labels.relevant("q2") == {}


def test_foreign_beir_set_loads(tmp_path: Path) -> None:
    queries = [{"_id": 1, "text": "what is x", "metadata": {}}, {"_id": "2", "text": "y"}]
    corpus = [{"_id": "d1", "title": "T", "text": "x is", "metadata": {"url": "u"}}]
    corpus.append({"_id": "d2", "text": ""})
    labels = read_set(write_set(tmp_path, queries, ["1\td1\t1", "2\td2\t-1"], corpus))
    assert [query.id for query in labels.queries] == ["1", "2"]
    assert labels.relevant("1") == {"d1": 1}
    assert labels.relevant("2") == {}
    assert [(d.id, d.title, d.text) for d in labels.documents or ()] == [
        ("d1", "T", "x is"),
        ("d2", "", ""),
    ]


def test_queries_judged_only_in_another_split_are_left_out(tmp_path: Path) -> None:
    queries = [{"_id": name, "text": "问"} for name in ("test", "train", "nowhere")]
    write_set(tmp_path, queries, ["train\td\t1", "test\td\t1"], name="train.tsv")
    labels = read_set(write_set(tmp_path, queries, ["test\td\t1"]))
    assert [query.id for query in labels.queries] == ["test", "nowhere"]


def test_only_other_qrels_file_is_taken_and_two_are_not_guessed_between(tmp_path: Path) -> None:
    folder = write_set(tmp_path, name="dev.tsv")
    assert read_set(folder).relevant("q1") == {"甲〔2020〕1号#五/(一)": 1}
    write_set(tmp_path, name="train.tsv")
    with pytest.raises(LabelError, match=r"dev\.tsv, train\.tsv there; test\.tsv"):
        read_set(folder)


def test_byte_order_mark_windows_line_ends_and_blank_lines_are_no_error(tmp_path: Path) -> None:
    folder = write_set(tmp_path)
    for path in (folder / "queries.jsonl", folder / "qrels" / "test.tsv"):
        text = path.read_text(encoding="utf-8").replace("\n", "\r\n") + "\r\n"
        path.write_bytes(b"\xef\xbb\xbf" + text.encode())
    labels = read_set(folder)
    assert [query.id for query in labels.queries] == ["q1", "q2"]
    assert labels.relevant("q1") == {"甲〔2020〕1号#五/(一)": 1}


def test_line_separator_inside_a_text_does_not_end_the_line(tmp_path: Path) -> None:
    text = "谁组织\u2028培训？"
    labels = read_set(write_set(tmp_path, [{"_id": "q1", "text": text}], ["q1\td\t1"]))
    assert labels.queries[0].text == text


def test_alternatives_may_be_lists(tmp_path: Path) -> None:
    row = {"_id": "q1", "text": "问", "metadata": {"answer": ["3年", "三年"], "evidence": None}}
    labels = read_set(write_set(tmp_path, [row], ["q1\td\t1"]))
    assert labels.queries[0].answers == ("3年", "三年")
    assert labels.queries[0].evidence == ()


def test_only_keeps_one_split_and_says_when_there_is_none(tmp_path: Path) -> None:
    labels = read_set(write_set(tmp_path))
    assert [query.id for query in labels.only("tune").queries] == ["q1"]
    with pytest.raises(LabelError, match="no query has split report"):
        labels.only("report")


def test_digest_changes_with_any_file(tmp_path: Path) -> None:
    digests = {
        read_set(write_set(tmp_path / "a")).digest,
        read_set(write_set(tmp_path / "b")).digest,
        read_set(write_set(tmp_path / "c", qrels=["q1\tA#一\t2"])).digest,
        read_set(write_set(tmp_path / "d", corpus=[{"_id": "A#一", "text": "一"}])).digest,
    }
    assert len(digests) == 3


BAD_QUERIES: list[tuple[str, list[Any], str]] = [
    ("duplicate id", [OURS, OURS], r"queries\.jsonl:2: query q1 is there twice"),
    ("no json", [OURS, "{oops"], r"queries\.jsonl:2: not JSON"),
    ("a list", ["[1]"], r"queries\.jsonl:1: not a JSON object"),
    ("no id", [{"text": "问"}], r"queries\.jsonl:1: _id is missing"),
    ("id with blank", [{"_id": "q 1", "text": "问"}], r"queries\.jsonl:1: _id 'q 1' has white"),
    ("no text", [{"_id": "q1"}], r"queries\.jsonl:1: text is missing or empty"),
    ("empty text", [{"_id": "q1", "text": " "}], r"queries\.jsonl:1: text is missing or empty"),
    ("metadata a string", [{"_id": "q1", "text": "问", "metadata": "zh"}], r":1: metadata is no"),
    (
        "lang a number",
        [{"_id": "q1", "text": "问", "metadata": {"lang": 3}}],
        r":1: metadata\.lang",
    ),
    ("answer a number", [{"_id": "q1", "text": "问", "metadata": {"answer": 3}}], r"metadata\.ans"),
    ("nothing", [], r"queries\.jsonl: no queries in it"),
]


@pytest.mark.parametrize(("queries", "message"), [case[1:] for case in BAD_QUERIES])
def test_wrong_queries_name_file_and_line(tmp_path: Path, queries: list[Any], message: str) -> None:
    with pytest.raises(LabelError, match=message):
        read_set(write_set(tmp_path, queries))


BAD_QRELS = [
    (["q1\tA#一\t1", "q9\tA#一\t1"], r"test\.tsv:3: query q9 is not in queries\.jsonl"),
    (["q1\tA#一\tyes"], r"test\.tsv:2: score 'yes' is no whole number"),
    (["q1\tA#一\t1.5"], r"test\.tsv:2: score '1\.5' is no whole number"),
    (["q1\tA#一\t"], r"test\.tsv:2: score '' is no whole number"),
    (["q1\tA#一"], r"test\.tsv:2: 2 columns, not 3"),
    (["q1 A#一 1"], r"test\.tsv:2: 1 columns, not 3"),
    (["q1\tA#一\t1", "q1\tA#一\t2"], r"test\.tsv:3: q1 and A#一 are judged twice"),
]


@pytest.mark.parametrize(("qrels", "message"), BAD_QRELS)
def test_wrong_judgements_name_file_and_line(
    tmp_path: Path, qrels: list[str], message: str
) -> None:
    with pytest.raises(LabelError, match=message):
        read_set(write_set(tmp_path, qrels=qrels))


def test_qrels_without_header_are_refused_rather_than_losing_a_line(tmp_path: Path) -> None:
    folder = write_set(tmp_path)
    (folder / "qrels" / "test.tsv").write_text("q1\tA#一\t1\n", encoding="utf-8")
    with pytest.raises(LabelError, match=r"test\.tsv:1: the header must be query-id"):
        read_set(folder)


def test_wrong_corpus_names_file_and_line(tmp_path: Path) -> None:
    twice = [{"_id": "A#一", "text": "一"}, {"_id": "A#一", "text": "二"}]
    with pytest.raises(LabelError, match=r"corpus\.jsonl:2: document A#一 is there twice"):
        read_set(write_set(tmp_path / "twice", corpus=twice))
    with pytest.raises(LabelError, match=r"corpus\.jsonl:1: title and text must be strings"):
        read_set(write_set(tmp_path / "none", corpus=[{"_id": "A#一"}]))


def test_folder_without_a_set_and_wrong_encoding_are_told(tmp_path: Path) -> None:
    with pytest.raises(LabelError, match=r"nothing: no queries\.jsonl there"):
        read_set(tmp_path / "nothing")
    folder = write_set(tmp_path)
    (folder / "queries.jsonl").write_bytes("{}".encode("utf-16"))
    with pytest.raises(LabelError, match=r"queries\.jsonl: cannot be read as UTF-8"):
        read_set(folder)


@pytest.mark.skipif(not BUNDLED_SET.exists(), reason="the bundled set is not there yet")
def test_bundled_set_is_what_the_readme_says() -> None:
    labels = read_set(BUNDLED_SET)
    queries = labels.queries
    unanswerable = [query for query in queries if not labels.relevant(query.id)]
    assert len(queries) >= 120
    assert len(unanswerable) >= 15
    assert {query.split for query in queries} == {"tune", "report"}
    assert {query.difficulty for query in queries} <= {"easy", "paraphrased", None}
    halves = [sum(query.split == split for query in queries) for split in ("tune", "report")]
    assert abs(halves[0] - halves[1]) <= len(queries) // 10
    for query in queries:
        assert query.lang, query.id
        assert query.kind, query.id
        if labels.relevant(query.id):
            assert query.answers or query.evidence, query.id


@pytest.mark.skipif(not BUNDLED_SET.exists(), reason="the bundled set is not there yet")
def test_bundled_labels_are_proved_by_the_clauses_they_name() -> None:
    texts = {
        f"{notice.id}#{clause.path}": clause.text
        for notice in load([BUNDLED])
        if isinstance(notice, Notice)
        for clause in notice.clauses
    }
    labels = read_set(BUNDLED_SET)
    unproved = []
    for query in labels.queries:
        relevant = [texts.get(name, "") for name in labels.relevant(query.id)]
        evidence = all(any(part in text for text in relevant) for part in query.evidence)
        answer = not query.answers or any(says(text, query.answers) for text in relevant)
        if relevant and ("" in relevant or not evidence or not answer):
            unproved.append(query.id)
    assert unproved == []
