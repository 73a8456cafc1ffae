"""All real notices indexed with the embedded encoder: the questions that must be answered."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from indexer.build import BuildReport, index_paths, remove_notices
from indexer.encoders import load_encoder
from indexer.index import Index
from service.answer import ask
from service.query import make_filters
from service.search import search

pytestmark = pytest.mark.real_data
SEED = "38e69e50644a"
TRAINING = "组织开展质量品牌人才培训"


@pytest.fixture(scope="module")
def built(shared: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, BuildReport]:
    folder = tmp_path_factory.mktemp("real") / "index"
    return folder, index_paths(folder, [shared / "notices"], load_encoder())


@pytest.fixture(scope="module")
def index(built: tuple[Path, BuildReport]) -> Iterator[Index]:
    with Index.open(built[0]) as opened:
        yield opened


def test_all_documents_are_indexed_and_what_is_skipped_is_said(
    built: tuple[Path, BuildReport],
) -> None:
    report = built[1]
    # 150 documents, of which one has the same text as another and one the same with damaged figures
    assert report.notices == 148
    assert [Path(skipped.source).name for skipped in report.skipped] == ["meta.jsonl"] * 2
    assert any("the same text as" in warning for warning in report.warnings)
    assert any("mi081" in warning and "damaged" in warning for warning in report.warnings)


def test_indexing_again_does_no_work(shared: Path, built: tuple[Path, BuildReport]) -> None:
    report = index_paths(built[0], [shared / "notices"], load_encoder())
    assert (report.added, report.updated, report.unchanged) == (0, 0, 148)


@pytest.mark.parametrize(
    ("question", "path", "within", "quoted"),
    [
        ("谁负责品牌培训", "五/(一)", 1, TRAINING),
        ("誰負責品牌培訓", "五/(一)", 1, TRAINING),
        ("who runs brand training", "五/(一)", 3, None),
        ("哪些城市开展产业链协同创新试点", "三/(二)", 1, "湛江、中山"),
        ("工业质量品牌建设年度总结什么时候报送", "closing", 3, None),
    ],
)
def test_question_finds_its_clause_and_quotes_it(
    index: Index, question: str, path: str, within: int, quoted: str | None
) -> None:
    hits = [(hit.notice.id, hit.clause.path) for hit in search(index, question).hits[:within]]
    assert (SEED, path) in hits
    if quoted is not None:
        answer = ask(index, question)
        assert quoted in (answer.answer or "")
        assert answer.citations[0].clause.path == path


def test_contacts_of_one_notice(index: Index) -> None:
    answer = ask(index, "联系人电话是多少", filters=make_filters(notice=SEED))
    assert "020-83133257；020-83134277" in (answer.answer or "")
    assert "020-83133257" in (answer.answer or "")


def test_what_no_notice_says_is_not_answered(index: Index) -> None:
    for question in ("太空旅行的票价是多少", "谁赢得了世界杯", "红烧肉怎么做"):
        assert ask(index, question).status == "abstained"


def test_what_sounds_like_something_that_is_said_is_at_most_possible(index: Index) -> None:
    answer = ask(index, "月球基地补贴标准")
    assert answer.status == "abstained" or answer.unsure


def test_official_edition_takes_the_place_of_the_restated_one(
    seed_file: Path, tmp_path: Path
) -> None:
    from corpus.load import BUNDLED

    index_paths(tmp_path, [BUNDLED / "guangdong-2020-quality-brand.txt"], load_encoder())
    index_paths(tmp_path, [seed_file], load_encoder())
    with Index.open(tmp_path) as opened:
        assert [(meta.id, meta.edition) for meta in opened.notice_refs] == [(SEED, "official")]
    remove_notices(tmp_path, [SEED])
    with Index.open(tmp_path) as opened:
        assert ask(opened, "谁负责品牌培训").status == "abstained"
