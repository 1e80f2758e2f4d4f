"""What a head says and lacks: approvals, their digests, what a committee asks, files that are used."""

from __future__ import annotations

import re
from pathlib import Path

from nao_sessions.protocol.approvals import approval_digest
from nao_sessions.protocol.checks.ethics import status_of
from nao_sessions.protocol.checks.pages.course import USED
from nao_sessions.protocol.checks.subject import Situation
from nao_sessions.protocol.flow import SourceFile
from tests.protocol.small_protocols import GOOD, HEAD, check_text, with_head, with_steps

COMMITTEE = Situation(committee=True)


def codes(text: str, folder: Path, situation: Situation = Situation()) -> list[str]:  # noqa: B008 (frozen)
    return [finding.code for finding in check_text(text, folder, situation=situation)]


def approved(digest: str, head: str = "") -> str:
    approval = f'approved: [{{role: "médecin référent", date: 2026-11-24, sha256: {digest}}}]\n'
    return GOOD.replace(HEAD, HEAD + head + approval)


def digest_of(text: str) -> str:
    return approval_digest([SourceFile("essai.yaml", "", text.encode())])


def test_an_approval_of_these_very_bytes_is_right(tmp_path: Path) -> None:
    assert codes(approved(digest_of(approved("0"))), tmp_path) == []


def test_any_other_change_undoes_an_approval(tmp_path: Path) -> None:
    digest = digest_of(approved("0"))
    assert codes(approved(digest).replace("Bonjour.", "Bonsoir."), tmp_path) == ["P505"]


def test_the_status_may_change_under_an_approval(tmp_path: Path) -> None:
    digest = digest_of(approved("0"))
    text = approved(digest, "status: approved\n")
    assert "P505" not in codes(text, tmp_path)
    assert "P504" not in codes(text, tmp_path)


def test_the_hint_of_a_missing_approval_holds_the_digest_to_write(tmp_path: Path) -> None:
    text = with_head("status: approved\n")
    found = next(finding for finding in check_text(text, tmp_path) if finding.code == "P504")
    assert found.hint is not None
    digest = re.search(r"sha256: ([0-9a-f]{64})", found.hint.fr)
    assert digest is not None
    approval = f'approved: [{{role: "comité", date: 2026-11-24, sha256: {digest[1]}}}]'
    mended = text.replace("status: approved\n", f"status: approved\n{approval}\n")
    assert not {"P504", "P505", "P507"} & set(codes(mended, tmp_path))


def test_an_approval_grows_old_only_where_the_date_is_known(tmp_path: Path) -> None:
    text = with_head('approved: [{role: "comité", date: 2020-01-15}]\n')
    assert codes(text, tmp_path) == []
    assert codes(text, tmp_path, Situation(today="2021-06-01")) == []
    assert codes(text, tmp_path, Situation(today="2026-11-24")) == ["P506"]


def test_a_draft_is_asked_nothing_and_a_protocol_in_review_all(tmp_path: Path) -> None:
    all_questions = [f"P51{digit}" for digit in range(10)]
    assert codes(GOOD, tmp_path) == []
    assert codes(with_head("status: review\n"), tmp_path) == all_questions
    assert codes(GOOD, tmp_path, COMMITTEE) == all_questions


def test_what_a_committee_asks_may_be_answered_by_allow(tmp_path: Path) -> None:
    text = with_head('status: review\nallow: {P513: "une première, sans modèle publié"}\n')
    assert "P513" not in codes(text, tmp_path)
    assert "P138" not in codes(text, tmp_path)


def test_an_allowance_that_only_a_room_needs_is_not_idle(tmp_path: Path) -> None:
    assert codes(with_head('allow: {P301: "la table a un rebord"}\n'), tmp_path) == []


def test_the_end_of_a_used_file_may_be_looked_at(tmp_path: Path) -> None:
    steps = """\
        accueil:
          use: bonjour.yaml
          next: [{if: results.accueil.end == 'refused', next: fin}, {next: fin}]
        """
    found = check_text(with_steps(steps), tmp_path, {"bonjour.yaml": USED.encode()})
    assert [one.code for one in found if one.code != "P241"] == []  # the refusal is led to another end


def test_an_approved_protocol_uses_approved_files(tmp_path: Path) -> None:
    text = with_steps("accueil: {use: bonjour.yaml, next: fin}\n", head="status: approved\n")
    used = USED.replace("end: refused", "end: completed")
    for status, told in (("draft", True), ("review", True), ("approved", False), ("retired", True)):
        files = {"bonjour.yaml": used.replace("language: fr", f"language: fr\nstatus: {status}").encode()}
        assert ("P520" in {one.code for one in check_text(text, tmp_path, files)}) is told, status


def test_a_status_is_read_from_the_head_alone() -> None:
    assert status_of(b"status: 'retired'\n") == "retired"
    assert status_of(b"steps:\n  status: retired\n") == "draft"
    assert status_of(b"") == "draft"
