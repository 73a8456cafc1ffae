"""An opened index: what it answers, and what it says when it is not one or is broken."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from corpus.errors import (
    EncoderMismatchError,
    IndexCorruptError,
    IndexMissingError,
    NotFoundError,
)
from corpus.notice import Notice
from indexer.build import index_notices
from indexer.index import Index, LexicalQuery, NoticeMeta
from indexer.open import encoder_of
from indexer.stores import STORES
from tests.fakes import HashingEncoder, make_notice

ENCODER = HashingEncoder(dims=256)

LONG = "".join(f"第{n}项，各市要认真落实并按时报送进展情况。" for n in range(1, 30))
FIRST = make_notice("粤工信〔2020〕1号", "一、鼓励质量协会开展品牌培训。\n", "二、湛江、中山试点。")
SECOND = make_notice("粤工信〔2020〕2号", LONG, "二、联系人张三。", title="关于报送进展的通知")
BLANK = make_notice("粤工信〔2020〕3号", "\n", "一、推广QC小组。", title="方法")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("index")
    index_notices(folder, [SECOND, FIRST, BLANK], ENCODER)
    return folder


@pytest.fixture(scope="module")
def index(folder: Path) -> Index:
    return Index.open(folder, ENCODER)


def files_of(folder: Path) -> Path:
    return folder / "generations" / (folder / "CURRENT").read_text().split()[0]


# what is in it


def test_notices_are_listed_with_what_a_hit_shows(index: Index) -> None:
    assert [meta.id for meta in index.notice_refs] == [FIRST.id, SECOND.id, BLANK.id]
    assert index.notice_refs[0] == NoticeMeta(
        id="粤工信〔2020〕1号",
        title="关于质量品牌工作的通知",
        issuer="某省工业和信息化厅",
        number="粤工信〔2020〕1号",
        date="2020-05-06",
        source="https://example.org/粤工信〔2020〕1号",
        edition="official",
        official_url=None,
    )


def test_rows_point_to_clauses_and_clauses_to_notices(index: Index) -> None:
    assert index.total_clauses == 6
    assert index.clause_notice.tolist() == [0, 0, 1, 1, 2, 2]
    assert (index.passage_clause.dtype, index.passage_span.shape[1]) == (np.dtype(np.int32), 2)
    spans: dict[int, list[str]] = {}
    for clause, (start, end) in zip(index.passage_clause, index.passage_span, strict=True):
        spans.setdefault(int(clause), []).append(index.clause(clause).text[start:end])
    assert {clause: "".join(parts) for clause, parts in spans.items()} == {
        0: FIRST.clauses[0].text,
        1: FIRST.clauses[1].text,
        2: LONG,
        3: SECOND.clauses[1].text,
        # 4 is blank: nothing could be found in it
        5: BLANK.clauses[1].text,
    }
    assert len(spans[2]) == 3
    assert max(len(part) for part in spans[2]) <= 240


def test_a_clause_is_read_as_it_was(index: Index) -> None:
    clause = index.clause(1)
    assert (clause.path, clause.notice, clause.headings) == ("二", 0, ("总体要求",))
    assert clause.text == FIRST.cleaned[clause.start :] == "二、湛江、中山试点。"
    assert [clause.path for clause in index.clauses([3, 0, 3])] == ["二", "一", "二"]
    assert [clause.ordinal for clause in index.clauses_of(1)] == [2, 3]
    with pytest.raises(NotFoundError, match="no clause 99"):
        index.clause(99)


def test_a_clause_is_found_by_notice_and_path(index: Index) -> None:
    assert index.clause_ordinal(SECOND.id, "二") == 3
    assert index.clause_ordinal(SECOND.id, "九") is None
    assert index.clause_ordinal("粤工信〔1999〕1号", "一") is None


@pytest.mark.parametrize(
    "written",
    ["粤工信〔2020〕1号", "粤工信[2020]1号", "粤工信（２０２０）１号", " 粤工信〔2020〕 1 号"],
)
def test_a_notice_is_found_by_its_number_in_any_printed_form(index: Index, written: str) -> None:
    assert index.notice(written) == FIRST


def test_an_unknown_notice_is_said_to_be_unknown(index: Index) -> None:
    with pytest.raises(NotFoundError, match="粤工信〔1999〕1号"):
        index.notice("粤工信〔1999〕1号")


# searching it


def test_lexical_search_finds_in_body_and_context_by_the_weights(index: Index) -> None:
    body = index.lexical(LexicalQuery.of("品牌培训", {"grams": 1.0}), 10)[0]
    assert body.tolist() == [0]
    context = index.lexical(LexicalQuery.of("品牌", {"context_words": 1.0}), 10)[0]
    assert context.tolist() == [0, 1]
    within = index.lexical(LexicalQuery.of("品牌进展", {"grams": 1.0}), 10, [1])[0]
    assert set(index.clause_notice[index.passage_clause[within]].tolist()) == {1}


def test_dense_search_finds_the_nearest_passage(index: Index) -> None:
    rows, similarities = index.dense(index.encode_query("湛江、中山试点"), 3)
    assert index.clause(index.passage_clause[rows[0]]).text == "二、湛江、中山试点。"
    assert similarities[0] > 0.3
    mask = index.clause_notice[index.passage_clause] == 2
    rows, _ = index.dense(index.encode_query("湛江、中山试点"), 3, mask)
    assert [index.clause(index.passage_clause[row]).text for row in rows] == ["一、推广QC小组。"]


def test_a_passage_is_embedded_with_its_title_and_headings(index: Index) -> None:
    rows, _ = index.dense(index.encode_query("关于报送进展的通知 总体要求 联系人张三"), 1)
    assert index.clause(index.passage_clause[rows[0]]).text == "二、联系人张三。"


def test_a_query_in_which_the_encoder_knows_nothing_is_near_nothing(index: Index) -> None:
    rows, similarities = index.dense(index.encode_query("，。！"), 5)
    assert (rows.size, similarities.size) == (0, 0)


@pytest.mark.parametrize("store", STORES)
def test_every_store_gives_the_same_hits_in_an_index(
    tmp_path: Path, index: Index, store: str
) -> None:
    index_notices(tmp_path, [FIRST, SECOND, BLANK], ENCODER, store=store)
    other = Index.open(tmp_path, ENCODER)
    assert other.manifest.store == store
    query = index.encode_query("各市报送进展")
    expected, found = index.dense(query, 4), other.dense(query, 4)
    assert found[0].tolist() == expected[0].tolist()
    np.testing.assert_allclose(found[1], expected[1], atol=1e-6)


def test_the_store_stays_when_notices_are_added_later(tmp_path: Path) -> None:
    index_notices(tmp_path, [FIRST], ENCODER, store="faiss")
    index_notices(tmp_path, [SECOND], ENCODER)
    assert Index.open(tmp_path, ENCODER).manifest.store == "faiss"


def test_many_threads_read_the_same(index: Index) -> None:
    query = LexicalQuery.of("报送进展", {"grams": 1.0, "words": 1.0})
    vector = index.encode_query("报送进展")
    expected = index.lexical(query, 5)[0].tolist(), index.dense(vector, 5)[0].tolist()
    wrong: list[object] = []

    def read() -> None:
        for _ in range(30):
            found = index.lexical(query, 5)[0].tolist(), index.dense(vector, 5)[0].tolist()
            if found != expected or index.notice(FIRST.id) != FIRST:
                wrong.append(found)

    threads = [threading.Thread(target=read) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert wrong == []


# its encoder


def test_another_encoder_than_the_index_has_is_refused(folder: Path) -> None:
    with pytest.raises(EncoderMismatchError, match=r"encoder hashing.*other.*index --rebuild"):
        Index.open(folder, HashingEncoder(dims=256, name="other"))


def test_another_version_of_the_same_encoder_is_refused(folder: Path) -> None:
    with pytest.raises(EncoderMismatchError, match="another version"):
        Index.open(folder, HashingEncoder(dims=32))


def test_without_an_encoder_the_index_opens_and_searches_by_words(folder: Path) -> None:
    index = Index.open(folder)
    assert index.encoder_name == "hashing"
    assert index.lexical(LexicalQuery.of("品牌培训", {"grams": 1.0}), 1)[0].tolist() == [0]
    assert encoder_of(folder) == "hashing"


def test_an_encoder_that_has_changed_since_is_refused_when_it_is_loaded(tmp_path: Path) -> None:
    index_notices(tmp_path, [FIRST], HashingEncoder(name="embedded"))
    with pytest.raises(EncoderMismatchError, match="another version"):
        Index.open(tmp_path).encode_query("品牌")


# what is no index, or broken


def test_a_folder_that_is_not_there_says_how_to_make_an_index(tmp_path: Path) -> None:
    with pytest.raises(IndexMissingError, match="gongwen index PATH --index"):
        Index.open(tmp_path / "nothing", ENCODER)
    assert not (tmp_path / "nothing").exists()


def test_a_folder_of_other_files_is_named_with_what_it_holds(tmp_path: Path) -> None:
    (tmp_path / "letter.docx").write_bytes(b"mine")
    with pytest.raises(IndexMissingError, match=r"not an index.*letter\.docx"):
        Index.open(tmp_path, ENCODER)
    with pytest.raises(IndexMissingError, match="is a file"):
        Index.open(tmp_path / "letter.docx", ENCODER)


@pytest.mark.parametrize("pointer", ["g000099 00", "", "g000001", "../.. 00", "\udcff"])
def test_a_pointer_to_nothing_is_corrupt(tmp_path: Path, pointer: str) -> None:
    index_notices(tmp_path, [FIRST], ENCODER)
    (tmp_path / "CURRENT").write_bytes(pointer.encode("utf-8", "surrogateescape"))
    with pytest.raises(IndexCorruptError, match=r"CURRENT.*--rebuild"):
        Index.open(tmp_path, ENCODER)


def truncate(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-5])


def flip(path: Path) -> None:
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.write_bytes(data)


@pytest.mark.parametrize("damage", [truncate, flip, Path.unlink])
@pytest.mark.parametrize(
    "name", ["manifest.json", "catalog.sqlite", "vectors.npy", "passages.npy", "clauses.npy"]
)
def test_every_damaged_file_is_found_and_named(
    tmp_path: Path, name: str, damage: Callable[[Path], None]
) -> None:
    index_notices(tmp_path, [FIRST, SECOND], ENCODER)
    damage(files_of(tmp_path) / name)
    with pytest.raises(IndexCorruptError, match=f"{name}.*--rebuild"):
        Index.open(tmp_path, ENCODER, verify=True)


def test_every_damaged_posting_file_is_found(tmp_path: Path) -> None:
    index_notices(tmp_path, [FIRST, SECOND], ENCODER)
    for path in sorted((files_of(tmp_path) / "lexical").iterdir()):
        if path.name.startswith(".") or not path.stat().st_size:
            continue
        data = path.read_bytes()
        flip(path)
        with pytest.raises(IndexCorruptError, match="lexical/"):
            Index.open(tmp_path, ENCODER, verify=True)
        path.write_bytes(data)
    Index.open(tmp_path, ENCODER, verify=True)


@pytest.mark.parametrize("name", ["catalog.sqlite", "vectors.npy", "passages.npy"])
def test_a_truncated_file_is_found_at_every_open(tmp_path: Path, name: str) -> None:
    index_notices(tmp_path, [FIRST, SECOND], ENCODER)
    truncate(files_of(tmp_path) / name)
    with pytest.raises(IndexCorruptError, match="bytes"):
        Index.open(tmp_path, ENCODER)


@pytest.mark.parametrize(("version", "advice"), [(99, "update gongwen"), (0, "--rebuild")])
def test_another_format_version_says_what_to_do(tmp_path: Path, version: int, advice: str) -> None:
    index_notices(tmp_path, [FIRST], ENCODER)
    manifest = files_of(tmp_path) / "manifest.json"
    manifest.write_text(json.dumps({**json.loads(manifest.read_text()), "format": version}))
    with pytest.raises(IndexCorruptError, match=f"index format {version}.*{advice}"):
        Index.open(tmp_path, ENCODER)


def test_messages_are_one_line(tmp_path: Path) -> None:
    with pytest.raises(IndexMissingError) as caught:
        Index.open(tmp_path / "nothing")
    assert "\n" not in str(caught.value)


def test_an_index_can_be_opened_by_a_relative_path_with_odd_characters(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    odd = Path("索引 #1?%20")
    index_notices(odd, [FIRST], ENCODER)
    assert Index.open(odd, ENCODER).notice(FIRST.id) == FIRST


def test_two_notices_that_differ_in_metadata_only_are_updated(tmp_path: Path) -> None:
    index_notices(tmp_path, [FIRST], ENCODER)
    renamed: Notice = replace(FIRST, title="关于标杆的通知")
    assert index_notices(tmp_path, [renamed], ENCODER).updated == 1
    index = Index.open(tmp_path, ENCODER)
    assert index.notice(FIRST.id) == renamed
    found = index.lexical(LexicalQuery.of("标杆", {"context_grams": 1.0}), 5)[0]
    assert sorted(found.tolist()) == [0, 1]


# whole notices, and a clause's passages


def test_a_whole_notice_is_scored_by_all_its_passages(index: Index) -> None:
    grams = LexicalQuery.of("进展情况 联系人", {"grams": 1.0})
    notices, scores = index.notice_lexical(grams, 5)
    assert notices.tolist() == [1]
    assert scores[0] > 0
    assert index.notice_lexical(grams, 5, [0, 2])[0].size == 0


def test_a_notices_direction_is_the_mean_of_its_passages(index: Index) -> None:
    vector = index.encode_query("品牌培训")
    rows = np.flatnonzero(index.clause_notice[index.passage_clause] == 0)
    mean = np.stack([index.encode_texts([text])[0] for text in unit_texts(FIRST)]).sum(axis=0)
    expected = float(mean @ vector / np.linalg.norm(mean))
    assert len(rows) == len(unit_texts(FIRST))
    assert index.notice_cosines(vector, [0])[0] == pytest.approx(expected, abs=1e-5)


def unit_texts(notice: Notice) -> list[str]:
    from indexer.units import cut, unit_text

    return [
        unit_text(notice, notice.clauses[place], (start, end)) for place, start, end in cut(notice)
    ]


def test_the_row_of_a_character_is_that_of_its_passage(index: Index) -> None:
    ordinal = index.clause_ordinal(SECOND.id, "一")
    rows = np.flatnonzero(index.passage_clause == ordinal).tolist()
    assert len(rows) > 1
    for row in rows:
        start, end = index.passage_span[row].tolist()
        assert index.row_at(SECOND.id, "一", start) == index.row_at(SECOND.id, "一", end - 1) == row
    with pytest.raises(NotFoundError):
        index.row_at(SECOND.id, "九", 0)


def test_cosines_are_those_of_the_search(index: Index) -> None:
    vector = index.encode_query("品牌培训")
    rows, values = index.dense(vector, 5)
    assert index.cosines(vector, rows[::-1]).tolist() == values[::-1].tolist()
