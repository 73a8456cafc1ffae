"""Adding, changing, removing notices; what a killed or second writer leaves; what is reported."""

from __future__ import annotations

import errno
import json
import os
import random
import signal
import subprocess
import sys
import threading
import time
import zipfile
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest

from corpus.errors import (
    EncoderMismatchError,
    IndexCorruptError,
    IndexLockedError,
    IndexMissingError,
    NotFoundError,
    PathError,
    StateError,
)
from corpus.load import Skipped
from corpus.notice import Notice
from indexer.build import BuildReport, index_notices, index_paths, remove_notices
from indexer.generations import writing
from indexer.index import Index
from indexer.lexical import LexicalQuery
from tests.fakes import HashingEncoder, make_notice

ENCODER = HashingEncoder(dims=256)

BRAND = make_notice(
    "粤工信〔2020〕1号", "一、鼓励质量协会开展品牌培训。\n", "二、湛江、中山开展试点。"
)
REPORT = make_notice(
    "粤工信〔2020〕2号", "一、年度总结于12月1日前报送。", title="关于报送总结的通知"
)


def file_of(notice: Notice, path: Path) -> Path:
    """The notice in the front-matter form of the bundled ones."""
    head = [f"title: {notice.title}", f"issuer: {notice.issuer}", f"number: {notice.number}"]
    head += [f"date: {notice.date}", f"edition: {notice.edition}"]
    path.write_text("\n".join(["---", *head, "---", notice.cleaned, ""]), encoding="utf-8")
    return path


def counts(report: BuildReport) -> dict[str, int]:
    """The counts that are not zero, without the totals."""
    names = ("added", "updated", "replaced", "removed", "unchanged")
    return {name: getattr(report, name) for name in names if getattr(report, name)}


def generation(folder: Path) -> str:
    return (folder / "CURRENT").read_text().split()[0]


def texts(folder: Path) -> dict[str, str]:
    """Cleaned text of every notice, by id; every checksum is compared."""
    return texts_of(Index.open(folder, ENCODER, verify=True))


def texts_of(index: Index) -> dict[str, str]:
    return {meta.id: index.notice(meta.id).cleaned for meta in index.notice_refs}


def answers(folder: Path, query: str) -> set[str]:
    """Ids of the notices that either engine finds for `query`."""
    return answers_of(Index.open(folder, ENCODER), query)


def answers_of(index: Index, query: str) -> set[str]:
    rows, _ = index.lexical(LexicalQuery.of(query, {"grams": 1.0, "words": 1.0}), 100)
    near, similarities = index.dense(index.encode_query(query), 100)
    both = {*rows.tolist(), *near[similarities > 0.3].tolist()}
    return {index.notice_refs[index.clause_notice[index.passage_clause[row]]].id for row in both}


# what comes in


def test_notices_of_files_and_folders_are_added(tmp_path: Path) -> None:
    folder = tmp_path / "notices"
    folder.mkdir()
    file_of(BRAND, folder / "a.txt")
    other = file_of(REPORT, tmp_path / "b.txt")
    report = index_paths(tmp_path / "index", [folder, other], ENCODER)
    assert counts(report) == {"added": 2}
    assert (report.notices, report.skipped, report.warnings) == (2, (), ())
    index = Index.open(tmp_path / "index", ENCODER)
    assert [meta.id for meta in index.notice_refs] == [BRAND.id, REPORT.id]
    assert [meta.source for meta in index.notice_refs] == [str(folder / "a.txt"), str(other)]
    assert report.clauses == index.total_clauses


def test_a_notice_comes_back_as_it_went_in(tmp_path: Path) -> None:
    index_notices(tmp_path, [BRAND, REPORT], ENCODER)
    index = Index.open(tmp_path, ENCODER)
    assert index.notice(BRAND.id) == BRAND
    assert index.notice(REPORT.id) == REPORT


def test_what_cannot_be_read_is_skipped_and_named_and_the_rest_is_there(tmp_path: Path) -> None:
    good = file_of(BRAND, tmp_path / "good.txt")
    empty = tmp_path / "empty.txt"
    empty.write_bytes(b"")
    report = index_paths(tmp_path / "index", [good, empty], ENCODER)
    assert counts(report) == {"added": 1}
    assert [skipped.source for skipped in report.skipped] == [str(empty)]
    given = index_notices(tmp_path / "index", [Skipped("x.bin", "unknown format")], ENCODER)
    assert given.skipped == (Skipped("x.bin", "unknown format"),)
    assert texts(tmp_path / "index").keys() == {BRAND.id}


