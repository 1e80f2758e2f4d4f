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


def _text(name: str, fr: str, en: str, levels: Mapping[str, Text] | None = None) -> Column:
    return Column(name, "string", Text(fr=fr, en=en), levels=levels or {})


def _whole(name: str, fr: str, en: str, unit: str = "") -> Column:
    return Column(name, "int64", Text(fr=fr, en=en), unit)


def _real(name: str, fr: str, en: str, unit: str = "") -> Column:
    return Column(name, "float64", Text(fr=fr, en=en), unit)


def _yes(name: str, fr: str, en: str) -> Column:
    return Column(name, "bool", Text(fr=fr, en=en))


_SESSION = _text("session", "nom du dossier de la séance", "name of the session's folder")
_PLACE_IN_SERIES = (
    _text("series", "série dont la séance fait partie ; vide si aucune n'a été donnée",
          "series that the session is part of; empty where none was given"),
    _text("phase",
          "phase de l'étude pour cet enfant : celle dite au début de la séance, ou à son import, par le nom "
          "que la série lui "
          "donne ; si rien n'a été dit, ou avec plusieurs enfants, celle que la série prévoit, dans "
          "l'ordre des séances de l'enfant ; ce qui n'est d'aucun enfant a celle que tous partagent",
          "phase of the study, for this child: the one said when the session began, or was imported, by the "
          "series' name for "
          "it; where nothing was said, or of several children, the one that the series plans, in the "
          "order of the child's sessions; what is no child's has the one that all share"),
    _text("phase_kind", "sorte de phase", "kind of phase", PHASE_KINDS),
    _whole("session_number",
           "rang de la séance pour cet enfant, compté depuis 1 dans le corpus, ou dans la série ; toujours "
           "vide pour une répétition, qui n'est pas une séance d'un enfant, même avec une série, et pour une "
           "séance importée, dont personne ne sait quand elle était",
           "which session of this child it is, counted from 1 in the corpus, or in the series; always empty "
           "for a rehearsal, which is no session of a child, with a series too, and for an imported session: "
           "nobody knows when it was"),
)  # fmt: skip
_PARTICIPANT = _text(
    "participant",
    "code de l'enfant ; vide quand personne ne sait qui, ou que cela ne concerne personne. D'une séance à un "
    "seul enfant, ce que Nao ou la tablette a senti est dit de lui, même quand by vaut unknown : c'est "
    "supposé, et les bilans comptent ainsi",
    "the child's code; empty where nobody knows who, or where it is nobody's. Of a session with one child, "
    "what Nao or the board sensed is said to be this child's, also where by is unknown: that is supposed, "
    "and reports count so",
)
_TURN = _text(
    "turn",
    "code de l'enfant dont c'était le tour ; vide hors d'un groupe à tours",
    "code of the child whose turn it was; empty outside of a group of turns",
)
_STEP = _text(
    "step", "étape du protocole, par son nom dans le fichier", "step of the protocol, as its file names it"
)
_SEQ = _whole("seq", "numéro de la ligne dans events.jsonl", "number of the line in events.jsonl")
_TRIAL_SEQ = _whole(
    "trial_seq",
    "seq de cet essai dans la table trials : avec session, de quoi joindre les deux ; vide hors d'un essai, "
    "ou quand le journal n'en a pas la fin",
    "seq of that trial in the table of trials: with session, what to join the two by; empty outside of a "
    "trial, or where the log has no end of it",
)
_HAPPENED_FR = "quand cela s'est produit, en temps de séance : 0 est la première ligne du journal"
_HAPPENED_EN = "when it happened, in session time: 0 is the log's first line"
_START = (
    _whole("start_ns", _HAPPENED_FR, _HAPPENED_EN, "ns"),
    _real("start_s", "la même heure, en secondes", "the same time, in seconds", "s"),
)
_STOP = (
    _whole(
        "stop_ns", "quand c'était fini ; vide pour un instant", "when it was over; empty for a moment", "ns"
    ),
    _real("stop_s", "la même heure, en secondes", "the same time, in seconds", "s"),
)
_WHO = (_SESSION, *_PLACE_IN_SERIES, _PARTICIPANT)
BEGINNING = (*_WHO, _TURN, _STEP)
"""What every table of a session's moments begins with."""
_HOW_LONG = (
    _real(
        "latency_s",
        "temps de latence : de la fin de la question de Nao à la réponse, aides comprises ; mesuré dans le "
        "son quand latency_method vaut « sound », sinon d'après le robot ; vide quand la séance s'est "
        "arrêtée entre les deux",
        "latency: from the end of Nao's question to the response, helps included; measured in the sound "
        "where latency_method is 'sound', else by the robot's word; empty where the session stood still "
        "in between",
        "s",
    ),
    _real(
        "latency_uncertainty_s",
        "de combien cette latence peut être fausse : 95 sur 100 le sont de moins quand latency_method vaut "
        "« sound » ; d'après le robot, 95 sur 100 aussi si 19 fins de la séance ont été mesurées, sinon 0,3 "
        "s, supposées ; vide quand personne ne le sait",
        "how far off this latency may be: 95 in 100 are off by less where latency_method is 'sound'; by the "
        "robot's word 95 in 100 too if 19 ends of the session were measured, else a supposed 0.3 s; empty "
        "where nobody knows",
        "s",
    ),
    _text("latency_method", "d'où vient la latence", "what the latency comes from", METHODS),
)
_WHY = (
    "latency_why",
    "pourquoi cette latence n'est comptée ni dans les bilans ni dans le suivi ; vide quand elle l'est",
    "why reports and progress do not count this latency; empty where they do",
)
_AS_LOGGED = (
    _real(
        "latency_logged_s",
        "la latence que le programme a connue pendant la séance, interruptions comprises",
        "the latency that the program knew while the session ran, interruptions included",
        "s",
    ),
    _real(
        "latency_interrupted_s",
        "ce que la séance s'est arrêtée (pause, arrêt, Nao perdu, veille, coupure) entre la fin de la "
        "question et la réponse ; d'un essai sans réponse qui l'ait clos, jusqu'à stop_s",
        "how long the session stood still (pause, stop, Nao lost, sleep, crash) between the question's end "
        "and the response; of a trial that no response ended, until stop_s",
        "s",
    ),
)

