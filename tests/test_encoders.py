"""Every encoder keeps the same promises; numpy gives the vectors of sentence-transformers."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from corpus.errors import EncoderError
from indexer.encoders import ENCODERS, Encoder, load_encoder
from indexer.encoders.static import EMBEDDED, StaticEncoder
from indexer.encoders.tokens import Segmenter

EMBEDDED_WORDS = Segmenter.read(EMBEDDED / "tokenizer.json")
ROOT = Path(__file__).resolve().parent.parent
QUERY_PROMPT, PASSAGE_PROMPT = "query asks ", "passage says "

TEXTS = {
    "chinese": "鼓励行业组织开展人才培训，由主管部门负责。",
    "english": "Which department is responsible for training?",
    "mixed": "SME 补贴 up to 50万元 in 2024年，ＡＢＣ１２３ ﬁnal ㎏",
    "traditional": "企業應當於年底前提交報告",
    "digits": "2020 1234567890 00 ３４５",
    "rare": "龘靐齉爩 𠮷野家 〇一二",
    "emoji": "😀🎉👍",
    "punctuation": "，。！？（）",
    "empty": "",
    "white": " \t\n\0",
    "surrogate": "半个\ud800字",
    "long": "推进高质量发展工作的若干意见" * 700,
    "long latin": "supercalifragilistic" * 50,
}


@pytest.fixture(scope="session")
def tiny_transformer(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A random two-layer BERT over single characters, with prompts for both sides."""
    torch = pytest.importorskip("torch")
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.sentence_transformer.modules import Pooling, Transformer
    from transformers import BertConfig, BertModel, BertTokenizerFast

    folder = tmp_path_factory.mktemp("tiny")
    letters = sorted(
        set("".join(TEXTS.values()) + QUERY_PROMPT + PASSAGE_PROMPT) - set(" \t\n\0\ud800")
    )
    words = [
        "[PAD]",
        "[UNK]",
        "[CLS]",
        "[SEP]",
        "[MASK]",
        *letters,
        *(f"##{c}" for c in letters if c.isascii()),
    ]
    (folder / "bert").mkdir()
    (folder / "bert" / "vocab.txt").write_text("\n".join(words), encoding="utf-8")
    torch.manual_seed(0)
    config = BertConfig(
        vocab_size=len(words),
        hidden_size=32,
        num_hidden_layers=2,
        num_attention_heads=2,
        intermediate_size=64,
        max_position_embeddings=64,
    )
    BertModel(config).save_pretrained(folder / "bert")
    BertTokenizerFast(vocab=str(folder / "bert" / "vocab.txt")).save_pretrained(folder / "bert")
    transformer = Transformer(str(folder / "bert"), max_seq_length=64)
    model = SentenceTransformer(modules=[transformer, Pooling(32)], device="cpu")
    model.prompts = {"query": QUERY_PROMPT, "document": PASSAGE_PROMPT}
    model.save(str(folder / "model"))
    return folder / "model"


