"""The pages of P401 to P424: the child, and what is said and asked."""

from __future__ import annotations

from nao_sessions.protocol.checks.pages.page import CheckPage, with_do, with_head, with_trials
from nao_sessions.text.messages import msg

_LONG = " ".join(["Le petit ours marche dans la forêt."] * 30)
_FOUR = "[{id: a, choix: [un, deux], bon: un}, {id: b, choix: [trois, cinq], bon: trois}, "
_FOUR += "{id: c, choix: [six, sept], bon: six}, {id: d, choix: [dix, onze], bon: dix}]"

PAGES = (
    CheckPage(
        "P401",
        msg("A sentence is too long for the declared level of comprehension (16 words without a level)."),
        msg("A child who finds language hard keeps the end of a long sentence, and loses what was asked."),
        msg("Make two sentences of it, one idea each."),
        with_head("comprehension: short_sentences\n", say="0").replace(
            "- say: 0", '- §say: "Le petit ours marche dans la grande forêt verte."'
        ),
    ),
    CheckPage(
        "P402",
        msg("A sentence asks for two things."),
        msg("The child does the second and forgets the first; it looks as if he had not understood."),
        msg("Give one instruction per sentence. If this is what is being practised, say so in allow."),
        with_do('- §say: "Touche ma tête et lève la main."\n'),
    ),
    CheckPage(
        "P403",
        msg("A sentence holds a figure of speech."),
        msg("Many children, autistic ones above all, take it literally."),
        msg("Say it in everyday words: 'Do you want help?'"),
        with_do('- §say: "Tu donnes ta langue au chat ?"\n'),
    ),
    CheckPage(
        "P404",
        msg("The time to answer is too short: under 3 s, or under 5 s for those who understand little."),
        msg(
            "To understand, to choose and to move take time; without it speed is measured, not knowledge "
            "(Rowe, 1974, on wait-time)."
        ),
        msg("Leave 10 s, as a setting: the adult fits it to the child."),
        with_trials("patience: 2 s\n", marked=True),
    ),
    CheckPage(
        "P405",
        msg("Trials are judged with no help planned."),
        msg("A child who does not know would fail every time, and learn nothing."),
        msg(
            "Add prompts, from least to most help. A staircase (adapt) has none; for another measure "
            "without "
            "help, say so in allow."
        ),
        with_trials("prompts:\n", marked=True),
    ),
    CheckPage(
        "P406",
        msg("An answer can only be given by a word, a look or the voice."),
        msg("Children's speech is recognised six times in ten at best, and some do not speak."),
        msg("Add the board, a touch, a card or the adult."),
        with_trials(
            'answers: {pomme: [{word: pomme}], prune: [{touch: hand.left}]}\nask: [{say: "Quoi ?"}]\n',
            marked=True,
        ),
    ),
    CheckPage(
        "P407",
        msg("Nao says a count that may be zero."),
        msg("'No right answers', said before the others, hurts and teaches nothing."),
        msg("Put an if on the sentence, and another sentence for none."),
        with_do(
            '- §say: "Tu as {data.bons} bonnes réponses."\n- set: {bons: = data.bons + 1}\n',
            head="data: {bons: 0}\n",
        ),
    ),
    CheckPage(
        "P408",
        msg("The eyes or the board change more than three times a second."),
        msg("One in five of these children may have epilepsy: quick flashing may start a seizure."),
        msg("Leave a second between two changes."),
        with_do("- §eyes: blue\n- eyes: white\n- eyes: blue\n- eyes: white\n"),
    ),
    CheckPage(
        "P409",
        msg("Nao's eyes turn red."),
        msg("Red is the colour that starts most seizures, and many children read anger in it."),
        msg("Take another colour: green, blue, yellow, white."),
        with_do("- §eyes: red\n"),
    ),
    CheckPage(
        "P410",
        msg("Nao tells the child that he is wrong."),
        msg(
            "He hears it often enough; a machine that repeats it discourages, and is sometimes wrong itself."
        ),
        msg("Say what comes now, or show the answer: 'Look: it is the apple.'"),
        with_trials('feedback: {incorrect: [{§say: "Non, ce n\'est pas ça."}]}\n'),
    ),
    CheckPage(
        "P411",
        msg("Physical guidance has no adult to give it."),
        msg("Nao does not touch a child; an adult guides the hand, and the protocol has to say so."),
        msg("Add adult with what to do, between quotes."),
        with_trials('prompts: [§{help: physical_full, do: [{say: "On le fait ensemble."}]}]\n'),
    ),
    CheckPage(
        "P412",
        msg("A prompt says nothing, shows nothing, and has no adult."),
        msg("It would count as given, and the child would have got nothing."),
        msg("Add do (what Nao says or shows) or adult (what the adult does)."),
        with_trials("prompts: [§{help: model}]\n"),
    ),
    CheckPage(
        "P413",
        msg("A prompt comes after a stronger one."),
        msg("Nobody would know any more which help was enough, and the child gets the answer too soon."),
        msg("Put them in order from least to most; prompting says where to begin."),
        with_trials(
            'prompts: [{help: model, adult: "Montrez la pomme."}, §{help: verbal, do: [{say: "Regarde '
            'bien."}]}]\n'
        ),
    ),
    CheckPage(
        "P414",
        msg("There are more choices than this level of comprehension allows (six at most)."),
        msg("A child chooses at random who cannot compare them all."),
        msg("Begin with two or three choices, or raise the declared level of comprehension."),
        with_trials(
            "answers: {from: [un, deux, trois, six], by: [board]}\ncorrect: un\n"
            'ask: [{show: {choices: [un, deux, trois, six]}, say: "Quoi ?"}]\n',
            head="comprehension: words\n",
            marked=True,
        ),
    ),
    CheckPage(
        "P415",
        msg("Nao praises a child who succeeds, and says nothing to one who does not."),
        msg("Silence after a trial says 'failed' louder than a word."),
        msg("Add incorrect and no_response under feedback."),
        with_trials('feedback: {correct: [{say: "Oui !"}]}\n', marked=True),
    ),
    CheckPage(
        "P416",
        msg("Nao speaks for longer at a stretch than this level allows (a minute without a level)."),
        msg("Attention is lost, and the question that follows is no longer heard."),
        msg("Make two steps of it, or leave a silence: wait: 2 s."),
        with_do(f'§- say: "{_LONG}"\n').replace("§- say", "- §say"),
    ),
    CheckPage(
        "P417",
        msg("An instruction says what not to do, to children who understand little."),
        msg("'Do not run' leaves 'run' in the ear, and does not say what to do."),
        msg("Say what to do: 'Walk.'"),
        with_head("comprehension: short_sentences\n", say="0").replace(
            "- say: 0", '- §say: "Ne touche pas ma tête."'
        ),
    ),
    CheckPage(
        "P418",
        msg("Nao uses the polite form with a child, or the familiar one with an adult."),
        msg("The child does not know that Nao speaks to him."),
        msg("Say tu to a child, vous to an adult."),
        with_do('- §say: "Regardez bien."\n'),
    ),
    CheckPage(
        "P419",
        msg("More than thirty trials follow each other, and nothing can stop them."),
        msg("A tired child answers at random, and the measure is worth nothing."),
        msg("Add stop_when, give_up, or a button 'Enough'."),
        with_trials("count: 40\n", items="[{id: a}, {id: b}]", marked=True),
    ),
    CheckPage(
        "P420",
        msg("The level of comprehension is not one of the four known ones."),
        msg("Sentences cannot be checked for that level."),
        msg("Write words, short_sentences, sentences or stories."),
        with_head("§comprehension: moyen\n"),
    ),
    CheckPage(
        "P421",
        msg("The right answer is always in the same place among the choices."),
        msg("A child can find it without listening: a habit of the hand would be measured."),
        msg("Change its place from item to item."),
        with_trials(
            "correct: = item.bon\nanswers: {from: = item.choix, by: [board]}\n"
            'ask: [{show: {choices: = item.choix}, say: "Quoi ?"}]\n',
            items=_FOUR,
            marked=True,
        ),
    ),
    CheckPage(
        "P422",
        msg("The right answer is the same for all items."),
        msg("A child who always gives the same answer would be right every time."),
        msg("Add items with another answer."),
        with_trials("correct: pomme\n", items="[{id: a}, {id: b}, {id: c}, {id: d}]", marked=True),
    ),
    CheckPage(
        "P423",
        msg("An error is counted on a word that Nao heard."),
        msg("Nao often mistakes a word: the child would be noted as wrong for what he did not say."),
        msg("Let the adult confirm by a button."),
        with_head("data: {erreurs: 0}\n").replace(
            "    after:", "    when: [§{word: [légume], set: {erreurs: 1}, next: fin}]\n    after:"
        ),
    ),
    CheckPage(
        "P424",
        msg("One item offers fewer answers than all others of its level."),
        msg(
            "With fewer choices chance is right more often: trials can no longer be compared. "
            "It is often an answer that was forgotten."
        ),
        msg("Offer as many answers everywhere."),
        with_trials(
            "correct: = item.bon\nanswers: {from: = item.choix, by: [board]}\n"
            'ask: [{show: {choices: = item.choix}, say: "Quoi ?"}]\n',
            items="[{id: a, bon: pomme, choix: [pomme, prune, poire]}, {id: b, bon: prune, "
            "choix: [pomme, prune, poire]}, {id: c, bon: poire, choix: [pomme, prune, poire]}, "
            "§{id: d, bon: prune, choix: [pomme, prune]}]",
        ),
    ),
)
