"""The training, from files to a model that loads, on a corpus small enough for a test."""

from __future__ import annotations

import gzip
import json
import os
import random
import shutil
import subprocess
import sys
from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

pytest.importorskip("torch")
pytest.importorskip("scipy")

from indexer.encoders import load_encoder
from indexer.encoders.tokens import Segmenter
from indexer.train import alternatives, questions
from indexer.train.__main__ import train
from indexer.train.asked import asked_passages, read_asked
from indexer.train.bags import Bags
from indexer.train.dictionary import (
    GLOSSARY,
    Dictionary,
    clean_senses,
    read_dictionary,
    read_glossary,
)
from indexer.train.fit import contrast
from indexer.train.measure import Task, figures, ranks
from indexer.train.pack import quantise
from indexer.train.pairs import dictionary_pairs, in_everyday_words
from indexer.train.settings import SHARES, Settings
from indexer.train.start import cooccurrence
from indexer.train.text import cut
from indexer.train.vocabulary import Sizes, Vocabulary, build_vocabulary, lemma, tokenizer

ROOT = Path(__file__).resolve().parent.parent

SUBJECTS = {
    "税收": ("企业应当在每年三月底前缴纳税款", "税务机关负责征收税款并出具凭证"),
    "培训": ("学校组织教师参加技能培训", "培训由协会承办，每年举办两次培训"),
    "河流": ("河流两岸不得倾倒垃圾", "水利部门保护河流水质"),
    "消防": ("商场应当配备消防设施", "消防队检查商场的消防通道"),
}
WORDS = {
    "税收": "tax",
    "税款": "tax",
    "培训": "training",
    "河流": "river",
    "消防": "fire protection",
}
WORDS |= {"教师": "teacher", "企业": "enterprise", "商场": "shopping mall", "垃圾": "garbage"}


def write_rows(path: Path, rows: Iterable[dict[str, Any]]) -> None:
    with gzip.open(path, "wt", encoding="utf-8") as file:
        file.writelines(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)


def write_corpus(folder: Path) -> None:
    laws = [
        {
            "law": f"{subject}条例",
            "chapter": "第一章 总则",
            "article": f"第{n}条",
            "text": f"{text}。编号{n}。",
        }
        for subject, texts in SUBJECTS.items()
        for n, text in enumerate(texts * 6)
    ]
    write_rows(folder / "laws.jsonl.gz", laws)
    news = [
        {"text": f"本报讯{text}，记者{n}报道。{text}。"}
        for ts in SUBJECTS.values()
        for n, text in enumerate(ts)
    ]
    write_rows(folder / "news.jsonl.gz", news * 3)
    entries = [{"simplified": zh, "pinyin": "x", "english": en} for zh, en in WORDS.items()]
    place = {"simplified": "湛江", "pinyin": "Zhan4 jiang1", "english": "Zhanjiang city"}
    entries.append(place)
    write_rows(folder / "cedict.jsonl.gz", entries * 2)
    write_rows(
        folder / "tatoeba.jsonl.gz", [{"en": "The teacher trains.", "zh": "教師培訓。"}] * 20
    )
    passage = "".join(f"{texts[0]}。" for texts in SUBJECTS.values())
    asked = {"question": "谁缴纳税款？", "passage": passage, "answer": "企业"}
    write_rows(folder / "cmrc.jsonl.gz", [asked | {"part": "train"}, asked | {"part": "dev"}])
    (folder / "glossary.tsv").write_text("# terms\n谁/什么人\twho; whom\n", encoding="utf-8")


def train_on(folder: Path, out: Path, steps: int) -> None:
    train(
        folder,
        out,
        dims=32,
        sizes=Sizes(words=60, characters=150, digits=200, english=40, affixes=10),
        settings=Settings(steps=steps, batch=64),
        glossary=folder / "glossary.tsv",
    )


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("training")
    write_corpus(folder)
    train_on(folder, folder / "model", steps=300)
    return folder / "model"


def weights_of(model: Path) -> dict[str, bytes]:
    return {name: (model / name).read_bytes() for name in ("model.safetensors", "tokenizer.json")}


