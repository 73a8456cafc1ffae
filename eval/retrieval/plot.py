"""Judged answers by group -> a picture of risk by coverage, the same bytes for the same answers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from corpus.errors import InputError, PathError
from eval.retrieval.confidence import Judged, curve, thinned
from service.answer.abstain import THRESHOLD

POINTS = 200  # of each line


def draw(groups: Mapping[str, Sequence[Judged]], path: Path) -> None:
    """Writes an SVG: a line a group, a dot where the shipped threshold puts it."""
    try:
        from matplotlib.figure import Figure
    except ImportError:
        raise InputError("matplotlib is not installed; run pip install 'gongwen[eval]'") from None
    from matplotlib import rc_context

    with rc_context({"svg.hashsalt": "gongwen", "svg.fonttype": "none", "font.size": 9}):
        figure = Figure(figsize=(7, 4.5), layout="constrained")
        axes = figure.subplots()
        for name, judged in groups.items():
            points = curve(judged)
            drawn = thinned(points, POINTS)
            [line] = axes.step(
                [point.coverage for point in drawn],
                [point.risk for point in drawn],
                where="pre",
                label=f"{name} (n = {len(judged)})",
                linewidth=1.2,
            )
            answered = [point for point in points if point.threshold >= THRESHOLD]
            if answered:
                axes.plot(answered[-1].coverage, answered[-1].risk, "o", color=line.get_color())
        axes.set_xlabel("coverage: share of the questions that are answered")
        axes.set_ylabel("risk: share of wrong answers among them")
        axes.set_xlim(0, 1)
        axes.set_ylim(0, 1)
        axes.set_title(f"Dots: the shipped threshold, confidence {THRESHOLD}")
        axes.grid(alpha=0.3)
        axes.legend(loc="upper left", fontsize=8)
        try:
            figure.savefig(path, format="svg", metadata={"Date": None, "Creator": None})
        except OSError as error:
            raise PathError(
                f"{path}: cannot be written ({error.strerror}); choose another"
            ) from None
