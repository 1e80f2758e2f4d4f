"""The command `nao-sessions`: its verbs, each loaded only when it is asked for.

Data go to stdout and talk to stderr; an error has a code, a sentence and a hint, and never a traceback.
"""

from __future__ import annotations

import copy
import gc
import importlib
import inspect
import os
import sys
from collections.abc import Iterable
from types import ModuleType

import click

from nao_sessions.cli.words import language_asked, tell_error
from nao_sessions.core.errors import (
    DeviceUnavailable,
    NaoSessionsError,
    OddRecord,
    ProtocolRefused,
    RecordError,
    UsageError,
    system_refused,
)
from nao_sessions.core.places import keep_to_ourselves
from nao_sessions.text.formats import SEMICOLON, alternatives, joined
from nao_sessions.text.languages import Language
from nao_sessions.text.messages import Message, Text, msg, verbatim

# The errors of a wrong command line, which click finds, as messages: one sentence by kind of error.
#
# A kind that is not known here keeps click's words, which are English.


def in_words(error: click.ClickException) -> NaoSessionsError:
    """Return an error of click as one of ours: a sentence, and where to find help."""
    context = error.ctx if isinstance(error, click.UsageError) else None
    hint = None
    if context is not None:
        hint = msg("'{command} --help' tells what is possible.", command=context.command_path)
    return NaoSessionsError(_sentence(error), hint)


def _sentence(error: click.ClickException) -> Text:
    match error:
        case click.NoSuchOption() if error.possibilities:
            perhaps = alternatives(error.possibilities)
            return msg("Unknown option: {name}. Perhaps {perhaps}?", name=error.option_name, perhaps=perhaps)
        case click.NoSuchOption():
            return msg("Unknown option: {name}.", name=error.option_name)
        case click.MissingParameter() if isinstance(error.param, click.Argument):
            return msg("The argument {name} is missing.", name=_hint(error))
        case click.MissingParameter():
            return msg("The option {name} is missing.", name=_hint(error))
        case click.BadParameter():
            return msg("Value refused for {name}: {expected}", name=_hint(error), expected=_expected(error))
        case click.BadOptionUsage():
            return msg("The option {name} needs a value, or takes none.", name=error.option_name)
        case click.UsageError() if hasattr(error, "command_name"):  # click 8.4 has a class for it
            return msg("Unknown command: {name}.", name=error.command_name)
        case click.UsageError():
            return msg("Command line refused: {words}", words=error.format_message())
    return msg("Error: {words}", words=error.format_message())


def _hint(error: click.BadParameter) -> str:
    if error.param is not None:
        return error.param.get_error_hint(error.ctx) or ""
    hint = error.param_hint
    return hint if isinstance(hint, str) else " / ".join(hint or ())


def _expected(error: click.BadParameter) -> Text:
    kind = None if error.param is None else error.param.type
    if isinstance(kind, click.Choice):
        return msg("one of: {choices}.", choices=", ".join(map(str, kind.choices)))
    if isinstance(kind, click.IntRange | click.FloatRange):
        return msg("a number of {least} to {most} is needed.", least=kind.min, most=kind.max)
    if kind is click.INT:
        return msg("a whole number is needed.")
    return verbatim(error.message)


# What commands say of themselves: click has it as plain strings, in English.


def in_language(command: click.Command, language: Language) -> click.Command:
    """Return a command with its help in *language*."""
    if language == "en":
        return command

    def said(words: str | None) -> str | None:
        return None if words is None else Message(inspect.cleandoc(words), HELP).in_language(language)

    found = copy.copy(command)
    found.context_class = _Context
    found.help, found.short_help = said(command.help), said(command.short_help)
    found.params = [copy.copy(one) for one in command.params]
    for one in found.params:
        if isinstance(one, click.Option):
            one.help = said(one.help)
    if isinstance(found, click.Group):
        found.commands = {name: in_language(one, language) for name, one in found.commands.items()}
    return found


class _Formatter(click.HelpFormatter):
    """What writes a help page, with click's own words in the user's language."""

    def write_usage(self, prog: str, args: str = "", prefix: str | None = None) -> None:
        super().write_usage(prog, args, f"{_USAGE.in_language(language_asked())} ")

    def write_heading(self, heading: str) -> None:
        words = _HEADINGS.get(heading, verbatim(f"{heading}:"))
        self.write(f"{'':>{self.current_indent}}{words.in_language(language_asked())}\n")

    def write_dl(self, rows: Iterable[tuple[str, str]], col_max: int = 30, col_spacing: int = 2) -> None:
        language = language_asked()
        super().write_dl([(name, _told(words, language)) for name, words in rows], col_max, col_spacing)


def _told(words: str, language: Language) -> str:
    """Return an option's help with click's own words in *language*: of ``--help``, and of what is given else.

    That is the end of a help, such as ``[default: 200; x>=1]``.
    """
    if words == _HELP_OPTION.en:
        return _HELP_OPTION.in_language(language)
    told, bracket, extras = words.rpartition("[")
    if not bracket or not extras.endswith("]") or (told and not told.endswith("  ")):
        return words
    each = [_extra(one) for one in extras.removesuffix("]").split("; ")]
    return f"{told}[{joined(each, SEMICOLON).in_language(language)}]"