SESSIONS = TableOf(
    "sessions",
    Text(fr="une séance et un enfant", en="a session and a child"),
    (
        *_WHO,
        _text("protocol", "protocole", "protocol"),
        _text("protocol_version", "version du protocole", "version of the protocol"),
        Column("begun_utc", "timestamp",
               Text(fr="début de la séance, UTC ; vide si personne ne le sait (séance importée)",
                    en="when the session began, UTC; empty where nobody knows (imported session)"), "UTC"),
        _real("duration_s", "durée, du début de la séance à sa fin, interruptions comprises ; sans fin au "
              "journal, jusqu'à sa dernière ligne ; d'une séance importée, du premier au dernier "
              "instant de ses vidéos et de ses événements",
              "length, from the session's beginning to its end, interruptions included; without an end in "
              "the log, to its last line; of an imported session, from the first to the last moment of its "
              "videos and events", "s"),
        _whole("interruptions",
               "fois où la séance s'est arrêtée : pause, arrêt, Nao perdu, veille, coupure ; vide, comme "
               "interrupted_s, language, seed, trials et adaptations, d'une séance importée : personne ne le "
               "sait",
               "times that the session stood still: pause, stop, Nao lost, sleep, crash; empty, as are "
               "interrupted_s, language, seed, trials and adaptations, of an imported session: nobody knows"),
        _real("interrupted_s",
              "durée de ces interruptions ; vide quand la séance n'a pas repris après l'une d'elles : "
              "personne ne sait combien de temps elle a duré",
              "how long these interruptions were; empty where the session did not go on after one of them: "
              "nobody knows how long that was", "s"),
        _text("state", "état du dossier", "state of the folder", STATES),
        _text("outcome",
              "comment la séance s'est terminée ; « completed » aussi quand l'adulte l'a conduite à sa fin "
              "avant que tout ait été joué ; vide d'une séance qui n'est pas fermée, et d'une séance "
              "importée : personne ne le sait",
              "how the session ended; 'completed' also where the adult led it to its end before all was "
              "played; empty of a session that is not closed, and of an imported one: nobody knows",
              labels(OUTCOMES)),
        _yes("rehearsal", "répétition, sans enfant réel : à ne pas mêler aux données",
             "a rehearsal, without a real child: not to be mixed with data"),
        _real("speed",
              "de combien de fois le temps de séance a couru plus vite que le temps réel ; 1 : en temps réel "
              "; "
              "vide d'une séance importée",
              "how many times as fast as real time session time ran; 1: in real time; empty of an imported "
              "session"),
        _yes("simulated", "Nao était simulé", "Nao was simulated"),
        _text("language", "langue de Nao", "Nao's language"),
        _whole("seed", "graine des tirages", "seed of what was drawn"),
        _whole("trials", "essais de l'enfant, quel que soit leur jugement, sans les reprises pour correction",
               "trials of the child, whatever their judgement, without repetitions for correction"),
        _whole("adaptations", "adaptations : fois où l'adulte a changé ce que le protocole prévoyait",
               "adaptations: times that the adult changed what the protocol had planned"),
        _text("sync", "comment les temps de la vidéo sont connus, au pire",
              "how the video's times are known, at worst", VERDICTS),
        _real("sync_uncertainty_ms",
              "de combien un temps de la vidéo peut être faux, au pire (95 %) ; sans clap, le retard de la "
              "caméra s'y ajoute",
              "how far off a time of the video may be, at worst (95 %); without a clap the camera's delay "
              "comes on top", "ms"),
        _text("software", "version de nao_sessions qui a tenu la séance, ou l'a importée",
              "version of nao_sessions that ran the session, or imported it"),
    ),
)  # fmt: skip

