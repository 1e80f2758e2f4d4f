"""The pages of P401 to P423: the child, and what is said and asked."""

from __future__ import annotations

from nao_sessions.core.text import Text
from nao_sessions.protocol.checks.pages.page import page
from nao_sessions.protocol.checks.pages.small import with_do, with_head, with_trials

_LONG = " ".join(["Le petit ours marche dans la forêt."] * 30)
_FOUR = "[{id: a, choix: [un, deux], bon: un}, {id: b, choix: [trois, cinq], bon: trois}, "
_FOUR += "{id: c, choix: [six, sept], bon: six}, {id: d, choix: [dix, onze], bon: dix}]"

PAGES = (
    page(
        "P401",
        Text(
            fr="Une phrase est trop longue pour le niveau de compréhension déclaré (16 mots sans niveau).",
            en="A sentence is too long for the declared level of comprehension (16 words without a level).",
        ),
        Text(
            fr="Un enfant qui comprend mal le langage garde la fin d'une longue phrase, et en perd la "
            "consigne.",
            en="A child who finds language hard keeps the end of a long sentence, and loses what was asked.",
        ),
        Text(fr="Coupez-la en deux, une idée par phrase.", en="Make two sentences of it, one idea each."),
        with_head("comprehension: short_sentences\n", say="0").replace(
            "- say: 0", '- §say: "Le petit ours marche dans la grande forêt verte."'
        ),
    ),
    page(
        "P402",
        Text(fr="Une phrase demande deux choses.", en="A sentence asks for two things."),
        Text(
            fr="L'enfant fait la seconde et oublie la première ; on croit qu'il n'a pas compris.",
            en="The child does the second and forgets the first; it looks as if he had not understood.",
        ),
        Text(
            fr="Donnez une consigne par phrase. Si c'est ce que l'on exerce, écrivez-le dans allow.",
            en="Give one instruction per sentence. If this is what is being practised, say so in allow.",
        ),
        with_do('- §say: "Touche ma tête et lève la main."\n'),
    ),
    page(
        "P403",
        Text(fr="Une phrase contient une expression imagée.", en="A sentence holds a figure of speech."),
        Text(
            fr="Beaucoup d'enfants, autistes surtout, la prennent au mot.",
            en="Many children, autistic ones above all, take it literally.",
        ),
        Text(
            fr="Dites-le avec des mots de tous les jours : « Tu veux de l'aide ? »",
            en="Say it in everyday words: 'Do you want help?'",
        ),
        with_do('- §say: "Tu donnes ta langue au chat ?"\n'),
    ),
    page(
        "P404",
        Text(
            fr="Le délai de réponse est trop court : moins de 3 s, ou de 5 s pour qui comprend peu.",
            en="The time to answer is too short: under 3 s, or under 5 s for those who understand little.",
        ),
        Text(
            fr="Comprendre, choisir et bouger prennent du temps ; sans lui, on mesure la vitesse, pas le "
            "savoir "
            "(Rowe, 1974, sur le temps d'attente).",
            en="To understand, to choose and to move take time; without it speed is measured, not knowledge "
            "(Rowe, 1974, on wait-time).",
        ),
        Text(
            fr="Laissez 10 s, en réglage : l'adulte l'adapte à l'enfant.",
            en="Leave 10 s, as a setting: the adult fits it to the child.",
        ),
        with_trials("patience: 2 s\n", marked=True),
    ),
    page(
        "P405",
        Text(
            fr="Des essais sont jugés sans qu'aucune aide soit prévue.",
            en="Trials are judged with no help planned.",
        ),
        Text(
            fr="Un enfant qui ne sait pas échouerait à chaque fois, sans rien apprendre.",
            en="A child who does not know would fail every time, and learn nothing.",
        ),
        Text(
            fr="Ajoutez prompts, de l'aide la plus légère à la plus forte. Un escalier (adapt) n'en a pas ; "
            "pour une autre mesure sans aide, écrivez-le dans allow.",
            en="Add prompts, from least to most help. A staircase (adapt) has none; for another measure "
            "without "
            "help, say so in allow.",
        ),
        with_trials("prompts:\n", marked=True),
    ),
    page(
        "P406",
        Text(
            fr="Une réponse ne peut être donnée que par un mot, un regard ou la voix.",
            en="An answer can only be given by a word, a look or the voice.",
        ),
        Text(
            fr="La parole des enfants est reconnue six fois sur dix au mieux, et certains ne parlent pas.",
            en="Children's speech is recognised six times in ten at best, and some do not speak.",
        ),
        Text(
            fr="Ajoutez la tablette, un toucher, une carte ou l'adulte.",
            en="Add the board, a touch, a card or the adult.",
        ),
        with_trials(
            'answers: {pomme: [{word: pomme}], prune: [{touch: hand.left}]}\nask: [{say: "Quoi ?"}]\n',
            marked=True,
        ),
    ),
    page(
        "P407",
        Text(fr="Nao dit un compte qui peut être zéro.", en="Nao says a count that may be zero."),
        Text(
            fr="« Zéro bonne réponse », dit devant les autres, fait mal et n'apprend rien.",
            en="'No right answers', said before the others, hurts and teaches nothing.",
        ),
        Text(
            fr="Mettez un if sur la phrase, et une autre phrase pour aucun.",
            en="Put an if on the sentence, and another sentence for none.",
        ),
        with_do(
            '- §say: "Tu as {data.bons} bonnes réponses."\n- set: {bons: = data.bons + 1}\n',
            head="data: {bons: 0}\n",
        ),
    ),
    page(
        "P408",
        Text(
            fr="Les yeux ou la tablette changent plus de trois fois par seconde.",
            en="The eyes or the board change more than three times a second.",
        ),
        Text(
            fr="Un enfant accueilli en IME sur cinq peut être épileptique : un clignotement rapide peut "
            "déclencher une crise.",
            en="One in five of these children may have epilepsy: quick flashing may start a seizure.",
        ),
        Text(fr="Laissez une seconde entre deux changements.", en="Leave a second between two changes."),
        with_do("- §eyes: blue\n- eyes: white\n- eyes: blue\n- eyes: white\n"),
    ),
    page(
        "P409",
        Text(fr="Les yeux de Nao deviennent rouges.", en="Nao's eyes turn red."),
        Text(
            fr="Le rouge est la couleur qui déclenche le plus de crises, et beaucoup d'enfants y lisent la "
            "colère.",
            en="Red is the colour that starts most seizures, and many children read anger in it.",
        ),
        Text(
            fr="Prenez une autre couleur : green, blue, yellow, white.",
            en="Take another colour: green, blue, yellow, white.",
        ),
        with_do("- §eyes: red\n"),
    ),
    page(
        "P410",
        Text(fr="Nao dit à l'enfant qu'il a tort.", en="Nao tells the child that he is wrong."),
        Text(
            fr="Il l'entend assez ; une machine qui le répète décourage, et se trompe parfois elle-même.",
            en="He hears it often enough; a machine that repeats it discourages, and is sometimes wrong "
            "itself.",
        ),
        Text(
            fr="Dites ce qui vient maintenant, ou montrez la réponse : « Regarde : c'est la pomme. »",
            en="Say what comes now, or show the answer: 'Look: it is the apple.'",
        ),
        with_trials('feedback: {incorrect: [{§say: "Non, ce n\'est pas ça."}]}\n'),
    ),
    page(
        "P411",
        Text(
            fr="Une guidance physique n'a pas d'adulte pour la donner.",
            en="Physical guidance has no adult to give it.",
        ),
        Text(
            fr="Nao ne touche pas un enfant ; c'est l'adulte qui guide sa main, et le protocole doit le lui "
            "dire.",
            en="Nao does not touch a child; an adult guides the hand, and the protocol has to say so.",
        ),
        Text(
            fr="Ajoutez adult avec le geste à faire, entre guillemets.",
            en="Add adult with what to do, between quotes.",
        ),
        with_trials('prompts: [§{help: physical_full, do: [{say: "On le fait ensemble."}]}]\n'),
    ),
    page(
        "P412",
        Text(
            fr="Une aide ne dit rien, ne montre rien, et n'a pas d'adulte.",
            en="A prompt says nothing, shows nothing, and has no adult.",
        ),
        Text(
            fr="Elle compterait comme donnée, et l'enfant n'aurait rien reçu.",
            en="It would count as given, and the child would have got nothing.",
        ),
        Text(
            fr="Ajoutez do (ce que dit ou montre Nao) ou adult (ce que fait l'adulte).",
            en="Add do (what Nao says or shows) or adult (what the adult does).",
        ),
        with_trials("prompts: [§{help: model}]\n"),
    ),
    page(
        "P413",
        Text(fr="Une aide vient après une plus forte.", en="A prompt comes after a stronger one."),
        Text(
            fr="On ne saurait plus quelle aide a suffi, et l'enfant reçoit trop tôt la réponse.",
            en="Nobody would know any more which help was enough, and the child gets the answer too soon.",
        ),
        Text(
            fr="Rangez-les de la plus légère à la plus forte ; prompting dit par laquelle commencer.",
            en="Put them in order from least to most; prompting says where to begin.",
        ),
        with_trials(
            'prompts: [{help: model, adult: "Montrez la pomme."}, §{help: verbal, do: [{say: "Regarde '
            'bien."}]}]\n'
        ),
    ),
    page(
        "P414",
        Text(
            fr="Il y a plus de choix que ce niveau de compréhension n'en permet (six au plus).",
            en="There are more choices than this level of comprehension allows (six at most).",
        ),
        Text(
            fr="L'enfant choisit au hasard quand il ne peut pas tous les comparer.",
            en="A child chooses at random who cannot compare them all.",
        ),
        Text(
            fr="Commencez par deux ou trois choix, ou relevez le niveau de compréhension déclaré.",
            en="Begin with two or three choices, or raise the declared level of comprehension.",
        ),
        with_trials(
            "answers: {from: [un, deux, trois, six], by: [board]}\ncorrect: un\n"
            'ask: [{show: {choices: [un, deux, trois, six]}, say: "Quoi ?"}]\n',
            head="comprehension: words\n",
            marked=True,
        ),
    ),
    page(
        "P415",
        Text(
            fr="Nao félicite celui qui réussit, et ne dit rien à celui qui ne réussit pas.",
            en="Nao praises a child who succeeds, and says nothing to one who does not.",
        ),
        Text(
            fr="Le silence après un essai dit « raté » plus fort qu'un mot.",
            en="Silence after a trial says 'failed' louder than a word.",
        ),
        Text(
            fr="Ajoutez incorrect et no_response sous feedback.",
            en="Add incorrect and no_response under feedback.",
        ),
        with_trials('feedback: {correct: [{say: "Oui !"}]}\n', marked=True),
    ),
    page(
        "P416",
        Text(
            fr="Nao parle plus longtemps de suite que ce niveau ne permet (une minute sans niveau).",
            en="Nao speaks for longer at a stretch than this level allows (a minute without a level).",
        ),
        Text(
            fr="L'attention se perd, et la question qui vient après n'est plus entendue.",
            en="Attention is lost, and the question that follows is no longer heard.",
        ),
        Text(
            fr="Coupez en deux étapes, ou laissez un silence : wait: 2 s.",
            en="Make two steps of it, or leave a silence: wait: 2 s.",
        ),
        with_do(f'§- say: "{_LONG}"\n').replace("§- say", "- §say"),
    ),
    page(
        "P417",
        Text(
            fr="Une consigne dit ce qu'il ne faut pas faire, à des enfants qui comprennent peu.",
            en="An instruction says what not to do, to children who understand little.",
        ),
        Text(
            fr="« Ne cours pas » laisse « cours » dans l'oreille, et ne dit pas quoi faire.",
            en="'Do not run' leaves 'run' in the ear, and does not say what to do.",
        ),
        Text(fr="Dites ce qu'il faut faire : « Marche. »", en="Say what to do: 'Walk.'"),
        with_head("comprehension: short_sentences\n", say="0").replace(
            "- say: 0", '- §say: "Ne touche pas ma tête."'
        ),
    ),
    page(
        "P418",
        Text(
            fr="Nao vouvoie l'enfant, ou l'adulte est tutoyé.",
            en="Nao uses the polite form with a child, or the familiar one with an adult.",
        ),
        Text(
            fr="L'enfant ne sait pas que c'est à lui que Nao parle.",
            en="The child does not know that Nao speaks to him.",
        ),
        Text(fr="Dites tu à l'enfant, vous à l'adulte.", en="Say tu to a child, vous to an adult."),
        with_do('- §say: "Regardez bien."\n'),
    ),
    page(
        "P419",
        Text(
            fr="Plus de trente essais se suivent sans que rien ne puisse les arrêter.",
            en="More than thirty trials follow each other, and nothing can stop them.",
        ),
        Text(
            fr="Un enfant fatigué répond au hasard, et la mesure ne vaut plus rien.",
            en="A tired child answers at random, and the measure is worth nothing.",
        ),
        Text(
            fr="Ajoutez stop_when, give_up, ou un bouton « Ça suffit ».",
            en="Add stop_when, give_up, or a button 'Enough'.",
        ),
        with_trials("count: 40\n", items="[{id: a}, {id: b}]", marked=True),
    ),
    page(
        "P420",
        Text(
            fr="Le niveau de compréhension n'est pas un des quatre connus.",
            en="The level of comprehension is not one of the four known ones.",
        ),
        Text(
            fr="Les phrases ne peuvent pas être vérifiées à ce niveau.",
            en="Sentences cannot be checked for that level.",
        ),
        Text(
            fr="Écrivez words, short_sentences, sentences ou stories.",
            en="Write words, short_sentences, sentences or stories.",
        ),
        with_head("§comprehension: moyen\n"),
    ),
    page(
        "P421",
        Text(
            fr="La bonne réponse est toujours à la même place parmi les choix.",
            en="The right answer is always in the same place among the choices.",
        ),
        Text(
            fr="L'enfant peut la trouver sans écouter : on mesurerait une habitude de la main.",
            en="A child can find it without listening: a habit of the hand would be measured.",
        ),
        Text(fr="Changez sa place d'un item à l'autre.", en="Change its place from item to item."),
        with_trials(
            "correct: = item.bon\nanswers: {from: = item.choix, by: [board]}\n"
            'ask: [{show: {choices: = item.choix}, say: "Quoi ?"}]\n',
            items=_FOUR,
            marked=True,
        ),
    ),
    page(
        "P422",
        Text(
            fr="La bonne réponse est la même pour tous les items.",
            en="The right answer is the same for all items.",
        ),
        Text(
            fr="Un enfant qui répond toujours la même chose aurait tout juste.",
            en="A child who always gives the same answer would be right every time.",
        ),
        Text(fr="Ajoutez des items qui ont une autre réponse.", en="Add items with another answer."),
        with_trials("correct: pomme\n", items="[{id: a}, {id: b}, {id: c}, {id: d}]", marked=True),
    ),
    page(
        "P423",
        Text(
            fr="Une erreur est comptée sur un mot que Nao a entendu.",
            en="An error is counted on a word that Nao heard.",
        ),
        Text(
            fr="Nao se trompe souvent de mot : l'enfant serait noté en erreur pour ce qu'il n'a pas dit.",
            en="Nao often mistakes a word: the child would be noted as wrong for what he did not say.",
        ),
        Text(fr="Laissez l'adulte confirmer par un bouton.", en="Let the adult confirm by a button."),
        with_head("data: {erreurs: 0}\n").replace(
            "    after:", "    when: [§{word: [légume], set: {erreurs: 1}, next: fin}]\n    after:"
        ),
    ),
    page(
        "P424",
        Text(
            fr="Un item offre moins de réponses que tous les autres de son niveau.",
            en="One item offers fewer answers than all others of its level.",
        ),
        Text(
            fr="Avec moins de choix, on tombe plus souvent juste au hasard : les essais ne se comparent "
            "plus. "
            "C'est souvent une réponse oubliée.",
            en="With fewer choices chance is right more often: trials can no longer be compared. "
            "It is often an answer that was forgotten.",
        ),
        Text(fr="Offrez partout autant de réponses.", en="Offer as many answers everywhere."),
        with_trials(
            "correct: = item.bon\nanswers: {from: = item.choix, by: [board]}\n"
            'ask: [{show: {choices: = item.choix}, say: "Quoi ?"}]\n',
            items="[{id: a, bon: pomme, choix: [pomme, prune, poire]}, {id: b, bon: prune, "
            "choix: [pomme, prune, poire]}, {id: c, bon: poire, choix: [pomme, prune, poire]}, "
            "§{id: d, bon: prune, choix: [pomme, prune]}]",
        ),
    ),
)
