"""`gongwen ask`: a question -> its answer on stdout, kept as conversation and receipt if asked."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from corpus.errors import InputError, PathError
from service.shell import (
    AmountMaxOption,
    AmountMinOption,
    ConversationOption,
    DueFromOption,
    DueToOption,
    EncoderOption,
    FromOption,
    GenerateOption,
    IndexOption,
    IssuerOption,
    JsonOption,
    ModeOption,
    NoticeOption,
    NumberOption,
    OffOption,
    RerankerOption,
    ToOption,
    filters_of,
    model_endpoint,
    open_index,
    print_json,
    reranker_named,
    say,
)

if TYPE_CHECKING:
    from service.receipt import Receipt


def ask(
    question: Annotated[str, typer.Argument(metavar="QUESTION", show_default=False)],
    k: Annotated[int, typer.Option("-k", help="How many clauses to answer from.")] = 5,
    mode: ModeOption = "hybrid",
    issuer: IssuerOption = None,
    number: NumberOption = None,
    from_: FromOption = None,
    to: ToOption = None,
    notice: NoticeOption = None,
    due_from: DueFromOption = None,
    due_to: DueToOption = None,
    amount_min: AmountMinOption = None,
    amount_max: AmountMaxOption = None,
    encoder: EncoderOption = None,
    reranker: RerankerOption = None,
    off: OffOption = None,
    conversation: ConversationOption = None,
    generate: GenerateOption = False,
    receipt: Annotated[
        Path | None,
        typer.Option(help="Also write a receipt, for gongwen verify.", show_default=False),
    ] = None,
    force: Annotated[bool, typer.Option("--force", help="Overwrite the receipt's file.")] = False,
    index: IndexOption = None,
    as_json: JsonOption = False,
) -> None:
    """An answer with verbatim quotes, or an honest "not found"."""
    from service.asker import Asker
    from service.kept import ask_in_file
    from service.switches import make_switches
    from service.terminal import answer_lines

    due, amounts = (due_from, due_to), (amount_min, amount_max)
    filters = filters_of(issuer, number, from_, to, notice, due, amounts)
    switches = make_switches(off or ())
    judge = reranker_named(reranker)
    endpoint = model_endpoint() if generate else None
    if receipt:
        _refuse_to_overwrite(receipt, force)
    with open_index(index, encoder) as opened:
        asker = Asker(opened, k, mode, judge, switches)
        if conversation is None:
            answer = asker.ask(question, filters)
        else:
            answer = ask_in_file(asker.ask, question, filters, conversation)
        if endpoint:
            answer = asker.summarised(answer, endpoint)
        if receipt:
            _save(receipt, asker.receipt(answer, filters), force)
    if as_json:
        return print_json(answer.to_json())
    return print("\n".join(answer_lines(answer)))


def _refuse_to_overwrite(path: Path, force: bool) -> None:
    """InputError before anything is asked, rather than after."""
    if not force and path.exists():
        raise InputError(f"{path} is there already; take another name, or add --force")


def _save(path: Path, receipt: Receipt, force: bool) -> None:
    """Writes the receipt; a file that is there is only overwritten by `force`."""
    text = json.dumps(receipt.to_json(), ensure_ascii=False, indent=2) + "\n"
    try:
        with path.open("w" if force else "x", encoding="utf-8") as file:
            file.write(text)
    except FileExistsError:
        _refuse_to_overwrite(path, force)
    except OSError as error:
        raise PathError(f"cannot write {path} ({error.strerror}); take another name") from None
    say(f"gongwen: receipt in {path}; gongwen verify {path} checks it")
