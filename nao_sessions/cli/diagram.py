"""`nao-sessions diagram`: a protocol as a drawing, for the team's wall, the committee and the paper."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from nao_sessions.cli.words import lang_option, language_of, tell, write_output
from nao_sessions.protocol import load
from nao_sessions.protocol.diagram import mermaid, svg
from nao_sessions.text.messages import msg

_TO_STDOUT = Path("-")
_MERMAID_SUFFIXES = (".mmd", ".mermaid")


@click.command(short_help="Draw a protocol.")
@click.argument("path", type=click.Path(path_type=Path), metavar="PROTOCOL")
@click.option(
    "--to", "kind", type=click.Choice(["svg", "mermaid"]), default=None, help="svg (default), or mermaid."
)
@click.option("-o", "--output", type=click.Path(path_type=Path), default=None, help="Where to write it.")
@lang_option
def diagram(path: Path, kind: str | None, output: Path | None, lang: str | None) -> None:
    """Draw a protocol: its steps, groups and trials, and every way from one to the next.

    The drawing goes to stdout unless -o names a file. As SVG it opens in any browser and prints on A4, in as
    many pages as it needs; as Mermaid (also -o NAME.mmd) it is text that pages and editors draw themselves.
    Exit code 0: drawn; 1: the protocol has errors.
    """
    language = language_of(lang)
    protocol = load(path)
    as_mermaid = kind == "mermaid" or (
        kind is None and output is not None and output.suffix.lower() in _MERMAID_SUFFIXES
    )
    drawing = mermaid(protocol, language) if as_mermaid else svg(protocol, language)
    if output is None or output == _TO_STDOUT:
        sys.stdout.buffer.write(drawing.encode())
        return
    write_output(output, drawing)
    tell(msg("Diagram written: {output}", output=output), language)
