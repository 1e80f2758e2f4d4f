"""What verbs share that spread work over folders, cores or a cluster: options, a bar, a cluster's errors.

The folders are only read.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import click
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from nao_sessions.analysis.corpus.spread import Progress as Told
from nao_sessions.core.errors import UsageError
from nao_sessions.text.languages import Language
from nao_sessions.text.messages import Text, msg

jobs_option = click.option(
    "--jobs", type=click.IntRange(1), default=1, help="Processes of this machine, for many sessions."
)
dask_option = click.option(
    "--dask", metavar="ADDRESS", help="Spread many sessions over a Dask cluster that reaches the folders."
)


@contextmanager
def told(what: Text, total: int | None, language: Language) -> Iterator[Told]:
    """Show the progress of long work on stderr; yield the function to call as parts are done."""
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    console = Console(stderr=True)
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as bar:
        task = bar.add_task(what.in_language(language), total=total)
        yield lambda done: bar.update(task, advance=done)


@contextmanager
def reached(dask: str | None) -> Iterator[None]:
    """Turn errors of a Dask cluster that cannot be used into UsageError (U141, U142) in a ``with`` block."""
    try:
        yield
    except ImportError as error:
        if dask is None:
            raise
        raise UsageError(
            msg("Dask is not installed."),
            msg("Install nao_sessions[dask]."),
            code="U141",
        ) from error
    except OSError as error:
        if dask is None or error.errno is not None:  # of this machine, and no silence of the cluster
            raise
        raise UsageError(
            msg("No Dask cluster answers at {address}.", address=dask),
            msg("'dask scheduler' starts one, and tells its address."),
            code="U142",
        ) from error
