"""The verbs: agree, its plan, fidelity and scheme, as scripts and people call them."""

from __future__ import annotations

import json
import shutil
from collections import Counter
from dataclasses import replace
from math import ceil
from pathlib import Path
from xml.etree import ElementTree

import pytest
from click.testing import CliRunner, Result

from nao_sessions.analysis.agreement.plan import draw_plan, drawn_order, planned_sessions
from nao_sessions.analysis.coding.acts import Press
from nao_sessions.analysis.coding.comparison import ComparedCodings
from nao_sessions.analysis.coding.folder import read_coded, scheme_used, session_folders
from nao_sessions.analysis.coding.session import CodingSession
from nao_sessions.analysis.schemes.files import find_scheme
from nao_sessions.analysis.schemes.yaml_files import as_yaml
from nao_sessions.cli.main import group
from nao_sessions.core.clock import SECOND_NS
from nao_sessions.core.errors import NaoSessionsError, SchemeRefused
from nao_sessions.protocol.series import plan
from nao_sessions.protocol.series_loading import load_series
from nao_sessions.record.additions.annotations import CONSENSUS, read_coding

SERIES = Path(__file__).resolve().parents[3] / "protocols" / "series" / "emotions-quatre-enfants.yaml"
GOLDEN = Path(__file__).resolve().parent.parent.parent / "sessions" / "fresh"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """Ten sessions: six of P07 (four of a baseline), four of P09."""
    for number in range(10):
        copy = tmp_path / f"2026-11-{number + 10}T140312Z_bonjour_k3f{number}"
        shutil.copytree(GOLDEN, copy)
        manifest = json.loads((copy / "session.json").read_text())
        manifest["participants"] = ["P07"] if number < 6 else ["P09"]
        manifest["settings"] = {"phase": "baseline" if number < 4 else "intervention"}
        (copy / "session.json").write_text(json.dumps(manifest))
    return tmp_path


def call(*arguments: str | Path) -> Result:
    return CliRunner().invoke(group, [str(one) for one in arguments])


def code(folder: Path, coder: str, *presses: tuple[str, float], scheme: str = "engagement") -> None:
    desk = CodingSession(folder, coder, find_scheme(scheme))
    for behaviour, at_s in presses:
        desk.press(Press(behaviour, round(at_s * SECOND_NS)))
    desk.close()


def test_a_plan_draws_its_share_of_every_stratum(root: Path) -> None:
    plan = draw_plan(root, 0.5, ["phase", "participant"], seed=7)
    assert plan.strata == {
        "baseline · P07": (4, 2),
        "intervention · P07": (2, 1),
        "intervention · P09": (4, 2),
    }
    assert len(set(plan.sessions)) == 5


