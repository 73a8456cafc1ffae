"""Training files -> model folder: `python -m indexer.train --data DIR --out indexer/model`."""

from __future__ import annotations

import argparse
import os
import time
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

os.environ.setdefault("OMP_NUM_THREADS", "1")

import numpy as np
import torch

from indexer.train.bags import Bagger
from indexer.train.dictionary import GLOSSARY, Dictionary, english_words, read_dictionary
from indexer.train.fit import Settings, fit
from indexer.train.pack import write_model
from indexer.train.pairs import all_pairs
from indexer.train.start import start_rows
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
    minutes: float = 7,
    seed: int = 0,
    dims: int = 512,
    sizes: Sizes | None = None,
    settings: Settings | None = None,
    glossary: Path = GLOSSARY,
) -> None:
    """The whole recipe, from files to model folder; every step takes what the last one made."""
    began = time.monotonic()

    def say(what: str) -> None:
        print(f"{time.monotonic() - began:6.0f} s  {what}", flush=True)

    torch.set_num_threads(1)
    torch.manual_seed(seed)
    found = list(documents(data))
    dictionary = read_dictionary(data, glossary)
    say(f"{len(found)} documents, {len(dictionary.senses)} dictionary words")
    vocabulary = make_vocabulary(data, found, dictionary, sizes or Sizes())
    say(f"{len(vocabulary.tokens)} tokens, {vocabulary.rows} rows")
    bagger = Bagger(vocabulary)
    bags = bagger.bags([piece.text for document in found for piece in document.pieces])
    say(f"{len(bags.rows)} tokens of text")
    rows = start_rows(bags, vocabulary, dictionary, bagger, dims, seed)
    say("start rows")
    pairs = all_pairs(data, found, dictionary, set(vocabulary.tokens), bagger, seed)
    say(", ".join(f"{len(p.queries)} {name}" for name, p in pairs.items()))
    write_model(fit(rows, pairs, minutes, seed, settings, say), vocabulary, out)
    say(f"written to {out}")


def make_vocabulary(
    data: Path, found: Sequence[Document], dictionary: Dictionary, sizes: Sizes
) -> Vocabulary:
    """Words of the training text, of the bilingual data and of the glossary."""
    texts = [piece.text for document in found for piece in document.pieces]
    texts += list({passage for question in cmrc(data, "train") for passage in question.passages})
    texts += [chinese for _, chinese in sentence_pairs(data)]
    han, latin, digits = count_words(texts)
    english: Counter[str] = Counter()
    for word, senses in dictionary.senses.items():
        english.update(
            dict.fromkeys(english_words(senses), 5 if word in dictionary.glossary else 1)
        )
    for sentence, _ in sentence_pairs(data):
        english.update(english_words([sentence]))
    english.update({word: max(2, n // 30) for word, n in latin.items() if n >= LATIN_IN_CHINESE})
    letters = Counter({word: n for word, n in english.items() if word.isalpha()})
    return build_vocabulary(
        han, digits, letters, [*QUESTION_WORDS.split(), *dictionary.glossary], sizes
    )


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m indexer.train", description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="folder of the training files")
    parser.add_argument("--out", type=Path, required=True, help="folder of the model")
    parser.add_argument(
        "--minutes", type=float, default=7, help="of the contrastive training alone"
    )
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--dims", type=int, default=512)
    given = parser.parse_args()
    np.random.seed(given.seed)
    train(given.data, given.out, given.minutes, given.seed, given.dims)


if __name__ == "__main__":
    main()
