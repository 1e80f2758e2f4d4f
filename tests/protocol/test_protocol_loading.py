"""Loading a protocol: what an author wrote becomes the flow that the engine runs."""

from __future__ import annotations

import hashlib
import unicodedata
from pathlib import Path

import pytest

from nao_sessions.core.errors import Place, ProtocolRefused
from nao_sessions.protocol import check, load, load_files
from nao_sessions.protocol.expression import Expression
from nao_sessions.protocol.flow import Protocol, Speech, Stimulus
from tests.protocol.small_protocols import GOOD, changed, check_text, with_do, with_head, with_steps


def loaded(text: str) -> Protocol:
    return load_files({"essai.yaml": text.encode()}, "essai.yaml")


def said(speech: object, language: str = "fr") -> str:
    assert isinstance(speech, Speech)
    return speech.template(language).source


def test_a_step_has_its_content_and_its_exits() -> None:
    protocol = loaded(GOOD)
    step = protocol.steps["accueil"]
    assert (protocol.start, step.place) == ("accueil", Place("essai.yaml", 10, 3))
    moment = protocol.blocks[step.block][0]
    assert [act.verb for act in moment.acts] == ["say"]
    assert said(moment.acts[0].argument) == "Bonjour."
    button, after = step.level.buttons[0], step.level.after[0]
    assert (button.id, said(button.label), button.next[0].target) == ("accueil/buttons.0", "Suite", "fin")
    assert (after.id, after.wait, after.limit, after.next[0].target) == (
        "accueil/after.0",
        10_000,
        None,
        "fin",
    )
    assert protocol.blocks[button.block] == ()
    assert protocol.steps["fin"].end == "completed"


def test_names_in_groups_become_absolute() -> None:
    protocol = loaded(
        with_steps(
            """\
            accueil:
              start: un
              steps:
                un: {do: [{say: "Un."}], next: deux}
                deux:
                  start: trois
                  steps:
                    trois: {buttons: [{label: "Suite", next: done}, {label: "Retour", next: un}]}
                  next: done
              buttons: [{label: "Stop", next: fin}]
              after: {wait: 5 s, limit: 2 min, next: fin}
            """
        )
    )
    assert list(protocol.steps) == ["accueil", "accueil.un", "accueil.deux", "accueil.deux.trois", "fin"]
    group = protocol.steps["accueil"]
    assert (group.start, group.children) == ("accueil.un", ("accueil.un", "accueil.deux"))
    inner = protocol.steps["accueil.deux.trois"]
    assert [entry.next[0].target for entry in inner.level.buttons] == ["done", "accueil.un"]
    assert protocol.ancestors("accueil.deux.trois") == ("accueil.deux", "accueil")
    assert (group.level.after[0].wait, group.level.after[0].limit) == (5_000, 120_000)


def test_a_step_out_of_reach_is_told_with_its_group(tmp_path: Path) -> None:
    text = with_steps(
        """\
        accueil: {start: un, steps: {un: {do: [{say: "Un."}], next: done}}, next: deux}
        deux: {do: [{say: "Deux."}], next: un}
        """
    )
    finding = check_text(text, tmp_path)[0]
    assert finding.sentence.en == "the step 'un' is inside the group 'accueil' and out of reach from here"
    assert finding.hint is not None
    assert finding.hint.en == "go to 'accueil'"


def test_touch_groups_are_spelt_out_and_words_kept_as_written() -> None:
    touch = "{touch: [head, hand.left], next: fin}"
    when = f"    when:\n      - {touch}\n      - {{word: [oui, 1, no], cut: true, next: fin}}\n"
    entries = loaded(changed("    after:", when + "    after:")).steps["accueil"].level.when
    parts = ("head.front", "head.middle", "head.rear", "hand.left")
    assert entries[0].stimuli == (Stimulus("touch", parts),)
    assert entries[1].stimuli == (Stimulus("word", ("oui", "1", "no")),)
    assert [entry.cut for entry in entries] == [False, True]


def test_the_field_decides_what_a_scalar_is() -> None:
    protocol = loaded(changed('version: "1.0.0"', "version: 1.10").replace("Bonjour.", "12"))
    assert protocol.version == "1.10"
    assert said(protocol.blocks["accueil/do"][0].acts[0].argument) == "12"


