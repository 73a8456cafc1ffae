"""CC-CEDICT -> indexer/model/pinyin.tsv.gz: the usual reading of each character, without tones.

`python -m indexer.train.pinyin --data ../shared/data/train`; indexer/pinyin.py reads it.
"""

from __future__ import annotations

import argparse
import re
from collections import Counter, defaultdict
from pathlib import Path

from indexer.train.text import read_rows
from indexer.train.translations import MODEL, write_table

TABLE = "pinyin.tsv.gz"
_HAN = re.compile(r"[\u4e00-\u9fff]+")


def main() -> None:
    """Writes the table."""
    parser = argparse.ArgumentParser(prog="python -m indexer.train.pinyin")
    parser.add_argument("--data", type=Path, required=True, help="folder of the training files")
    parser.add_argument("--model", type=Path, default=MODEL)
    given = parser.parse_args()
    lines = table(given.data)
    write_table(given.model / TABLE, lines)
    print(f"{len(lines)} readings, {(given.model / TABLE).stat().st_size // 1024} KiB")


def table(data: Path) -> list[str]:
    """`fa<TAB>发法罚`, sorted; a character stands under the reading that most words give it."""
    readings: dict[str, Counter[str]] = defaultdict(Counter)
    for row in read_rows(data / "cedict.jsonl.gz"):
        word, spoken = row["simplified"], row["pinyin"].lower().replace("u:", "v").split()
        if _HAN.fullmatch(word) and len(spoken) == len(word):
            for character, reading in zip(word, spoken, strict=True):
                readings[character][reading.rstrip("12345")] += 1
    characters: dict[str, list[str]] = defaultdict(list)
    for character, counts in sorted(readings.items()):
        characters[counts.most_common(1)[0][0]].append(character)
    return [f"{reading}\t{''.join(chars)}" for reading, chars in sorted(characters.items())]


if __name__ == "__main__":
    main()
