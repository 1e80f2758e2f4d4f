"""What click says of a wrong command line, said in French: one sentence by kind of error.

click itself speaks English; a kind that is not known here keeps its words.
"""

from __future__ import annotations

import click


def in_french(error: click.ClickException) -> str:
    """Give the usage line where there is one, the sentence, and where to find help."""
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