def test_a_run_repeats_to_the_byte_whatever_the_hash_seed(tmp_path: Path) -> None:
    write_corpus(tmp_path)
    train_on(tmp_path, tmp_path / "one", steps=20)
    code = (
        "import sys; from pathlib import Path; from tests.test_train import train_on;"
        "folder = Path(sys.argv[1]); train_on(folder, folder / 'two', steps=20)"
    )
    environment = os.environ | {"PYTHONHASHSEED": "7", "PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-c", code, str(tmp_path)]
    subprocess.run(command, cwd=ROOT, env=environment, check=True, capture_output=True)
    assert weights_of(tmp_path / "one") == weights_of(tmp_path / "two")


def test_training_log_says_what_went_in_and_how_the_loss_fell(model: Path) -> None:
    log = json.loads((model / "training.json").read_text(encoding="utf-8"))
    assert log["settings"]["steps"] == 300
    assert log["pairs"]["laws"]["passages"] == 48
    assert log["pairs"]["sentences"]["queries"] == 60
    assert 0 < log["pairs"]["dictionary"]["share of batches"] < 1
    assert [step for step, _ in log["loss"]][-1] == 300
    assert log["loss"][-1][1] < log["loss"][0][1]
    assert str(model) not in json.dumps(log)


def test_training_log_leaves_the_fingerprint_alone(model: Path, tmp_path: Path) -> None:
    copy = shutil.copytree(model, tmp_path / "copy")
    (copy / "training.json").unlink()
    assert load_encoder(str(copy)).fingerprint == load_encoder(str(model)).fingerprint


def test_trained_model_puts_related_texts_nearer_than_unrelated_ones(model: Path) -> None:
    encoder = load_encoder(str(model))
    passages = encoder.encode_passages([texts[0] for texts in SUBJECTS.values()])
    for queries in (list(SUBJECTS), ["tax", "training", "river", "fire protection"]):
        assert (encoder.encode_queries(queries) @ passages.T).argmax(axis=1).tolist() == [
            0,
            1,
            2,
            3,
        ]


def test_trained_model_is_read_alike_by_both_paths(model: Path) -> None:
    from sentence_transformers import SentenceTransformer

    texts = ["企业缴纳税款", "teachers 培训 2020", ""]
    theirs = SentenceTransformer(str(model), device="cpu").encode(texts)
    assert np.abs(theirs - load_encoder(str(model)).encode_queries(texts)).max() < 1e-5


def test_inflected_english_shares_the_row_of_its_base(model: Path) -> None:
    one, many = load_encoder(str(model)).encode_queries(["teacher", "teachers"])
    assert np.allclose(one, many, atol=1e-6)


def test_lemma_takes_the_known_base_form() -> None:
    known = Counter({"submit": 5, "policy": 5, "hope": 5, "plan": 3, "process": 9})
    words = ["submitted", "policies", "hoping", "plans", "process", "held", "zzzs"]
    assert [lemma(word, known) for word in words] == [
        "submit",
        "policy",
        "hope",
        "plan",
        "process",
        "hold",
        "zzzs",
    ]


def test_a_usual_form_with_a_meaning_of_its_own_keeps_its_row() -> None:
    known = Counter({"train": 9, "training": 20, "new": 50, "news": 5, "submitted": 2, "submit": 9})
    assert [lemma(word, known) for word in known] == [
        "train",
        "training",
        "new",
        "news",
        "submit",
        "submit",
    ]


def test_a_word_is_no_inflection_of_a_shorter_one_that_it_resembles() -> None:
    english = Counter({"fee": 9, "feed": 9, "fees": 3, "teacher": 9})
    made = build_vocabulary(
        Counter({"费": 3}), Counter(), english, [], [], Sizes(9, 9, 9, 9, affixes=0)
    )
    row = dict(zip(made.tokens, made.row, strict=True))
    assert row["fees"] == row["fee"] != row["feed"]
    assert row["teachers"] == row["teacher"]


