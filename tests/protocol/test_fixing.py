"""`check --fix` puts quotes, takes out what nobody sees, and changes in silence nothing that is said."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest

from nao_sessions.protocol import check, load
from nao_sessions.protocol.fixing import fix, fix_file
from nao_sessions.protocol.flow import Speech
from tests.protocol.small_protocols import GOOD, changed, with_do, with_head

HERE = Path("essai.yaml")

SENTENCES = (
    "Bravo, c'est ça !",
    "Regarde bien, puis attends.",
    "Attention : écoute la fin.",
    "C'est le numéro #1.",
    "On commence ?",
    "Oui !",
    "Tu l'as vu, hein ?",
    "« Chat » et « rat », ça rime.",
    "D'accord, on s'arrête là.",
    "Où est l'ours ? Là-bas ?",
    "Un, deux, trois !",
    "C'est à toi : touche ma main, vite.",
    "E\u0301coute bien, l'e\u0301le\u0300ve.",
    'Il dit "oui", et puis c\'est tout.',
    "Bien\u00a0! Encore\u00a0?",
    "Le chat (noir) dort.",
    "Vas-y - lentement.",
    "50 % des enfants.",
    "Éteins la lumière; ferme la porte.",
    "C'est 3,5 kilos, pas plus.",
)
PLACES = {
    "in braces, alone": "- {say: SENTENCE}\n",
    "in braces, before a key": "- {say: SENTENCE, gesture: hello}\n",
    "in braces, after a key": "- {gesture: hello, say: SENTENCE}\n",
    "on a line": "- say: SENTENCE\n",
    "on a line with a comment": "- say: SENTENCE  # la consigne\n",
}


def sentence_of(path: Path) -> str:
    """Give what Nao says in the first step of a loaded protocol."""
    for moment in load(path).blocks["accueil/do"]:
        for act in moment.acts:
            if act.verb == "say":
                assert isinstance(act.argument, Speech)
                return act.argument.template("fr").source
    raise AssertionError("nothing is said")


@pytest.mark.parametrize("sentence", SENTENCES)
@pytest.mark.parametrize("place", PLACES)
def test_a_sentence_is_mended_as_it_was_meant_or_still_told(
    place: str, sentence: str, tmp_path: Path
) -> None:
    import unicodedata

    path = tmp_path / "essai.yaml"
    path.write_text(with_do(PLACES[place].replace("SENTENCE", sentence)), encoding="utf-8")
    fix_file(path)
    errors = [finding for finding in check(path) if finding.severity == "error"]
    if not errors:
        assert sentence_of(path) == unicodedata.normalize("NFC", sentence)


def test_most_of_these_sentences_are_mended(tmp_path: Path) -> None:
    path, mended = tmp_path / "essai.yaml", 0
    for dash in PLACES.values():
        for sentence in SENTENCES:
            path.write_text(with_do(dash.replace("SENTENCE", sentence)), encoding="utf-8")
            fix_file(path)
            mended += not any(finding.severity == "error" for finding in check(path))
    assert mended >= 0.85 * len(PLACES) * len(SENTENCES)


def test_each_change_tells_what_was_put_where() -> None:
    text = with_do("- {say: Bravo, c'est ça !}\n")
    (change,) = fix(text.encode(), HERE).changes
    assert (change.code, change.place.line, change.place.col) == ("P110", 12, 15)
    assert (change.before, change.after) == ("Bravo, c'est ça !", '"Bravo, c\'est ça !"')


def test_all_but_the_sentence_stays_byte_for_byte() -> None:
    for frame in ("\ufeffA", "A"):
        for line_end in ("\n", "\r\n"):
            whole = frame.replace("A", with_do("- {say: Bravo !, gesture: hello}   # ici\n")).replace(
                "\n", line_end
            )
            content = whole.encode()
            mended = content.replace(b"Bravo !", b'"Bravo !"')
            assert fix(content, HERE).content == mended


def test_mending_twice_is_mending_once() -> None:
    text = with_do("- {say: Bravo, c'est ça !}\n- say: Le numéro #1\n- say: Bon\u200bjour.\n").encode()
    once = fix(text, HERE)
    assert len(once.changes) == 3
    assert fix(once.content, HERE) == type(once)((), once.content)


def test_a_comment_stays_a_comment() -> None:
    content = fix(with_do("- say: Bonjour à toi. # au début\n").encode(), HERE).content
    assert b'- say: "Bonjour \xc3\xa0 toi." # au d\xc3\xa9but\n' in content


def test_french_no_break_spaces_are_left_alone() -> None:
    text = changed('"Bonjour."', '"Bonjour\u00a0!"').encode()
    assert fix(text, HERE).content == text


def test_an_invisible_space_in_a_key_becomes_an_ordinary_one() -> None:
    content = fix(changed("    buttons:", "    buttons\u00a0:").encode(), HERE).content
    assert content == changed("    buttons:", "    buttons :").encode()


def test_what_may_be_one_sentence_cut_in_two_is_not_touched() -> None:
    text = with_head("goals: [Nommer des fruits, puis attendre son tour dans le groupe.]\n").encode()
    assert fix(text, HERE).content == text


def test_a_backslash_is_not_put_between_quotes() -> None:
    text = with_do("- {say: Bravo\\!}\n").encode()
    assert fix(text, HERE).content == text


@pytest.mark.parametrize("content", [b"", b"\xff\xfe", b"a: [", b"# rien\n", GOOD.encode()])
def test_what_cannot_be_mended_stays_as_it_is(content: bytes) -> None:
    assert fix(content, HERE).content == content


def test_a_file_is_replaced_in_one_step_and_keeps_its_mode(tmp_path: Path) -> None:
    path = tmp_path / "essai.yaml"
    path.write_text(with_do("- {say: Bravo !}\n"), encoding="utf-8")
    path.chmod(0o640)
    before = path.stat().st_ino
    assert len(fix_file(path).changes) == 1
    assert stat.S_IMODE(path.stat().st_mode) == 0o640
    assert path.stat().st_ino != before
    assert [one.name for one in tmp_path.iterdir()] == ["essai.yaml"]


def test_a_file_with_nothing_to_mend_is_not_written(tmp_path: Path) -> None:
    path = tmp_path / "essai.yaml"
    path.write_text(GOOD, encoding="utf-8")
    before = path.stat().st_mtime_ns, path.stat().st_ino
    assert fix_file(path).changes == ()
    assert (path.stat().st_mtime_ns, path.stat().st_ino) == before


def test_a_link_is_mended_where_it_leads(tmp_path: Path) -> None:
    real, link = tmp_path / "vrai.yaml", tmp_path / "lien.yaml"
    real.write_text(with_do("- {say: Bravo !}\n"), encoding="utf-8")
    link.symlink_to(real)
    fix_file(link)
    assert link.is_symlink()
    assert '"Bravo !"' in real.read_text("utf-8")
