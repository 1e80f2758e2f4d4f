"""The command `nao-sessions`: its verbs, each loaded only when it is asked for.

Data go to stdout and talk to stderr; an error has a code, a sentence and a hint, and never a traceback.
"""

from __future__ import annotations

import gc
import importlib
import os
import sys
from types import ModuleType

import click

from nao_sessions.cli.words import language_asked, tell_error
from nao_sessions.core.errors import (
    DeviceUnavailable,
    NaoSessionsError,
    ProtocolRefused,
    RecordError,
    UsageError,
)
from nao_sessions.text.messages import msg

# What click says of a wrong command line, said in French: one sentence by kind of error.
#
# click itself speaks English; a kind that is not known here keeps its words.


def in_french(error: click.ClickException) -> str:
    """Return the usage line where there is one, the sentence, and where to find help."""
    lines = [_sentence(error)]
    context = error.ctx if isinstance(error, click.UsageError) else None
    if context is not None:
        lines.append(f"  conseil : « {context.command_path} --help » dit ce qui est possible.")
    return "\n".join(lines)


def _sentence(error: click.ClickException) -> str:
    match error:
        case click.NoSuchOption():
            return f"Option inconnue : {error.option_name}." + _perhaps(error.possibilities)
        case click.MissingParameter():
            kind = "l'argument" if isinstance(error.param, click.Argument) else "l'option"
            return f"Il manque {kind} {_hint(error)}."
        case click.BadParameter():
            return f"Valeur refusée pour {_hint(error)} : {_expected(error)}"
        case click.BadOptionUsage():
            return f"L'option {error.option_name} demande une valeur, ou n'en prend pas."
        case click.UsageError() if hasattr(error, "command_name"):  # click 8.4 has a class for it
            return f"Commande inconnue : {error.command_name}."
        case click.UsageError():
            return f"Ligne de commande refusée : {error.format_message()}"
    return f"Erreur : {error.format_message()}"


def _hint(error: click.BadParameter) -> str:
    if error.param is not None:
        return error.param.get_error_hint(error.ctx) or ""
    given = error.param_hint
    return given if isinstance(given, str) else " / ".join(given or ())


def _expected(error: click.BadParameter) -> str:
    kind = None if error.param is None else error.param.type
    if isinstance(kind, click.Choice):
        return "au choix : " + ", ".join(map(str, kind.choices)) + "."
    if isinstance(kind, click.IntRange | click.FloatRange):
        return f"un nombre de {kind.min} à {kind.max} est attendu."
    if kind is click.INT:
        return "un nombre entier est attendu."
    return error.message


def _perhaps(names: list[str] | None) -> str:
    return f" Peut-être {' ou '.join(names)} ?" if names else ""


VERBS = {
    "new": "nao_sessions.cli.new",
    "check": "nao_sessions.cli.check",
    "schema": "nao_sessions.cli.schema",
    "sheet": "nao_sessions.cli.sheet",
    "board": "nao_sessions.cli.board",
    "diagram": "nao_sessions.cli.diagram",
    "diff": "nao_sessions.cli.diff",
    "run": "nao_sessions.cli.run",
    "console": "nao_sessions.cli.console",
    "info": "nao_sessions.cli.info",
    "verify": "nao_sessions.cli.verify",
    "recover": "nao_sessions.cli.recover",
    "sync": "nao_sessions.cli.sync",
    "doctor": "nao_sessions.cli.doctor",
    "import": "nao_sessions.cli.import_:import_",
    "replay": "nao_sessions.cli.replay",
    "export": "nao_sessions.cli.export",
    "annotate": "nao_sessions.cli.annotate",
    "agree": "nao_sessions.cli.agree",
    "fidelity": "nao_sessions.cli.fidelity",
    "scheme": "nao_sessions.cli.scheme",
    "rehearse": "nao_sessions.cli.rehearse",
    "practice": "nao_sessions.cli.practice",
    "try": "nao_sessions.cli.try_step:try_",
}

DEBUG = "NAO_SESSIONS_DEBUG"
"""Environment variable: set, an unforeseen error shows its traceback (which may hold a typed name)."""

EXIT_FINDINGS = 1
EXIT_USAGE = 2
EXIT_UNAVAILABLE = 3
EXIT_INCOMPLETE = 4


class _LazyGroup(click.Group):
    """A group whose commands are imported when they are called: `check` loads no video library."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(VERBS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        module, _, name = VERBS.get(cmd_name, "").partition(":")
        if not module:
            return None
        command: click.Command = getattr(_imported(module), name or cmd_name)
        return command


def _imported(module: str) -> ModuleType:
    """Import a module without looking for garbage meanwhile: modules stay, and it took 80 of 550 ms."""
    collecting = gc.isenabled()
    gc.disable()
    try:
        return importlib.import_module(module)
    finally:
        if collecting:
            gc.enable()


@click.command(cls=_LazyGroup)
@click.version_option(package_name="nao_sessions")
def group() -> None:
    """Workshops with Nao: check a protocol, run a recorded session, verify it, replay it."""


def main() -> None:
    """Run the command line and exit with the contract's codes (design, section 11)."""
    try:
        code = group.main(standalone_mode=False)
    except click.ClickException as error:
        _show(error)
        code = EXIT_USAGE
    except click.Abort:
        code = 130
    except NaoSessionsError as error:
        tell_error(error)
        code = exit_code(error)
    except BrokenPipeError:
        # The reader of stdout has gone (a pager, `head`): nothing is left to say, and nobody to say it to.
        sys.stderr.close()
        code = 0
    except Exception as error:
        if os.environ.get(DEBUG):
            raise
        tell_error(_unforeseen(error))
        code = EXIT_FINDINGS
    sys.exit(code if isinstance(code, int) else 0)


def _show(error: click.ClickException) -> None:
    """Say what is wrong with the command line; called without a command, click's error is the help."""
    if language_asked() == "en" or type(error).__name__ == "NoArgsIsHelpError":
        error.show()
    else:
        click.echo(in_french(error), err=True)


def _unforeseen(error: Exception) -> NaoSessionsError:
    """Say a fault of the program as one sentence: what it is, and how to see where."""
    return NaoSessionsError(
        msg("Unforeseen error of the program: {kind}.", kind=type(error).__name__),
        msg("What was recorded can still be read. To report it: run again with {debug}=1.", debug=DEBUG),
        code="X100",
    )


def exit_code(error: NaoSessionsError) -> int:
    """Return the exit code of an error."""
    if isinstance(error, DeviceUnavailable):
        return EXIT_UNAVAILABLE
    if isinstance(error, (ProtocolRefused, RecordError)):
        return EXIT_FINDINGS
    if isinstance(error, UsageError):
        return EXIT_USAGE
    return EXIT_FINDINGS
