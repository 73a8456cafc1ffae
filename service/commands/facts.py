"""Commands that gongwen.py joins: the lists of duties and of deadlines."""

from __future__ import annotations

from typing import Annotated

import typer

from service.shell import (
    CsvOption,
    FromOption,
    IndexOption,
    IssuerOption,
    JsonOption,
    NoticeOption,
    ToOption,
    one_form,
    open_index,
    print_json,
)


def duties(
    body: Annotated[
        str | None, typer.Option(help="Only bodies whose name holds this.", show_default=False)
    ] = None,
    role: Annotated[
        str | None, typer.Option(help="Only this role: 牵头, 配合, 负责 ...", show_default=False)
    ] = None,
    strength: Annotated[
        str | None, typer.Option(help="Only 必须, 应当, 要, 可以 ...", show_default=False)
    ] = None,
    notice: NoticeOption = None,
    issuer: IssuerOption = None,
    from_: FromOption = None,
    to: ToOption = None,
    as_csv: CsvOption = False,
    index: IndexOption = None,
    as_json: JsonOption = False,
) -> None:
    """Who has to do what: the bodies, roles and tasks that notices name."""
    from service.commands.facts_lines import duty_lines
    from service.duties import duties_csv, list_duties, make_duty_filters

    one_form(json=as_json, csv=as_csv)
    filters = make_duty_filters(body, role, strength, notice, issuer, from_, to)
    with open_index(index) as opened:
        page = list_duties(opened, filters)
    if as_json:
        return print_json(page.to_json())
    if as_csv:
        return print(duties_csv(page.duties), end="")
    return print("\n".join(duty_lines(page.duties)))


def deadlines(
    from_: Annotated[
        str | None,
        typer.Option("--from", help="Not due before: 2020, 2020-05 ...", show_default=False),
    ] = None,
    to: Annotated[
        str | None,
        typer.Option("--to", help="Not due after: 2020, 2020-05 ...", show_default=False),
    ] = None,
    notice: NoticeOption = None,
    issuer: IssuerOption = None,
    as_ics: Annotated[
        bool, typer.Option("--ics", help="A calendar (iCalendar) on stdout.")
    ] = False,
    as_csv: CsvOption = False,
    index: IndexOption = None,
    as_json: JsonOption = False,
) -> None:
    """By which day something is to be done: the deadlines that notices state, by day."""
    from service.agenda import ics_text
    from service.commands.facts_lines import deadline_lines
    from service.deadlines import deadlines_csv, list_deadlines, make_deadline_filters

    one_form(json=as_json, csv=as_csv, ics=as_ics)
    filters = make_deadline_filters(from_, to, notice, issuer)
    with open_index(index) as opened:
        page = list_deadlines(opened, filters)
    if as_json:
        return print_json(page.to_json())
    if as_csv or as_ics:
        write = ics_text if as_ics else deadlines_csv
        return print(write(page.deadlines), end="")
    return print("\n".join(deadline_lines(page.deadlines)))
