"""Characters as a font's map gives them -> characters as they are written; or: not readable.

Fonts made for print give 工 as the radical ⼯ (U+2F2F) and fi as one sign; both look right on paper
and are found by no search. A map that is broken or absent gives signs that are no text at all.
"""

from __future__ import annotations

import re
import unicodedata

from corpus.readable import chinese_share

# Radicals that Unicode does not itself lead back to a character.
RADICALS = str.maketrans(
    "⺁⺄⺌⺗⺝⺟⺠⺩⺫⺬⺮⺯⺶⺼⻁⻄⻅⻆⻉⻊⻋⻓⻔⻘⻙⻚⻛⻜⻝⻢⻣⻤⻥⻦⻧⻨⻩⻬⻮⻰⻳",
    "厂乙小心月母民王目示竹糸羊肉虎西见角贝足车长门青韦页风飞食马骨鬼鱼鸟卤麦黄齐齿龙龟",
)
# What NFKC repairs without touching full-width signs: radicals, compatibility characters,
# ligatures, the upright forms of marks in vertical text.
FORMS = re.compile(r"[\u2f00-\u2fd5\uf900-\ufaff\ufb00-\ufb06\ufe10-\ufe19\ufe30-\ufe4f]")
OLD_RADICALS = re.compile(r"[\u2e80-\u2ef3]")

SAMPLE = 20_000
MANY = 300  # characters below which nothing is judged by frequency
SCATTERED = 100  # different Han characters
COMMON = 0.7  # of Han characters and signs; 0.81 and more in real notices, 0.39 in a broken map
# The most frequent characters of official text: in each of the real notices at hand, company lists
# included, they are more than a tenth of all.
FREQUENT = frozenset(
    "的和一是在有为业工作发展政府部门实施企理管全关于中国市省行会委资生产加推进强建设技术项目单位"
)
HAN = re.compile(r"[\u3400-\u9fff]")
WORDS = re.compile(r"[A-Za-z]{2,14}(?=[\s,.;:!?)]|$)")


def repaired(text: str) -> tuple[str, int]:
    """The text with radicals and print forms as ordinary characters, and how many were changed."""
    text, forms = FORMS.subn(lambda match: unicodedata.normalize("NFKC", match[0]), text)
    radicals = len(OLD_RADICALS.findall(text))
    return (text.translate(RADICALS) if radicals else text), forms + radicals


def is_garbage(text: str) -> bool:
    """Whether a text is what a broken font map gives: signs without meaning, or no word of any
    language that a notice is written in. In doubt it is text."""
    sample = "".join(text[:SAMPLE].split())
    if not sample:
        return False
    bad = sum(unicodedata.category(char) in ("Cc", "Cn", "Co", "Cs") or char == "\ufffd"
              for char in sample)  # fmt: skip
    if bad > 0.3 * len(sample):
        return True
    if len(sample) < MANY:
        return False
    han = HAN.findall(sample)
    if len(han) < 0.05 * len(sample):
        words = sum(len(word) for word in WORDS.findall(text[:SAMPLE]))
        digits = sum(char.isdigit() for char in sample)
        return words + digits < 0.3 * len(sample)
    if chinese_share(sample) < COMMON:
        return True
    # A table may say one thing a hundred times; a broken map scatters.
    return len(set(han)) >= SCATTERED and sum(char in FREQUENT for char in han) < 0.02 * len(han)
