"""What the commands share: their options, the index they open, how they print."""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

if TYPE_CHECKING:
    from indexer.encoders import Encoder
    from indexer.index import Index
    from service.answer.generated import Endpoint
    from service.rerankers import Reranker
    from service.results import Filters

IndexOption = Annotated[
    Path | None,
    typer.Option(
        "--index",
        help="Index folder (default: $GONGWEN_INDEX, else per-user data).",
        show_default=False,
    ),
]
JsonOption = Annotated[
    bool, typer.Option("--json", help="One JSON document on stdout, nothing else.")
]
EncoderOption = Annotated[
    str | None,
    typer.Option(
        help="embedded, or any sentence-transformers model (name or path).", show_default=False
    ),
]
RerankerOption = Annotated[
    str | None,
    typer.Option(
        help="Cross-encoder that puts the best clauses in order (name or path).",
        show_default=False,
    ),
]
ConversationOption = Annotated[
    Path | None,
    typer.Option(
        help="Keep the last notice and subject in this small file, for follow-up questions.",
        show_default=False,
    ),
]
OffOption = Annotated[
    list[str] | None,
    typer.Option(
        "--off",
        metavar="NAME",
        help="Switch a part of the search off, such as typos; may be repeated.",
        show_default=False,
    ),
]
GenerateOption = Annotated[
    bool,
    typer.Option("--generate", help="Also a summary by the model of GONGWEN_LLM_*, checked."),
]
ModeOption = Annotated[str, typer.Option(help="hybrid, dense or lexical.")]
IssuerOption = Annotated[
    str | None, typer.Option(help="Only issuers whose name holds this.", show_default=False)
]
NumberOption = Annotated[
    str | None, typer.Option(help="Only this document number (发文字号).", show_default=False)
]
FromOption = Annotated[
    str | None,
    typer.Option("--from", help="Not before: 2020, 2020-05, 2020-05-06.", show_default=False),
]
ToOption = Annotated[
    str | None,
    typer.Option("--to", help="Not after: 2020, 2020-05, 2020-05-06.", show_default=False),
]
NoticeOption = Annotated[
    str | None, typer.Option(help="Only this notice, by id.", show_default=False)
]
DueFromOption = Annotated[
    str | None,
    typer.Option("--due-from", help="Only clauses with a deadline not before.", show_default=False),
]
DueToOption = Annotated[
    str | None,
    typer.Option("--due-to", help="Only clauses with a deadline not after.", show_default=False),
]
AmountMinOption = Annotated[
    str | None,
    typer.Option("--amount-min", help="Only clauses with a sum from 500万 on.", show_default=False),
]
AmountMaxOption = Annotated[
    str | None,
    typer.Option("--amount-max", help="Only clauses with a sum up to 500万.", show_default=False),
]
CsvOption = Annotated[bool, typer.Option("--csv", help="A table on stdout, nothing else.")]


def folder_of(given: Path | None) -> Path:
    """The index folder: as given, else of GONGWEN_INDEX, else the per-user one."""
    if given is not None:
        return given
    if os.environ.get("GONGWEN_INDEX", "").strip():
        return Path(os.environ["GONGWEN_INDEX"])
    from indexer.layout import default_folder

    return default_folder()


def open_index(given: Path | None, encoder: str | None = None) -> Index:
    """The index, made of the bundled notices first where there is none yet."""
    from indexer.generations import holds_index
    from indexer.index import Index

    folder = folder_of(given)
    chosen = encoder_named(encoder)
    if not holds_index(folder):
        from corpus.load import BUNDLED
        from indexer.build import index_paths
        from indexer.encoders import load_encoder

        say(f"gongwen: no index yet; indexing the bundled notices into {folder}")
        index_paths(folder, [str(BUNDLED)], chosen or load_encoder())
    return Index.open(folder, chosen)


def encoder_named(name: str | None) -> Encoder | None:
    """The encoder asked for by flag or GONGWEN_ENCODER; None: the index's own."""
    name = name or os.environ.get("GONGWEN_ENCODER", "").strip() or None
    if name is None:
        return None
    from indexer.encoders import load_encoder

    return load_encoder(name)


def reranker_named(name: str | None) -> Reranker | None:
    """The reranker asked for by flag or GONGWEN_RERANKER; None: our order stays."""
    name = name or os.environ.get("GONGWEN_RERANKER", "").strip() or None
    if name is None:
        return None
    from service.rerankers import load_reranker

    return load_reranker(name)


def model_endpoint() -> Endpoint:
    """The model of GONGWEN_LLM_*; NoModelError when none is set."""
    from service.answer.generated import endpoint_of, required
    from service.settings import load_settings

    return required(endpoint_of(load_settings()))


def filters_of(
    issuer: str | None,
    number: str | None,
    start: str | None,
    end: str | None,
    notice: str | None,
    due: tuple[str | None, str | None] = (None, None),
    amounts: tuple[str | None, str | None] = (None, None),
) -> Filters:
    """Filters from the options; FilterError for a malformed one."""
    from service.query import make_filters

    return make_filters(
        issuer, number, start, end, notice,
        due_from=due[0], due_to=due[1], amount_min=amounts[0], amount_max=amounts[1],
    )  # fmt: skip


def one_form(**chosen: bool) -> None:
    """Usage error when more than one of --json, --csv, --ics is given."""
    names = [f"--{name}" for name, on in chosen.items() if on]
    if len(names) > 1:
        raise typer.BadParameter(f"give one of {', '.join(names)}")


def print_json(document: Any) -> None:
    """One JSON document on stdout."""
    print(json.dumps(document, ensure_ascii=False, indent=None if len(str(document)) > 1e6 else 2))


def say(text: str) -> None:
    """A line on stderr."""
    print(text, file=sys.stderr)
