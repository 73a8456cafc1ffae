"""Training files -> model folder: `python -m indexer.train --data DIR --out indexer/model`."""

from __future__ import annotations

import argparse
import os
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

os.environ.setdefault("OMP_NUM_THREADS", "1")

import torch

from indexer.encoders import load_encoder
from indexer.train import alternatives
from indexer.train.asked import Asked, asked_passages
from indexer.train.bags import Bagger
from indexer.train.batches import Words
from indexer.train.dictionary import GLOSSARY, Dictionary, english_words, read_dictionary
from indexer.train.fit import fit
from indexer.train.log import write_log
from indexer.train.measure import TASKS, measure
from indexer.train.pack import write_model
from indexer.train.pairs import all_pairs
from indexer.train.settings import Settings
from indexer.train.start import Floats, start_rows
from indexer.train.text import Document, cmrc, documents, sentence_pairs
from indexer.train.vocabulary import Sizes, Vocabulary, build_vocabulary, count_words

QUESTION_WORDS = (
    "什么 什么时候 何时 哪天 哪里 哪儿 哪个 哪些 哪家 多少 多久 "
    "多长 几个 怎么 怎样 如何 为什么 为何 是否"
)
LATIN_IN_CHINESE = 60  # uses that make a Latin word in Chinese text vocabulary (app, covid)


def train(
    data: Path,
    out: Path,
    settings: Settings | None = None,
    seed: int = 0,
    dims: int = 512,
    sizes: Sizes | None = None,
    glossary: Path = GLOSSARY,
    measured: Path | None = None,
) -> None:
    """The whole recipe, from files to model folder; every step takes what the last one made."""
    began = time.monotonic()

    def say(what: str) -> None:
        print(f"{time.monotonic() - began:6.0f} s  {what}", flush=True)

    settings = settings or Settings()
    torch.set_num_threads(1)
    torch.manual_seed(seed)
    found = list(documents(data))
    dictionary = read_dictionary(data, glossary)
    asked = list(asked_passages(data))
    say(f"{len(found)} documents, {len(dictionary.senses)} dictionary words")
    vocabulary = make_vocabulary(data, found, dictionary, asked, sizes or Sizes())
    say(f"{len(vocabulary.tokens)} tokens, {vocabulary.rows} rows")
    bagger = Bagger(vocabulary)
    bags = bagger.bags([piece.text for document in found for piece in document.pieces])
    say(f"{len(bags.rows)} tokens of text")
    english = bagger.bags([sentence for sentence, _ in sentence_pairs(data)])
    rows = start_rows(bags, english, vocabulary, dictionary, bagger, dims, seed)
    say("start rows")
    scores = dict(zip(vocabulary.tokens, vocabulary.scores, strict=True))
    pairs = all_pairs(data, found, dictionary, asked, scores, bagger, seed)
    say(", ".join(f"{len(p.queries)} {name}" for name, p in pairs.items()))
    words = words_of(dictionary, vocabulary, bagger, rows)
    ready = time.monotonic()
    fitted = fit(rows, pairs, words, seed, settings)
    minutes = (time.monotonic() - ready) / 60
    write_model(fitted.rows, vocabulary, out)
    say(f"written to {out}")
    figures = measure(load_encoder(str(out)), measured, list(TASKS)) if measured else {}
    write_log(out, settings, seed, fitted, vocabulary, pairs, minutes, figures)


def make_vocabulary(
    data: Path,
    found: Sequence[Document],
    dictionary: Dictionary,
    asked: Sequence[Asked],
    sizes: Sizes,
) -> Vocabulary:
    """Words of the training text, of the bilingual data, of the glossary and of the questions."""
    texts = [piece.text for document in found for piece in document.pieces]
    texts += dict.fromkeys(passage for asked in cmrc(data, "train") for passage in asked.passages)
    texts += [chinese for _, chinese in sentence_pairs(data)]
    questions = [question for one in asked for question in one.questions]
    han, latin, digits = count_words([*texts, *questions])
    english: Counter[str] = Counter()
    for word, senses in dictionary.senses.items():
        english.update(
            dict.fromkeys(english_words(senses), 5 if word in dictionary.glossary else 1)
        )
    for sentence in [*(english for english, _ in sentence_pairs(data)), *questions]:
        english.update(english_words([sentence]))
    english.update({word: max(2, n // 30) for word, n in latin.items() if n >= LATIN_IN_CHINESE})
    letters = Counter({word: n for word, n in english.items() if word.isalpha()})
    forced = [*QUESTION_WORDS.split(), *dictionary.glossary]
    syllables = {part for spelt in dictionary.spelt.values() for part in spelt.split()}
    return build_vocabulary(han, digits, letters, forced, syllables, sizes)


def words_of(
    dictionary: Dictionary,
    vocabulary: Vocabulary,
    bagger: Bagger,
    start: Floats,
) -> Words:
    """What may replace the words of a query."""
    han = torch.zeros(vocabulary.rows, dtype=torch.bool).numpy()
    han[[r for t, r in zip(vocabulary.tokens, vocabulary.row, strict=True) if not t.isascii()]] = 1
    groups = alternatives.same_sense(dictionary, vocabulary.tokens)
    return Words(
        senses=alternatives.senses(dictionary, vocabulary, bagger),
        synonyms=alternatives.synonyms(groups, vocabulary, start),
        parts=alternatives.parts(vocabulary),
        han=han,
    )


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m indexer.train", description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="folder of the training files")
    parser.add_argument("--out", type=Path, required=True, help="folder of the model")
    parser.add_argument("--steps", type=int, default=Settings().steps)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--dims", type=int, default=512)
    parser.add_argument("--measure", type=Path, help="folder of the measuring sets, for the log")
    given = parser.parse_args()
    settings = replace(Settings(), steps=given.steps)
    train(given.data, given.out, settings, given.seed, given.dims, measured=given.measure)


if __name__ == "__main__":
    main()
