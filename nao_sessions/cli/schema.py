"""`nao-sessions schema`: what an editor needs to know of the protocol language, and its reference page.

Both are made from the key table; stdout is data, so that they can be put anywhere.
"""

from __future__ import annotations

from pathlib import Path

import click

from nao_sessions.cli.words import lang_option, language_of, write_output
from nao_sessions.protocol.schema.reference import (
    as_text,
    expectations_schema,
    language_reference,
    protocol_schema,
    series_schema,
)
from nao_sessions.text.languages import LANGUAGES


@click.command(short_help="Give the JSON Schema of protocols, or the reference of the language.")
@click.option(
    "--reference",
    "reference_in",
    type=click.Choice(LANGUAGES),
    default=None,
    help="Give the reference page (Markdown) in this language instead.",
)
@click.option("--series", "of_series", is_flag=True, help="Give the schema of series instead.")
@click.option(
    "--expectations", "of_expectations", is_flag=True, help="Give the schema of expectations instead."
)
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path),
    default=None,
    metavar="PATH",
    help="Write into a file instead of stdout.",
)
@lang_option
def schema(
    reference_in: str | None, of_series: bool, of_expectations: bool, output: Path | None, lang: str | None
) -> None:
    """Give the JSON Schema (draft-07) by which an editor completes and checks protocols.

    Descriptions are in French and in English, or with --lang in one of them.
    """
    if reference_in is not None:
        text = language_reference(language_of(reference_in))
    else:
        language = None if lang is None else language_of(lang)
        of_file = series_schema if of_series else expectations_schema if of_expectations else protocol_schema
        text = as_text(of_file(language))
    if output is None:
        click.echo(text, nl=False)
        return
    write_output(output, text)