EVENTS = TableOf(
    "events",
    Text(fr="une ligne du journal", en="a line of the log"),
    (
        *BEGINNING, _SEQ,
        _text("dir", "sens de la ligne", "direction of the line", DIRECTIONS),
        _text("source", "d'où vient la ligne : robot, professional, engine, recorder…",
              "where the line comes from: robot, professional, engine, recorder…"),
        _text("kind", "sorte d'événement, par le mot du journal", "kind of event, by the log's word"),
        _text("verb", "pour une action de Nao, laquelle : say (une phrase), gesture, posture, look, eyes…",
              "of an action of Nao, which: say (a sentence), gesture, posture, look, eyes…"),
        *_START, *_STOP,
        _whole("at_ns", "quand le programme l'a pris en compte, temps de séance",
               "when the program took it up, session time", "ns"),
        _whole("cause", "seq de ce qui l'a causé", "seq of what led to it"),
        _text("what", "l'essentiel : phrase, geste, mot, partie touchée, bouton, commande ; là où Nao dit un "
              "prénom, le code de l'enfant",
              "the gist: sentence, gesture, word, part touched, button, command; where Nao says a first "
              "name, the child's code"),
        _text("ended", "pour une action de Nao : comment elle a fini (stopped : interrompue)",
              "of an action of Nao: how it ended (stopped: interrupted)"),
        _text("data", "toute la charge de la ligne, en JSON", "all that the line holds, as JSON"),
    ),
)  # fmt: skip

TRIALS = TableOf(
    "trials",
    Text(fr="un essai", en="a trial"),
    (
        *BEGINNING, _SEQ,
        _whole("number",
               "numéro de l'essai dans son étape ; il revient quand l'étape est rejouée : c'est seq qui dit "
               "duquel il s'agit",
               "number of the trial in its step; it comes again where the step is played again: seq tells "
               "which one it is"),
        _text("item", "ce qui était demandé", "what was asked"),
        _text("correct", "réponses justes, séparées par |", "right answers, separated by |"),
        _text("answer",
              "réponse prise en dernier, d'après laquelle l'essai est jugé ; d'un essai no_response ou "
              "refused, elle n'a pas compté : c'est ce qui avait été essayé avant la dernière aide, ou pris "
              "à tort pour une réponse",
              "the answer that was taken last, by which the trial is judged; of a no_response or refused "
              "trial it did not count: it is what had been tried before the last help, or was wrongly taken "
              "for an answer"),
        _text("judgement", "jugement qui compte : celui de la séance, ou sa correction",
              "the judgement that counts: the session's, or its correction", JUDGED),
        _text("judgement_in_session", "jugement pendant la séance", "what was judged in the session", JUDGED),
        _yes("corrected", "le jugement ou l'auteur a été corrigé après la séance",
             "judgement or author was corrected after the session"),
        _text("help", "aide la plus forte qui compte pour la réponse",
              "strongest help that counts for the answer", HELPS_GIVEN),
        _whole("prompts", "nombre d'aides qui comptent pour la réponse",
               "how many helps count for the answer"),
        _whole("attempts", "nombre de réponses essayées ; d'un essai no_response avec aide et sans "
               "latency_logged_s, "
               "celles, fausses, d'avant la dernière aide",
               "how many answers were tried; of a no_response trial with helps and without "
               "latency_logged_s, "
               "the wrong ones before the last help"),
        _text("way", "par où est venu ce que dit answer ; ne dit pas qu'il comptait",
              "which way came what answer tells; it does not say that it counted"),
        _text("by", "qui a donné ce que dit answer : un code, professional, ou unknown ; ne dit pas qu'il "
              "comptait",
              "who gave what answer tells: a code, professional, or unknown; it does not say that it "
              "counted"),
        *_START,
        _whole("stop_ns",
               "quand c'était fini ; d'un essai dans lequel le programme s'est arrêté, quand il s'est "
               "arrêté, et non quand la séance a repris",
               "when it was over; of a trial in which the program ended, when it ended, and not when the "
               "session was taken up again", "ns"),
        _real("stop_s", "la même heure, en secondes", "the same time, in seconds", "s"),
        _real("opened_s", "fin de la question : à partir de là les réponses comptent",
              "end of the question: from there on answers count", "s"),
        *_HOW_LONG, _text(*_WHY, UNCOUNTED), *_AS_LOGGED,
        _whole("level", "niveau adaptatif", "adaptive level"),
        _yes("again", "reprise pour correction : ne compte dans aucun total",
             "a repetition for correction: counts in no total"),
    ),
)  # fmt: skip