def _extra(words: str) -> Text:
    if words.startswith(_DEFAULT):
        return msg("default: {value}", value=words.removeprefix(_DEFAULT))
    return msg("required") if words == "required" else verbatim(words)


class _Context(click.Context):
    formatter_class = _Formatter


_USAGE = msg("Usage:")
_HEADINGS = {"Options": msg("Options:"), "Commands": msg("Commands:")}
_HELP_OPTION = msg("Show this message and exit.")
_DEFAULT = "default: "
"""How click's own words begin that say what holds where an option is not given."""
HELP = "help"
"""The context of what commands say of themselves, in the catalogues."""


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
    "ground": "nao_sessions.cli.ground",
    "person": "nao_sessions.cli.person",
    "info": "nao_sessions.cli.info",
    "verify": "nao_sessions.cli.verify",
    "recover": "nao_sessions.cli.recover",
    "sync": "nao_sessions.cli.sync",
    "doctor": "nao_sessions.cli.doctor",
    "vault": "nao_sessions.cli.vault",
    "erase": "nao_sessions.cli.erase",
    "retention": "nao_sessions.cli.retention",
    "open": "nao_sessions.cli.open:open_",
    "inventory": "nao_sessions.cli.inventory",
    "disclose": "nao_sessions.cli.disclose",
    "hold": "nao_sessions.cli.hold",
    "backup": "nao_sessions.cli.backup",
    "restore": "nao_sessions.cli.backup:restore",
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
"""The exit codes: errors in files; a wrong command line; a device that is not there; a session of which a
camera or a microphone recorded nothing."""


class _LazyGroup(click.Group):
    """A group whose commands are imported when they are called: `check` loads no video library."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(VERBS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        module, _, name = VERBS.get(cmd_name, "").partition(":")
        if not module:
            return None
        command: click.Command = getattr(_imported(module), name or cmd_name)
        return in_language(command, language_asked())

    def get_help(self, ctx: click.Context) -> str:
        if language_asked() == "en":
            return super().get_help(ctx)
        formatter = _Formatter(width=ctx.terminal_width, max_width=ctx.max_content_width)
        in_language(self, language_asked()).format_help(ctx, formatter)
        return formatter.getvalue().rstrip("\n")


def _imported(module: str) -> ModuleType:
    """Import a module with garbage collection off, which took 80 of 550 ms."""
    collecting = gc.isenabled()
    gc.disable()
    try:
        return importlib.import_module(module)
    finally:
        if collecting:
            gc.enable()


def _show_version(ctx: click.Context, _: click.Parameter, asked: bool) -> None:
    """Show which program this is, by its number and its files, and exit."""
    if asked:
        from nao_sessions.record.manifest import program_version

        click.echo(f"nao-sessions, version {program_version()}")
        ctx.exit()


@click.command(cls=_LazyGroup)
@click.option(
    "--version",
    is_flag=True,
    expose_value=False,
    is_eager=True,
    callback=_show_version,
    help="Show the version and exit.",
)
def group() -> None:
    """Workshops with Nao: check a protocol, run a recorded session, verify it, replay it."""


def main() -> None:
    """Run the command line and exit with 0, or with the code of what went wrong (EXIT_FINDINGS...)."""
    try:
        keep_to_ourselves()
        code = group.main(standalone_mode=False)
    except click.ClickException as error:
        _show(error)
        code = EXIT_USAGE
    except click.Abort:
        code = 130
    except NaoSessionsError as error:
        if os.environ.get(DEBUG) and isinstance(error, OddRecord):
            raise
        tell_error(error)
        code = exit_code(error)
    except BrokenPipeError:
        # The reader of stdout has gone (a pager, `head`): nothing is left to say, and nobody to say it to.
        sys.stderr.close()
        code = 0
    except OSError as error:
        if os.environ.get(DEBUG):
            raise
        tell_error(NaoSessionsError(system_refused(error), _SYSTEM_HINT, code="X101"))
        code = EXIT_FINDINGS
    except Exception as error:
        if os.environ.get(DEBUG):
            raise
        tell_error(_unforeseen(error))
        code = EXIT_FINDINGS
    sys.exit(code if isinstance(code, int) else 0)


_SYSTEM_HINT = msg(
    "Is there space on the disk, is it still plugged in, and may you read and write there? "
    "What was recorded is as it was."
)


def _show(error: click.ClickException) -> None:
    """Write what is wrong with the command line; without a command, the help."""
    if language_asked() == "en" or type(error).__name__ == "NoArgsIsHelpError":
        error.show()
    else:
        tell_error(in_words(error))


def _unforeseen(error: Exception) -> NaoSessionsError:
    """Return an unforeseen exception as an error for people, with how to see where it happened."""
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