def test_segmentation_takes_the_best_path_and_drops_the_unknown() -> None:
    tokens = {"[UNK]": 0.0, "研究": -2.0, "研究生": -3.0, "生命": -2.0, "命": -9.0, "研": -9.0}
    tokens |= {"究": -9.0, "生": -9.0, "a": -9.0, "b": -9.0, "ab": -1.0, "1": -2.0}
    made = Vocabulary(tuple(tokens), tuple(tokens.values()), tuple(range(len(tokens))))
    texts = ["研究生命", "X研究生，AB aba 11", "", "起源"]
    ids, owner = Segmenter(list(tokens.items())).segment(texts)
    found = [sorted(made.tokens[i] for i in ids[owner == n]) for n in range(len(texts))]
    assert found == [["生命", "研究"], ["1", "1", "a", "ab", "ab", "研究生"], [], []]
    for text, encoding in zip(texts, tokenizer(made).encode_batch(texts), strict=True):
        assert sorted(t for t in encoding.tokens if t in tokens) == found[texts.index(text)]


def flat(*bags: list[int]) -> tuple[Any, Any]:
    sizes = [0, *(len(bag) for bag in bags[:-1])]
    return np.array([row for bag in bags for row in bag]), np.cumsum(sizes)


def test_a_chosen_word_is_replaced_by_one_of_its_alternatives_and_the_rest_stay() -> None:
    table = alternatives.of({2: [(1.0, [7, 8]), (3.0, [9])], 5: [(1.0, [])]}, rows=10)
    bags = flat([1, 2, 3], [], [2, 5, 2])
    chosen = np.array([True, True, False, True, True, False])
    rng = np.random.default_rng(0)
    seen = Counter[tuple[int, ...]]()
    for _ in range(400):
        rows, start = table.replace(bags, chosen, rng)
        first, empty, last = np.split(rows, start[1:])
        assert (first[0], first[-1], last[-2:].tolist(), len(empty)) == (1, 3, [5, 2], 0)
        seen[tuple(first[1:-1].tolist())] += 1
    assert set(seen) == {(7, 8), (9,)}
    assert 0.65 < seen[(9,)] / 400 < 0.85


def test_a_word_without_alternatives_is_left_out_where_that_is_asked_for() -> None:
    table = alternatives.of({2: [(1.0, [7])]}, rows=10)
    lost = np.arange(10) == 1
    rows, start = table.replace(
        flat([1, 2, 3], [1]), np.ones(4, bool), np.random.default_rng(0), lost
    )
    assert rows.tolist() == [7, 3]
    assert start.tolist() == [0, 2]


def test_a_word_falls_into_the_parts_that_the_vocabulary_has() -> None:
    tokens = {"[UNK]": 0.0, "高校": -2.0, "高": -5.0, "校": -5.0, "zhanjiang": -8.0}
    tokens |= {"zhan": -40.0, "jiang": -40.0, "zh": -40.0, "an": -40.0, "20": -8.0, "2": -8.0}
    made = Vocabulary(tuple(tokens), tuple(tokens.values()), tuple(range(len(tokens))))
    table = alternatives.parts(made)
    rows, _ = table.replace(flat([1, 4, 9]), np.ones(3, bool), np.random.default_rng(0))
    assert [made.tokens[row] for row in rows] == ["高", "校", "zhan", "jiang", "20"]


def test_written_questions_are_well_formed() -> None:
    asked = read_asked()
    questions = [question for found in asked.values() for question in found]
    assert {source for source, _ in asked} == {"laws", "reports", "services"}
    assert len(questions) >= 9000
    assert all(2 <= len(question) <= 200 for question in questions)
    assert all(len(found) == len(set(found)) for found in asked.values())


