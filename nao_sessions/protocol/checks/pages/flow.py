"""The pages of P201 to P220: where a session can go, and whether it comes to an end."""

from __future__ import annotations

from nao_sessions.protocol.checks.pages.page import (
    COMMANDS,
    HEAD,
    STEPS,
    CheckPage,
    changed,
    with_steps,
    with_trials,
)
from nao_sessions.protocol.trials import SCORED
from nao_sessions.text.messages import msg

PAGES = (
    CheckPage(
        "P201",
        msg("Nothing leads to this step."),
        msg("It will never be played: often a next names the wrong step."),
        msg("Name it in the next of another step, or take it out."),
        with_steps("accueil: {do: [{say: 'Un.'}], next: fin}\n§loin: {next: fin}\n"),
    ),
    CheckPage(
        "P202",
        msg("From this step no end can be reached."),
        msg("Child and adult would be caught in the activity, without a goodbye."),
        msg("Lead to a step that has end."),
        with_steps(
            """\
            §accueil: {buttons: [{label: "Oui", next: deux}]}
            deux: {buttons: [{label: "Non", next: accueil}]}
            """
        ),
    ),
    CheckPage(
        "P203",
        msg("Only a child can leave this step."),
        msg(
            "A child who cannot, or does not want to, would be waited for without end; the adult could do "
            "nothing."
        ),
        msg("Add a button for the adult, and a delay: after: {wait: 60 s, next: ...}."),
        with_steps("§accueil: {when: [{touch: head, next: fin}]}\n"),
    ),
    CheckPage(
        "P204",
        msg("A loop turns by itself without a way out, or without ever waiting."),
        msg("Nao would say the same thing for ever; without a wait the program stops ('stalled')."),
        msg("Wait for somebody, or count the turns and leave by an if."),
        with_steps(
            """\
            §accueil: {do: [{say: "Un."}], next: deux}
            deux: {do: [{say: "Deux."}], next: accueil}
            """
        ),
    ),
    CheckPage(
        "P205",
        msg("The command finish is missing, or leads nowhere."),
        msg("The adult has to be able to end properly at any time, and the time limit uses it."),
        msg("Add commands: {finish: {next: goodbye}}."),
        "§" + HEAD + STEPS,
    ),
    CheckPage(
        "P206",
        msg("The last entry of a next has an if."),
        msg("When no condition holds, the session does not know where to go, and stops."),
        msg("Add a last entry without an if."),
        with_steps("accueil: {do: [{say: 'Un.'}], next: [§{if: 1 > 2, next: fin}]}\n"),
    ),
    CheckPage(
        "P207",
        msg("back stands where nothing was left."),
        msg("There is nothing to come back to."),
        msg("Name the step to go to."),
        with_steps(
            """\
            accueil: {do: [{say: "Un."}], next: deux}
            deux:
              buttons: [{label: "Non", next: §back}, {label: "Oui", next: fin}]
              after: {wait: 20 s, next: fin}
            """
        ),
    ),
    CheckPage(
        "P208",
        msg("done stands outside a group."),
        msg("done ends a group or a turn; there is none here."),
        msg("Name the step that follows."),
        changed("wait: 10 s, next: fin", "wait: 10 s, next: §done"),
    ),
    CheckPage(
        "P209",
        msg("No step of this group leads to done."),
        msg("The group never ends: what comes after it is never played."),
        msg("Write next: done in its last step."),
        with_steps("§accueil: {start: un, steps: {un: {next: fin}}, next: fin}\n"),
    ),
    CheckPage(
        "P210",
        msg("A stopping rule asks for more trials than there are."),
        msg("A child in difficulty would go through the whole series, though you meant to spare him that."),
        msg("Lower the number that the rule asks for, or raise count."),
        with_trials("count: 2\ngive_up: §{errors_in_row: 3, next: fin}\n", items="[{id: a}, {id: b}]"),
    ),
    CheckPage(
        "P211",
        msg("An entry of next comes after one without an if."),
        msg("The first that fits is taken: this one is never tried."),
        msg("Put the entry without an if last."),
        with_steps("accueil: {do: [{say: 'Un.'}], next: [{next: fin}, {next: §fin}]}\n"),
    ),
    CheckPage(
        "P212",
        msg("A rule supposes a right answer, and nothing is judged."),
        msg("Without correct there is neither success nor error: the rule and the feedback never come."),
        msg("Add correct, or take the rule out."),
        with_trials("correct:\nend_on: success\n").replace("    ask:", "    §ask:", 1),
    ),
    CheckPage(
        "P213",
        msg("The command finish waits for somebody to press."),
        msg("At the time limit perhaps nobody presses: the session has to end by itself."),
        msg("Lead to a step that has end, or add an after on the way."),
        HEAD + COMMANDS.replace("fin}", "§demande}") + STEPS + '  demande: {buttons: [{label: "Fini", next: '
        "fin}]}\n",
    ),
    CheckPage(
        "P214",
        msg(
            "A loop goes on as long as nobody acts, or as long as the child does not succeed, and nothing "
            "bounds it."
        ),
        msg("Nao would ask a child who does not answer the same thing twenty times."),
        msg("Count the turns and leave by an if, or give a time limit."),
        with_steps(
            """\
            §accueil:
              do: [{say: "Tu viens ?"}]
              buttons: [{label: "Suite", next: fin}]
              after: {wait: 10 s, next: accueil}
            """
        ),
    ),
    CheckPage(
        "P215",
        msg("This step waits for ever if nobody presses."),
        msg(
            "The adult's hands are sometimes full: a delay, or a reminder by Nao, avoids a silence that "
            "worries."
        ),
        msg("Add after: {wait: 60 s, next: ...}, or always: {silence: {wait: 60 s, next: ...}}."),
        with_steps('§accueil: {do: [{say: "Bonjour."}], buttons: [{label: "Suite", next: fin}]}\n'),
    ),
    CheckPage(
        "P216",
        msg("Feedback has a name that is neither an answer nor a judgement."),
        msg("Nao will never say it; often it is a misspelling."),
        msg("Correct the name: an answer, or {judgements}.", judgements=", ".join(SCORED)),
        with_trials('feedback: {corect: [§{say: "Oui !"}]}\n'),
    ),
    CheckPage(
        "P217",
        msg("A condition holds for none of the values that can come."),
        msg("The branch behind it will never be played: a child will not see what was meant for him."),
        msg("Check the spelling of the value that is compared."),
        with_trials("patience: 5 s\n").replace(
            "next: fin\n", "next: [{if: §results.accueil.answer == 'poire', next: fin}, {next: fin}]\n", 1
        ),
    ),
    CheckPage(
        "P218",
        msg("A condition holds for all of the values that can come."),
        msg("It makes no difference; what comes after it is never taken."),
        msg("Take it out, or correct the value that is compared."),
        with_steps(
            'accueil: {do: [{say: "Un."}], next: [{if: §settings.tours > 0, next: fin}, {next: fin}]}\n',
            head="settings: {tours: {type: integer, default: 4, min: 1, max: 10}}\n",
        ),
    ),
    CheckPage(
        "P219",
        msg("A prompt shows another answer than the right one."),
        msg("A child who follows the help would be wrong, and lose trust in it."),
        msg("Name the answer through the item: highlight: = item.answer."),
        with_trials(
            "answers: {from: [pomme, prune], by: [board]}\n"
            'ask: [{show: {choices: [pomme, prune]}, say: "Quoi ?"}]\n'
            "prompts: [{help: visual, do: [{§highlight: prune}]}]\n"
        ),
    ),
    CheckPage(
        "P220",
        msg("The results of a step are read before it can have been played."),
        msg("They are zero there: the condition says nothing about the child."),
        msg("Read the results of a step that comes before."),
        with_steps(
            """\
            accueil: {do: [{say: "Un.", if: §results.jeu.correct > 0}], next: jeu}
            jeu:
              trials:
                ask: [{show: {choices: [pomme]}, say: "Quoi ?"}]
                answers: {pomme: [{board: pomme}]}
              next: fin
            """
        ),
    ),
)
