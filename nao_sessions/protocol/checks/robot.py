"""The checks on the robot, the room and the files (P301 to P314), words that are heard, languages (P315).

Nao listens for words that it says itself (P303), too short (P304), too much alike (P305), too many (P306),
not to be recognised (P313). How a word sounds is found by rules of spelling, not by a dictionary: wrong for
many a word, and right enough to notice *pain* beside *bain*.
"""

from __future__ import annotations

import posixpath
import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import combinations

from nao_sessions.core.errors import Place
from nao_sessions.protocol.checks.subject import CheckedProtocol
from nao_sessions.protocol.checks.trials import answers_for, items_of
from nao_sessions.protocol.findings import quoted
from nao_sessions.protocol.flow import Show, Speech, Step
from nao_sessions.protocol.spoken import languages_of, sentences_of, stimuli_of
from nao_sessions.protocol.trials import AnswersFrom, Element, Item, Trials
from nao_sessions.text.messages import msg

VOICES = frozenset(
    {"ar", "cs", "da", "de", "el", "en", "es", "fi", "fr", "it", "ja", "ko", "nl", "no", "pl", "pt", "ru",
     "sv", "tr",
     "zh"}
)  # fmt: skip
"""Languages that there is a voice for (NAOqi's ALTextToSpeech.getSupportedLanguages)."""

SOUNDS = frozenset({".wav", ".ogg", ".mp3"})
"""Endings of the sound files that Nao plays (ALAudioPlayer)."""

PICTURES = frozenset({".svg", ".png", ".jpg", ".jpeg", ".webp", ".gif"})
"""Endings of the picture files that a browser shows."""

HEAVIEST_PICTURE = 2 * 1024 * 1024
"""Bytes; a photograph of 1600 pixels has a few hundred thousand."""

_CHEST = "chest"
_UNREADABLE = (
    (re.compile("[\U0001f300-\U0001faff\u2600-\u27bf]"), msg("a drawing (emoji)")),
    (re.compile(r"\b[A-ZÀ-Ý]{4,}\b"), msg("a word in capitals")),
    (re.compile(r"[_*~^<>|\\/@#]|\.\.\."), msg("a sign that the voice spells or skips")),
    (re.compile(r"\b(?:etc|cf|ex|M|Mme|p|p\.ex|e\.g|i\.e|Mr|Mrs)\.(?=\s|$)"), msg("an abbreviation")),
    (re.compile(r"\([^()]*\)"), msg("a parenthesis")),
)  # fmt: skip


def check_robot(subject: CheckedProtocol) -> None:
    """Report what Nao cannot or should not do in its room."""
    _table(subject)
    _language(subject)
    _chest(subject)
    _cameras(subject)
    _files(subject)
    _voice(subject)


def _table(subject: CheckedProtocol) -> None:
    """Report a posture that makes Nao stand while it is on a table."""
    if subject.situation.place != "table":
        return
    for act in subject.protocol.all_acts():
        if act.verb == "posture" and act.argument == "stand":
            subject.tell(
                "P301",
                act.place,
                msg("Nao stands up, and in this room it is on a table: it may fall off"),
                msg("write posture: sit, or put Nao on the floor (robot: {place: floor})"),
            )


def _language(subject: CheckedProtocol) -> None:
    """Report a language that Nao has no voice for."""
    for language in languages_of(subject.protocol):
        if language in VOICES:
            continue
        subject.tell(
            "P302",
            subject.keys.at("language"),
            msg("Nao has no voice for '{language}'", language=quoted(language)),
            msg("choose a language that Nao speaks: fr, en, de, es, it..."),
        )


def _chest(subject: CheckedProtocol) -> None:
    """Report a use of the chest button, which Nao keeps for itself."""
    for place, stimulus in stimuli_of(subject.protocol):
        if stimulus.sense == "touch" and _CHEST in stimulus.values:
            subject.tell(
                "P308",
                place,
                msg("the chest button is Nao's own: one press makes it speak, two change its state"),
                msg("take the head, a word, a card or the board"),
            )


def _cameras(subject: CheckedProtocol) -> None:
    """Report a protocol that must be filmed, in a room without cameras."""
    if subject.situation.cameras == 0 and subject.protocol.about.records:
        subject.tell(
            "P309",
            subject.keys.at("records"),
            msg("this protocol asks to be filmed, and this room has no camera"),
            msg("add a camera to the room: cameras: {room: {url: ...}}"),
        )