def test_a_path_that_is_not_there_stops_before_anything_is_written(tmp_path: Path) -> None:
    with pytest.raises(PathError):
        index_paths(tmp_path / "index", [tmp_path / "nothing"], ENCODER)
    assert not (tmp_path / "index").exists()


def test_a_notice_whose_clauses_lose_text_is_not_taken(tmp_path: Path) -> None:
    broken = replace(BRAND, clauses=BRAND.clauses[:1])
    report = index_notices(tmp_path, [broken, REPORT], ENCODER)
    assert [skipped.source for skipped in report.skipped] == [BRAND.source]
    assert texts(tmp_path).keys() == {REPORT.id}


def test_an_index_of_nothing_can_be_opened_and_finds_nothing(tmp_path: Path) -> None:
    assert counts(index_notices(tmp_path, [], ENCODER)) == {}
    assert answers(tmp_path, "品牌培训") == set()


# again, and changed


def test_indexing_the_same_again_does_no_work(tmp_path: Path) -> None:
    encoder = HashingEncoder()
    path = file_of(BRAND, tmp_path / "a.txt")
    index_paths(tmp_path / "index", [path], encoder)
    before = (generation(tmp_path / "index"), encoder.encoded)
    messages: list[str] = []
    report = index_paths(tmp_path / "index", [path], encoder, progress=messages.append)
    assert counts(report) == {"unchanged": 1}
    assert (generation(tmp_path / "index"), encoder.encoded) == before
    assert messages == []


def test_notices_given_again_unchanged_write_no_generation(tmp_path: Path) -> None:
    index_notices(tmp_path, [BRAND, REPORT], ENCODER)
    before = generation(tmp_path)
    assert counts(index_notices(tmp_path, [REPORT], ENCODER)) == {"unchanged": 2}
    assert generation(tmp_path) == before