@pytest.mark.parametrize(
    ("written", "ms"),
    [
        ("10 s", 10_000),
        ("1 min 30 s", 90_000),
        ("2.5 s", 2_500),
        ("500 ms", 500),
        ("5 min", 300_000),
        ("0 s", 0),
    ],
)
def test_durations_are_milliseconds(written: str, ms: int) -> None:
    assert loaded(changed("wait: 10 s", f"wait: {written}")).steps["accueil"].level.after[0].wait == ms


@pytest.mark.parametrize(
    ("written", "meant"),
    [("10", "10 s"), ("2,5 s", "2.5 s"), ("1:30", "1 min 30 s"), ("10 sec", "10 s"), ("3 minutes", "3 min")],
)
def test_a_malformed_duration_is_told_with_what_was_meant(written: str, meant: str, tmp_path: Path) -> None:
    (finding,) = check_text(changed("{wait: 10 s, next: fin}", f'{{wait: "{written}", next: fin}}'), tmp_path)
    assert finding.code == "P115"
    assert finding.hint is not None
    assert finding.hint.en == f"a duration has a unit and a decimal point: {meant}"


def test_settings_and_data_have_types_and_values() -> None:
    head = """\
    settings:
      patience: {type: duration, default: 8 s, min: 3 s, max: 1 min, label: "Délai"}
      mode: {type: choice, choices: [calme, vif], default: vif}
    data:
      n: 0
      nom: "3"
      vu: {type: boolean, default: false}
    """
    protocol = loaded(with_head(head))
    patience, mode = protocol.settings
    assert (patience.default, patience.minimum, patience.maximum) == (8.0, 3.0, 60.0)
    assert (mode.default, mode.choices) == ("vif", ("calme", "vif"))
    assert [(datum.type, datum.default) for datum in protocol.data] == [
        ("integer", 0),
        ("text", "3"),
        ("boolean", False),
    ]


def test_a_card_is_the_number_that_is_recognised_however_it_is_written(tmp_path: Path) -> None:
    choices = "choices: [{word: ours, card: 07}, {word: loup, card: 7}]"
    text = with_do(f"- show: {{{choices}}}\n- wait: {{card: 007, limit: 9 s}}\n")
    protocol = loaded(text)
    assert [element.card for element in protocol.elements.values()] == ["7", "7"]
    assert protocol.blocks["accueil/do"][1].acts[0].argument.stimulus.values == ("7",)
    assert "P307" in [finding.code for finding in check_text(text, tmp_path)]


def test_set_takes_values_of_the_datum_and_computed_ones() -> None:
    protocol = loaded(with_do("- set: {n: = data.n + 1, nom: 3}\n", head='data: {n: 0, nom: "a"}\n'))
    (first, computed), second = protocol.blocks["accueil/do"][0].acts[0].argument
    assert first == "n"
    assert isinstance(computed, Expression)
    assert computed.evaluate(lambda path: 4) == 5
    assert second == ("nom", "3")


def test_texts_have_languages_and_places() -> None:
    protocol = loaded(
        with_do('- say: {en: "Hello {participant}, {data.n}!", fr: "Salut {data.n} !"}\n', "data: {n: 0}\n")
    )
    speech = protocol.blocks["accueil/do"][0].acts[0].argument
    assert isinstance(speech, Speech)
    assert [language for language, _ in speech.by_language] == ["fr", "en"]
    assert speech.template("en").parts == ("Hello {participant}, ", ("data", "n"), "!")
    assert speech.template("de").render(lambda path: 2.0) == "Salut 2 !"


def test_event_value_is_known_in_a_reaction() -> None:
    steps = """\
    accueil:
      when:
        - word: [oui]
          if: event.value != 'non'
          set: {dit: = event.value}
          do: [{adult: "Entendu : {event.value}"}]
      buttons: [{label: "Suite", next: fin}]
    """
    entry = loaded(with_steps(steps, head='data: {dit: "rien"}\n')).steps["accueil"].level.when[0]
    assert [name for name, _ in entry.assignments] == ["dit"]
    assert entry.condition is not None
    assert entry.condition.evaluate(lambda path: "oui") is True


