"""The data dictionary: every table, every column, its type, its unit, and what it means, in one place.

The tables, their CSV and Parquet files, the sidecars of BIDS and the documentation are all made from it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from nao_sessions.core.terms import OUTCOMES, labels
from nao_sessions.core.text import Text
from nao_sessions.export.levels import (
    DIRECTIONS,
    HELPS_GIVEN,
    JUDGED,
    MEDIA,
    METHODS,
    OBSERVED,
    PHASE_KINDS,
    RESPONSES,
    RESPONSES_UNCOUNTED,
    STATES,
    UNCOUNTED,
    VERDICTS,
)

Kind = Literal["string", "int64", "float32", "float64", "bool", "timestamp"]


@dataclass(frozen=True, slots=True)
class Column:
    """One column; ``unit`` is "" where there is none, ``levels`` the words that may stand in it."""

    name: str
    kind: Kind
    meaning: Text
    unit: str = ""
    levels: Mapping[str, Text] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class TableOf:
    """One table: what a row is, and its columns in order."""

    name: str
    row: Text
    columns: tuple[Column, ...]

    @property
    def names(self) -> tuple[str, ...]:
        """Give the names of the columns."""
        return tuple(column.name for column in self.columns)


def _text(name: str, text: Text, levels: Mapping[str, Text] | None = None) -> Column:
    return Column(name, "string", text, levels=levels or {})


def _whole(name: str, text: Text, unit: str = "") -> Column:
    return Column(name, "int64", text, unit)


def _real(name: str, text: Text, unit: str = "") -> Column:
    return Column(name, "float64", text, unit)


def _yes(name: str, text: Text) -> Column:
    return Column(name, "bool", text)


_SESSION = _text("session", Text(fr="nom du dossier de la séance", en="name of the session's folder"))
_PLACE_IN_SERIES = (
    _text(
        "series",
        Text(
            fr="série dont la séance fait partie ; vide si aucune n'a été donnée",
            en="series that the session is part of; empty where none was given",
        ),
    ),
    _text(
        "phase",
        Text(
            fr="phase de l'étude pour cet enfant : celle dite au début de la séance, ou à son import, par le "
            "nom "
            "que la série lui "
            "donne ; si rien n'a été dit, ou avec plusieurs enfants, celle que la série prévoit, dans "
            "l'ordre des séances de l'enfant ; ce qui n'est d'aucun enfant a celle que tous partagent",
            en="phase of the study, for this child: the one said when the session began, or was imported, by "
            "the "
            "series' name for "
            "it; where nothing was said, or of several children, the one that the series plans, in the "
            "order of the child's sessions; what is no child's has the one that all share",
        ),
    ),
    _text("phase_kind", Text(fr="sorte de phase", en="kind of phase"), PHASE_KINDS),
    _whole(
        "session_number",
        Text(
            fr="rang de la séance pour cet enfant, compté depuis 1 dans le corpus, ou dans la série ; "
            "toujours "
            "vide pour une répétition, qui n'est pas une séance d'un enfant, même avec une série, et pour "
            "une "
            "séance importée, dont personne ne sait quand elle était",
            en="which session of this child it is, counted from 1 in the corpus, or in the series; always "
            "empty "
            "for a rehearsal, which is no session of a child, with a series too, and for an imported "
            "session: "
            "nobody knows when it was",
        ),
    ),
)
_PARTICIPANT = _text(
    "participant",
    Text(
        fr="code de l'enfant ; vide quand personne ne sait qui, ou que cela ne concerne personne. D'une "
        "séance à un "
        "seul enfant, ce que Nao ou la tablette a senti est dit de lui, même quand by vaut unknown : c'est "
        "supposé, et les bilans comptent ainsi",
        en="the child's code; empty where nobody knows who, or where it is nobody's. Of a session with one "
        "child, "
        "what Nao or the board sensed is said to be this child's, also where by is unknown: that is "
        "supposed, "
        "and reports count so",
    ),
)
_TURN = _text(
    "turn",
    Text(
        fr="code de l'enfant dont c'était le tour ; vide hors d'un groupe à tours",
        en="code of the child whose turn it was; empty outside of a group of turns",
    ),
)
_STEP = _text(
    "step",
    Text(
        fr="étape du protocole, par son nom dans le fichier", en="step of the protocol, as its file names it"
    ),
)
_SEQ = _whole("seq", Text(fr="numéro de la ligne dans events.jsonl", en="number of the line in events.jsonl"))
_TRIAL_SEQ = _whole(
    "trial_seq",
    Text(
        fr="seq de cet essai dans la table trials : avec session, de quoi joindre les deux ; vide hors d'un "
        "essai, "
        "ou quand le journal n'en a pas la fin",
        en="seq of that trial in the table of trials: with session, what to join the two by; empty outside "
        "of a "
        "trial, or where the log has no end of it",
    ),
)
_HAPPENED = Text(
    fr="quand cela s'est produit, en temps de séance : 0 est la première ligne du journal",
    en="when it happened, in session time: 0 is the log's first line",
)
_START = (
    _whole("start_ns", _HAPPENED, "ns"),
    _real("start_s", Text(fr="la même heure, en secondes", en="the same time, in seconds"), "s"),
)
_STOP = (
    _whole(
        "stop_ns",
        Text(fr="quand c'était fini ; vide pour un instant", en="when it was over; empty for a moment"),
        "ns",
    ),
    _real("stop_s", Text(fr="la même heure, en secondes", en="the same time, in seconds"), "s"),
)
_WHO = (_SESSION, *_PLACE_IN_SERIES, _PARTICIPANT)
BEGINNING = (*_WHO, _TURN, _STEP)
"""What every table of a session's moments begins with."""
_HOW_LONG = (
    _real(
        "latency_s",
        Text(
            fr="temps de latence : de la fin de la question de Nao à la réponse, aides comprises ; mesuré "
            "dans le "
            "son quand latency_method vaut « sound », sinon d'après le robot ; vide quand la séance s'est "
            "arrêtée entre les deux",
            en="latency: from the end of Nao's question to the response, helps included; measured in the "
            "sound "
            "where latency_method is 'sound', else by the robot's word; empty where the session stood still "
            "in between",
        ),
        "s",
    ),
    _real(
        "latency_uncertainty_s",
        Text(
            fr="de combien cette latence peut être fausse : 95 sur 100 le sont de moins quand latency_method "
            "vaut "
            "« sound » ; d'après le robot, 95 sur 100 aussi si 19 fins de la séance ont été mesurées, sinon "
            "0,3 "
            "s, supposées ; vide quand personne ne le sait",
            en="how far off this latency may be: 95 in 100 are off by less where latency_method is 'sound'; "
            "by the "
            "robot's word 95 in 100 too if 19 ends of the session were measured, else a supposed 0.3 s; "
            "empty "
            "where nobody knows",
        ),
        "s",
    ),
    _text("latency_method", Text(fr="d'où vient la latence", en="what the latency comes from"), METHODS),
)
_WHY = Text(
    fr="pourquoi cette latence n'est comptée ni dans les bilans ni dans le suivi ; vide quand elle l'est",
    en="why reports and progress do not count this latency; empty where they do",
)
_AS_LOGGED = (
    _real(
        "latency_logged_s",
        Text(
            fr="la latence que le programme a connue pendant la séance, interruptions comprises",
            en="the latency that the program knew while the session ran, interruptions included",
        ),
        "s",
    ),
    _real(
        "latency_interrupted_s",
        Text(
            fr="ce que la séance s'est arrêtée (pause, arrêt, Nao perdu, veille, coupure) entre la fin de la "
            "question et la réponse ; d'un essai sans réponse qui l'ait clos, jusqu'à stop_s",
            en="how long the session stood still (pause, stop, Nao lost, sleep, crash) between the "
            "question's end "
            "and the response; of a trial that no response ended, until stop_s",
        ),
        "s",
    ),
)

