"""methods.txt tells agreement and fidelity with what they depend on, in the bundle too."""

from __future__ import annotations

import json
import shutil
import zipfile
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner

from nao_sessions.analysis.coding.acts import Press
from nao_sessions.analysis.coding.methods import further_sentences
from nao_sessions.analysis.coding.session import CodingSession
from nao_sessions.analysis.fidelity.checking import CheckAgreement
from nao_sessions.analysis.fidelity.trials import read_fidelity
from nao_sessions.analysis.fidelity.words import check_lines, lines
from nao_sessions.analysis.schemes.files import find_scheme
from nao_sessions.cli.main import group
from nao_sessions.protocol import load_files
from nao_sessions.protocol.flow import Protocol
from nao_sessions.record.log import read_log
from nao_sessions.record.results.trials import live_annotations
from tests.console.rehearsed_folder import make_session

SECOND_NS = 1_000_000_000


@pytest.fixture(scope="module")
def rehearsed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a session with trials, which nobody coded."""
    return make_session(tmp_path_factory.mktemp("methods"), "emotions")


@pytest.fixture
def folder(rehearsed: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(rehearsed, tmp_path / rehearsed.name))


def code(folder: Path, coder: str, *presses: tuple[str, float], scheme: str = "engagement") -> None:
    desk = CodingSession(folder, coder, find_scheme(scheme))
    for behaviour, at_s in presses:
        desk.press(Press(behaviour, round(at_s * SECOND_NS), "P07"))
    desk.close()


def another(folder: Path) -> Path:
    """Give another session beside one, in which the same happened."""
    place = Path(shutil.copytree(folder, folder.parent / f"{folder.name}b"))
    facts = json.loads((place / "session.json").read_text(encoding="utf-8"))
    facts |= {"id": place.name, "start_sha256": ""}
    (place / "session.json").write_text(json.dumps(facts), encoding="utf-8")
    return place


def exported(folder: Path, kind: str, place: Path) -> Path:
    done = CliRunner().invoke(
        group, ["export", str(folder), "--plain", "essai", "--to", kind, "-o", str(place)]
    )
    assert done.exit_code == 0, done.output
    return place


def test_two_coders_are_told_with_their_parameters_and_one_is_not(folder: Path, tmp_path: Path) -> None:
    code(folder, "C01", ("looks_nao", 1), ("looks_adult", 8), ("looks_adult", 20), ("smiles", 5))
    alone = (exported(folder, "methods", tmp_path / "one") / "methods.fr.txt").read_text(encoding="utf-8")
    assert "accord a été calculé" not in alone
    code(folder, "C02", ("looks_nao", 1), ("looks_adult", 9), ("looks_adult", 20), ("smiles", 5.2))
    told = (exported(folder, "methods", tmp_path / "two") / "methods.fr.txt").read_text(encoding="utf-8")
    paragraph = next(one for one in told.split("\n\n") if "accord a été calculé" in one)
    assert "sur 1 séance sur 1" in paragraph
    assert "engagement 1.0.0" in paragraph
    assert "un relevé au milieu de chaque tranche de 1 s" in paragraph
    assert "C01 et C02 disent la même chose" in paragraph
    assert "Landis" not in paragraph


def test_each_behaviour_and_each_figure_is_told_as_agree_tells_it(folder: Path, tmp_path: Path) -> None:
    again = another(folder)
    for one, late in ((folder, 0.2), (again, 0.4)):
        code(one, "C01", ("looks_nao", 1), ("looks_adult", 8), ("looks_adult", 20), ("smiles", 5))
        code(one, "C02", ("looks_nao", 1), ("looks_adult", 9), ("looks_adult", 20), ("smiles", 5 + late))
    code(again, "C01", ("smiles", 30))
    place = folder.parent.parent / f"{tmp_path.name}-m"
    told = (exported(folder.parent, "methods", place) / "methods.en.txt").read_text(encoding="utf-8")
    paragraph = next(one for one in told.split("\n\n") if "Agreement was computed" in one)
    said = CliRunner().invoke(group, ["agree", str(folder.parent), "--lang", "en"]).stdout.splitlines()
    rows = [line for line in said if line.startswith("  Smiles")]
    kappas = [line for line in said if line.startswith("  behaviour") and "kappa" in line]
    icc = [line for line in said if "ICC(2,1)" in line]
    assert (len(rows), len(kappas) > 0, len(icc) > 1) == (4, True, True)
    assert set(rows + kappas + icc) <= set(paragraph.splitlines())
    assert "LIVE" not in paragraph


def test_what_live_is_is_told_where_it_is_compared(folder: Path) -> None:
    for one in live_annotations(read_log(folder / "events.jsonl").events):
        if one.behaviour in ("correct", "incorrect", "prompted"):
            code(folder, "C01", (one.behaviour, one.start_ns / SECOND_NS), scheme="reponses")
    paragraph = further_sentences([folder])[0]
    assert (
        "LIVE is no person who codes: it is what was judged and marked in the session itself" in paragraph.en
    )
    assert "LIVE n'est pas une personne qui code" in paragraph.fr
    assert "missing values, not compared" in paragraph.en  # C01 said of none by which means


def test_three_coders_are_told_together_and_not_pair_by_pair(folder: Path, tmp_path: Path) -> None:
    for coder in ("C01", "C02", "C03"):
        code(folder, coder, ("looks_nao", 1), ("looks_adult", 9), ("looks_adult", 20), ("smiles", 5.2))
    told = (exported(folder, "methods", tmp_path / "three") / "methods.en.txt").read_text(encoding="utf-8")
    assert "C01, C02 and C03 all say the same" in told
    assert "C01 and C02 say the same" not in told


def test_two_coders_of_whom_nothing_can_be_compared_are_told_so(folder: Path) -> None:
    for coder, watched in (("C01", "0-5"), ("C02", "5-9")):
        code(folder, coder, ("smiles", 2))
        done = CliRunner().invoke(group, ["annotate", str(folder), "--coder", coder, "--watched", watched])
        assert done.exit_code == 0, done.output
    told = " ".join(one.en for one in further_sentences([folder]))
    assert "by the scheme 'The child's engagement': Nothing to compare: there is nothing that all" in told
    assert "All is measured over what all observed: 0 s of" in told


def test_a_session_that_was_only_opened_is_told_as_left_out(folder: Path) -> None:
    again = another(folder)
    for one in (folder, again):
        code(one, "C01", ("smiles", 5), ("turns_away", 7))
    code(folder, "C02", ("smiles", 5), ("turns_away", 7))
    code(again, "C02")
    paragraph = further_sentences([folder, again])[0]
    assert "on 1 session of 2" in paragraph.en
    assert "un codeur qui n'y a rien noté et ne l'a pas dit terminé : 1 séance." in paragraph.fr


def test_sessions_that_others_coded_twice_are_told_as_not_compared(folder: Path) -> None:
    """Teams that code in pairs: no session was coded by all, and which were coded twice is said."""
    again = another(folder)
    for coder, one in (("C01", folder), ("C02", folder), ("C03", again), ("C04", again)):
        code(one, coder, ("smiles", 5), ("turns_away", 7))
    nobody = "Nothing to compare: no session was coded by all of these coders (C01, C02, C03 and C04)."
    partly = (
        "Coded by several of them but not by all, and not compared: 1 session by C01 and C02 "
        "(--coders C01,C02); 1 session by C03 and C04 (--coders C03,C04)."
    )
    told = further_sentences([folder, again])[0].en
    assert told == f"Agreement by the scheme 'The child's engagement': {nobody} {partly}"
    said = CliRunner().invoke(group, ["agree", str(folder.parent), "--lang", "en"]).stdout
    assert said.startswith(f"{nobody}\n{partly}\nLeft out:\n")
    code(folder, "C03", ("smiles", 5), ("turns_away", 7))
    code(folder, "C04", ("smiles", 5), ("turns_away", 7))
    told = further_sentences([folder, again])[0].en
    assert told.startswith("Agreement was computed on 1 session of 2")
    assert (
        "Coded by several of them but not by all, and not compared: 1 session by C03 and C04 "
        "(--coders C03,C04)."
    ) in told


def test_fidelity_is_told_as_the_log_has_it(folder: Path, tmp_path: Path) -> None:
    trials = read_fidelity(folder)
    assert trials
    told = (exported(folder, "methods", tmp_path / "m") / "methods.en.txt").read_text(encoding="utf-8")
    paragraph = next(one for one in told.split("\n\n") if one.startswith("Fidelity to the protocol"))
    assert f"in {len(trials)} trials of 1 session was" in paragraph
    assert "instruction given whole, " in paragraph
    helped = [one for one in trials if one.part("help").verdict == "done"]
    assert helped
    helps = f"helps given whole, in the planned order, in {len(helped)} of "
    assert helps in paragraph
    log = [json.loads(line) for line in (folder / "events.jsonl").read_text("utf-8").splitlines()]
    with_help = [line for line in log if line["kind"] == "trial" and line["data"]["prompts"]]
    given = [line for line in log if line["dir"] == "out" and line["kind"] == "prompt"]
    assert len(given) > len(with_help)  # a trial may have several helps: what is counted is trials
    assert int(paragraph.split(helps)[1].split(" trial")[0]) <= len(with_help)
    assert " times" not in paragraph
    count = sum(one.interruption is not None for one in trials)
    assert count
    assert f"Interrupted trials: {count} of {len(trials)}, compared up to the interruption." in paragraph


def test_one_trial_and_one_time_are_told_as_one(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    trials = read_fidelity(folder)
    assert trials
    whole = next(one for one in trials if one.part("instruction").verdict == "done")
    monkeypatch.setattr("nao_sessions.analysis.coding.methods.read_fidelity", lambda path: (whole,))
    said = further_sentences([folder])[-1]
    assert "dans 1 essai de 1 séance a été fait" in said.fr
    assert "in 1 trial of 1 session was done as planned (instruction given whole, in 1 of 1 trial" in said.en
    assert "1 of 1 trials" not in said.en
    assert "consigne dite en entier, dans 1 essai sur 1" in said.fr


@pytest.mark.parametrize(
    ("faults", "of", "told"), [(1, 900, "99.8"), (899, 900, "0.2"), (0, 9, "100"), (9, 9, "0")]
)
def test_what_is_not_all_is_never_told_as_all_nor_what_is_something_as_nothing(
    folder: Path, monkeypatch: pytest.MonkeyPatch, faults: int, of: int, told: str
) -> None:
    trials = read_fidelity(folder)
    assert trials
    one = trials[0]
    parts = tuple(replace(part, verdict="unplanned") for part in one.parts if part.component != "instruction")
    done, not_done = (
        replace(one, parts=(replace(one.part("instruction"), verdict=verdict), *parts), interruption=None)
        for verdict in ("done", "otherwise")
    )
    found = (*[not_done] * faults, *[done] * (of - faults))
    monkeypatch.setattr("nao_sessions.analysis.coding.methods.read_fidelity", lambda path: found)
    assert f"from the log: {told}% of what was planned" in further_sentences([folder])[-1].en
    first, component, *_ = lines(found, "en")
    assert (f", {told}% of what" in first, f"({told}%)" in component) == (True, True)
    french = told.replace(".", ",")
    assert f", {french} % de ce" in lines(found, "fr")[0].replace("\u00a0", " ").replace("\u202f", " ")


def test_what_the_adult_adapted_is_told_and_in_no_percentage(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    trials = read_fidelity(folder)
    assert trials
    whole = next(one for one in trials if one.part("instruction").verdict == "done")
    parts = tuple(
        replace(part, verdict="adapted") if part.component == "wait" else part for part in whole.parts
    )
    adapted = replace(whole, parts=parts)
    monkeypatch.setattr("nao_sessions.analysis.coding.methods.read_fidelity", lambda path: (adapted,))
    said = further_sentences([folder])[-1]
    assert "the adult adapted what was planned (wait, in 1 of 1 trial); 100% of the rest" in said.en
    assert "l'adulte a adapté ce qui était prévu (délai, dans 1 essai sur 1)" in said.fr
    assert "n'a pas été adapté a été fait comme prévu" in "\n".join(lines([adapted], "fr"))
    assert "n'a pas été adapté" not in "\n".join(lines([whole], "fr")).split("\n")[0]


def test_a_question_without_a_record_is_no_trial_of_the_text(folder: Path, tmp_path: Path) -> None:
    log = (folder / "events.jsonl").read_text("utf-8").splitlines(keepends=True)
    last = max(place for place, line in enumerate(log) if json.loads(line)["kind"] == "question")
    (folder / "events.jsonl").chmod(0o600)
    (folder / "events.jsonl").write_text("".join(log[: last + 1]), encoding="utf-8")
    told = (exported(folder, "methods", tmp_path / "m") / "methods.en.txt").read_text(encoding="utf-8")
    count = sum(json.loads(line)["kind"] == "trial" for line in log[:last])
    assert count > 1
    assert f"The session had {count} trials" in told
    assert f"in {count} trials of 1 session" in told
    assert len(read_fidelity(folder) or ()) == count + 1  # 'fidelity' tells of it: the log stops there


def test_the_adults_part_of_helps_is_said_not_to_be_observed(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    log = [json.loads(line) for line in (folder / "events.jsonl").read_text("utf-8").splitlines()]
    told = [line["cause"] for line in log if (line["dir"], line["kind"]) == ("out", "adult")]
    helps = [line for line in log if line["kind"] == "prompt" and line["cause"] in told]
    assert len(helps) > 1
    assert further_sentences([folder])[-1].en.endswith(
        " Compared is the program's own part, waits to within 0.25 s. The adult's part of "
        f"{len(helps)} helps was not observed."
    )
    trials = read_fidelity(folder)
    assert trials
    without = next(one for one in trials if not one.for_adult)
    monkeypatch.setattr("nao_sessions.analysis.coding.methods.read_fidelity", lambda path: (without,))
    assert "The adult's part" not in further_sentences([folder])[-1].en


def without_robot(folder: Path) -> Path:
    """Give it with a log that says that no robot took part."""
    log = folder / "events.jsonl"
    log.chmod(0o600)
    lines = log.read_text("utf-8").splitlines()
    last = json.loads(lines[-1])
    about = {"kind": "none", "system": "none", "simulated": False, "adult_led": True}
    line = {"seq": last["seq"] + 1, "dir": "note", "at": last["at"], "t": last["at"], "source": "robot",
            "kind": "about", "data": about}  # fmt: skip
    log.write_text("\n".join([*lines, json.dumps(line)]) + "\n", encoding="utf-8")
    return folder


def test_of_a_session_without_a_robot_there_is_no_fidelity(folder: Path, tmp_path: Path) -> None:
    alone = further_sentences([folder])[-1].en
    led = without_robot(another(folder))
    unseen = (
        "No fidelity is told of one session with trials and no robot: the adult's delivery was not observed."
    )
    assert [one.en for one in further_sentences([led])] == [unseen]
    assert further_sentences([folder, led])[-1].en == f"{alone} {unseen}"
    said = CliRunner().invoke(group, ["fidelity", str(led), "--lang", "en"])
    assert said.exit_code == 0
    assert said.stdout.splitlines()[1:] == [
        "  No fidelity: no robot took part, and the adult's delivery was not observed."
    ]
    told = json.loads(CliRunner().invoke(group, ["fidelity", str(folder), str(led), "--json"]).stdout)
    of_robot, of_led = (told["sessions"][path.name] for path in (folder, led))
    assert (of_robot["share"] is None, of_robot["unobserved"]) == (False, 0)
    assert (of_led["share"], of_led["trials"], of_led["unobserved"]) == (None, [], len(of_robot["trials"]))
    check = tmp_path / "check.csv"
    drawn = CliRunner().invoke(
        group, ["fidelity", str(folder), str(led), "--check", str(check), "--share", "1"]
    )
    assert drawn.exit_code == 0
    assert folder.name in check.read_text("utf-8")
    assert led.name not in check.read_text("utf-8")


def test_sessions_of_one_protocol_load_it_once(
    rehearsed: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    loaded: list[str] = []

    def counting(files: Mapping[str, bytes], entry: str) -> Protocol:
        loaded.append(entry)
        return load_files(files, entry)

    monkeypatch.setattr("nao_sessions.analysis.fidelity.trials.load_files", counting)
    copies = [Path(shutil.copytree(rehearsed, tmp_path / name)) for name in ("one", "two", "other")]
    changed = copies[2] / "protocol" / "emotions.yaml"
    changed.chmod(0o600)
    changed.write_bytes(changed.read_bytes() + f"# {tmp_path}\n".encode())
    for path in copies[:2]:
        more = path / "protocol" / "emotions.yaml"
        more.chmod(0o600)
        more.write_bytes(more.read_bytes() + f"# {tmp_path} too\n".encode())
    assert len({read_fidelity(path) for path in copies}) == 1
    assert len(loaded) == 2  # what was changed is another one


def test_the_bundle_holds_the_same_sentences(folder: Path, tmp_path: Path) -> None:
    place = exported(folder, "bundle", tmp_path / "b.zip")
    alone = exported(folder, "methods", tmp_path / "m") / "methods.fr.txt"
    with zipfile.ZipFile(place) as archive:
        assert archive.read(f"{folder.name}/methods.fr.txt") == alone.read_bytes()


def test_many_sessions_are_told_together(folder: Path, tmp_path: Path) -> None:
    another(folder)
    told = (
        exported(folder.parent, "methods", tmp_path.parent / f"{tmp_path.name}-m") / "methods.en.txt"
    ).read_text()
    assert "2 sessions" in told


def test_a_scheme_that_changed_gives_no_agreement(folder: Path, tmp_path: Path) -> None:
    code(folder, "C01", ("initiates", 5))
    other = tmp_path / "engagement.yaml"
    text = CliRunner().invoke(group, ["scheme", "engagement"]).stdout
    other.write_text(text.replace("  smiles:", "  grins:"), encoding="utf-8")
    code(folder, "C02", ("initiates", 5), scheme=str(other))
    assert "changed from one coding to the other" in further_sentences([folder])[0].en


@pytest.mark.parametrize("harm", [Path.unlink, lambda path: path.write_text("scheme: [", encoding="utf-8")])
def test_a_scheme_whose_copy_is_gone_or_damaged_stops_no_export(
    folder: Path, tmp_path: Path, harm: Callable[[Path], object]
) -> None:
    for coder in ("C01", "C02"):
        code(folder, coder, ("smiles", 5), ("turns_away", 7))
    again = Path(shutil.copytree(folder, tmp_path / "again"))
    harm(next((folder / "annotations").glob("*.scheme.yaml")))
    place = exported(folder, "bundle", tmp_path / "b.zip")
    with zipfile.ZipFile(place) as archive:
        told = archive.read(f"{folder.name}/methods.en.txt").decode()
    assert "The scheme 'engagement' can no longer be read beside the codings" in told
    # the copy beside another session is the same scheme
    assert "on 2 sessions of 2" in further_sentences([folder, again])[0].en


@pytest.mark.parametrize(
    ("share", "told"), [(0.996, "99 times"), (0.004, "1 time"), (1.0, "100 times"), (0.0, "0 times")]
)
def test_a_check_that_differs_somewhere_is_not_told_as_the_same_everywhere(share: float, told: str) -> None:
    checked = CheckAgreement((("done", "done"),), 1, share, None, ())
    assert f"the log and the person say the same {told} in a hundred" in check_lines(checked, "en")[0]