def test_a_written_question_asks_for_its_article_and_not_for_the_ones_beside_it(
    tmp_path: Path,
) -> None:
    texts = ["总则。", "乘客应当买票。", "逃票的补交票款。", "附则。"]
    rows = [
        {"law": "轨道交通条例", "chapter": "", "article": f"第{n}条", "text": text}
        for n, text in zip("一二三四", texts, strict=True)
    ]
    write_rows(tmp_path / "laws.jsonl.gz", rows)
    table = tmp_path / "asked.tsv"
    table.write_text(
        "# head\nlaws\t轨道交通条例#第三条\t坐地铁不买票会怎样\nlaws\t没有的条例#第一条\t问\n"
    )
    (found,) = asked_passages(tmp_path, table)
    assert (found.title, found.passage) == ("轨道交通条例", "逃票的补交票款。")
    assert found.questions == ("坐地铁不买票会怎样",)
    assert set(found.others) == {"总则。", "乘客应当买票。", "附则。"}
    pairs = in_everyday_words([found], random.Random(0))
    assert pairs.queries == ["坐地铁不买票会怎样"]
    assert pairs.first_query == [0, 1, 1, 1, 1]


@pytest.mark.real_data
def test_nearly_all_written_questions_find_their_passage(shared: Path) -> None:
    asked = read_asked()
    found = sum(len(one.questions) for one in asked_passages(shared / "train"))
    assert found >= 0.95 * sum(map(len, asked.values()))


def test_a_place_that_the_vocabulary_lacks_is_spelt_in_syllables(model: Path) -> None:
    vocabulary = json.loads((model / "tokenizer.json").read_bytes())["model"]["vocab"]
    tokens = [token for token, _ in vocabulary]
    assert {"zhan", "jiang"} <= set(tokens)
    ids, _ = Segmenter.read(model / "tokenizer.json").segment(["Jiangzhan"])
    assert [tokens[i] for i in ids] == ["jiang", "zhan"]


def test_every_set_of_pairs_has_a_share_of_the_batches(model: Path) -> None:
    log = json.loads((model / "training.json").read_text(encoding="utf-8"))
    assert log["pairs"].keys() <= SHARES.keys()
    assert sum(SHARES.values()) == pytest.approx(1)


def test_cut_loses_nothing_and_keeps_to_the_limit() -> None:
    text = "第一句话。第二句很长很长很长很长很长！第三句？" * 9 + "没有句号的尾巴" * 40
    pieces = cut(text, 60)
    assert "".join(pieces) == text
    assert max(map(len, pieces)) <= 60


def test_senses_are_bare_words_and_places_are_names() -> None:
    assert clean_senses("to submit (a report)/CL:個|个[ge4]") == ("submit",)
    assert clean_senses("Zhanjiang prefecture level city in Guangdong province") == ("Zhanjiang",)
    assert clean_senses("variant of 嚏[ti4]") == ()


def test_glossary_is_well_formed_and_overrides_the_dictionary(tmp_path: Path) -> None:
    terms = read_glossary()
    assert len(terms) >= 400
    assert terms["试点"][0] == "pilot"
    lines = [
        line
        for line in GLOSSARY.read_text(encoding="utf-8").splitlines()
        if not line.startswith("#")
    ]
    heads = [word for line in lines for word in line.split("\t")[0].split("/")]
    assert [word for word, times in Counter(heads).items() if times > 1] == []
    assert all(english for senses in terms.values() for english in senses)
    row = {"simplified": "试点", "pinyin": "shi4", "english": "test point"}
    write_rows(tmp_path / "cedict.jsonl.gz", [row])
    assert read_dictionary(tmp_path).senses["试点"] == terms["试点"]


@pytest.fixture(scope="module")
def small_dictionary(tmp_path_factory: pytest.TempPathFactory) -> Dictionary:
    folder = tmp_path_factory.mktemp("dictionary")
    entries = {
        "提交": "to hand in; to submit",
        "材料": "material/(fig.) makings of a career",
        "钟": "handleless cup; bell",
        "三分": "somewhat",
        "三": "three",
        "了": "clear-sighted",
    }
    rows = [{"simplified": w, "pinyin": "x", "english": english} for w, english in entries.items()]
    write_rows(folder / "cedict.jsonl.gz", rows)
    pairs = [{"en": "They submitted it.", "zh": "他们提交了。"}] * 9
    pairs += [{"en": "Three of us came.", "zh": "我们三个来了。"}] * 9
    write_rows(folder / "tatoeba.jsonl.gz", pairs + [{"en": "It rains.", "zh": "下雨。"}] * 9)
    (folder / "glossary.tsv").write_text("前\tby\n", encoding="utf-8")
    return read_dictionary(folder, folder / "glossary.tsv")