SESSIONS = TableOf(
    "sessions",
    Text(fr="une séance et un enfant", en="a session and a child"),
    (
        *_WHO,
        _text("protocol", Text(fr="protocole", en="protocol")),
        _text("protocol_version", Text(fr="version du protocole", en="version of the protocol")),
        Column(
            "begun_utc",
            "timestamp",
            Text(
                fr="début de la séance, UTC ; vide si personne ne le sait (séance importée)",
                en="when the session began, UTC; empty where nobody knows (imported session)",
            ),
            "UTC",
        ),
        _real(
            "duration_s",
            Text(
                fr="durée, du début de la séance à sa fin, interruptions comprises ; sans fin au "
                "journal, jusqu'à sa dernière ligne ; d'une séance importée, du premier au dernier "
                "instant de ses vidéos et de ses événements",
                en="length, from the session's beginning to its end, interruptions included; without an end "
                "in "
                "the log, to its last line; of an imported session, from the first to the last moment of its "
                "videos and events",
            ),
            "s",
        ),
        _whole(
            "interruptions",
            Text(
                fr="fois où la séance s'est arrêtée : pause, arrêt, Nao perdu, veille, coupure ; vide, comme "
                "interrupted_s, language, seed, trials et adaptations, d'une séance importée : personne ne "
                "le "
                "sait",
                en="times that the session stood still: pause, stop, Nao lost, sleep, crash; empty, as are "
                "interrupted_s, language, seed, trials and adaptations, of an imported session: nobody knows",
            ),
        ),
        _real(
            "interrupted_s",
            Text(
                fr="durée de ces interruptions ; vide quand la séance n'a pas repris après l'une d'elles : "
                "personne ne sait combien de temps elle a duré",
                en="how long these interruptions were; empty where the session did not go on after one of "
                "them: "
                "nobody knows how long that was",
            ),
            "s",
        ),
        _text("state", Text(fr="état du dossier", en="state of the folder"), STATES),
        _text(
            "outcome",
            Text(
                fr="comment la séance s'est terminée ; « completed » aussi quand l'adulte l'a conduite à sa "
                "fin "
                "avant que tout ait été joué ; vide d'une séance qui n'est pas fermée, et d'une séance "
                "importée : personne ne le sait",
                en="how the session ended; 'completed' also where the adult led it to its end before all was "
                "played; empty of a session that is not closed, and of an imported one: nobody knows",
            ),
            labels(OUTCOMES),
        ),
        _yes(
            "rehearsal",
            Text(
                fr="répétition, sans enfant réel : à ne pas mêler aux données",
                en="a rehearsal, without a real child: not to be mixed with data",
            ),
        ),
        _real(
            "speed",
            Text(
                fr="de combien de fois le temps de séance a couru plus vite que le temps réel ; 1 : en temps "
                "réel "
                "; "
                "vide d'une séance importée",
                en="how many times as fast as real time session time ran; 1: in real time; empty of an "
                "imported "
                "session",
            ),
        ),
        _yes("simulated", Text(fr="Nao était simulé", en="Nao was simulated")),
        _text("language", Text(fr="langue de Nao", en="Nao's language")),
        _whole("seed", Text(fr="graine des tirages", en="seed of what was drawn")),
        _whole(
            "trials",
            Text(
                fr="essais de l'enfant, quel que soit leur jugement, sans les reprises pour correction",
                en="trials of the child, whatever their judgement, without repetitions for correction",
            ),
        ),
        _whole(
            "adaptations",
            Text(
                fr="adaptations : fois où l'adulte a changé ce que le protocole prévoyait",
                en="adaptations: times that the adult changed what the protocol had planned",
            ),
        ),
        _text(
            "sync",
            Text(
                fr="comment les temps de la vidéo sont connus, au pire",
                en="how the video's times are known, at worst",
            ),
            VERDICTS,
        ),
        _real(
            "sync_uncertainty_ms",
            Text(
                fr="de combien un temps de la vidéo peut être faux, au pire (95 %) ; sans clap, le retard de "
                "la "
                "caméra s'y ajoute",
                en="how far off a time of the video may be, at worst (95 %); without a clap the camera's "
                "delay "
                "comes on top",
            ),
            "ms",
        ),
        _text(
            "software",
            Text(
                fr="version de nao_sessions qui a tenu la séance, ou l'a importée",
                en="version of nao_sessions that ran the session, or imported it",
            ),
        ),
    ),
)