def test_commands_and_always_hold_everywhere() -> None:
    head = (
        'always: {buttons: [{label: "Bravo", do: [{say: "Bravo !"}]}], after: {limit: 10 min, next: fin}}\n'
    )
    text = with_head(head).replace(
        "{next: fin}\nstart", '{next: fin}\n  calm: {do: [{say: "Doucement."}]}\nstart'
    )
    protocol = loaded(text)
    assert list(protocol.commands) == ["finish", "calm"]
    assert protocol.commands["calm"].next == ()
    assert [entry.id for entry in protocol.always.entries()] == ["always/buttons.0", "always/after.0"]
    assert protocol.always.after[0].limit == 600_000


def test_a_branch_is_resolved_in_order() -> None:
    steps = """\
    accueil: {next: [{if: data.n > 2, next: fin}, {next: deux}]}
    deux: {end: refused}
    """
    protocol = loaded(with_steps(steps, head="data: {n: 0}\n"))
    first, last = protocol.steps["accueil"].next
    assert (first.target, last.target, last.condition) == ("fin", "deux", None)
    assert first.condition is not None
    assert first.condition.place.col == len("  accueil: {next: [{if: ") + 1


def test_the_digest_is_of_the_raw_bytes_and_the_text_is_composed() -> None:
    content = unicodedata.normalize("NFD", changed("Bonjour.", "Où est Noé ?")).encode()
    protocol = load_files({"essai.yaml": content}, "essai.yaml")
    assert protocol.sources[0].sha256 == hashlib.sha256(content).hexdigest()
    assert said(protocol.blocks["accueil/do"][0].acts[0].argument) == "Où est Noé ?"


def test_a_sound_beside_the_protocol_runs_with_it(tmp_path: Path) -> None:
    (tmp_path / "sounds").mkdir()
    (tmp_path / "sounds" / "eau.wav").write_bytes(b"RIFF")
    path = tmp_path / "essai.yaml"
    path.write_text(with_do("- sound: sounds/eau.wav\n"), encoding="utf-8")
    protocol = load(path)
    assert [source.name for source in protocol.sources] == ["essai.yaml", "sounds/eau.wav"]
    again = load_files({source.name: source.content for source in protocol.sources}, "essai.yaml")
    assert again == protocol


def test_a_sound_outside_the_folder_is_refused(tmp_path: Path) -> None:
    (tmp_path / "secret.wav").write_bytes(b"RIFF")
    (tmp_path / "dossier").mkdir()
    (tmp_path / "dossier" / "lien.wav").symlink_to(tmp_path / "secret.wav")
    (finding,) = check_text(with_do("- sound: lien.wav\n"), tmp_path / "dossier")
    assert finding.code == "P310"


def test_the_flow_does_not_depend_on_where_the_file_lies(tmp_path: Path) -> None:
    path = tmp_path / "essai.yaml"
    path.write_text(GOOD, encoding="utf-8")
    assert load(path) == loaded(GOOD)


def test_a_refusal_holds_all_findings_under_the_path_as_given(tmp_path: Path) -> None:
    path = tmp_path / "essai.yaml"
    path.write_text(
        changed("next: fin}\n    after", "next: nulle}\n    after").replace(
            "posture: rest", "posture: assis"
        ),
        "utf-8",
    )
    with pytest.raises(ProtocolRefused) as refused:
        load(path)
    assert [(finding.code, finding.place.file) for finding in refused.value.findings] == [
        ("P102", str(path)),
        ("P117", str(path)),
    ]
    assert refused.value.findings == check(path)


def test_warnings_alone_do_not_refuse() -> None:
    protocol = loaded(with_steps('accueil: {do: [{say: "Un."}], next: fin}\nloin: {next: fin}\n'))
    assert "loin" in protocol.steps


def test_a_missing_entry_is_a_refusal() -> None:
    with pytest.raises(ProtocolRefused) as refused:
        load_files({}, "essai.yaml")
    assert [finding.code for finding in refused.value.findings] == ["P118"]