RESPONSES_TABLE = TableOf(
    "responses",
    Text(fr="une chose faite par un enfant, prise en compte ou non",
         en="a thing that a child did, acted on or not"),
    (
        *BEGINNING, _SEQ,
        _whole("trial", "numéro de l'essai, s'il y en avait un", "number of the trial, where there was one"),
        _TRIAL_SEQ,
        _text("sense", "par quel sens : touch, word, board, card, gaze, face, speech",
              "by which sense: touch, word, board, card, gaze, face, speech"),
        _text("value", "ce qui a été touché, dit, choisi", "what was touched, said, chosen"),
        _text("why", "ce qu'il en est advenu", "what became of it", RESPONSES),
        _text("by",
              "qui a répondu, tel que cela compte : un code, professional, ou unknown : personne ne l'a dit, "
              "et ce qui l'a senti non plus (voyez participant)",
              "who responded, as it counts: a code, professional, or unknown: nobody said who, nor did what "
              "sensed it (see participant)"),
        _yes("corrected", "qui a répondu a été dit après la séance, depuis la vidéo ou la fin de séance",
             "who responded was said after the session, from the video or on the end page"),
        *_START, *_HOW_LONG, _text(*_WHY, RESPONSES_UNCOUNTED), *_AS_LOGGED,
        _text("last_help",
              "dans un essai : la dernière aide qui avait commencé avant ; « none » : la question seule",
              "in a trial: the last help that had begun before it; 'none': the question alone", HELPS_GIVEN),
        _real("from_last_begun_s", "temps depuis le début de cette aide, ou de la question, interruptions "
              "comprises", "time since that help, or the question, began, interruptions included", "s"),
        _real("latency_from_last_s",
              "latence depuis la dernière sollicitation : de la fin de cette aide (ce que Nao y dit et fait, "
              "d'après le robot) à la réponse ; sans aide, c'est latency_s ; vide si elle durait encore, ou "
              "si la séance s'est arrêtée entre les deux",
              "latency from what came last: from the end of that help (what Nao says and does for it, by the "
              "robot's word) to the response; without a help it is latency_s; empty where it still went on, "
              "or where the session stood still in between",
              "s"),
        _real("latency_from_last_uncertainty_s",
              "de combien cette latence peut être fausse, comme latency_uncertainty_s",
              "how far off this latency may be, as latency_uncertainty_s", "s"),
    ),
)  # fmt: skip

PROMPTS = TableOf(
    "prompts",
    Text(fr="une aide donnée", en="a help that was given"),
    (
        *BEGINNING, _SEQ,
        _whole("trial", "numéro de l'essai", "number of the trial"),
        _TRIAL_SEQ,
        _text("item", "ce qui était demandé", "what was asked"),
        _whole("order", "rang de l'aide dans l'essai, depuis 1", "which help of the trial it was, from 1"),
        _text("help", "sorte d'aide", "kind of help", HELPS_GIVEN),
        _text("cause", "pourquoi : silence, réponse fausse, demande de l'adulte",
              "why: silence, a wrong answer, the adult's wish"),
        *_START,
        _real("after_open_s",
              "temps depuis la fin de la question (opened_s de l'essai), interruptions comprises",
              "time since the question's end (the trial's opened_s), interruptions included", "s"),
    ),
)  # fmt: skip