def test_the_same_file_by_another_name_is_known(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = file_of(BRAND, tmp_path / "a.txt")
    index_paths(tmp_path / "index", [path], ENCODER)
    monkeypatch.chdir(tmp_path)
    report = index_paths(tmp_path / "index", ["a.txt", "./a.txt"], ENCODER)
    assert (counts(report), report.warnings) == ({"unchanged": 1}, ())


def test_a_changed_file_replaces_its_notice(tmp_path: Path) -> None:
    index = tmp_path / "index"
    a, b = file_of(BRAND, tmp_path / "a.txt"), file_of(REPORT, tmp_path / "b.txt")
    index_paths(index, [a, b], ENCODER)
    file_of(make_notice(BRAND.id, "一、支持企业申报标杆。"), a)
    assert counts(index_paths(index, [a], ENCODER)) == {"updated": 1, "unchanged": 1}
    assert answers(index, "品牌培训") == set()
    assert answers(index, "申报标杆") == {BRAND.id}


def test_a_changed_file_replaces_its_notice_when_its_number_changed_too(tmp_path: Path) -> None:
    index = tmp_path / "index"
    a = file_of(BRAND, tmp_path / "a.txt")
    index_paths(index, [a], ENCODER)
    file_of(replace(BRAND, number="粤工信〔2020〕9号"), a)
    assert counts(index_paths(index, [a], ENCODER)) == {"added": 1, "removed": 1}
    assert texts(index).keys() == {"粤工信〔2020〕9号"}


def test_two_files_may_trade_their_numbers(tmp_path: Path) -> None:
    index = tmp_path / "index"
    a, b = file_of(BRAND, tmp_path / "a.txt"), file_of(REPORT, tmp_path / "b.txt")
    index_paths(index, [a, b], ENCODER)
    file_of(replace(BRAND, number=REPORT.number), a)
    file_of(replace(REPORT, number=BRAND.number), b)
    report = index_paths(index, [a, b], ENCODER)
    assert (counts(report), report.warnings) == ({"updated": 2}, ())
    assert "品牌培训" in texts(index)[REPORT.id]


def test_a_file_that_can_no_longer_be_read_leaves_its_notice(tmp_path: Path) -> None:
    index = tmp_path / "index"
    a = file_of(BRAND, tmp_path / "a.txt")
    index_paths(index, [a], ENCODER)
    a.write_bytes(b"")
    report = index_paths(index, [a], ENCODER)
    assert (counts(report), len(report.skipped)) == ({"unchanged": 1}, 1)
    assert answers(index, "品牌培训") == {BRAND.id}


def test_only_new_passages_are_encoded_and_the_others_keep_their_vectors(tmp_path: Path) -> None:
    encoder = HashingEncoder()
    index_notices(tmp_path, [BRAND, REPORT], encoder)
    assert encoder.encoded == 3
    # sorts before both, so every row moves
    first = make_notice("A〔2019〕1号", "一、推广QC小组方法。", "二、组织交流。")
    index_notices(tmp_path, [first], encoder)
    assert encoder.encoded == 5
    fresh = tmp_path / "fresh"
    index_notices(fresh, [REPORT, BRAND, first], encoder)
    names = ("vectors.npy", "passages.npy", "clauses.npy")
    grown, whole = (f / "generations" / generation(f) for f in (tmp_path, fresh))
    for name in names:
        np.testing.assert_array_equal(np.load(grown / name), np.load(whole / name))


def test_the_order_in_which_notices_came_changes_no_ranking(tmp_path: Path) -> None:
    for name, notices in {"one": [BRAND, REPORT], "other": [REPORT, BRAND]}.items():
        for notice in notices:
            index_notices(tmp_path / name, [notice], ENCODER)
    found = []
    for name in ("one", "other"):
        index = Index.open(tmp_path / name, ENCODER)
        rows, scores = index.lexical(
            LexicalQuery.of("开展工作", {"context_grams": 1, "grams": 1}), 9
        )
        found.append((rows.tolist(), scores.tolist(), index.manifest.corpus))
    assert found[0] == found[1]


# archives


def archive_of(path: Path, **members: str) -> Path:
    with zipfile.ZipFile(path, "w") as archive:
        for name, text in members.items():
            archive.writestr(name.replace("_", "."), text)
    return path


def test_every_notice_of_an_archive_is_there_and_what_is_broken_is_named(tmp_path: Path) -> None:
    good = [file_of(notice, tmp_path / "n.txt").read_text() for notice in (BRAND, REPORT)]
    packed = archive_of(tmp_path / "a.zip", a_txt=good[0], b_txt=good[1], c_txt="", d_exe="MZ")
    report = index_paths(tmp_path / "index", [packed], ENCODER)
    assert counts(report) == {"added": 2}
    assert [Path(skip.source).name for skip in report.skipped] == ["c.txt", "d.exe"]
    assert sorted(meta.source for meta in Index.open(tmp_path / "index", ENCODER).notice_refs) == [
        f"{packed}/a.txt",
        f"{packed}/b.txt",
    ]
    again = index_paths(tmp_path / "index", [packed], ENCODER)
    assert (counts(again), again.skipped) == ({"unchanged": 2}, report.skipped)


def test_what_an_archive_holds_no_more_is_gone(tmp_path: Path) -> None:
    good = [file_of(notice, tmp_path / "n.txt").read_text() for notice in (BRAND, REPORT)]
    index_paths(
        tmp_path / "index", [archive_of(tmp_path / "a.zip", a_txt=good[0], b_txt=good[1])], ENCODER
    )
    packed = archive_of(tmp_path / "a.zip", b_txt=good[1])
    assert counts(index_paths(tmp_path / "index", [packed], ENCODER)) == {
        "removed": 1,
        "unchanged": 1,
    }
    encoder = HashingEncoder(dims=256)
    assert counts(index_paths(tmp_path / "index", [packed], encoder)) == {"unchanged": 1}


# one id, several texts


def test_the_same_text_in_two_files_is_kept_once_with_a_warning(tmp_path: Path) -> None:
    a, b = file_of(BRAND, tmp_path / "a.txt"), file_of(BRAND, tmp_path / "b.txt")
    report = index_paths(tmp_path / "index", [a, b], ENCODER)
    assert counts(report) == {"added": 1}
    assert report.warnings == (f"{b}: the same text as {a}, one copy is kept ({BRAND.id})",)
    again = index_paths(tmp_path / "index", [a, b], ENCODER)
    assert (counts(again), again.warnings) == ({"unchanged": 1}, ())


def test_a_copy_stays_when_the_other_file_becomes_something_else(tmp_path: Path) -> None:
    index = tmp_path / "index"
    a, b = file_of(BRAND, tmp_path / "a.txt"), file_of(BRAND, tmp_path / "b.txt")
    index_paths(index, [a, b], ENCODER)
    file_of(REPORT, a)
    assert counts(index_paths(index, [a], ENCODER)) == {"added": 1, "unchanged": 1}
    sources = {meta.id: meta.source for meta in Index.open(index, ENCODER).notice_refs}
    assert sources == {BRAND.id: str(b), REPORT.id: str(a)}


def test_a_file_that_moved_takes_its_notice_along(tmp_path: Path) -> None:
    a = file_of(BRAND, tmp_path / "a.txt")
    index_paths(tmp_path / "index", [a], ENCODER)
    b = a.rename(tmp_path / "b.txt")
    report = index_paths(tmp_path / "index", [b], ENCODER)
    assert (counts(report), report.warnings) == ({"unchanged": 1}, ())
    assert Index.open(tmp_path / "index", ENCODER).notice_refs[0].source == str(b)


def test_another_text_under_one_number_is_kept_beside_it(tmp_path: Path) -> None:
    second = make_notice(BRAND.id, "一、支持企业申报标杆。", source="b.txt")
    third = make_notice(BRAND.id, "一、推广QC小组方法。", source="c.txt")
    report = index_notices(tmp_path, [BRAND, second, third], ENCODER)
    assert counts(report) == {"added": 3}
    assert [warning.split(": ")[0] for warning in report.warnings] == ["b.txt", "c.txt"]
    assert texts(tmp_path) == {
        BRAND.id: BRAND.cleaned,
        f"{BRAND.id}~2": second.cleaned,
        f"{BRAND.id}~3": third.cleaned,
    }
    again = index_notices(tmp_path, [BRAND, second, third], ENCODER)
    assert (counts(again), again.warnings) == ({"unchanged": 3}, report.warnings)


def test_an_official_edition_replaces_the_restated_one(tmp_path: Path) -> None:
    restated = make_notice(BRAND.id, "一、由质量协会做培训。", edition="restated", source="r.txt")
    index_notices(tmp_path, [restated], ENCODER)
    report = index_notices(tmp_path, [BRAND], ENCODER)
    assert counts(report) == {"replaced": 1}
    assert texts(tmp_path) == {BRAND.id: BRAND.cleaned}
    assert Index.open(tmp_path, ENCODER).notice_refs[0].edition == "official"


@pytest.mark.parametrize("restated_first", [True, False])
def test_a_restated_edition_never_stands_beside_an_official_one(
    tmp_path: Path, restated_first: bool
) -> None:
    restated = make_notice(BRAND.id, "一、由质量协会做培训。", edition="restated", source="r.txt")
    given = [restated, BRAND] if restated_first else [BRAND, restated]
    report = index_notices(tmp_path, given, ENCODER)
    assert counts(report) == {"added": 1}
    assert len(report.warnings) == 1
    assert report.warnings[0].startswith("r.txt: ")
    assert texts(tmp_path) == {BRAND.id: BRAND.cleaned}


# removal


def test_a_removed_notice_is_gone_from_every_answer(tmp_path: Path) -> None:
    index_notices(tmp_path, [BRAND, REPORT], ENCODER)
    assert answers(tmp_path, "品牌培训") == {BRAND.id}
    report = remove_notices(tmp_path, ["粤工信[2020] 1号"])
    assert (counts(report), report.notices) == ({"removed": 1, "unchanged": 1}, 1)
    assert answers(tmp_path, "品牌培训") == set()
    assert answers(tmp_path, "报送年度总结") == {REPORT.id}


def test_a_removed_notice_comes_back_when_its_file_is_given_again(tmp_path: Path) -> None:
    a = file_of(BRAND, tmp_path / "a.txt")
    index_paths(tmp_path / "index", [a], ENCODER)
    remove_notices(tmp_path / "index", [BRAND.id])
    assert counts(index_paths(tmp_path / "index", [a], ENCODER)) == {"added": 1}


def test_nothing_is_removed_when_one_of_the_notices_is_unknown(tmp_path: Path) -> None:
    index_notices(tmp_path, [BRAND, REPORT], ENCODER)
    with pytest.raises(NotFoundError, match="粤工信〔1999〕7号"):
        remove_notices(tmp_path, [BRAND.id, "粤工信〔1999〕7号"])
    assert texts(tmp_path).keys() == {BRAND.id, REPORT.id}


def test_the_last_notice_can_be_removed(tmp_path: Path) -> None:
    index_notices(tmp_path, [BRAND], ENCODER)
    assert remove_notices(tmp_path, [BRAND.id]).notices == 0
    assert answers(tmp_path, "品牌培训") == set()
    assert counts(index_notices(tmp_path, [REPORT], ENCODER)) == {"added": 1}


def test_removing_from_no_index_says_so(tmp_path: Path) -> None:
    with pytest.raises(IndexMissingError):
        remove_notices(tmp_path / "nothing", [BRAND.id])


# other encoders, broken indexes


def test_another_encoder_is_refused_until_the_index_is_rebuilt(tmp_path: Path) -> None:
    index_notices(tmp_path, [BRAND], ENCODER)
    other = HashingEncoder(dims=32, name="other")
    with pytest.raises(EncoderMismatchError, match=r"hashing, now set is encoder other.*--rebuild"):
        index_notices(tmp_path, [REPORT], other)
    report = index_notices(tmp_path, [REPORT], other, rebuild=True)
    assert counts(report) == {"added": 1, "unchanged": 1}
    index = Index.open(tmp_path, other)
    rows, similarities = index.dense(index.encode_query(BRAND.clauses[0].text), 3)
    assert index.clause(index.passage_clause[rows[0]]).text == BRAND.clauses[0].text
    assert similarities.size == 3


def test_a_rebuild_without_paths_keeps_all_notices(tmp_path: Path) -> None:
    index_notices(tmp_path, [BRAND, REPORT], ENCODER)
    other = HashingEncoder(name="other")
    assert counts(index_paths(tmp_path, [], other, rebuild=True)) == {"unchanged": 2}
    assert (Index.open(tmp_path, other).encoder_name, other.encoded) == ("other", 3)


def test_a_rebuild_reads_unchanged_files_again(tmp_path: Path) -> None:
    a = file_of(BRAND, tmp_path / "a.txt")
    index_paths(tmp_path / "index", [a], ENCODER)
    messages: list[str] = []
    report = index_paths(tmp_path / "index", [a], ENCODER, rebuild=True, progress=messages.append)
    assert counts(report) == {"unchanged": 1}
    assert "read 1 of 1 files" in messages


def test_damage_is_not_carried_over_but_a_rebuild_saves_the_notices(tmp_path: Path) -> None:
    index_notices(tmp_path, [BRAND, REPORT], ENCODER)
    vectors = tmp_path / "generations" / generation(tmp_path) / "vectors.npy"
    data = bytearray(vectors.read_bytes())
    data[-1] ^= 1
    vectors.write_bytes(data)
    with pytest.raises(IndexCorruptError, match=r"vectors\.npy.*--rebuild"):
        index_notices(tmp_path, [REPORT], ENCODER)
    report = index_paths(tmp_path, [], ENCODER, rebuild=True)
    assert counts(report) == {"unchanged": 2}
    assert len(report.warnings) == 1
    assert texts(tmp_path).keys() == {BRAND.id, REPORT.id}


def test_a_rebuild_falls_back_on_the_generation_before(tmp_path: Path) -> None:
    index_notices(tmp_path, [BRAND], ENCODER)
    index_notices(tmp_path, [REPORT], ENCODER)
    (tmp_path / "generations" / generation(tmp_path) / "catalog.sqlite").write_bytes(b"lost")
    report = index_paths(tmp_path, [], ENCODER, rebuild=True)
    assert "g000001" in report.warnings[0]
    assert texts(tmp_path).keys() == {BRAND.id}


def test_a_rebuild_of_an_index_without_a_whole_catalog_starts_anew_and_says_so(
    tmp_path: Path,
) -> None:
    index_notices(tmp_path, [BRAND], ENCODER)
    (tmp_path / "generations" / generation(tmp_path) / "catalog.sqlite").write_bytes(b"lost")
    report = index_notices(tmp_path, [REPORT], ENCODER, rebuild=True)
    assert "none of its notices could be saved" in report.warnings[0]
    assert texts(tmp_path).keys() == {REPORT.id}


def test_an_index_of_a_newer_gongwen_is_not_rebuilt_over(tmp_path: Path) -> None:
    index_notices(tmp_path, [BRAND], ENCODER)
    manifest = tmp_path / "generations" / generation(tmp_path) / "manifest.json"
    fields = json.loads(manifest.read_text())
    manifest.write_text(json.dumps({**fields, "format": 99}))
    with pytest.raises(IndexCorruptError):
        index_notices(tmp_path, [REPORT], ENCODER, rebuild=True)


def test_files_of_others_are_never_mixed_with_an_index(tmp_path: Path) -> None:
    (tmp_path / "letter.docx").write_bytes(b"mine")
    with pytest.raises(StateError, match=r"letter\.docx.*--index"):
        index_notices(tmp_path, [BRAND], ENCODER)
    assert [path.name for path in tmp_path.iterdir()] == ["letter.docx"]
    with pytest.raises(StateError, match="is a file"):
        index_notices(tmp_path / "letter.docx", [BRAND], ENCODER)


# writers and readers at the same time


def test_a_second_writer_is_told_that_the_index_is_being_written(tmp_path: Path) -> None:
    index_notices(tmp_path, [BRAND], ENCODER)
    code = (
        "import sys; from pathlib import Path; from indexer.generations import writing\n"
        "with writing(Path(sys.argv[1])):\n"
        "    print('in', flush=True); sys.stdin.read()"
    )
    with subprocess.Popen(
        [sys.executable, "-c", code, str(tmp_path)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as other:
        assert other.stdout is not None
        assert other.stdout.readline() == "in\n"
        with pytest.raises(IndexLockedError, match="another gongwen"):
            index_notices(tmp_path, [REPORT], ENCODER)
        other.communicate("")
    assert counts(index_notices(tmp_path, [REPORT], ENCODER)) == {"added": 1, "unchanged": 1}


class FailingEncoder(HashingEncoder):
    """Gives up at the first passage."""

    def encode_passages(self, texts: Sequence[str]) -> npt.NDArray[np.float32]:
        raise self.reason

    reason: Exception = RuntimeError("no more memory")


def test_a_failure_on_the_way_leaves_the_index_as_it_was_and_no_rubbish(tmp_path: Path) -> None:
    index_notices(tmp_path, [BRAND], ENCODER)
    with pytest.raises(RuntimeError, match="no more memory"):
        index_notices(tmp_path, [REPORT], FailingEncoder(dims=256))
    assert [path.name for path in (tmp_path / "generations").iterdir()] == ["g000001"]
    assert texts(tmp_path).keys() == {BRAND.id}


def test_a_full_disk_is_said_in_one_line(tmp_path: Path) -> None:
    index_notices(tmp_path, [BRAND], ENCODER)
    full = FailingEncoder(dims=256)
    full.reason = OSError(errno.ENOSPC, "No space left on device")
    with pytest.raises(StateError, match=r"No space left on device.*as it was before"):
        index_notices(tmp_path, [REPORT], full)
    assert texts(tmp_path).keys() == {BRAND.id}


def test_a_folder_that_cannot_be_made_is_said_in_one_line(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(StateError, match="cannot be written"):
        index_notices(tmp_path / "file" / "index", [BRAND], ENCODER)


def test_readers_that_open_while_others_publish_always_get_a_whole_index(tmp_path: Path) -> None:
    index_notices(tmp_path, OLD, ENCODER)
    stop = threading.Event()
    states: list[str] = []
    failures: list[BaseException] = []

    def read() -> None:
        while not stop.is_set():
            try:
                states.append(whole(tmp_path))
            except BaseException as error:
                failures.append(error)
                return

    reader = threading.Thread(target=read)
    reader.start()
    for turn in range(12):
        index_notices(tmp_path, (NEW, OLD)[turn % 2], ENCODER)
    stop.set()
    reader.join()
    assert failures == []
    assert set(states) <= {"old", "new"}
    assert states


def test_the_lock_is_free_again_after_a_failure(tmp_path: Path) -> None:
    with pytest.raises(ZeroDivisionError):
        index_notices(tmp_path, (BRAND for _ in range(1 // 0)), ENCODER)
    with writing(tmp_path):
        pass


def test_a_reader_keeps_its_generation_while_others_are_published(tmp_path: Path) -> None:
    index_notices(tmp_path, [BRAND], ENCODER)
    reader = Index.open(tmp_path, ENCODER)
    query = LexicalQuery.of("品牌培训", {"grams": 1.0})
    before = reader.lexical(query, 5)[0].tolist()
    for number in range(4):
        assert reader.current() is (number == 0)
        index_notices(tmp_path, [make_notice(f"新〔2021〕{number}号", "一、推广方法。")], ENCODER)
    # its folder is gone by now: only the current generation and the one before are kept
    assert sorted(path.name for path in (tmp_path / "generations").iterdir()) == [
        "g000004",
        "g000005",
    ]
    assert reader.lexical(query, 5)[0].tolist() == before
    assert reader.dense(reader.encode_query("品牌培训"), 5)[0].size == 2
    assert reader.notice(BRAND.id) == BRAND
    assert reader.clause(1).text == BRAND.clauses[1].text
    assert not reader.current()


# Publishes OLD and NEW in turn; kills itself at the message `argv[2]`, or goes on until killed.
WRITER = """
import os, signal, sys
from pathlib import Path
from indexer.build import index_notices
from tests.test_build import ENCODER, NEW, OLD

def progress(message):
    if message == sys.argv[2]:
        os.kill(os.getpid(), signal.SIGKILL)

turn = 0
print("ready", flush=True)
while True:
    index_notices(Path(sys.argv[1]), (NEW, OLD)[turn], ENCODER, progress=progress)
    turn = 1 - turn
"""
OLD = [BRAND, REPORT]
NEW = [
    replace(make_notice(BRAND.id, "一、支持企业申报标杆。"), source=BRAND.source),
    replace(make_notice(REPORT.id, "一、名单于6月1日前公布。"), source=REPORT.source),
]


def whole(folder: Path) -> str:
    """Which state is published; every file is checked, and both engines answer from that state."""
    index = Index.open(folder, ENCODER, verify=True)
    found = texts_of(index)
    state = "old" if found[BRAND.id] == BRAND.cleaned else "new"
    assert found == {notice.id: notice.cleaned for notice in {"old": OLD, "new": NEW}[state]}
    assert answers_of(index, "品牌培训") == ({BRAND.id} if state == "old" else set())
    assert answers_of(index, "申报标杆") == ({BRAND.id} if state == "new" else set())
    return state


def start_writer(folder: Path, message: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", WRITER, str(folder), message], stdout=subprocess.PIPE, text=True
    )


@pytest.mark.parametrize(
    ("message", "state"),
    [
        ("writing the catalog", "old"),
        ("embedded 2 of 2 passages", "old"),
        ("writing the postings", "old"),
        ("writing the manifest", "old"),
        ("publishing", "old"),
        ("published", "new"),
    ],
)
def test_a_writer_killed_at_any_step_leaves_the_old_index_or_the_new(
    tmp_path: Path, message: str, state: str
) -> None:
    index_notices(tmp_path, OLD, ENCODER)
    with start_writer(tmp_path, message) as writer:
        assert writer.wait(60) == -signal.SIGKILL
    assert whole(tmp_path) == state
    # and the next writer is not troubled by what was left
    index_notices(tmp_path, NEW, ENCODER)
    assert whole(tmp_path) == "new"
    left = {path.name for path in (tmp_path / "generations").iterdir()}
    assert generation(tmp_path) in left
    assert len(left) <= 2


def test_a_first_writer_killed_leaves_no_index_and_the_next_one_makes_it(tmp_path: Path) -> None:
    folder = tmp_path / "index"
    with start_writer(folder, "publishing") as writer:
        assert writer.wait(60) == -signal.SIGKILL
    with pytest.raises(IndexMissingError, match="no finished index"):
        Index.open(folder, ENCODER)
    index_notices(folder, OLD, ENCODER)
    assert whole(folder) == "old"


def test_a_writer_killed_at_random_moments_leaves_a_whole_index(tmp_path: Path) -> None:
    index_notices(tmp_path, OLD, ENCODER)
    moments = random.Random(7)
    for _ in range(5):
        with start_writer(tmp_path, "") as writer:
            assert writer.stdout is not None
            assert writer.stdout.readline() == "ready\n"
            time.sleep(moments.uniform(0.05, 0.4))
            os.kill(writer.pid, signal.SIGKILL)
        assert whole(tmp_path) in ("old", "new")