EVENTS = TableOf(
    "events",
    Text(fr="une ligne du journal", en="a line of the log"),
    (
        *BEGINNING,
        _SEQ,
        _text("dir", Text(fr="sens de la ligne", en="direction of the line"), DIRECTIONS),
        _text(
            "source",
            Text(
                fr="d'où vient la ligne : robot, professional, engine, recorder…",
                en="where the line comes from: robot, professional, engine, recorder…",
            ),
        ),
        _text(
            "kind", Text(fr="sorte d'événement, par le mot du journal", en="kind of event, by the log's word")
        ),
        _text(
            "verb",
            Text(
                fr="pour une action de Nao, laquelle : say (une phrase), gesture, posture, look, eyes…",
                en="of an action of Nao, which: say (a sentence), gesture, posture, look, eyes…",
            ),
        ),
        *_START,
        *_STOP,
        _whole(
            "at_ns",
            Text(
                fr="quand le programme l'a pris en compte, temps de séance",
                en="when the program took it up, session time",
            ),
            "ns",
        ),
        _whole("cause", Text(fr="seq de ce qui l'a causé", en="seq of what led to it")),
        _text(
            "what",
            Text(
                fr="l'essentiel : phrase, geste, mot, partie touchée, bouton, commande ; là où Nao dit un "
                "prénom, le code de l'enfant",
                en="the gist: sentence, gesture, word, part touched, button, command; where Nao says a first "
                "name, the child's code",
            ),
        ),
        _text(
            "ended",
            Text(
                fr="pour une action de Nao : comment elle a fini (stopped : interrompue)",
                en="of an action of Nao: how it ended (stopped: interrupted)",
            ),
        ),
        _text("data", Text(fr="toute la charge de la ligne, en JSON", en="all that the line holds, as JSON")),
    ),
)

