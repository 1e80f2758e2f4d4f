"""The words of the progress pages, in both languages.

Plain spaces here: French typography is put in where a sentence is shown.
"""

from __future__ import annotations

from collections.abc import Mapping

from nao_sessions.text.messages import Text, msg, msgn

WORDS: Mapping[str, Text] = {
    "title": msg("Progress"),
    "title_of": msg("Progress of {who}"),
    "choose": msg("The progress of a participant"),
    "sessions": msgn("{n} session", "{n} sessions"),
    "last_on": msg("the last on {when}"),
    "nobody": msg("Nobody has a session yet. Progress begins after the first one."),
    "establishment": msg("Figures for the establishment"),
    "establishment_hint": msg(
        "How many sessions, minutes and participants, month by month: without names, codes or ranking. "
        "Nothing under five is given exactly."
    ),
    "see_establishment": msg("See the figures"),
    "csv": msg("Download the table (CSV)"),
    "by_month": msg("By month"),
    "by_protocol": msg("By protocol"),
    "no_sessions": msg("No closed session yet."),
    "how": msg(
        "These drawings compare the child with itself, from session to session, and with nobody else."
    ),
    "rehearsals_out": msg("Rehearsals are not among them."),
    "rehearsals_only": msg("These are rehearsals: they say nothing about real children."),
    "corrected": msg("Corrections made after sessions are applied."),
    "trials_plot": msg("How trials went, session by session"),
    "latency_plot": msg("The time to answer, session by session"),
    "latency_hint": msg(
        "From the end of the question to the answer, helps included, without those that an interruption "
        "cut. The dot is the median: half of the answers came sooner, half later. "
        "The line runs from the quickest to the slowest."
    ),
    "level_plot": msg("The level, session by session"),
    "of_which": msg("{n} of them"),
    "easy": msg(
        "Trials: in brackets, the easy ones that were asked again before the end since they had succeeded."
    ),
    "easy_ones": msgn("{n} easy", "{n} easy"),
    "errors_before": msg(
        "No response: nothing came after the last help; in brackets, the trials in which wrong answers "
        "had come before."
    ),
    "in_words": msg("Last time, on {when}: {counts}"),
    "in_words_before": msg(
        "The last session, on {last}, has no judged trial. The last that has, on {when}: {counts}"
    ),
    "none_judged": msg("No trial of these sessions was judged."),
    "help_unnamed": msg("not specified"),
    "cut": msgn("{n} not counted (interruption)", "{n} not counted (interruption)"),
    "undated": msg("date unknown"),
    "untitled": msg("Untitled sessions"),
    "date": msg("Session"),
    "trials": msg("Trials"),
    "help": msg("Help that sufficed"),
    "latency": msg("Latency"),
    "level": msg("Level"),
    "phase": msg("Phase"),
    "phase_hint": msg(
        "The phase is the one said when a session began; else the one that the series plans, in order."
    ),
    "version": msg("version {version}"),
    "table": msg("The same figures as a table ({title})"),
    "no_trials": msg("No judged trial, and no time to count: there is nothing to draw."),
    "last_only": msg("The drawings show the last {n} sessions, the table shows them all."),
    "unread": msg("Folders that cannot be read are not counted: {names}."),
    "back": msg("Back to progress"),
}
VOIDS: Mapping[str, Text] = {
    "heard": msg("word heard"),
    "left": msg("child left"),
    "crash": msg("program ended"),
    "adult": msg("set aside"),
    "redone": msg("asked again"),
    "skipped": msg("passed over"),
    "calm": msg("calming down"),
    "ended": msg("session ended"),
    "button": msg("button"),
    "time": msg("time over"),
    "interrupted": msg("interrupted"),
    "corrected": msg("corrected afterwards"),
}
"""Why trials are not scored, by the words of :data:`~nao_sessions.record.results.trials.VoidReason`."""