def _files(subject: CheckedProtocol) -> None:
    """Report pictures and sounds that are too large, or whose format cannot be used."""
    sizes = {source.name: len(source.content) for source in subject.protocol.sources}
    named: dict[str, tuple[str, Place]] = {}
    for act in subject.protocol.all_acts():
        if act.verb == "sound" and isinstance(act.argument, str):
            named.setdefault(act.argument, ("sound", act.place))
        elif isinstance(act.argument, Show) and isinstance(act.argument.picture, str):
            named.setdefault(act.argument.picture, ("picture", act.place))
    for deck in subject.protocol.decks.values():
        for item in deck.items:
            for kind in ("picture", "sound"):
                value = item.values.get(kind)
                if isinstance(value, str) and value:
                    named.setdefault(value, (kind, item.place))
    for element in subject.protocol.elements.values():
        if element.picture:
            named.setdefault(element.picture, ("picture", element.place))
    for name, (kind, place) in named.items():
        suffix = posixpath.splitext(name)[1].lower()
        formats = SOUNDS if kind == "sound" else PICTURES
        if suffix not in formats:
            unread = msg("Nao does not play '{file}'")
            if kind == "picture":
                unread = msg("the board does not show '{file}'")
            listed = ", ".join(sorted(formats))
            subject.tell(
                "P311",
                place,
                unread.format(file=quoted(posixpath.basename(name))),
                msg("convert it: {listed}", listed=listed),
            )
        elif kind == "picture" and sizes.get(name, 0) > HEAVIEST_PICTURE:
            subject.tell(
                "P312",
                place,
                msg(
                    "'{basename}' has {sizes:.1f} MB: the board will show it late",
                    basename=quoted(posixpath.basename(name)),
                    sizes=sizes[name] / 1024 / 1024,
                ),
                msg("make it 1600 pixels wide"),
            )


def _voice(subject: CheckedProtocol) -> None:
    """Report texts that a synthetic voice reads wrongly."""
    for said in subject.texts:
        if said.use != "say":
            continue
        text = said.text.replace("{participants}", "").replace("{participant}", "")
        for pattern, words in _UNREADABLE:
            found = pattern.search(text)
            if found is not None:
                subject.tell(
                    "P314",
                    said.place,
                    msg(
                        "the voice reads '{found}' badly: {words}",
                        found=quoted(found.group().strip()),
                        words=words,
                    ),
                    msg("write out what is to be heard"),
                )
                break


def check_languages(subject: CheckedProtocol) -> None:
    """Report sentences and words that are missing in one of the protocol's languages."""
    protocol = subject.protocol
    sentences = tuple(sentences_of(protocol))
    for language in languages_of(protocol)[1:]:
        lacking = [place for place, speech in sentences if language not in dict(speech.by_language)]
        if lacking:
            subject.tell(
                "P315",
                lacking[0],
                msg(
                    "{count} of Nao's {count2} sentences are missing in one of its "
                    "languages "
                    "({language}); the first is here",
                    count=len(lacking),
                    count2=len(sentences),
                    language=quoted(language),
                ),
                msg('write both: say: {fr: "Bonjour !", en: "Hello!"}'),
            )
        for place in _words_lacking(subject, language):
            subject.tell(
                "P315",
                place,
                msg(
                    "words that are waited for here are missing in one of the protocol's languages "
                    "({language}): nobody could say them",
                    language=quoted(language),
                ),
                msg("write them by language: {fr: [oui, d'accord], en: [yes, okay]}"),
            )


def _words_lacking(subject: CheckedProtocol, language: str) -> Iterator[Place]:
    """Yield the places of words that are missing in a language: waited for, or said for an element."""
    for place, stimulus in stimuli_of(subject.protocol):
        if stimulus.sense == "word" and language not in dict(stimulus.elsewhere):
            yield place
    elements = subject.protocol.elements
    for word, place in dict(_said_answers(subject)).items():
        if language not in dict(elements.get(word, Element(word)).words_elsewhere):
            yield elements[word].place if word in elements else place
    for element in elements.values():
        if element.say is not None and language not in dict(element.say_elsewhere):
            yield element.place


def _said_answers(subject: CheckedProtocol) -> Iterator[tuple[str, Place]]:
    """Yield the answers of items that a child gives by saying them, each with its place."""
    for step in subject.protocol.steps.values():
        if step.trials is None or not isinstance(step.trials.answers, AnswersFrom):
            continue
        if "word" in step.trials.answers.by:
            for item in items_of(subject.protocol, step):
                yield from ((word, step.trials.place) for word in answers_for(step.trials, item) or ())


