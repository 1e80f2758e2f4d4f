"""The pages of P221 to P240: waits, answers, tables, entries, and the length of a session."""

from __future__ import annotations

from nao_sessions.protocol.checks.pages.page import (
    CheckPage,
    changed,
    with_do,
    with_head,
    with_steps,
    with_trials,
)
from nao_sessions.text.messages import msg

USED = """\
protocol: 1
id: bonjour
version: "1.0.0"
title: "Bonjour"
language: fr
commands: {finish: {next: fin}}
start: salut
steps:
  salut:
    do: [{say: "Bonjour."}]
    buttons: [{label: "Oui", next: fin}, {label: "Ne veut pas", next: refus}]
    after: {wait: 20 s, next: fin}
  refus: {do: [{say: "D'accord."}], end: refused}
  fin: {do: [{say: "Fini."}], end: completed}
"""

PAGES = (
    CheckPage(
        "P221",
        msg("The silence of always is shorter than a patience."),
        msg("Nao would repeat the question while the child is still thinking."),
        msg("Make the silence longer than the longest patience."),
        with_trials("patience: 20 s\n", head="always: {silence: §10 s}\n"),
    ),
    CheckPage(
        "P222",
        msg("A wait ends before what is waited for can have lasted long enough."),
        msg("It cannot succeed: the child's look would be noted as missing."),
        msg("Make limit clearly longer than hold."),
        with_do("- §wait: {gaze: robot, hold: 5 s, limit: 3 s}\n"),
    ),
    CheckPage(
        "P223",
        msg("The board does not show an answer that has to be touched on it."),
        msg("The child cannot give it, and would be noted as wrong or silent."),
        msg("Add it to show: {choices: [...]} in the question."),
        with_trials('ask: [{say: "Quoi ?"}]\n', marked=True),
    ),
    CheckPage(
        "P224",
        msg("The board shows a choice that is not an answer."),
        msg("A child who touches it gets nothing, and believes that the board is broken."),
        msg("Add it to answers, or do not show it."),
        with_trials('ask: [{§show: {choices: [pomme, kiwi]}, say: "Quoi ?"}]\n'),
    ),
    CheckPage(
        "P225",
        msg("An answer cannot be given in any way."),
        msg("A card without a number cannot be recognised."),
        msg("Give every word a card's number, or add board or professional."),
        with_trials('answers: {from: [pomme], by: [card]}\nask: [{say: "Montre la pomme."}]\n', marked=True),
    ),
    CheckPage(
        "P226",
        msg("The same touch, word or choice stands for two answers."),
        msg("The first alone is taken: the other can never be given."),
        msg("Give each answer a way of its own."),
        with_trials(
            "answers: {pomme: [{board: pomme}], prune: [{board: pomme}, {touch: head}]}\n", marked=True
        ),
    ),
    CheckPage(
        "P227",
        msg("A button, a reaction or a delay does nothing and leads nowhere."),
        msg("The adult presses, and nothing happens: it looks broken."),
        msg("Give it a do, a set or a next, or take it out."),
        changed('- {label: "Suite", next: fin}', '- {label: "Suite", next: fin}\n      - §{label: "Bien"}'),
    ),
    CheckPage(
        "P228",
        msg("A reaction comes after another that takes all that it waits for."),
        msg("The first that fits is taken: this one is never used."),
        msg("Give the first an if, or take this one out."),
        changed(
            "    after:",
            "    when: [{touch: head, next: fin}, §{touch: head.front, next: accueil}]\n    after:",
        ),
    ),
    CheckPage(
        "P229",
        msg("A delay is never reached: a shorter one always comes before."),
        msg("After a reminder the wait begins again; so the second delay never ends."),
        msg("Write limit instead of wait: it counts from the entry."),
        changed(
            "after: {wait: 10 s, next: fin}",
            'after: [{wait: 10 s, do: [{say: "Prends ton temps."}]}, §{wait: 30 s, next: fin}]',
        ),
    ),
    CheckPage(
        "P230",
        msg("A setting, a datum, a table or a routine is declared, and nothing uses it."),
        msg("The adult would change a setting that changes nothing."),
        msg("Use it in a step, or take out the line that declares it."),
        with_head("settings: {§tours: {type: integer, default: 4}}\n"),
    ),
    CheckPage(
        "P231",
        msg("Two buttons of a step are marked as the main one."),
        msg("The space bar and the clicker press one only."),
        msg("Keep main: true on one."),
        changed(
            '- {label: "Suite", next: fin}',
            '- {label: "Suite", next: fin, main: true}\n      - §{label: "Fini", next: fin, main: true}',
        ),
    ),
    CheckPage(
        "P232",
        msg("No item has a level that a child may reach."),
        msg("The level below is played, and noted under another name: the measure is wrong."),
        msg("Add items of this level."),
        with_trials(
            "order: adaptive\nadapt: {level: participant.niveau}\n",
            items="§[{id: a, level: 1}, {id: b, level: 3}]",
            head="participants: {remember: {niveau: {type: integer, default: 1}}}\n",
        ),
    ),
    CheckPage(
        "P233",
        msg("The order that is asked for cannot be kept with these items."),
        msg("One value comes too often: long runs will come all the same, and can be guessed."),
        msg("Add other items, or allow a longer run."),
        with_trials(
            "order: {shuffled: genre, no_more_than: 1}\n",
            items="[{id: a, genre: x}, {id: b, genre: x}, {id: c, genre: x}]",
            marked=True,
        ),
    ),
    CheckPage(
        "P234",
        msg("A routine calls itself, straight or through another."),
        msg("Nao would never come to its end."),
        msg("Take the call out; to repeat, make a step that counts."),
        with_do(
            "- routine: danse\n",
            head='routines:\n  danse:\n    - say: "Un."\n    - §routine: danse\n',
        ),
    ),
    CheckPage(
        "P235",
        msg("A used file may end with a refusal or with distress, and what follows takes no notice."),
        msg("The child has said no, and the activity would begin all the same."),
        msg(
            "Add to next a line that looks at how the file ended: {if: results.STEP.end == 'refused', "
            "next: "
            "refusal}."
        ),
        with_steps("§accueil: {use: bonjour.yaml, next: fin}\n"),
        files={"bonjour.yaml": USED.encode()},
    ),
    CheckPage(
        "P236",
        msg("The shortest session lasts longer than expected."),
        msg("The slot would be too short even when all goes fast: the session would end in haste."),
        msg("Correct expected, or shorten the protocol."),
        with_head("duration: {§expected: 5 s}\n").replace(
            "    do:\n", '    do:\n      - {say: "On attend un peu.", wait: 20 s}\n', 1
        ),
    ),
    CheckPage(
        "P237",
        msg("The shortest session exceeds the time limit."),
        msg("All sessions would be cut short by finish."),
        msg("Lengthen limit, or shorten the protocol."),
        with_head("duration: {§limit: 5 s}\n").replace(
            "    do:\n", '    do:\n      - {say: "On attend un peu.", wait: 20 s}\n', 1
        ),
    ),
    CheckPage(
        "P238",
        msg("If every patience runs out, the session exceeds the time limit."),
        msg("The end would be cut for the slowest child, who needs it most."),
        msg("Plan fewer trials, or a longer limit."),
        with_trials("patience: 60 s\n", head="duration: {§limit: 1 min}\n"),
    ),
    CheckPage(
        "P239",
        msg("A question has a fixed patience, while a setting gives that of other questions."),
        msg("The adult lengthens it for a slow child, and this one question does not wait."),
        msg("Give the same setting to all questions."),
        with_steps(
            'accueil: {trials: {patience: = settings.delai, ask: [{say: "Prêt ?"}], '
            "answers: {oui: {touch: head}}}, next: suite}\n"
            'suite: {trials: §{ask: [{say: "Encore ?"}], answers: {oui: {touch: head}}}, next: fin}\n',
            head='settings: {delai: {type: duration, default: 12 s, min: 5 s, max: 60 s, label: "Délai"}}\n',
        ),
    ),
    CheckPage(
        "P240",
        msg(
            "If nobody acts, Nao says the same again and again, and nothing leads on: one step, or a "
            "round of "
            "steps where time alone leads from one to the next."
        ),
        msg(
            "A sentence every thirty seconds is still a wait without an end: it wears the child out, and "
            "helps "
            "no adult who is busy."
        ),
        msg("Lead on after some times: a counter and an if, or after: {limit: 3 min, next: ...}."),
        with_steps(
            """\
            accueil:
              do: [{say: "Tu viens ?"}]
              buttons: [{label: "Suite", next: fin}]
              after: §{wait: 30 s, do: [{say: "Je t'attends."}]}
            """
        ),
    ),
)