TRIALS = TableOf(
    "trials",
    Text(fr="un essai", en="a trial"),
    (
        *BEGINNING,
        _SEQ,
        _whole(
            "number",
            Text(
                fr="numéro de l'essai dans son étape ; il revient quand l'étape est rejouée : c'est seq qui "
                "dit "
                "duquel il s'agit",
                en="number of the trial in its step; it comes again where the step is played again: seq "
                "tells "
                "which one it is",
            ),
        ),
        _text("item", Text(fr="ce qui était demandé", en="what was asked")),
        _text("correct", Text(fr="réponses justes, séparées par |", en="right answers, separated by |")),
        _text(
            "answer",
            Text(
                fr="réponse prise en dernier, d'après laquelle l'essai est jugé ; d'un essai no_response ou "
                "refused, elle n'a pas compté : c'est ce qui avait été essayé avant la dernière aide, ou "
                "pris "
                "à tort pour une réponse",
                en="the answer that was taken last, by which the trial is judged; of a no_response or "
                "refused "
                "trial it did not count: it is what had been tried before the last help, or was wrongly "
                "taken "
                "for an answer",
            ),
        ),
        _text(
            "judgement",
            Text(
                fr="jugement qui compte : celui de la séance, ou sa correction",
                en="the judgement that counts: the session's, or its correction",
            ),
            JUDGED,
        ),
        _text(
            "judgement_in_session",
            Text(fr="jugement pendant la séance", en="what was judged in the session"),
            JUDGED,
        ),
        _yes(
            "corrected",
            Text(
                fr="le jugement ou l'auteur a été corrigé après la séance",
                en="judgement or author was corrected after the session",
            ),
        ),
        _text(
            "help",
            Text(
                fr="aide la plus forte qui compte pour la réponse",
                en="strongest help that counts for the answer",
            ),
            HELPS_GIVEN,
        ),
        _whole(
            "prompts",
            Text(fr="nombre d'aides qui comptent pour la réponse", en="how many helps count for the answer"),
        ),
        _whole(
            "attempts",
            Text(
                fr="nombre de réponses essayées ; d'un essai no_response avec aide et sans "
                "latency_logged_s, "
                "celles, fausses, d'avant la dernière aide",
                en="how many answers were tried; of a no_response trial with helps and without "
                "latency_logged_s, "
                "the wrong ones before the last help",
            ),
        ),
        _text(
            "way",
            Text(
                fr="par où est venu ce que dit answer ; ne dit pas qu'il comptait",
                en="which way came what answer tells; it does not say that it counted",
            ),
        ),
        _text(
            "by",
            Text(
                fr="qui a donné ce que dit answer : un code, professional, ou unknown ; ne dit pas qu'il "
                "comptait",
                en="who gave what answer tells: a code, professional, or unknown; it does not say that it "
                "counted",
            ),
        ),
        *_START,
        _whole(
            "stop_ns",
            Text(
                fr="quand c'était fini ; d'un essai dans lequel le programme s'est arrêté, quand il s'est "
                "arrêté, et non quand la séance a repris",
                en="when it was over; of a trial in which the program ended, when it ended, and not when the "
                "session was taken up again",
            ),
            "ns",
        ),
        _real("stop_s", Text(fr="la même heure, en secondes", en="the same time, in seconds"), "s"),
        _real(
            "opened_s",
            Text(
                fr="fin de la question : à partir de là les réponses comptent",
                en="end of the question: from there on answers count",
            ),
            "s",
        ),
        *_HOW_LONG,
        _text("latency_why", _WHY, UNCOUNTED),
        *_AS_LOGGED,
        _whole("level", Text(fr="niveau adaptatif", en="adaptive level")),
        _yes(
            "again",
            Text(
                fr="reprise pour correction : ne compte dans aucun total",
                en="a repetition for correction: counts in no total",
            ),
        ),
    ),
)