def test_a_share_is_taken_as_it_is_written(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folders = session_folders(root)[:1] * 100
    monkeypatch.setattr("nao_sessions.analysis.agreement.plan.session_folders", lambda root: folders)
    assert list(draw_plan(root, 0.07, [], seed=7).strata.values()) == [(100, 7)]


def test_a_series_tells_the_phases_of_a_plan(root: Path) -> None:
    for number, folder in enumerate(session_folders(root)):
        manifest = json.loads((folder / "session.json").read_text())
        manifest["protocol"]["id"] = "emotions"
        manifest["settings"] = {}
        manifest["rehearsal"] = False
        manifest["clock"]["utc_ns"] += number * 86_400 * SECOND_NS
        (folder / "session.json").write_text(json.dumps(manifest))
    done = call("agree", "--plan", root, "--strata", "phase", "--series", SERIES, "--lang", "en")
    assert done.exit_code == 0, done.output
    series = load_series(SERIES)
    phases = {code: [one.phase for one in plan(series) if one.participant == code] for code in ("P07", "P09")}
    held = Counter(phases["P07"][:6] + phases["P09"][:4])
    told = set(done.stderr.splitlines())
    assert {f"{phase}: {ceil(0.2 * count)} of {count}" for phase, count in held.items()} <= told


def test_a_plan_is_the_same_for_a_seed_and_another_for_another(root: Path) -> None:
    plans = [draw_plan(root, 0.5, ["participant"], seed).sessions for seed in (7, 7, 8)]
    assert plans[0] == plans[1] != plans[2]


def test_a_session_more_in_one_stratum_changes_nothing_in_the_others(root: Path) -> None:
    before = draw_plan(root, 0.5, ["participant"], seed=7)
    shutil.copytree(root / before.sessions[0], root / "2026-12-01T140312Z_bonjour_zzzz")
    after = draw_plan(root, 0.5, ["participant"], seed=7)
    one = (
        "P07"
        if json.loads((root / before.sessions[0] / "session.json").read_text())["participants"] == ["P07"]
        else "P09"
    )
    assert {s for s in before.sessions if not _of(root, s, one)} == {
        s for s in after.sessions if not _of(root, s, one)
    }


def _of(root: Path, session: str, participant: str) -> bool:
    return json.loads((root / session / "session.json").read_text())["participants"] == [participant]


def test_agree_writes_the_plan_and_says_what_was_drawn(root: Path) -> None:
    done = call("agree", "--plan", root, "--share", "0.2", "--seed", "7", "--lang", "en")
    assert done.exit_code == 0
    assert tuple(done.stdout.split()) == planned_sessions(root)
    assert "baseline · P07: 1 of 4" in done.stderr


def test_a_plan_that_was_drawn_is_not_written_over_unless_that_is_asked_for(root: Path) -> None:
    assert call("agree", "--plan", root, "--share", "0.2", "--seed", "7").exit_code == 0
    drawn = planned_sessions(root)
    assert call("agree", "--plan", root, "--share", "0.2", "--seed", "7").exit_code == 0  # the same again
    assert refusal("agree", "--plan", root, "--share", "0.5", "--seed", "8") == "K125"
    assert planned_sessions(root) == drawn
    assert call("agree", "--plan", root, "--share", "0.5", "--seed", "8", "--replace").exit_code == 0
    assert len(planned_sessions(root)) > len(drawn)


def test_two_coders_get_the_sessions_in_orders_of_their_own(root: Path) -> None:
    folders = session_folders(root)
    orders = [drawn_order(folders, 3, coder) for coder in ("C01", "C02", "C01")]
    assert sorted(orders[0]) == sorted(folders)
    assert orders[0] == orders[2] != orders[1]


def test_agree_says_how_far_coders_agree_and_draws_the_tables(root: Path) -> None:
    folder = session_folders(root)[0]
    code(folder, "C01", ("looks_nao", 1), ("looks_adult", 3), ("looks_adult", 5), ("smiles", 2))
    code(folder, "C02", ("looks_nao", 1), ("looks_adult", 4), ("looks_adult", 5), ("smiles", 2.2))
    said = call("agree", folder, "--lang", "fr", "--plots", root / "plots")
    assert said.exit_code == 0, said.output
    assert "C01 et C02 disent la même chose" in said.stdout
    assert "Landis" not in said.stdout
    assert "  Regarde Nao " in said.stdout  # by its title, as in the drawing
    assert "looks_nao" not in said.stdout
    assert "Tout est mesuré sur ce que tous ont observé : 45,5 s des 45,5 s des séances" in said.stdout
    assert "C01 45,5 s, non déclarées : toute la séance est supposée vue" in said.stdout
    assert "Annotations en dehors, laissées de côté : 0." in said.stdout
    assert "un chiffre seul, pas d'ICC" in said.stdout
    drawn = sorted((root / "plots").iterdir())
    assert [ElementTree.parse(one).getroot().tag for one in drawn] == ["{http://www.w3.org/2000/svg}svg"] * 3
    record = json.loads(call("agree", folder, "--json").stdout)
    assert (record["coders"], record["observation"]["outside"]) == (["C01", "C02"], 0)
    assert record["parameters"] == {
        "tolerance_s": 1.0, "bin_s": 1.0, "match": "overlap", "overlap": 0.6, "interval": "momentary",
        "level": "nominal", "seed": 0,
    }  # fmt: skip
    compared = [(one["stream"], one["method"], one["matched_by"]) for one in record["comparisons"]]
    assert compared == [
        ("regard", "time", None), ("points", "time", None),
        ("regard", "events", "overlap"), ("points", "events", "points"),
    ]  # fmt: skip
    assert record["comparisons"][3]["percentage"] == 1.0
    assert record["comparisons"][0]["observation_not_stated_by"] == ["C01", "C02"]
    assert record["observation"]["coders"]["C01"]["known_by"] == {"unstated": 1}
    by_onset = json.loads(call("agree", folder, "--json", "--match", "onset", "--tolerance", "2").stdout)
    assert [one["matched_by"] for one in by_onset["comparisons"]] == [None, None, "onset", "points"]


def test_a_session_that_a_coder_only_opened_is_not_compared_and_is_named(root: Path) -> None:
    first, second = session_folders(root)[:2]
    for folder in (first, second):
        code(folder, "C01", ("smiles", 2), ("turns_away", 4))
    code(first, "C02", ("smiles", 2), ("turns_away", 4))
    code(second, "C02")
    said = call("agree", root, "--lang", "fr")
    assert "C01 et C02 disent la même chose 100 fois sur cent" in said.stdout
    assert f"{second.name} : C02 l'a ouverte et n'y a rien noté" in said.stdout
    assert "--done" in said.stdout
    record = json.loads(call("agree", root, "--json").stdout)
    assert record["sessions"] == [first.name]
    assert record["left_out"] == [{"session": second.name, "coder": "C02", "why": "nothing_noted"}]
    assert record["sessions_that_nobody_coded"] == len(session_folders(root)) - 2
    assert f"séances qu'aucun d'eux n'a codées : {len(session_folders(root)) - 2}" in said.stdout


def test_a_session_in_which_a_coder_saw_nothing_counts_once_he_says_so(root: Path) -> None:
    first, second = session_folders(root)[:2]
    code(first, "C01", ("smiles", 2))
    code(first, "C02")
    code(second, "C02", ("smiles", 2))
    assert refusal("agree", first) == "K120"
    assert "C02" in call("annotate", root, "--coder", "C02", "--done").stdout
    record = json.loads(call("agree", first, "--json").stdout)
    assert (record["sessions"], record["left_out"]) == ([first.name], [])
    assert [one["percentage"] for one in record["comparisons"] if one["method"] == "events"] == [0.0]
    assert record["observation"]["coders"]["C02"]["known_by"] == {"coder": 1}
    # where something was noted nothing needs to be said, nor where nothing was opened
    assert read_coding(second, "C02").done_by == frozenset()
    assert refusal("annotate", root, "--coder", "C02", "--done") == "K126"
    assert refusal("annotate", root, "--coder", "C03", "--done") == "K126"


def test_two_coders_who_only_opened_are_told_so(root: Path) -> None:
    for coder in ("C01", "C02"):
        code(session_folders(root)[0], coder)
    error = call("agree", root).exception
    assert isinstance(error, NaoSessionsError)
    assert error.hint is not None
    assert (error.code, "--done" in error.hint.fr) == ("K120", True)


def refusal(*arguments: str | Path) -> str:
    """Give the code of what a call is refused with."""
    error = call(*arguments).exception
    assert isinstance(error, NaoSessionsError)
    return error.code


def test_sessions_that_nobody_coded_and_one_coder_alone_are_refused(root: Path) -> None:
    assert refusal("agree", root) == "K120"
    code(session_folders(root)[0], "C01", ("smiles", 2))
    assert refusal("agree", root) == "K120"
    assert refusal("agree", root / "nowhere") == "K122"
    assert refusal("agree", "--plan", root, "--strata", "mood") == "K123"


@pytest.mark.parametrize(
    ("before", "after"),
    [("  smiles:", "  grins:"), ("regard", "gaze"), ("      weak:", "      slight:")],
)
def test_a_scheme_whose_codes_changed_between_codings_is_refused(root: Path, before: str, after: str) -> None:
    folder = session_folders(root)[0]
    code(folder, "C01", ("engaged", 2))
    other = root / "engagement.yaml"
    text = call("scheme", "engagement").stdout
    assert before in text
    other.write_text(text.replace(before, after))
    code(folder, "C02", ("engaged", 2), scheme=str(other))
    assert refusal("agree", folder) == "K121"


def reordered(root: Path, version: str) -> str:
    """Write the scheme that ships from its last behaviour to its first, under another version."""
    scheme = find_scheme("engagement")
    file = root / f"engagement-{version}.yaml"
    file.write_text(as_yaml(replace(scheme, version=version, behaviours=scheme.behaviours[::-1])))
    return str(file)


def test_another_order_of_behaviours_is_refused_only_where_they_have_a_rank(root: Path) -> None:
    folder = session_folders(root)[0]
    code(folder, "C01", ("smiles", 2))
    code(folder, "C02", ("smiles", 2), scheme=reordered(root, "1.1.0"))
    assert json.loads(call("agree", folder, "--json").stdout)["coders"] == ["C01", "C02"]
    assert refusal("agree", folder, "--level", "ordinal") == "K121"


def test_of_two_versions_the_newest_is_told_by_its_numbers(root: Path) -> None:
    folder = session_folders(root)[0]
    code(folder, "C01", ("smiles", 2), scheme=reordered(root, "9.0"))
    code(folder, "C02", ("smiles", 2), scheme=reordered(root, "10.0"))
    assert scheme_used([read_coded(folder)], None).version == "10.0"


def by_two_schemes(folder: Path) -> None:
    """Let two coders code by a scheme that ships, and by one of other names that has the same codes."""
    other = folder.parent / "second.yaml"
    other.write_text(call("scheme", "engagement").stdout.replace("id: engagement", "id: second"))
    for coder in ("C01", "C02"):
        code(folder, coder, ("smiles", 2), ("initiates", 4))
        code(folder, coder, ("turns_away", 3), scheme=str(other))


def test_of_several_schemes_two_codings_are_compared_by_the_one_that_is_named(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = session_folders(root)[0]
    by_two_schemes(folder)
    monkeypatch.setattr("nao_sessions.cli.annotate.serve", lambda app, listening, tell: listening.close())
    compare = ("annotate", folder, "--compare", "C01,C02", "--no-browser")
    assert refusal(*compare) == "K120"
    assert refusal(*compare, "--scheme", "third") == "K120"
    for named in ("second", "engagement", root / "second.yaml"):
        assert call(*compare, "--scheme", named).exit_code == 0


def test_a_consensus_by_a_second_scheme_begins_with_what_both_say_the_same_by_it(root: Path) -> None:
    folder = session_folders(root)[0]
    by_two_schemes(folder)
    for scheme in ("engagement", "second"):
        coded = read_coded(folder)
        table = ComparedCodings(coded, ("C01", "C02"), scheme_used([coded], scheme), SECOND_NS)
        table.choose(table.pairs[0].key, "first")
    made = read_coding(folder, CONSENSUS)
    assert [one["scheme"]["id"] for one in made.sittings] == ["engagement", "second"]
    assert [one.behaviour for one in made.annotations] == ["smiles", "turns_away", "initiates"]
    assert len({line.act for line in made.lines}) == 6  # each scheme: opened, what agrees, one choice


def test_a_title_that_was_corrected_between_codings_changes_nothing(root: Path) -> None:
    folder = session_folders(root)[0]
    code(folder, "C01", ("smiles", 2))
    other = root / "engagement.yaml"
    other.write_text(call("scheme", "engagement").stdout.replace("Sourit", "Rit"))
    code(folder, "C02", ("smiles", 2), scheme=str(other))
    assert json.loads(call("agree", folder, "--json").stdout)["coders"] == ["C01", "C02"]


def test_annotate_refuses_a_name_and_a_folder_without_sessions(root: Path) -> None:
    assert refusal("annotate", session_folders(root)[0], "--coder", "Léa") == "K113"
    assert refusal("annotate", root / "nowhere", "--coder", "C01") == "K122"
    assert refusal("annotate", root, "--coder", "C01", "--hide", "mood") == "K124"


def test_fidelity_of_a_session_without_trials_says_that_there_are_none(root: Path) -> None:
    said = call("fidelity", session_folders(root)[0], "--lang", "en")
    assert (said.exit_code, "nothing to compare" in said.stdout) == (0, True)
    assert call("agree", "--fidelity", session_folders(root)[0], "--lang", "en").stdout == said.stdout


def test_a_check_that_exists_is_not_written_over(root: Path) -> None:
    filled = root / "check.csv"
    filled.write_text("filled in")
    assert refusal("fidelity", root, "--check", filled) == "K132"
    assert filled.read_text() == "filled in"


@pytest.mark.parametrize("form", ["yaml", "boris", "etf"])
def test_a_scheme_is_written_in_every_form_and_read_again(tmp_path: Path, form: str) -> None:
    target = tmp_path / f"reponses.{form}"
    assert call("scheme", "reponses", "--to", form, "-o", target).exit_code == 0
    assert len(find_scheme(str(target)).behaviours) == len(find_scheme("reponses").behaviours)


def test_a_protocol_that_is_given_for_a_scheme_is_told_once() -> None:
    error = call("scheme", SERIES.parents[1] / "emotions.yaml").exception
    assert isinstance(error, SchemeRefused)
    assert [(one.code, one.sentence.en) for one in error.findings] == [
        ("K101", "this file is a protocol, and no coding scheme")
    ]


def test_scheme_names_those_that_ship() -> None:
    assert call("scheme").stdout.split() == ["engagement", "reponses"]
