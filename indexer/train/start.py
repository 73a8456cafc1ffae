"""Bags of training text and dictionary -> first embedding rows, before any pair has been seen."""

from __future__ import annotations

import math
from collections import defaultdict

import numpy as np
import numpy.typing as npt
import scipy.sparse as sp

from indexer.train.bags import Bagger, Bags
from indexer.train.dictionary import Dictionary, english_words
from indexer.train.vocabulary import Vocabulary

Floats = npt.NDArray[np.float32]

WINDOW = 5
CONTEXT_POWER = 0.75  # damps rare contexts, which plain PPMI overrates
RARITY = 1e-3  # row weight a / (a + p), as in SIF
COMPANY = 4  # one dimension in four says what a word keeps company with, three which word it is
IDENTITY = 2.0  # length of the second part, where the first has one: NCP MRR .53 -> .55 untrained
CHARACTERS = 0.6  # share of a word's characters in its identity


def cooccurrence(bags: Bags, rows: int, block: int = 2_000_000) -> sp.csr_matrix:
    """(rows, rows) symmetric counts of words at most WINDOW apart in one text."""
    owner = np.repeat(np.arange(len(bags)), np.diff(bags.start))
    total = sp.csr_matrix((rows, rows), dtype=np.float32)
    for first in range(0, len(owner), block):
        word, text = bags.rows[first : first + block], owner[first : first + block]
        left, right = [], []
        for apart in range(1, WINDOW + 1):
            same = text[:-apart] == text[apart:]
            left.append(word[:-apart][same])
            right.append(word[apart:][same])
        a, b = np.concatenate(left), np.concatenate(right)
        total = total + sp.coo_matrix((np.ones(len(a), np.float32), (a, b)), (rows, rows)).tocsr()
    return (total + total.T).tocsr()


def ppmi(counts: sp.csr_matrix) -> sp.csr_matrix:
    """Positive pointwise mutual information of the counts, smoothed over contexts."""
    grand = float(counts.sum())
    word = np.asarray(counts.sum(axis=1)).ravel()
    context = word**CONTEXT_POWER
    context /= context.sum()
    coo = counts.tocoo()
    keep = coo.data > 1
    row, col, n = coo.row[keep], coo.col[keep], coo.data[keep]
    value = np.log(n * grand / (word[row] * grand) / context[col]).astype(np.float32)
    positive = value > 0
    return sp.csr_matrix((value[positive], (row[positive], col[positive])), counts.shape)


def factors(matrix: sp.csr_matrix, dims: int, rng: np.random.Generator, turns: int = 3) -> Floats:
    """(rows, dims) left singular vectors times the roots of their values, by subspace iteration."""
    basis = rng.standard_normal((matrix.shape[1], dims + 16)).astype(np.float32)
    basis, _ = np.linalg.qr(matrix @ basis)
    for _ in range(turns):
        basis, _ = np.linalg.qr(matrix.T @ basis)
        basis, _ = np.linalg.qr(matrix @ basis)
    small = (matrix.T @ basis).T
    left, values, _ = np.linalg.svd(small @ small.T)
    return np.asarray((basis @ left[:, :dims]) * values[:dims] ** 0.25, np.float32)


def unit(matrix: Floats) -> Floats:
    norm = np.linalg.norm(matrix, axis=1, keepdims=True)
    return np.asarray(matrix / np.maximum(norm, 1e-9), np.float32)


def start_rows(
    bags: Bags,
    english: Bags,
    vocabulary: Vocabulary,
    dictionary: Dictionary,
    bagger: Bagger,
    dims: int,
    seed: int,
) -> Floats:
    """(rows, dims): every fourth dimension by co-occurrence, the others by which word it is.

    `english` are sentences, for how usual an English word is: Chinese texts hardly have any.
    """
    rng = np.random.default_rng(seed)
    company = np.arange(dims) % COMPANY == 0
    out = np.zeros((vocabulary.rows, dims), np.float32)
    found = factors(ppmi(cooccurrence(bags, vocabulary.rows)), int(company.sum()), rng)
    out[:, company] = unit(found)
    out[:, ~company] = IDENTITY * _identities(vocabulary, int((~company).sum()), rng)
    counts = np.bincount(bags.rows, minlength=vocabulary.rows).astype(np.float64)
    _set_english(out, counts, vocabulary, dictionary, bagger)
    out = unit(out)
    said = np.bincount(english.rows, minlength=vocabulary.rows)
    share = np.maximum(counts / counts.sum(), said / max(1, said.sum()))
    out *= (RARITY / (RARITY + share))[:, None].astype(np.float32)
    out[0] = 0  # the unknown token says nothing
    return out


def _identities(vocabulary: Vocabulary, dims: int, rng: np.random.Generator) -> Floats:
    """Random unit rows; a word leans towards its characters, so that 高校 meets 高等学校."""
    own = unit(rng.standard_normal((vocabulary.rows, dims)).astype(np.float32))
    row = dict(zip(vocabulary.tokens, vocabulary.row, strict=True))
    mixed = own.copy()
    for token, number in row.items():
        parts = (
            [row[c] for c in token if c in row] if len(token) > 1 and not token.isascii() else []
        )
        if parts:
            mixed[number] += CHARACTERS / math.sqrt(len(parts)) * own[parts].sum(axis=0)
    return unit(mixed)


def _set_english(
    out: Floats,
    counts: npt.NDArray[np.float64],
    vocabulary: Vocabulary,
    dictionary: Dictionary,
    bagger: Bagger,
) -> None:
    """Each English row becomes the weighted mean of the Chinese words that it translates."""
    row = dict(zip(vocabulary.tokens, vocabulary.row, strict=True))
    chinese = list(dictionary.senses)
    bags = bagger.bags(chinese)
    shares: dict[int, list[tuple[float, int]]] = defaultdict(list)
    for number, word in enumerate(chinese):
        used = bags.rows[bags.start[number] : bags.start[number + 1]]
        usual = math.log(2 + counts[used].min()) if len(used) else 0.0
        boost = 5.0 if word in dictionary.glossary else 1.0
        for rank, sense in enumerate(dictionary.senses[word]):
            words = english_words([sense])
            for english in words:
                if english in row:
                    weight = boost * usual / (rank + 1) / len(words) ** 1.5
                    shares[row[english]].append((weight, number))
    unweighted = unit(out)
    for target, found in shares.items():
        found = sorted(found, reverse=True)[:12]
        total = np.zeros(out.shape[1], np.float32)
        for weight, number in found:
            used = bags.rows[bags.start[number] : bags.start[number + 1]]
            if len(used):
                total += weight * unweighted[used].sum(axis=0) / math.sqrt(len(used))
        if np.any(total):
            out[target] = total
