"""Where a figure comes from: commit, command, date, machine; no host name and no path of it."""

from __future__ import annotations

import os
import platform
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path, PurePath
from typing import Any

ROOT = Path(__file__).resolve().parent.parent


def provenance() -> dict[str, Any]:
    """What every results file says about how it was made, as JSON values."""
    return {
        "commit": commit(),
        "command": command(sys.argv),
        "date": datetime.now(UTC).strftime("%Y-%m-%d %H:%M UTC"),
        "machine": {
            "cores": os.cpu_count(),
            "architecture": platform.machine(),
            "python": platform.python_version(),
        },
    }


def commit() -> str | None:
    """Short hash of HEAD, with +changes when the working tree differs; None outside of git."""
    head = git("rev-parse", "--short=12", "HEAD")
    if head is None:
        return None
    return f"{head}+changes" if git("status", "--porcelain") else head


def git(*arguments: str) -> str | None:
    """What git prints in the project's folder; None when it fails or is not installed."""
    try:
        done = subprocess.run(["git", *arguments], cwd=ROOT, capture_output=True, check=True)
    except (OSError, subprocess.CalledProcessError):
        return None
    return done.stdout.decode("utf-8", errors="surrogateescape").strip()


def command(argv: list[str]) -> str:
    """The command as typed, absolute paths shortened to their last part."""
    program = PurePath(argv[0])
    start = (
        f"python -m eval.{program.parent.name}" if program.name == "__main__.py" else program.name
    )
    return " ".join([start, *(shortened(argument) for argument in argv[1:])])


def shortened(argument: str) -> str:
    option, sign, value = argument.partition("=")
    if sign and PurePath(value).is_absolute():
        return f"{option}={PurePath(value).name}"
    return PurePath(argument).name if PurePath(argument).is_absolute() else argument
