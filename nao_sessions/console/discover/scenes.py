"""The six scenes of the discovery: one for each gesture of the job, with what to do in each.

Their protocols are beside this module; what shows a task to be done is a line of the log.
"""

from __future__ import annotations

from pathlib import Path

from nao_sessions.console.discover.coach import Kept, Logged, Part, Scene, Task
from nao_sessions.core.text import Text

FOLDER = Path(__file__).parent / "scenes"

_BUTTON = Logged("in", "button")
_ENDED = Logged("out", "ended")


def _task(text: Text, until: Logged | Kept, part: Part | None = None) -> Task:
    return Task(text, until, part)


def _command(name: str, **data: str | tuple[str, ...]) -> Logged:
    """Give what shows that she gave a command."""
    return Logged("in", "command", {"name": name, **{key.rstrip("_"): value for key, value in data.items()}})


def _told(kind: str, **data: str | tuple[str, ...]) -> Logged:
    """Give what shows that the engine told something."""
    return Logged("out", kind, data)


_FINISH = _task(
    Text(
        fr="C'est tout pour cette scène. « Plus », puis « Terminer » : Nao dit au revoir, le dossier se "
        "ferme.",
        en="That is all of this scene. 'More', then 'Finish': Nao says goodbye, and the folder is closed.",
    ),
    _ENDED,
)

_STOP = (
    _task(
        Text(
            fr="Nao raconte. Appuyez sur Arrêter, le grand bouton : il se tait au milieu d'un mot.",
            en="Nao tells a story. Press Stop, the big button: it falls silent in the middle of a word.",
        ),
        _told("paused", why="stopped"),
    ),
    _task(
        Text(
            fr="Il ne fera plus rien sans vous. Quand vous voulez, appuyez sur Reprendre.",
            en="It does nothing more without you. When you wish, press Go on.",
        ),
        _told("continued", by="resume"),
    ),
    _task(
        Text(
            fr="Il reprend la phrase coupée. Le bouton Suite vient du protocole : appuyez, même s'il parle.",
            en="It says the cut sentence again. Next comes from the protocol: press, even while it speaks.",
        ),
        _BUTTON,
    ),
    _task(
        Text(
            fr="Nao dit au revoir, et la séance se ferme d'elle-même.",
            en="Nao says goodbye, and the session closes by itself.",
        ),
        _ENDED,
    ),
)

_SCORE = (
    _task(
        Text(
            fr="Nao a posé sa question, et l'enfant a bien montré : appuyez sur Oui.",
            en="Nao has asked, and the child has pointed right: press Yes.",
        ),
        _told("trial", judgement="correct"),
    ),
    _task(
        Text(
            fr="Question suivante. Cette fois il se trompe : appuyez sur Pas encore, et Nao aide.",
            en="Next question. This time it is wrong: press Not yet, and Nao helps.",
        ),
        _told("prompt"),
    ),
    _task(
        Text(
            fr="Avec cette aide, il y arrive : Oui. L'essai est noté « réussi avec aide ».",
            en="With this help it is right: Yes. The trial is judged correct with help.",
        ),
        _told("trial", judgement="prompted"),
    ),
    _task(
        Text(
            fr="Une dernière : Pas encore, jusqu'au bout des aides. Nao continue, sans dire que c'est faux.",
            en="One more: Not yet, to the end of the help. Nao goes on, and never says that it was wrong.",
        ),
        _told("trial", judgement=("incorrect", "no_response")),
    ),
    _FINISH,
)

_HEARD = (
    _task(
        Text(
            fr="Nao demande qui fait « miaou ». Quand il s'est tu, faites répondre l'enfant ici.",
            en="Nao asks who says 'meow'. Once it is silent, have the child answer here.",
        ),
        _told("proposed", answer="chat"),
        Part("chat", Text(fr="Faire dire « chat »", en="Have 'cat' said"), Text(fr="chat", en="cat")),
    ),
    _task(
        Text(
            fr="Nao ne dit pas encore bravo : il montre ce qu'il a entendu. Confirmez : « C'est bien ça ».",
            en="Nao does not say well done yet: it shows what it heard. Confirm: 'That is it'.",
        ),
        _command("judge", as_=("heard", "yes")),
    ),
    _task(
        Text(
            fr="Question suivante. L'enfant tousse, et Nao croit entendre un mot : essayez.",
            en="Next question. The child coughs, and Nao thinks it hears a word: try.",
        ),
        _told("proposed", answer="chien"),
        Part(
            "cough", Text(fr="Faire tousser l'enfant", en="Have the child cough"), Text(fr="chien", en="dog")
        ),
    ),
    _task(
        Text(
            fr="Personne n'a dit cela : « Mal entendu ». Rien n'est noté contre l'enfant.",
            en="Nobody said that: 'Misheard'. Nothing is held against the child.",
        ),
        _told("dismissed"),
    ),
    _task(
        Text(fr="Maintenant l'enfant répond vraiment.", en="Now the child really answers."),
        _told("proposed", answer="vache"),
        Part("vache", Text(fr="Faire dire « vache »", en="Have 'cow' said"), Text(fr="vache", en="cow")),
    ),
    _task(
        Text(fr="Confirmez.", en="Confirm."),
        _command("judge", as_=("heard", "yes")),
    ),
    _FINISH,
)

