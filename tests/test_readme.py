"""The README's commands are run, its tables compared with the code."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

from corpus.readers import READERS
from indexer.encoders import ENCODERS
from indexer.stores import STORES
from service.rerankers import RERANKERS
from service.settings import variables

ROOT = Path(__file__).resolve().parent.parent
README = (ROOT / "README.md").read_text("utf-8")
WRITTEN = ("answer.json", "talk.json")
CONSOLE = re.compile(r"^```console\n(.*?)^```", re.M | re.S)


def commands() -> list[tuple[str, list[str]]]:
    """(command, lines shown under it) of every console block, in order."""
    found: list[tuple[str, list[str]]] = []
    for block in CONSOLE.findall(README):
        for line in block.splitlines():
            if line.startswith("$ "):
                found.append((line[2:], []))
            else:
                found[-1][1].append(line)
    return found


def test_every_command_of_the_readme_does_what_is_shown(tmp_path: Path) -> None:
    """`…` stands for what differs from run to run. The first block makes its own index."""
    program = str(Path(sys.executable).with_name("gongwen"))
    environment = {k: v for k, v in os.environ.items() if not k.startswith("GONGWEN_")}
    environment["GONGWEN_INDEX"] = str(tmp_path / "first")
    assert len(commands()) >= 12
    for command, shown in commands():
        if command.startswith("gongwen index corpus"):
            environment["GONGWEN_INDEX"] = str(tmp_path / "second")
        arguments = shlex.split(command)
        assert arguments[0] == "gongwen"
        # what a command writes is not written into the repository
        arguments = [str(tmp_path / one) if one in WRITTEN else one for one in arguments]
        done = subprocess.run(
            [program, *arguments[1:]], capture_output=True, text=True, cwd=ROOT, env=environment
        )
        assert done.returncode == 0, (command, done.stderr)
        lines = iter(done.stdout.splitlines())
        for line in filter(lambda line: line != "…", shown):
            pattern = ".*".join(re.escape(part) for part in line.split("…"))
            assert any(re.fullmatch(pattern, printed) for printed in lines), (command, line)


def rows(heading: str) -> list[list[str]]:
    """The rows of the table whose first heading this is."""
    table = README.split(f"| {heading} |", 1)[1].split("\n\n", 1)[0].splitlines()[2:]
    return [[cell.strip() for cell in row.strip().strip("|").split("|")] for row in table]


def names(heading: str) -> set[str]:
    return {name for row in rows(heading) for name in re.findall(r"`([^`]+)`", row[0])}


def test_tables_list_every_reader_encoder_reranker_and_store() -> None:
    assert names("formats") == set(READERS)
    assert names("encoders") | {"static"} == set(ENCODERS)
    assert names("rerankers") == set(RERANKERS)
    assert names("stores") == set(STORES)


def test_table_of_settings_is_the_code_s() -> None:
    shown = [[row[0].strip("`"), *row[1:]] for row in rows("variable")]
    assert shown == [list(row) for row in variables()]