def test_translation_takes_the_sense_that_sentences_show(small_dictionary: Dictionary) -> None:
    hand_in, submit = small_dictionary.shares_of("提交")
    assert submit > 3 * hand_in
    first, second = small_dictionary.shares_of("材料")
    assert first > second


def test_translation_leaves_out_characters_that_mean_nothing_alone(
    small_dictionary: Dictionary,
) -> None:
    rng = random.Random(0)
    assert small_dictionary.shares_of("了") == small_dictionary.shares_of("钟") == ()
    assert small_dictionary.translate("材料三了钟", rng).split()[-1] == "three"


def test_translation_writes_dates_as_english_does(small_dictionary: Dictionary) -> None:
    said = small_dictionary.translate("2020年12月1日前提交ABC", random.Random(0))
    assert said.split()[:4] == ["2020", "December", "1", "by"]
    assert said.endswith("ABC")


def test_explanations_make_pairs_and_usual_words_more_of_them() -> None:
    senses = {"国家": ("country", "nation"), "麦金利": ("McKinley",)}
    made = Counter(dictionary_pairs(Dictionary(senses, {}, senses, {}), {"国家": -6.0}))
    assert made == {("country", "国家"): 5, ("nation", "国家"): 2, ("McKinley", "麦金利"): 1}


def test_cloze_replaces_what_the_question_asks_for() -> None:
    rng = random.Random(0)
    asked = questions.cloze("各单位应当于12月1日前报送总结材料", rng)
    assert asked is not None
    assert "12月1日" not in asked
    assert "报送总结材料" in asked


def test_cooccurrence_stops_at_the_end_of_a_text() -> None:
    bags = Bags(np.array([0, 1, 2], np.int32), np.array([0, 2, 3]))
    assert cooccurrence(bags, 3).toarray().tolist() == [[0, 1, 0], [1, 0, 0], [0, 0, 0]]


def test_quantised_rows_come_back_within_half_a_step() -> None:
    rows = np.random.default_rng(0).standard_normal((20, 8)).astype(np.float32)
    rows[3] = 0
    codes, scale = quantise(rows)
    assert codes.dtype == np.int8
    assert np.all(np.abs(codes * scale[:, None] - rows) <= scale[:, None] / 2 + 1e-6)


def test_gradient_is_that_of_the_loss() -> None:
    import torch
    from torch.nn import functional

    torch.manual_seed(0)
    vectors = functional.normalize(torch.randn(40, 16)).requires_grad_()
    target = torch.arange(0, 24, 2)[:16]
    many, settings = len(target), Settings(twins=0.7)
    vectors.data[many + 5] = vectors.data[many + 2]  # a twin is no negative
    scores = settings.scale * vectors[:many] @ vectors[many:].T
    twins = vectors[many:][target] @ vectors[many:].T > settings.twins
    twins[torch.arange(many), target] = False
    scores = scores.masked_fill(twins, -1e9)
    loss = settings.forward * functional.cross_entropy(scores, target)
    loss += (1 - settings.forward) * functional.cross_entropy(
        scores[:, target].T, torch.arange(many)
    )
    loss.backward()
    found, gradient = contrast(vectors.detach(), target, settings)
    assert found == pytest.approx(loss.item(), rel=0.02)
    assert vectors.grad is not None
    assert functional.cosine_similarity(gradient.ravel(), vectors.grad.ravel(), dim=0) > 0.999
    assert gradient.norm() / vectors.grad.norm() == pytest.approx(1, rel=0.02)


def test_figures_count_the_best_relevant_passage(model: Path) -> None:
    passages = tuple(texts[0] for texts in SUBJECTS.values())
    task = Task("toy", passages, passages[:2], (frozenset([0, 2]), frozenset([1])))
    assert ranks(task, load_encoder(str(model))).tolist() == [1, 1]
    expected = {"R@1": 0.25, "R@5": 0.5, "R@10": 0.75, "MRR": 0.4125}
    assert figures(np.array([1, 2, 10, 20])) == pytest.approx(expected)