@pytest.fixture(
    scope="session",
    params=["embedded", "static folder", "sentence-transformers", "tiny transformer"],
)
def encoder(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Encoder:
    if request.param == "embedded":
        return load_encoder()
    if request.param == "static folder":
        return load_encoder(
            str(shutil.copytree(EMBEDDED, tmp_path_factory.mktemp("static") / "copy"))
        )
    if request.param == "sentence-transformers":
        return ENCODERS["sentence-transformers"](str(EMBEDDED))
    return load_encoder(str(request.getfixturevalue("tiny_transformer")))


WELL_FORMED = [text for name, text in TEXTS.items() if name != "surrogate"]


@pytest.mark.parametrize("side", ["encode_queries", "encode_passages"])
class TestContract:
    def test_rows_are_float32_and_of_length_one_or_nought(
        self, encoder: Encoder, side: str
    ) -> None:
        vectors = getattr(encoder, side)(WELL_FORMED)
        assert vectors.shape == (len(WELL_FORMED), encoder.dims)
        assert vectors.dtype == np.float32
        norms = np.linalg.norm(vectors, axis=1)
        assert np.all((np.abs(norms - 1) < 1e-5) | (norms == 0))
        assert np.allclose(norms[[0, 1, 2]], 1, atol=1e-5)

    def test_no_texts_give_no_rows(self, encoder: Encoder, side: str) -> None:
        vectors = getattr(encoder, side)([])
        assert vectors.shape == (0, encoder.dims)
        assert vectors.dtype == np.float32

    def test_same_texts_give_same_vectors(self, encoder: Encoder, side: str) -> None:
        encode = getattr(encoder, side)
        assert np.array_equal(encode(WELL_FORMED), encode(WELL_FORMED))

    def test_a_batch_equals_its_texts_one_by_one(self, encoder: Encoder, side: str) -> None:
        encode = getattr(encoder, side)
        single = np.concatenate([encode([text]) for text in WELL_FORMED])
        assert np.allclose(encode(WELL_FORMED), single, atol=1e-5)

    def test_order_follows_the_texts_past_block_borders(self, encoder: Encoder, side: str) -> None:
        texts = [f"{number} {WELL_FORMED[number % 3]}" for number in range(131)]
        vectors = getattr(encoder, side)(texts)
        assert np.allclose(vectors[::-1], getattr(encoder, side)(texts[::-1]), atol=1e-5)


def test_an_encoder_says_what_it_is(encoder: Encoder) -> None:
    assert encoder.name
    assert encoder.dims > 0
    assert len(encoder.fingerprint) == 64
    assert int(encoder.fingerprint, 16) >= 0


@pytest.mark.parametrize("name", ["empty", "white", "emoji", "punctuation"])
def test_static_text_without_known_token_is_a_zero_row(name: str) -> None:
    assert not load_encoder().encode_queries([TEXTS[name]]).any()


def test_numpy_path_equals_sentence_transformers() -> None:
    theirs = ENCODERS["sentence-transformers"](str(EMBEDDED)).encode_passages(WELL_FORMED)
    ours = load_encoder().encode_passages(WELL_FORMED)
    assert np.abs(theirs - ours).max() < 1e-5


def test_bulk_and_small_batches_agree() -> None:
    texts = [f"第{number}条 {WELL_FORMED[number % 3]}" for number in range(1500)]
    fresh = StaticEncoder(EMBEDDED, "embedded")
    small = np.concatenate([fresh.encode_passages(texts[i : i + 100]) for i in range(0, 1500, 100)])
    assert np.allclose(fresh.encode_passages(texts), small, atol=1e-5)


def test_both_tokenizers_give_the_same_ids() -> None:
    from tokenizers import Tokenizer

    path = EMBEDDED / "tokenizer.json"
    theirs = Tokenizer.from_file(str(path)).encode_batch(WELL_FORMED, add_special_tokens=False)
    ids, owner = Segmenter.read(path).segment(WELL_FORMED)
    for number, encoding in enumerate(theirs):
        assert Counter(ids[owner == number].tolist()) == Counter(i for i in encoding.ids if i != 0)


def test_tokens_come_in_text_order_with_the_number_of_their_text() -> None:
    encoder = StaticEncoder(EMBEDDED, "embedded")
    numbers, owner = encoder.tokens(["培训 pilot 补贴", "", "，", "补贴 pilots 2020"])
    training, subsidy, pilot, year = (
        encoder.tokens([text])[0][0] for text in ("培训", "补贴", "pilot", "2020")
    )
    assert numbers.tolist() == [training, pilot, subsidy, subsidy, pilot, year]
    assert owner.tolist() == [0, 0, 0, 3, 3, 3]
    assert [part.tolist() for part in encoder.tokens([])] == [[], []]


@pytest.mark.parametrize("name", ["chinese", "english", "mixed", "long latin", "emoji"])
def test_a_vector_is_the_sum_of_its_rows(name: str) -> None:
    encoder = StaticEncoder(EMBEDDED, "embedded")
    numbers, _ = encoder.tokens([TEXTS[name]])
    rows = encoder.rows(numbers)
    assert rows.shape == (len(numbers), encoder.dims)
    assert rows.dtype == np.float32
    total = rows.sum(axis=0)
    unit = total / max(float(np.linalg.norm(total)), 1e-9)
    assert np.allclose(unit, encoder.encode_passages([TEXTS[name]])[0], atol=1e-5)


def test_a_usual_word_has_a_shorter_row_than_a_rare_one() -> None:
    encoder = StaticEncoder(EMBEDDED, "embedded")
    usual, rare = np.linalg.norm(encoder.rows(encoder.tokens(["的", "湛江"])[0]), axis=1)
    assert usual < rare / 2


@given(st.text(alphabet="质量品牌培训补贴人才2020年ab zhan，𠮷\ud800龘〇", max_size=40))
@example("第二十七条 pilot")
def test_a_text_alone_is_cut_as_in_a_batch(text: str) -> None:
    alone, _ = EMBEDDED_WORDS.segment([text])
    together, owner = EMBEDDED_WORDS.segment(["前", text])
    assert alone.tolist() == together[owner == 1].tolist()


def test_half_a_surrogate_pair_is_no_error() -> None:
    assert load_encoder().encode_queries([TEXTS["surrogate"]]).any()


def test_model_folder_loads_from_anywhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from sentence_transformers import SentenceTransformer

    copy = shutil.copytree(EMBEDDED, tmp_path / "elsewhere" / "model")
    monkeypatch.chdir(tmp_path)
    vectors = SentenceTransformer(str(copy), device="cpu").encode(WELL_FORMED[:3])
    assert np.allclose(vectors, load_encoder().encode_queries(WELL_FORMED[:3]), atol=1e-5)


def test_model_is_small_enough_to_ship() -> None:
    files = [path for path in EMBEDDED.rglob("*") if path.is_file()]
    assert sum(path.stat().st_size for path in files) <= 24_000_000
    tables = {".gz", ".tsv"}  # of the lexical search, which lie beside the model
    own = sum(path.stat().st_size for path in files if path.suffix not in tables)
    assert own <= 22_900_000


def test_model_card_names_sources_and_licences() -> None:
    card = (EMBEDDED / "README.md").read_text(encoding="utf-8")
    for word in ("CC-CEDICT", "Tatoeba", "NTREX", "CMRC", "CC BY-SA 4.0", "Apache-2.0", "seed"):
        assert word in card


def test_related_texts_are_nearer_than_unrelated_ones_in_both_languages() -> None:
    encoder = load_encoder()
    passages = encoder.encode_passages(
        [
            "企业应当于每年三月底前向税务机关缴纳所得税。",
            "学校组织教师开展职业技能培训。",
            "湛江、中山开展产业集群试点。",
        ]
    )
    asked = [
        "什么时候交税",
        "谁来培训教师",
        "哪些城市是试点",
        "when to pay tax",
        "teacher training",
        "pilot cities",
    ]
    assert (encoder.encode_queries(asked) @ passages.T).argmax(axis=1).tolist() == [
        0,
        1,
        2,
        0,
        1,
        2,
    ]


def test_prompts_of_the_model_are_applied_to_each_side(tiny_transformer: Path) -> None:
    from sentence_transformers import SentenceTransformer

    encoder = load_encoder(str(tiny_transformer))
    plain = SentenceTransformer(str(tiny_transformer), device="cpu")
    plain.prompts, plain.default_prompt_name = {}, None
    texts = WELL_FORMED[:3]
    for encode, prompt in (
        (encoder.encode_queries, QUERY_PROMPT),
        (encoder.encode_passages, PASSAGE_PROMPT),
    ):
        expected = plain.encode([prompt + text for text in texts], normalize_embeddings=True)
        assert np.allclose(encode(texts), expected, atol=1e-5)
    assert not np.allclose(encoder.encode_queries(texts), encoder.encode_passages(texts), atol=1e-3)


@pytest.mark.parametrize(("default", "expected"), [("instruct", "do this: "), (None, "")])
def test_default_prompt_serves_where_a_role_has_none(
    tiny_transformer: Path, tmp_path: Path, default: str | None, expected: str
) -> None:
    folder = shutil.copytree(tiny_transformer, tmp_path / "model")
    config = json.loads((folder / "config_sentence_transformers.json").read_text(encoding="utf-8"))
    config |= {"prompts": {"instruct": "do this: "}, "default_prompt_name": default}
    (folder / "config_sentence_transformers.json").write_text(json.dumps(config), encoding="utf-8")
    prompted, bare = load_encoder(str(folder)), load_encoder(str(tiny_transformer))
    text = WELL_FORMED[0]
    assert prompted.prompt_for(("query",)) == expected  # type: ignore[attr-defined]
    same = np.allclose(prompted.encode_queries([text]), bare.encode_queries([text]), atol=1e-4)
    assert not same


def _change_byte(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[-1] ^= 1
    path.write_bytes(content)


def _change_prompt(path: Path) -> None:
    config = json.loads(path.read_text(encoding="utf-8"))
    config["prompts"]["query"] = "another "
    path.write_text(json.dumps(config), encoding="utf-8")


@pytest.mark.parametrize("which", ["static", "transformer"])
@pytest.mark.parametrize(
    ("name", "change"),
    [("model.safetensors", _change_byte), ("config_sentence_transformers.json", _change_prompt)],
)
def test_fingerprint_is_stable_and_follows_the_files(
    tiny_transformer: Path, tmp_path: Path, which: str, name: str, change: Callable[[Path], None]
) -> None:
    source = EMBEDDED if which == "static" else tiny_transformer
    folder = shutil.copytree(source, tmp_path / "model")
    before = load_encoder(str(folder)).fingerprint
    assert load_encoder(str(source)).fingerprint == before
    change(folder / name)
    assert load_encoder(str(folder)).fingerprint != before


def test_fingerprint_ignores_the_model_card_the_log_and_the_tables(tmp_path: Path) -> None:
    folder = shutil.copytree(EMBEDDED, tmp_path / "model")
    (folder / "README.md").write_text("another card", encoding="utf-8")
    (folder / "training.json").write_text("{}", encoding="utf-8")
    (folder / "words.tsv.gz").write_bytes(b"words")
    assert load_encoder(str(folder)).fingerprint == load_encoder().fingerprint


def test_static_path_imports_nothing_heavy() -> None:
    code = (
        "import sys; from indexer.encoders import load_encoder;"
        "load_encoder().encode_queries(['谁负责培训', 'training']);"
        "heavy = {'torch', 'transformers', 'scipy', 'sentence_transformers'};"
        "print(sorted(heavy & set(sys.modules)))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "[]"


@pytest.mark.parametrize("name", ["/no/such/folder", "./missing", "nobody/no-such-model-anywhere"])
def test_an_encoder_that_is_not_there_is_one_line_that_says_what_to_do(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("huggingface_hub.constants.HF_HUB_OFFLINE", True)
    with pytest.raises(EncoderError) as caught:
        load_encoder(name)
    message = str(caught.value)
    assert name in message
    assert "--encoder" in message
    assert "\n" not in message


def test_a_folder_that_holds_no_model_is_an_encoder_error(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("nothing", encoding="utf-8")
    with pytest.raises(EncoderError):
        load_encoder(str(tmp_path))


@pytest.mark.parametrize("name", ["model.safetensors", "tokenizer.json"])
def test_a_truncated_model_is_an_encoder_error(tmp_path: Path, name: str) -> None:
    folder = shutil.copytree(EMBEDDED, tmp_path / "model")
    os.truncate(folder / name, 1000)
    with pytest.raises(EncoderError):
        load_encoder(str(folder))
