"""A sentence -> claims on those who are given help, and on those whose zeal is called on."""

from __future__ import annotations

import re
from collections.abc import Iterator

from indexer.facts.bodies import Bodies
from indexer.facts.claims import Claim, task
from indexer.facts.names import names_at
from indexer.facts.sentences import Sentence

# Only literal words: most sentences hold none of them.
HINT = re.compile("加[强大]对|[给予][予以]|调动|激发|[定确备]")
HELPED = re.compile(
    r"加(?:强|大)对(?P<a>[^，,；;。\n的]{2,40})的[^，,；;。\n]{0,8}?(?:支持|扶持|帮扶)|"
    r"对(?P<b>[^，,；;。\n对]{2,60}?)[，,]?(?:采取[^，,。；;]{2,12}方式|分别|优先|按照?[^，,。；;]{2,12})?"
    r"(?:给予|予以)[^，,。；;\n]{0,16}?(?:支持|扶持|帮扶|倾斜)|"
    r"给予(?P<c>[^，,。；;\n\d]{2,12}?)(?=[\d最一资政])[^，,。；;\n]{1,12}?(?:支持|扶持)"
)
STIRRED = re.compile(
    r"(?:调动|激发)(?P<a>[^，,；;。\n]{2,60}?)(?:的)?"
    r"(?:积极性|主动性|创造性|创造力|内生动力|内生活力|各方力量)"
)
NAMED = re.compile(
    r"(?:指定|明确|确定|配备)(?P<a>[^，,；;。\n的]{2,16})(?=[，,]?(?:具体|专门)?(?:负责|分管|承担|担任|牵头))"
)
KINDS = ((HELPED, "支持", "鼓励"), (STIRRED, "鼓励", "鼓励"), (NAMED, "负责", ""))


def benefit_claims(text: str, sentence: Sentence, bodies: Bodies) -> Iterator[Claim]:
    """对A给予支持, 调动A积极性, 指定A负责; what a body is given may stand behind a comma."""
    if not HINT.search(text, sentence.start, sentence.end):
        return
    for words, role, strength in KINDS:
        for match in words.finditer(text, sentence.start, sentence.end):
            group = match.lastgroup or "a"
            end = match.end(group)
            names = names_at(text, match.start(group), end, bodies, "object")
            if names and (names.end == end or text[names.end - 1] == "等"):
                does = task(match.start(), match.end())
                yield from (Claim(span, role, strength, does) for span in names.spans)