RESPONSES_TABLE = TableOf(
    "responses",
    Text(
        fr="une chose faite par un enfant, prise en compte ou non",
        en="a thing that a child did, acted on or not",
    ),
    (
        *BEGINNING,
        _SEQ,
        _whole(
            "trial",
            Text(fr="numéro de l'essai, s'il y en avait un", en="number of the trial, where there was one"),
        ),
        _TRIAL_SEQ,
        _text(
            "sense",
            Text(
                fr="par quel sens : touch, word, board, card, gaze, face, speech",
                en="by which sense: touch, word, board, card, gaze, face, speech",
            ),
        ),
        _text("value", Text(fr="ce qui a été touché, dit, choisi", en="what was touched, said, chosen")),
        _text("why", Text(fr="ce qu'il en est advenu", en="what became of it"), RESPONSES),
        _text(
            "by",
            Text(
                fr="qui a répondu, tel que cela compte : un code, professional, ou unknown : personne ne l'a "
                "dit, "
                "et ce qui l'a senti non plus (voyez participant)",
                en="who responded, as it counts: a code, professional, or unknown: nobody said who, nor did "
                "what "
                "sensed it (see participant)",
            ),
        ),
        _yes(
            "corrected",
            Text(
                fr="qui a répondu a été dit après la séance, depuis la vidéo ou la fin de séance",
                en="who responded was said after the session, from the video or on the end page",
            ),
        ),
        *_START,
        *_HOW_LONG,
        _text("latency_why", _WHY, RESPONSES_UNCOUNTED),
        *_AS_LOGGED,
        _text(
            "last_help",
            Text(
                fr="dans un essai : la dernière aide qui avait commencé avant ; « none » : la question seule",
                en="in a trial: the last help that had begun before it; 'none': the question alone",
            ),
            HELPS_GIVEN,
        ),
        _real(
            "from_last_begun_s",
            Text(
                fr="temps depuis le début de cette aide, ou de la question, interruptions comprises",
                en="time since that help, or the question, began, interruptions included",
            ),
            "s",
        ),
        _real(
            "latency_from_last_s",
            Text(
                fr="latence depuis la dernière sollicitation : de la fin de cette aide (ce que Nao y dit et "
                "fait, "
                "d'après le robot) à la réponse ; sans aide, c'est latency_s ; vide si elle durait encore, "
                "ou "
                "si la séance s'est arrêtée entre les deux",
                en="latency from what came last: from the end of that help (what Nao says and does for it, "
                "by the "
                "robot's word) to the response; without a help it is latency_s; empty where it still went "
                "on, "
                "or where the session stood still in between",
            ),
            "s",
        ),
        _real(
            "latency_from_last_uncertainty_s",
            Text(
                fr="de combien cette latence peut être fausse, comme latency_uncertainty_s",
                en="how far off this latency may be, as latency_uncertainty_s",
            ),
            "s",
        ),
    ),
)

