"""Chinese characters -> how they are spelt in Latin letters, without tones."""

from __future__ import annotations

import functools
import gzip
from pathlib import Path

READINGS = Path(__file__).resolve().parent / "model" / "pinyin.tsv.gz"


def spelled(text: str) -> str:
    """国办发 is guobanfa; what is no Chinese character stays as it is."""
    table = _table()
    return "".join(table.get(character, character) for character in text)


@functools.cache
def _table() -> dict[str, str]:
    lines = gzip.decompress(READINGS.read_bytes()).decode().split("\n")
    entries = (line.split("\t") for line in lines)
    return {character: reading for reading, chars in entries for character in chars}


@functools.lru_cache(maxsize=1024)
def homophones(character: str) -> str:
    """The other characters that sound like it, tones aside."""
    return _sounding().get(_table().get(character, ""), "").replace(character, "")


@functools.cache
def _sounding() -> dict[str, str]:
    found: dict[str, str] = {}
    for character, reading in _table().items():
        found[reading] = found.get(reading, "") + character
    return found
