"""The pages of P241 to P251: what every protocol promises, and where it does not keep it."""

from __future__ import annotations

from nao_sessions.protocol.checks.pages.page import CheckPage, with_steps, with_trials
from nao_sessions.text.messages import msg

_ITEMS = "[{id: chat, picture: chat.png, answer: chat}, {id: lune, picture: lune.png, answer: lune}]"
_BOARD = "answers: {from: [chat, lune], by: [board]}\ncorrect: = item.answer\n"
_FILES = {"chat.png": b"1", "lune.png": b"2"}

PAGES = (
    CheckPage(
        "P241",
        msg(
            "A child's refusal is not the end of the session. After a word that stops it goes on (the "
            "reaction leads nowhere, or to a question), or ends as if all were well. Or a used file "
            "ended as refused, and the session ends otherwise."
        ),
        msg("The record would count as completed a session that the child refused."),
        msg("Lead to a step that has end: refused, or to a wait with a button to it."),
        with_steps(
            'accueil: {do: [{say: "Bonjour."}], buttons: [{label: "Suite", next: fin}], after: {wait: 10 s, '
            "next: fin}}\n",
            head='stop_signs: ["dire « stop »"]\nalways: {when: [§{word: [stop], next: fin}]}\n',
        ),
    ),
    CheckPage(
        "P242",
        msg(
            "Distress does not end with end: distress: calming down ends the session or asks a question "
            "again, or a "
            "used file ended in distress and the session ends otherwise."
        ),
        msg("A child who is unwell would be asked again, or the distress could be read nowhere."),
        msg("Lead calming down to a step that waits, with a button to end: distress."),
        with_steps(
            'accueil: {do: [{say: "Bonjour."}], buttons: [{label: "Suite", next: fin}], after: {wait: 10 s, '
            "next: fin}}\n",
        ).replace("  finish: {next: fin}\n", "  finish: {next: fin}\n  §calm: {next: fin}\n"),
    ),
    CheckPage(
        "P243",
        msg(
            "A sign of success (gestures cheer, happy or yes, green eyes, a sign that this protocol keeps "
            "for success) "
            "is shown when nothing succeeded: after an error or a silence, in a question or a help, at the "
            "end of a "
            "delay, to a child who refuses or is unwell."
        ),
        msg("Many of these children read lamp and gesture, not the sentence: they would learn the error."),
        msg("Keep this sign for feedback: correct."),
        with_trials(
            'feedback: {correct: [{say: "Oui !"}], incorrect: [{say: "On continue.", §gesture: cheer}]}\n'
        ),
    ),
    CheckPage(
        "P244",
        msg(
            "The feedback of a success shows a sign that consoles: sad, no, unsure, calm, blue, orange or "
            "red eyes."
        ),
        msg("A child who was right would understand that he was wrong."),
        msg("Show success in the same way everywhere: eyes: green, gesture: cheer."),
        with_trials(
            'feedback: {correct: [{say: "Oui !", §gesture: sad}], incorrect: [{say: "On continue."}]}\n'
        ),
    ),
    CheckPage(
        "P245",
        msg(
            "A help, or the feedback of a failure, shows something else than the right answer: a word "
            "that "
            "is no "
            "choice, the other side, choices without it."
        ),
        msg("A child who follows the help would be wrong, and lose trust in it."),
        msg("Name the answer through the item: highlight: = item.answer."),
        with_trials(
            "answers: {from: [pomme, prune], by: [board]}\n"
            'ask: [{show: {choices: [pomme, prune]}, say: "Quoi ?"}]\n'
            'feedback: {incorrect: [{§highlight: prune, say: "On continue."}]}\n'
        ),
    ),
    CheckPage(
        "P246",
        msg(
            "The picture that is shown is not the item's: the same for all, none though the items have "
            "one, or one "
            "picture for two words of a choice."
        ),
        msg("The child would answer another question than the one that is counted."),
        msg("Write picture: = item.picture."),
        with_trials(
            _BOARD + 'ask: [{§show: {picture: chat.png, choices: [chat, lune]}, say: "Quoi ?"}]\n', _ITEMS
        ),
        files=_FILES,
    ),
    CheckPage(
        "P247",
        msg(
            "Where finish leads does not close the session: the closing still judges a trial, begins "
            "again, waits for "
            "long, ends as a refusal, or lets one go back into the activity."
        ),
        msg("The limit leads there, too: a tired child would be kept beyond the time."),
        msg("Lead finish to the goodbye alone: a few sentences, then end: completed."),
        with_steps(
            """\
            accueil:
              do: [{say: "Bonjour."}]
              buttons: [{label: "Suite", next: pause}]
              after: {wait: 10 s, next: pause}
            pause:
              do: [{say: "Une pause."}]
              buttons: [{label: "Suite", next: fin}]
              after: §{wait: 10 min, next: fin}
            """
        ).replace("finish: {next: fin}", "finish: {next: pause}"),
    ),
    CheckPage(
        "P248",
        msg(
            "The words of a button or a title say a refusal or distress, and the session ends otherwise. "
            "Or a "
            "sign that stops is said (\"say 'stop'\"), and no reaction hears it everywhere."
        ),
        msg("What the adult thinks to note is not what is recorded."),
        msg("Lead to a step that has end: refused (or distress), or change these words."),
        with_steps(
            """\
            accueil:
              do: [{say: "Bonjour."}]
              buttons: [{label: "Suite", next: fin}, §{label: "Ne veut pas", next: fin}]
              after: {wait: 10 s, next: fin}
            """
        ),
    ),
    CheckPage(
        "P249",
        msg(
            "The words of feedback say the contrary of its place: 'Well done' after an error, or where "
            "the "
            "child refuses or is unwell, 'Let's go on' after a success, the same words after both; or "
            "success is not shown as elsewhere."
        ),
        msg(
            "The child would not know whether he was right. In a test without feedback that is meant: say "
            "so in allow."
        ),
        msg("Change the words, or change the two over."),
        with_trials('feedback: {correct: [{say: "Oui !"}], incorrect: [{§say: "Bravo !"}]}\n'),
    ),
    CheckPage(
        "P250",
        msg(
            "The picture of a word or an item is called as another one beside it, or as none where all "
            "others are "
            "called right."
        ),
        msg("Often a line was copied; the child would see something else than Nao says."),
        msg("Look at the picture; if it is the right one, rename the file."),
        with_trials(
            _BOARD + 'ask: [{show: {picture: = item.picture, choices: [chat, lune]}, say: "Quoi ?"}]\n',
            "[§{id: chat, picture: lune.png, answer: chat}, {id: lune, picture: croissant.png, answer: "
            "lune}]",
        ),
        files={"lune.png": b"1", "croissant.png": b"2"},
    ),
    CheckPage(
        "P251",
        msg(
            "Success lights Nao's eyes, and neither the next question nor the feedback of an error "
            "changes "
            "them."
        ),
        msg("After a success and then an error the child still sees the lamp of success."),
        msg("Add eyes: white to the question (ask)."),
        with_trials(
            'feedback: {correct: [{say: "Oui !", eyes: green}], incorrect: [§{say: "On continue."}]}\n'
        ),
    ),
)