PROMPTS = TableOf(
    "prompts",
    Text(fr="une aide donnée", en="a help that was given"),
    (
        *BEGINNING,
        _SEQ,
        _whole("trial", Text(fr="numéro de l'essai", en="number of the trial")),
        _TRIAL_SEQ,
        _text("item", Text(fr="ce qui était demandé", en="what was asked")),
        _whole(
            "order",
            Text(fr="rang de l'aide dans l'essai, depuis 1", en="which help of the trial it was, from 1"),
        ),
        _text("help", Text(fr="sorte d'aide", en="kind of help"), HELPS_GIVEN),
        _text(
            "cause",
            Text(
                fr="pourquoi : silence, réponse fausse, demande de l'adulte",
                en="why: silence, a wrong answer, the adult's wish",
            ),
        ),
        *_START,
        _real(
            "after_open_s",
            Text(
                fr="temps depuis la fin de la question (opened_s de l'essai), interruptions comprises",
                en="time since the question's end (the trial's opened_s), interruptions included",
            ),
            "s",
        ),
    ),
)

ANNOTATIONS = TableOf(
    "annotations",
    Text(fr="une annotation d'un codeur", en="an annotation of a coder"),
    (
        *BEGINNING,
        _text(
            "coder",
            Text(
                fr="code du codeur ; LIVE : jugé ou marqué en séance",
                en="the coder's code; LIVE: judged or marked in the session",
            ),
        ),
        _text("id", Text(fr="identifiant de l'annotation", en="id of the annotation")),
        _text("scheme", Text(fr="grille de codage", en="coding scheme")),
        _text("behaviour", Text(fr="comportement", en="behaviour")),
        _text("modifiers", Text(fr="modificateurs, en JSON", en="modifiers, as JSON")),
        _text("subject", Text(fr="sujet : un code ou un rôle", en="subject: a code or a role")),
        *_START,
        *_STOP,
        _yes("open", Text(fr="état dont la fin n'a pas été codée", en="a state whose end was not coded")),
        _text(
            "comment",
            Text(
                fr="remarque du codeur ; du codeur LIVE, l'item de l'essai, ou ce qui est écrit d'une marque",
                en="the coder's remark; of the coder LIVE the trial's item, or what is written of a mark",
            ),
        ),
    ),
)

PERIODS = TableOf(
    "periods",
    Text(
        fr="une partie de la séance qu'un codeur a observée, selon une grille ; sans heures s'il n'en a rien "
        "observé. Ce que dit annotations se rapporte à cela : là où rien n'est observé, ne rien noter ne "
        "veut rien dire. LIVE et CONSENSUS n'y sont pas, ni qui a ouvert une grille sans rien noter ni la "
        "dire terminée",
        en="a part of the session that a coder looked at, by a scheme; without times where that is nothing. "
        "What annotations holds is of that: where nothing is looked at, nothing noted means nothing. LIVE "
        "and CONSENSUS are not in it, nor whoever opened a scheme and neither noted anything nor called it "
        "done",
    ),
    (
        *_WHO,
        _text("coder", Text(fr="code du codeur", en="the coder's code")),
        _text("scheme", Text(fr="grille de codage", en="coding scheme")),
        _text(
            "known_by",
            Text(fr="comment on sait ce qu'il a observé", en="how it is known what the coder looked at"),
            OBSERVED,
        ),
        *_START,
        _whole("stop_ns", Text(fr="jusqu'à quand, temps de séance", en="until when, session time"), "ns"),
        _real("stop_s", Text(fr="la même heure, en secondes", en="the same time, in seconds"), "s"),
    ),
)

