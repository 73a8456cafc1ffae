"""Clauses labelled by hand, real notices -> how many duties are found, and how strong they are."""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from corpus.errors import LabelError, PathError
from corpus.load import load
from corpus.notice import Notice
from eval.facts.score import Score, score_sets, total
from indexer.facts import ROLES, STRENGTHS, Duty
from indexer.facts.bodies import Bodies, learn
from indexer.facts.duties import duties_in

LABELS = Path(__file__).resolve().parent.parent / "sets" / "duties" / "labels.jsonl"
SPLITS = ("tune", "report")

# (body, role) -> strength
Duties = dict[tuple[str, str], str]


@dataclass(frozen=True, slots=True)
class Labelled:
    """One clause: the duties that a person read in it."""

    notice: str
    path: str
    split: str
    duties: Duties


@dataclass(frozen=True, slots=True)
class Judged:
    """One clause: pairs of body and role, bodies and roles alone, pairs of right strength."""

    split: str
    pairs: Score
    bodies: Score
    roles: Score
    by_role: dict[str, Score]
    right_strength: int


def read_labels(path: Path = LABELS) -> list[Labelled]:
    """All labelled clauses, both halves. LabelError names a line that is not as it should be."""
    labels = []
    for number, line in enumerate(path.read_text("utf-8").splitlines(), 1):
        try:
            row = json.loads(line)
            duties = {(plain(d["body"]), d["role"]): d["strength"] for d in row["duties"]}
            if row["split"] not in SPLITS or any(role not in ROLES for _, role in duties):
                raise ValueError("unknown split or role")
            if any(strength not in (*STRENGTHS, "") for strength in duties.values()):
                raise ValueError("unknown strength")
            labels.append(Labelled(row["notice"], row["path"], row["split"], duties))
        except (ValueError, KeyError, TypeError) as error:
            raise LabelError(f"{path.name}:{number}: not a labelled clause ({error})") from None
    return labels


def measure_duties(data: Path, labels: Sequence[Labelled] | None = None) -> dict[str, Any]:
    """Precision, recall and F1 of (body, role) and the share of right strengths, for both halves.

    `data` is the folder that holds notices/: the names of bodies are learned from all of them.
    PathError where a labelled clause is not there.
    """
    wanted = {
        (label.notice, label.path): label
        for label in (labels if labels is not None else read_labels())
    }
    notices = [notice for notice in load([data / "notices"]) if isinstance(notice, Notice)]
    bodies = learn(notices)
    names = {notice for notice, _ in wanted}
    judged: list[Judged] = []
    for notice in notices:
        if notice.id in names:
            judged.extend(_judge_notice(notice, bodies, wanted))
    if wanted:
        first = next(iter(wanted))
        raise PathError(
            f"{data / 'notices'}: {len(wanted)} labelled clauses are not there, as {first[0]} "
            f"{first[1]}; are these the notices that were labelled?"
        )
    return {split: _figures([one for one in judged if one.split == split]) for split in SPLITS}


def _judge_notice(
    notice: Notice, bodies: Bodies, wanted: dict[tuple[str, str], Labelled]
) -> list[Judged]:
    """The notice's labelled clauses; each is taken out of `wanted`."""
    found: dict[int, list[Duty]] = {}
    for place, duty in duties_in(notice, bodies):
        found.setdefault(place, []).append(duty)
    judged = []
    for place, clause in enumerate(notice.clauses):
        label = wanted.pop((notice.id, clause.path), None)
        if label:
            judged.append(judge(found.get(place, []), label))
    return judged


def judge(found: Sequence[Duty], label: Labelled) -> Judged:
    """Found and labelled duties of one clause compared."""
    duties = {(plain(duty.body), duty.role): duty.strength for duty in found}
    both = duties.keys() & label.duties.keys()
    return Judged(
        split=label.split,
        pairs=score_sets(duties.keys(), label.duties.keys()),
        bodies=score_sets({body for body, _ in duties}, {body for body, _ in label.duties}),
        roles=score_sets({role for _, role in duties}, {role for _, role in label.duties}),
        by_role={role: _one_role(role, duties, label.duties) for role in ROLES},
        right_strength=sum(duties[pair] == label.duties[pair] for pair in both),
    )


def plain(body: str) -> str:
    """A name as it is compared: NFKC, without blanks."""
    return "".join(unicodedata.normalize("NFKC", body).split())


def _one_role(role: str, found: Duties, labelled: Duties) -> Score:
    return score_sets({p for p in found if p[1] == role}, {p for p in labelled if p[1] == role})


def _figures(judged: Sequence[Judged]) -> dict[str, Any]:
    pairs = total(one.pairs for one in judged)
    right_strength = sum(one.right_strength for one in judged)
    return {
        "clauses": len(judged),
        **pairs.figures(),
        "bodies": total(one.bodies for one in judged).figures(),
        "roles": total(one.roles for one in judged).figures(),
        "strength": round(right_strength / pairs.right, 4) if pairs.right else 1.0,
        "by_role": {role: total(one.by_role[role] for one in judged).figures() for role in ROLES},
    }