FEWEST_SOUNDS = 2
"""Sounds of a word that a recogniser tells from a noise or a cough."""

MOST_WORDS = 30
"""Words at once: the more there are, the more often a wrong one is taken; a convention of this project."""

SHORT_SOUNDS = 3
"""Up to so many sounds, two words that differ in one are alike (main, bain; pont, bon)."""

MOST_COMPARED = 40
"""Words of one vocabulary that are compared with each other; so many are reported by themselves (P306)."""

MOST_ITEMS_HEARD = 100
"""Items whose words are looked at."""

_SAYABLE = re.compile(r"[^\W\d_](?:[^\W_]|[ '’.-])*")


@dataclass(frozen=True, slots=True)
class HeardVocabulary:
    """Words that are listened for at one time, each with the answer or the entry's id that it stands for."""

    place: Place
    meanings: Mapping[str, str]


def check_hearing(subject: CheckedProtocol) -> None:
    """Report words that speech recognition will mishear, in each language."""
    for spoken in subject.in_each_language:
        _in_one_language(spoken)


def _in_one_language(subject: CheckedProtocol) -> None:
    checked: set[str] = set()
    for vocabulary in _vocabularies(subject):
        for word in vocabulary.meanings:
            if word not in checked:
                checked.add(word)
                _one_word(subject, vocabulary.place, word)
        _alike(subject, vocabulary)
        if len(vocabulary.meanings) > MOST_WORDS:
            subject.tell(
                "P306",
                vocabulary.place,
                msg(
                    "{count} words to recognise at once, more than {most_words}",
                    count=len(vocabulary.meanings),
                    most_words=MOST_WORDS,
                ),
                msg("keep the words that children say, and leave the rest to the adult"),
            )
    for step in subject.protocol.steps.values():
        if step.trials is not None:
            _said_by_nao(subject, step, step.trials)


def _vocabularies(subject: CheckedProtocol) -> Iterator[HeardVocabulary]:
    """Yield the words that are listened for in each step, by itself and with each item."""
    for step in subject.protocol.steps.values():
        meanings: dict[str, str] = {}
        place = step.place
        for level in subject.protocol.levels(step.name):
            for entry in level.when:
                for stimulus in entry.stimuli:
                    if stimulus.sense == "word":
                        place = entry.place if level is step.level else place
                        meanings.update({word: entry.id for word in stimulus.values if word not in meanings})
        if step.trials is None:
            if meanings and any(one.sense == "word" for entry in step.level.when for one in entry.stimuli):
                yield HeardVocabulary(place, meanings)
            continue
        for item in items_of(subject.protocol, step)[:MOST_ITEMS_HEARD]:
            own = dict(_answer_words(subject, step.trials, item))
            if own:
                yield HeardVocabulary(step.trials.place if item is None else item.place, {**meanings, **own})
                if not isinstance(step.trials.answers, AnswersFrom):
                    break


def _answer_words(subject: CheckedProtocol, trials: Trials, item: Item | None) -> Iterator[tuple[str, str]]:
    if not isinstance(trials.answers, AnswersFrom):
        for answer in trials.answers:
            for way in answer.ways:
                if way.sense == "word":
                    yield from ((word, answer.value) for word in way.values)
        return
    if "word" in trials.answers.by:
        for word in answers_for(trials, item) or ():
            element = subject.protocol.elements.get(word)
            yield from ((heard, word) for heard in ((word,) if element is None else element.heard()))


def _one_word(subject: CheckedProtocol, place: Place, word: str) -> None:
    if not _SAYABLE.fullmatch(word):
        subject.tell(
            "P313",
            place,
            msg("'{word}' is not a word that can be heard", word=quoted(word)),
            msg("write it in letters, without digits or signs: three, not 3"),
        )
    elif len(sounds(word, subject.protocol.language)) < FEWEST_SOUNDS:
        subject.tell(
            "P304",
            place,
            msg("'{word}' is too short: Nao will take a noise for it", word=quoted(word)),
            msg("wait for a longer word, or several: 'an apple'"),
        )