FEATURES = TableOf(
    "features",
    Text(
        fr="une seconde d'un enregistrement, de son image ou de son son ; mesurée à la demande",
        en="a second of a recording, of its picture or of its sound; measured when asked for",
    ),
    (
        *BEGINNING,
        _text("stream", Text(fr="caméra ou micro", en="camera or microphone")),
        _whole("segment", Text(fr="morceau de l'enregistrement", en="segment of the recording")),
        _text("medium", Text(fr="image ou son", en="picture or sound"), MEDIA),
        _whole("second", Text(fr="seconde du fichier, depuis 0", en="second of the file, from 0")),
        *_START,
        *_STOP,
        _text("sync", Text(fr="comment ce temps est connu", en="how this time is known"), VERDICTS),
        _real(
            "sync_uncertainty_ms",
            Text(
                fr="de combien ce temps peut être faux (95 %) ; vide quand personne ne le sait, comme pour "
                "le son "
                "d'une caméra sans clap ; sans clap, le retard de la caméra s'y ajoute",
                en="how far off this time may be (95 %); empty where nobody knows, as of a camera's sound "
                "without "
                "a clap; without a clap the camera's delay comes on top",
            ),
            "ms",
        ),
        _whole(
            "pictures", Text(fr="images reçues pendant cette seconde", en="pictures that came in this second")
        ),
        _real(
            "brightness",
            Text(
                fr="luminosité moyenne, de 0 (noir) à 1 (blanc), de 5 images par seconde",
                en="mean brightness, from 0 (black) to 1 (white), of 5 pictures a second",
            ),
        ),
        _real(
            "motion",
            Text(
                fr="mouvement : changement moyen de luminosité, de 0 à 1, d'une image à celle d'un cinquième "
                "de "
                "seconde plus tard, réduites à 160 points de large ; une lampe qui change compte aussi ; 0 : "
                "image figée",
                en="motion: mean change of brightness, 0 to 1, from a picture to the one a fifth of a second "
                "later, both 160 points wide; a lamp that changes counts too; 0: a frozen picture",
            ),
        ),
        _real(
            "moving_share",
            Text(
                fr="part de l'image, de 0 à 1, dont la luminosité change de plus de 12 sur 255 entre ces "
                "images",
                en="share of the picture, 0 to 1, whose brightness changes by more than 12 of 255 between "
                "them",
            ),
        ),
        _real(
            "sharpness",
            Text(
                fr="netteté : variance du laplacien de la luminosité (0 à 255), à 640 points de large au "
                "plus ; à "
                "comparer aux autres secondes de la même caméra : faible quand l'image est floue, ou sombre",
                en="sharpness: variance of the Laplacian of brightness (0 to 255), at most 640 points wide; "
                "to "
                "compare with other seconds of the same camera: low where the picture is blurred, or dark",
            ),
            "levels^2",
        ),
        _real(
            "heard_s",
            Text(fr="durée de son pendant cette seconde", en="how much sound there is in this second"),
            "s",
        ),
        _real(
            "rms_dbfs",
            Text(
                fr="niveau sonore efficace, tous canaux ; -120 : silence numérique",
                en="root-mean-square level of all channels; -120: digital silence",
            ),
            "dBFS",
        ),
        _real("peak_dbfs", Text(fr="niveau de crête", en="peak level"), "dBFS"),
        _real(
            "voice_share",
            Text(
                fr="part de la seconde, de 0 à 1, où le son est probablement une voix : par 40 ms, "
                "périodique (80 "
                "à 500 Hz) et de 9 dB au-dessus du calme de la minute, entre 200 et 3500 Hz ; la voix de Nao "
                "compte, et une note aussi ; on ne sait pas de qui",
                en="share of the second, 0 to 1, in which the sound is likely a voice: by 40 ms, periodic "
                "(80 to "
                "500 Hz) and 9 dB above the minute's quiet, between 200 and 3,500 Hz; Nao's voice counts, "
                "and "
                "so does a tone; nobody knows whose it is",
            ),
        ),
    ),
)

TABLES: Mapping[str, TableOf] = {
    table.name: table for table in (SESSIONS, EVENTS, TRIALS, RESPONSES_TABLE, PROMPTS, ANNOTATIONS, PERIODS)
}
"""The tables whose rows are made of the log and of coders' files; ``dictionary`` has all that leaves."""