_TURNS = (
    _task(
        Text(
            fr="Celui dont c'est le tour est marqué. Il a joué : appuyez sur A joué.",
            en="Whoever's turn it is, is marked. They have played: press Has played.",
        ),
        _BUTTON,
    ),
    _task(
        Text(
            fr="Quelqu'un quitte la salle un instant : appuyez sur « Sort », à côté de son code.",
            en="Somebody leaves the room for a moment: press 'Leaves', beside their code.",
        ),
        _told("left"),
    ),
    _task(
        Text(
            fr="Le tour continue sans attendre personne : A joué.",
            en="The round goes on and waits for nobody: Has played.",
        ),
        _BUTTON,
    ),
    _task(
        Text(
            fr="Le voilà qui revient : « Revient », à côté de son code.",
            en="They are back: 'Comes back', beside their code.",
        ),
        _told("returned"),
    ),
    _FINISH,
)

_IMPROVISE = (
    _task(
        Text(fr="On n'a pas entendu : faites répéter Nao.", en="It was not heard: have Nao say it again."),
        _command("repeat"),
    ),
    _task(
        Text(
            fr="Faites-lui dire une phrase à vous : « Plus », puis « Faire dire à Nao ».",
            en="Have it say a sentence of yours: 'More', then 'Have Nao say'.",
        ),
        _command("improvise"),
    ),
    _task(
        Text(fr="Quelqu'un frappe à la porte : Pause.", en="Somebody knocks at the door: Pause."),
        _told("paused", why="paused"),
    ),
    _task(
        Text(fr="C'est reparti : Reprendre.", en="Here we go: Go on."),
        _told("continued", by="resume"),
    ),
    _task(
        Text(
            fr="L'enfant s'agite : « Plus », « Retour au calme ». Ce que Nao fait alors est dans le "
            "protocole.",
            en="The child is agitated: 'More', 'Calm down'. What Nao then does is in the protocol.",
        ),
        _command("calm"),
    ),
    _task(
        Text(
            fr="Tout le monde a soufflé : On reprend. Nao revient où il en était.",
            en="Everybody has taken a breath: Go on. Nao comes back to where it was.",
        ),
        _BUTTON,
    ),
    _FINISH,
)

_END = (
    _task(
        Text(
            fr="Notez un premier essai comme vous voulez : il sera corrigé tout à l'heure.",
            en="Score a first trial as you like: it will be corrected in a moment.",
        ),
        _told("trial"),
    ),
    _task(
        Text(
            fr="« Plus », puis « Terminer » : la page de fin s'ouvre.",
            en="'More', then 'Finish': the end page opens.",
        ),
        _ENDED,
    ),
    _task(
        Text(
            fr="Corrigez le jugement de cet essai : l'ancien reste lisible à côté.",
            en="Correct the judgement of that trial: the old one can still be read beside it.",
        ),
        Kept("corrected"),
    ),
    _task(
        Text(
            fr="Enregistrez un mémo vocal de quelques secondes, ou passez.",
            en="Record a voice memo of a few seconds, or pass.",
        ),
        Kept("memo"),
        Part("memo", Text(fr="Passer", en="Pass")),
    ),
    _task(
        Text(
            fr="Lisez la transmission : cinq lignes, à copier d'un appui.",
            en="Read the handover: five lines, copied with one press.",
        ),
        Kept("read"),
        Part("read", Text(fr="C'est lu", en="I have read it")),
    ),
)

SCENES: tuple[Scene, ...] = (
    Scene(
        1,
        "arreter",
        Text(fr="Commencer, et arrêter", en="Begin, and stop"),
        Text(
            fr="Le bouton Arrêter ne bouge jamais, et agit toujours.",
            en="The Stop button never moves, and always acts.",
        ),
        minutes=4,
        players=1,
        tasks=_STOP,
    ),
    Scene(
        2,
        "oui-pas-encore",
        Text(fr="Oui, Pas encore, et les aides", en="Yes, Not yet, and the help"),
        Text(
            fr="Un essai se note d'un seul appui ; l'aide donnée est comptée pour vous.",
            en="A trial is scored with one press; the help that was given is counted for you.",
        ),
        minutes=5,
        players=1,
        tasks=_SCORE,
    ),
    Scene(
        3,
        "entendu",
        Text(fr="Ce que Nao a entendu", en="What Nao heard"),
        Text(
            fr="Un micro se trompe : ce que Nao entend n'est qu'une proposition, vous décidez.",
            en="A microphone errs: what Nao hears is a proposal only, you decide.",
        ),
        minutes=5,
        players=1,
        tasks=_HEARD,
    ),
    Scene(
        4,
        "tour",
        Text(fr="À qui le tour ?", en="Whose turn is it?"),
        Text(
            fr="Un groupe bouge : quelqu'un sort, revient, et le tour continue.",
            en="A group moves: somebody leaves, comes back, and the round goes on.",
        ),
        minutes=5,
        players=3,
        tasks=_TURNS,
    ),
    Scene(
        5,
        "improviser",
        Text(fr="Improviser, et souffler", en="Improvise, and take a breath"),
        Text(
            fr="Le protocole attend : vous pouvez en sortir, il reprend où il était.",
            en="The protocol waits: you may leave it, it goes on where it was.",
        ),
        minutes=6,
        players=1,
        tasks=_IMPROVISE,
    ),
    Scene(
        6,
        "garder-trace",
        Text(fr="Finir, et transmettre", en="Finish, and hand over"),
        Text(
            fr="Deux minutes après la séance : ce qui s'est passé, corrigé s'il le faut, et transmis.",
            en="Two minutes after the session: what happened, corrected if need be, and handed over.",
        ),
        minutes=6,
        players=1,
        tasks=_END,
    ),
)


def scene_of(number: int) -> Scene | None:
    """Give a scene by its number, or None."""
    return next((one for one in SCENES if one.number == number), None)


def protocol_of(scene: Scene) -> Path:
    """Give the file of a scene's protocol."""
    return FOLDER / f"{scene.protocol}.yaml"