def _alike(subject: CheckedProtocol, vocabulary: HeardVocabulary) -> None:
    """Report words with different meanings that sound alike."""
    language = subject.protocol.language
    words = [(word, meaning, sounds(word, language)) for word, meaning in vocabulary.meanings.items()]
    for (one, means, first), (other, means_other, second) in combinations(words[:MOST_COMPARED], 2):
        if means == means_other or not first or not second:
            continue
        shortest = min(len(first), len(second))
        differ = distance(first, second)
        if differ == 0 or (differ == 1 and shortest <= SHORT_SOUNDS):
            subject.tell(
                "P305",
                vocabulary.place,
                msg(
                    "'{one}' and '{other}' are too much alike to be told apart",
                    one=quoted(one),
                    other=quoted(other),
                ),
                msg("lengthen one of them, or let the board decide"),
            )
            return


def _said_by_nao(subject: CheckedProtocol, step: Step, trials: Trials) -> None:
    """Report an answer that Nao says while answers already count: a child who speaks then is not heard."""
    words = {
        word.casefold() for word, _ in _answer_words(subject, trials, items_of(subject.protocol, step)[0])
    }
    opened = False
    for moment in subject.protocol.blocks.get(trials.ask, ()):
        for act in moment.acts:
            if act.verb == "open":
                opened = True
            elif opened and act.verb == "say" and isinstance(act.argument, Speech):
                text = act.argument.template(subject.protocol.language).source
                said = {one.casefold() for one in re.findall(r"[^\W\d_]+(?:['’-][^\W\d_]+)*", text)}
                both = sorted(word for word in words if word in said)
                if both:
                    subject.tell(
                        "P303",
                        act.place,
                        msg("Nao says '{both}' while this answer is waited for", both=quoted(both[0])),
                        msg("open the answers after the sentence: - open: answers, last"),
                    )


_V = "aàâeéèêëiîïoôuùûüyœæ"
_OTHER = f"(?![{_V}nm~])"
"""What follows a nasal vowel: no vowel, no n or m, and no mute e either (``~``: lune, pomme)."""

# Tried in this order at every place of a word; the first that fits is taken. Signs: 5 in, @ an, § on, 2 eu,
# ° mute e, E open e, u ou, y u, S ch, Z j, J gn or ill, H the glide of "huit".
_FRENCH = tuple(
    (re.compile(spelling), sound)
    for spelling, sound in (
        (r"œu|oeu", "2"), (r"[œæ]", "e"), (r"eaux?|aux?|ô", "o"), (r"tion", "sj§"),
        (rf"(?:ain|aim|ein|eim){_OTHER}", "5"), (rf"oin{_OTHER}", "w5"), (r"oi|oî", "wa"),
        (rf"oy(?=[{_V}])", "waj"), (r"ouill", "uj"), (r"euil|ueil|œil", "2j"), (rf"eill?(?=[{_V}]|$)", "Ej"),
        (rf"aill?(?=[{_V}]|$)", "aj"), (r"ou|où|oû", "u"), (rf"ill(?=[{_V}])", "ij"),
        (rf"(?:in|im|yn|ym|un){_OTHER}", "5"), (rf"ien{_OTHER}", "j5"),
        (rf"(?:an|am|en|em){_OTHER}", "@"), (rf"(?:on|om){_OTHER}", "§"),
        (r"ai|aî|ei|è|ê|ë", "E"), (r"eu|eû", "2"), (r"é|er$|ez$", "e"),
        (r"e(?=r~$)", "E"), (r"et$", "E"),
        (r"e(?=([lrstpnmfc])\1)", "E"), (r"e(?=[rlstxcpf][bcdfgklmnpqrstvz])", "E"), (r"e(?=[rlfctx]$|x)",
                                                                                      "E"),
        (r"e", "°"), (rf"u(?=[{_V}])", "H"), (r"[uùûü]", "y"), (r"i(?=[aàâeéèêoôu])", "j"), (r"[iîï]", "i"),
        (rf"y(?=[{_V}])", "j"), (r"y", "i"), (r"[aàâ]", "a"), (r"o", "o"),
        (r"qu|q", "k"), (r"ph", "f"), (r"th", "t"), (r"sch|ch", "S"), (r"gn", "J"), (r"gu(?=[eiéèê])", "g"),
        (r"ge(?=[aoâô])|g(?=[eiyéèê])|j", "Z"), (r"cc(?=[eiéèê])", "ks"), (r"c(?=[eiyéèêœ])|ç", "s"),
        (r"cc|ck|c|k", "k"), (r"ss|sc(?=[ei])", "s"), (rf"(?<=[{_V}])s(?=[{_V}])", "z"),
        (rf"x(?=[{_V}])", "gz"), (r"x", "ks"), (r"h", ""), (r"([bdfglmnprtz])\1", None),
    )
)  # fmt: skip
_ENGLISH = tuple(
    (re.compile(spelling), sound)
    for spelling, sound in (
        (r"ough$|augh", "o"), (r"igh", "I"), (r"tion", "SN"), (r"ph", "f"), (r"sh|ch", "S"), (r"th", "T"),
        (r"ck|qu|c(?![eiy])|k|q", "k"), (r"c", "s"), (r"wh|w", "w"), (r"kn|gn", "n"), (r"wr", "r"),
        (r"ee|ea|ie|y$", "i"), (r"oo|ou|ew", "u"), (r"oa|ow", "o"), (r"ai|ay|ei|ey", "A"), (r"au|aw", "o"),
        (r"([bdfglmnprstz])\1", None), (r"e$", ""), (r"x", "ks"), (r"h", "h"),
    )
)  # fmt: skip

