"""The words of the pages where the console is unlocked, of persons, and of the journal."""

from __future__ import annotations

from collections.abc import Mapping

from nao_sessions.text.messages import Text, msg

WORDS: Mapping[str, Text] = {
    "title": msg("The console is locked"),
    "who": msg("Who are you?"),
    "secret": msg("Your secret code"),
    "her_secret": msg("The secret code of this person, who types it herself"),
    "unlock": msg("Unlock"),
    "opens": msg("This code unlocks the console, and nothing else."),
    "kept": msg("What you were preparing is still there."),
    "stop_works": msg("To stop Nao no code is asked for."),
    "first": msg("The first person"),
    "first_means": msg(
        "There is a vault: children may be filmed here, and the console asks who is there. Choose a secret "
        "code; you are in charge."
    ),
    "secret_hint": msg("Twelve characters at least: three words that have nothing to do with one another."),
    "forgotten": msg(
        "Forgotten? The person in charge removes you and adds you again; if that is you, whoever looks after "
        "the computer does, by 'nao-sessions person'."
    ),
    "persons": msg("Professionals"),
    "persons_mean": msg("Each unlocks the console by a code of her own. No name is written here."),
    "nobody": msg("Nobody yet: the console asks for no code. With the first person it does."),
    "in_charge": msg("in charge"),
    "in_charge_means": msg("In charge: reads the journal, and removes others"),
    "you": msg("you"),
    "add": msg("Add a person"),
    "which_code": msg("Code of the person, as in the agreements"),
    "twice": msg("The same again"),
    "change": msg("Change my secret code"),
    "old": msg("The one until now"),
    "new": msg("The new one"),
    "keep": msg("Keep"),
    "remove": msg("Remove"),
    "remove_which": msg("Remove {code}"),
    "removed_means": msg("Whoever is removed unlocks nothing more; what the journal says of her stays."),
    "journal": msg("Journal"),
    "journal_means": msg(
        "Who unlocked, opened, exported, corrected, withdrew, destroyed. Each line is signed, and holds a "
        "code: never a name."
    ),
    "journal_whole": msg("The journal is whole: no line was changed, none is missing between two others."),
    "journal_broken": msg("Beware: line {n} of the journal was changed, or a line before it is missing."),
    "no_lines": msg("Nothing yet."),
    "when": msg("When"),
    "person": msg("Who"),
    "what": msg("What"),
    "where": msg("Where"),
    "unknown": msg("unknown"),
    "here": msg("this computer"),
}
