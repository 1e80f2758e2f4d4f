"""`nao-sessions scheme`: check a coding scheme, take one over from BORIS or ELAN, write one for them.

stdout holds the scheme and nothing else.
"""

from __future__ import annotations

from pathlib import Path

import click

from nao_sessions.analysis.formats.boris.scheme import as_boris
from nao_sessions.analysis.formats.elan.write_scheme import as_elan
from nao_sessions.analysis.schemes.files import shipped, take_scheme
from nao_sessions.analysis.schemes.model import LOST_IN_ELAN
from nao_sessions.analysis.schemes.yaml_files import as_yaml
from nao_sessions.cli.words import (
    give_json,
    json_option,
    lang_option,
    language_of,
    tell,
    tell_remark,
    write_output,
)
from nao_sessions.text.messages import msg

_WRITERS = {"yaml": as_yaml, "boris": as_boris, "etf": as_elan}


@click.command(short_help="Check a coding scheme, or convert it.")
@click.argument("scheme", required=False)
@click.option("--to", "form", type=click.Choice(list(_WRITERS)), default="yaml", show_default=True)
@click.option("-o", "--output", type=click.Path(path_type=Path), help="Where it is written.")
@json_option
@lang_option
def scheme(scheme: str | None, form: str, output: Path | None, as_json: bool, lang: str | None) -> None:
    """Read a scheme (YAML, a .boris project, an .etf or .eaf file, or a name) and write it again.

    Without a scheme, name those that ship.
    """
    language = language_of(lang)
    if scheme is None:
        for name in shipped():
            click.echo(name)
        return
    taken = take_scheme(scheme)
    found = taken.scheme
    if as_json:
        give_json({**found.to_json(language), "digest": found.digest()})
    elif output is not None:
        write_output(output, _WRITERS[form](found))
    else:
        click.echo(_WRITERS[form](found), nl=False)
    for one in taken.remarks:
        tell_remark(one, language)
    if form == "etf" and not as_json:
        tell(LOST_IN_ELAN, language)
    count, remarks = len(found.behaviours), len(taken.remarks)
    words = msg("{scheme}. Behaviours: {count}; nothing wrong")
    if remarks:
        words = msg("{scheme}. Behaviours: {count}; remarks: {remarks}")
    tell(
        words.format(scheme=f"{found.id} {found.version}", count=count, remarks=remarks),
        language,
    )