ANNOTATIONS = TableOf(
    "annotations",
    Text(fr="une annotation d'un codeur", en="an annotation of a coder"),
    (
        *BEGINNING,
        _text("coder", "code du codeur ; LIVE : jugé ou marqué en séance",
              "the coder's code; LIVE: judged or marked in the session"),
        _text("id", "identifiant de l'annotation", "id of the annotation"),
        _text("scheme", "grille de codage", "coding scheme"),
        _text("behaviour", "comportement", "behaviour"),
        _text("modifiers", "modificateurs, en JSON", "modifiers, as JSON"),
        _text("subject", "sujet : un code ou un rôle", "subject: a code or a role"),
        *_START, *_STOP,
        _yes("open", "état dont la fin n'a pas été codée", "a state whose end was not coded"),
        _text("comment",
              "remarque du codeur ; du codeur LIVE, l'item de l'essai, ou ce qui est écrit d'une marque",
              "the coder's remark; of the coder LIVE the trial's item, or what is written of a mark"),
    ),
)  # fmt: skip

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
        _text("coder", "code du codeur", "the coder's code"),
        _text("scheme", "grille de codage", "coding scheme"),
        _text("known_by", "comment on sait ce qu'il a observé", "how it is known what the coder looked at",
              OBSERVED),
        *_START,
        _whole("stop_ns", "jusqu'à quand, temps de séance", "until when, session time", "ns"),
        _real("stop_s", "la même heure, en secondes", "the same time, in seconds", "s"),
    ),
)  # fmt: skip

FEATURES = TableOf(
    "features",
    Text(fr="une seconde d'un enregistrement, de son image ou de son son ; mesurée à la demande",
         en="a second of a recording, of its picture or of its sound; measured when asked for"),
    (
        *BEGINNING,
        _text("stream", "caméra ou micro", "camera or microphone"),
        _whole("segment", "morceau de l'enregistrement", "segment of the recording"),
        _text("medium", "image ou son", "picture or sound", MEDIA),
        _whole("second", "seconde du fichier, depuis 0", "second of the file, from 0"),
        *_START, *_STOP,
        _text("sync", "comment ce temps est connu", "how this time is known", VERDICTS),
        _real("sync_uncertainty_ms",
              "de combien ce temps peut être faux (95 %) ; vide quand personne ne le sait, comme pour le son "
              "d'une caméra sans clap ; sans clap, le retard de la caméra s'y ajoute",
              "how far off this time may be (95 %); empty where nobody knows, as of a camera's sound without "
              "a clap; without a clap the camera's delay comes on top",
              "ms"),
        _whole("pictures", "images reçues pendant cette seconde", "pictures that came in this second"),
        _real("brightness",
              "luminosité moyenne, de 0 (noir) à 1 (blanc), de 5 images par seconde",
              "mean brightness, from 0 (black) to 1 (white), of 5 pictures a second"),
        _real("motion",
              "mouvement : changement moyen de luminosité, de 0 à 1, d'une image à celle d'un cinquième de "
              "seconde plus tard, réduites à 160 points de large ; une lampe qui change compte aussi ; 0 : "
              "image figée",
              "motion: mean change of brightness, 0 to 1, from a picture to the one a fifth of a second "
              "later, both 160 points wide; a lamp that changes counts too; 0: a frozen picture"),
        _real("moving_share",
              "part de l'image, de 0 à 1, dont la luminosité change de plus de 12 sur 255 entre ces images",
              "share of the picture, 0 to 1, whose brightness changes by more than 12 of 255 between them"),
        _real("sharpness",
              "netteté : variance du laplacien de la luminosité (0 à 255), à 640 points de large au plus ; à "
              "comparer aux autres secondes de la même caméra : faible quand l'image est floue, ou sombre",
              "sharpness: variance of the Laplacian of brightness (0 to 255), at most 640 points wide; to "
              "compare with other seconds of the same camera: low where the picture is blurred, or dark",
              "levels^2"),
        _real("heard_s", "durée de son pendant cette seconde", "how much sound there is in this second", "s"),
        _real("rms_dbfs", "niveau sonore efficace, tous canaux ; -120 : silence numérique",
              "root-mean-square level of all channels; -120: digital silence", "dBFS"),
        _real("peak_dbfs", "niveau de crête", "peak level", "dBFS"),
        _real("voice_share",
              "part de la seconde, de 0 à 1, où le son est probablement une voix : par 40 ms, périodique (80 "
              "à 500 Hz) et de 9 dB au-dessus du calme de la minute, entre 200 et 3500 Hz ; la voix de Nao "
              "compte, et une note aussi ; on ne sait pas de qui",
              "share of the second, 0 to 1, in which the sound is likely a voice: by 40 ms, periodic (80 to "
              "500 Hz) and 9 dB above the minute's quiet, between 200 and 3,500 Hz; Nao's voice counts, and "
              "so does a tone; nobody knows whose it is"),
    ),
)  # fmt: skip

TABLES: Mapping[str, TableOf] = {
    table.name: table for table in (SESSIONS, EVENTS, TRIALS, RESPONSES_TABLE, PROMPTS, ANNOTATIONS, PERIODS)
}
"""The tables whose rows are made of the log and of coders' files; ``dictionary`` has all that leaves."""