_WHOLE = {
    "les": "le", "des": "de", "mes": "me", "tes": "te", "ses": "se", "ces": "se", "est": "E", "et": "e",
    "pied": "pje",
    "deux": "d2", "six": "sis", "dix": "dis", "femme": "fam", "monsieur": "m2sj2", "oui": "wi", "ouais": "wE",
    "sept": "sEt", "huit": "Hit", "neuf": "n2f", "fils": "fis", "ours": "uRs", "bus": "bys", "temps": "t@",
    "août": "ut",
    "plus": "plys", "tous": "tus", "pas": "pa", "os": "os", "mer": "mER", "hiver": "ivER", "hier": "jER",
    "fier": "fjER",
    "cher": "SER", "ver": "vER", "super": "sypER", "chat": "Sa", "stop": "stop", "non": "n§", "un": "5",
    "nez": "ne",
    "pieds": "pje", "œuf": "2f", "sac": "sak", "avec": "avEk", "bec": "bEk", "lac": "lak", "sel": "sEl",
    "fer": "fER",
}  # fmt: skip


@lru_cache(maxsize=4_096)
def sounds(text: str, language: str = "fr") -> str:
    """Return a rough phonetic spelling of one or more words; the plain letters for an unknown language."""
    words = re.findall(r"[^\W\d_]+", unicodedata.normalize("NFC", text.lower()))
    if language == "fr":
        return "".join(_french(word) for word in words)
    if language == "en":
        return "".join(_spelt(word, _ENGLISH) for word in words)
    return "".join(words)


def distance(one: str, other: str) -> int:
    """Return how many sounds to change, add or remove turn one word into the other (Levenshtein)."""
    before = list(range(len(other) + 1))
    for row, sound in enumerate(one, 1):
        now = [row]
        for column, against in enumerate(other, 1):
            now.append(min(before[column] + 1, now[-1] + 1, before[column - 1] + (sound != against)))
        before = now
    return before[-1]


def _french(word: str) -> str:
    if word in _WHOLE:
        return _WHOLE[word]
    return _spelt(_without_silent_end(word), _FRENCH)


def _without_silent_end(word: str) -> str:
    """Return a French word without its silent final letters; ``~`` stands for a mute e."""
    if len(word) > 3:
        if not re.search(r"(?:m|v|c|d|g|r|i|ll)ent$", word):
            word = re.sub(rf"(?<=[^{_V}])ent$|(?<=[iou])ent$", "~", word)
        word = re.sub(rf"(?<=[^{_V}~])es?$|(?<=[iuéouy])es?$", "~", word)
        word = re.sub(r"(?<=é)e?s?$", "", word)
    if word.endswith("~"):
        return word
    if len(word) > 2 and not re.search(r"e[tz]$|er$", word):
        word = re.sub(r"(?<=r)[td]s?$", "~", word)
        word = re.sub(r"(?<=..)(?:ts|ds|ps|[tdpsxz])$", "", word)
        word = re.sub(r"(?<=[nmr])[tdpgc]$", "", word)
    return word


def _spelt(word: str, rules: tuple[tuple[re.Pattern[str], str | None], ...]) -> str:
    signs: list[str] = []
    at = 0
    while at < len(word):
        for spelling, sound in rules:
            match = spelling.match(word, at)
            if match is not None and match.end() > at:
                signs.append(match.group()[0] if sound is None else sound)
                at = match.end()
                break
        else:
            signs.append({"r": "R", "~": ""}.get(word[at], word[at]))
            at += 1
    return "".join(signs)
