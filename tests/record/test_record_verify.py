"""Verify, recover: a folder is what it was and follows from its inputs, or the seq that differs is named."""

from __future__ import annotations

import json
import os
import random
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from nao_sessions.core.errors import FolderInUse, FormatTooNew, RecordError, UsageError
from nao_sessions.core.events import Event
from nao_sessions.record.checksums import LINE_SUMS, mend_log
from nao_sessions.record.folder import SessionFolder
from nao_sessions.record.log import LogWriter, read_log
from nao_sessions.record.recover import recover
from nao_sessions.record.verify import Verification, verify
from tests.record.made_folder import make_folder


def problems(found: Verification) -> list[str]:
    return [text.en for text in found.problems]


def rewrite(folder: SessionFolder, seq: int, change: Any) -> None:
    """Change one line of a log, or take it out where ``change`` gives None."""
    lines = folder.events.read_text(encoding="utf-8").splitlines()
    changed = change(json.loads(lines[seq]))
    if changed is None:
        del lines[seq]
    else:
        lines[seq] = json.dumps(changed, ensure_ascii=False, separators=(",", ":"))
    folder.events.write_text("\n".join(lines) + "\n", encoding="utf-8")


def without_sums(folder: SessionFolder) -> None:
    """Leave the log to speak for itself, as in a session that was not closed."""
    manifest = folder.read_manifest()
    manifest.state = "open"
    manifest.write(folder.manifest)
    folder.checksums.unlink()
    (folder.path / LINE_SUMS).unlink()


def test_a_closed_session_is_sound_and_reexecuted(tmp_path: Path) -> None:
    found = verify(make_folder(tmp_path, closed=True))
    assert (problems(found), found.remarks, found.reexecuted) == ([], [], True)


def test_everything_is_private(tmp_path: Path) -> None:
    folder = make_folder(tmp_path, closed=True)
    modes = {path.stat().st_mode & 0o777 for path in folder.path.rglob("*") if path.is_file()}
    folders = {path.stat().st_mode & 0o777 for path in [folder.path, folder.protocol, folder.room]}
    assert (modes, folders) == ({0o600}, {0o700})


@pytest.mark.parametrize("with_sums", [True, False])
def test_any_one_line_changed_is_refused_with_its_seq(tmp_path: Path, with_sums: bool) -> None:
    made = make_folder(tmp_path, closed=True)
    content = made.events.read_bytes()
    if not with_sums:
        without_sums(made)
    for event in read_log(made.events).events:
        if not with_sums and event.dir == "note":
            continue  # what the engine neither takes nor gives is guarded by the checksums alone
        made.events.write_bytes(content)
        if event.dir == "out":
            rewrite(made, event.seq, lambda line: {**line, "data": {**line["data"], "id": "a99"}})
        elif event.kind == "touch":
            rewrite(made, event.seq, lambda line: {**line, "data": {**line["data"], "part": "chest"}})
        elif event.kind == "done":
            rewrite(made, event.seq, lambda line: {**line, "data": {**line["data"], "how": "lost"}})
        else:
            rewrite(made, event.seq, lambda line: {**line, "kind": "battery"})
        named = [
            int(text.split()[1].rstrip(":")) for text in problems(verify(made)) if text.startswith("seq")
        ]
        assert named, f"the change of line {event.seq} was not found"
        # An input is known by what it leads to: the first output that differs is the next line or so.
        assert event.seq <= named[0] <= event.seq + 3


def test_any_one_line_removed_is_refused_with_its_seq(tmp_path: Path) -> None:
    made = make_folder(tmp_path, closed=True)
    content = made.events.read_bytes()
    without_sums(made)
    for event in read_log(made.events).events[:-1]:
        made.events.write_bytes(content)
        rewrite(made, event.seq, lambda line: None)
        assert f"seq {event.seq}: the line has number {event.seq + 1}" in " ".join(problems(verify(made)))


def test_a_protocol_that_is_not_the_one_that_ran_is_named(tmp_path: Path) -> None:
    made = make_folder(tmp_path, closed=True)
    path = made.protocol / "essai.yaml"
    path.write_bytes(path.read_bytes() + b"# changed\n")
    assert "protocol/essai.yaml is not the file that ran." in problems(verify(made))


def test_a_log_of_another_engine_is_told_and_is_no_failure(tmp_path: Path) -> None:
    made = make_folder(tmp_path, closed=True)
    without_sums(made)
    rewrite(made, 0, lambda line: {**line, "data": {**line["data"], "engine": 3}})
    manifest = made.read_manifest()
    manifest.start_sha256 = ""
    manifest.write(made.manifest)
    found = verify(made)
    assert found.problems == []
    told = "Recorded by engine 3, this is 2: not re-executed, which is no failure."
    assert told in [text.en for text in found.remarks]


def test_a_newer_format_is_refused_by_name(tmp_path: Path) -> None:
    made = make_folder(tmp_path, closed=True)
    record = json.loads(made.manifest.read_text())
    made.manifest.write_text(json.dumps({**record, "format": 9}))
    with pytest.raises(FormatTooNew, match="format 9"):
        verify(made)


def test_what_is_no_session_folder_is_refused(tmp_path: Path) -> None:
    with pytest.raises(RecordError):
        SessionFolder.open(tmp_path)


TORN = int(os.environ.get("TORN_LOGS", "60"))
"""How many places are drawn of the last 400 bytes, beside those around the ends of lines; 400: all."""


def test_a_log_torn_at_any_byte_of_its_last_lines_recovers_and_verifies(tmp_path: Path) -> None:
    made = make_folder(tmp_path, closed=False)
    content = made.events.read_bytes()
    last = range(len(content) - 400, len(content))
    ends = {end + by for end in last if content[end : end + 1] == b"\n" for by in (0, 1, 2)}
    for size in sorted({last[0], *ends & set(last), *random.Random(20261203).sample(last, TORN)}):
        made.events.write_bytes(content[:size])
        made.checksums.unlink(missing_ok=True)
        recovery = recover(made)
        assert recovery.torn_bytes == len(content[:size].rpartition(b"\n")[2])
        found = verify(made)
        assert (problems(found), found.reexecuted) == ([], True)
        assert made.read_manifest().state == "recovered"


def test_a_dead_session_that_nobody_takes_up_says_in_its_log_that_it_died(tmp_path: Path) -> None:
    made = make_folder(tmp_path, closed=False)
    lines = made.events.read_bytes().splitlines(keepends=True)
    begun = next(place for place, line in enumerate(lines) if b'"kind":"entered"' in line)
    made.events.write_bytes(b"".join(lines[: begun + 1]))
    last_ns = read_log(made.events).events[-1].at
    halts = [
        {"event": "halted", "at": last_ns + 7, "why": "session died"},
        {"event": "quiet", "at": last_ns + 9},
    ]
    made.halts.write_text("".join(json.dumps(halt) + "\n" for halt in halts), encoding="utf-8")
    recovery = recover(made)
    events = read_log(made.events).events
    died = next(one for one in events if one.kind == "resumed")
    assert (died.dir, died.source, died.at, died.data) == (
        "in",
        "recover",
        last_ns + 7,
        {"last_ns": last_ns + 7},
    )
    assert [(one.kind, one.data) for one in events if one.cause == died.seq][-1] == (
        "paused",
        {"why": "crash"},
    )
    assert (recovery.outcome, problems(verify(made))) == ("", [])


def test_a_session_that_had_ended_and_one_whose_death_is_told_already_get_no_line_more(
    tmp_path: Path,
) -> None:
    made = make_folder(tmp_path, closed=True)
    content = made.events.read_bytes()
    without_sums(made)
    recover(made)
    assert made.events.read_bytes() == content
    lines = content.splitlines(keepends=True)
    made.events.write_bytes(b"".join(lines[: len(lines) // 2]))
    without_sums(made)
    recover(made)
    once = made.events.read_bytes()
    without_sums(made)  # as where the disk had no room left for the sums
    recover(made)
    assert made.events.read_bytes() == once


def test_a_running_session_is_not_recovered(tmp_path: Path) -> None:
    made = make_folder(tmp_path, closed=False)
    writer = LogWriter(made.events)
    with pytest.raises(FolderInUse):
        recover(made)
    writer.close()


def test_a_new_process_with_another_hash_seed_zone_and_locale_reproduces_the_log(tmp_path: Path) -> None:
    made = make_folder(tmp_path, closed=True)
    for seed, zone, locale in (("1", "Asia/Tokyo", "C"), ("4242", "America/Lima", "fr_FR.UTF-8")):
        environment = {**os.environ, "PYTHONHASHSEED": seed, "TZ": zone, "LC_ALL": locale}
        command = [sys.executable, "-m", "nao_sessions", "verify", str(made.path), "--json"]
        ran = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
        assert (ran.returncode, json.loads(ran.stdout)["reexecuted"]) == (0, True)


def test_a_closed_folder_is_not_closed_again_over_what_was_changed(tmp_path: Path) -> None:
    made = make_folder(tmp_path, closed=True)
    rewrite(made, 9, lambda line: {**line, "t": 1})
    with pytest.raises(UsageError):
        recover(made)
    assert not verify(made).sound


def test_checksums_taken_away_emptied_or_a_file_added_are_told(tmp_path: Path) -> None:
    made = make_folder(tmp_path, closed=True)
    sums = made.checksums.read_bytes()
    made.checksums.write_bytes(b"")
    assert not verify(made).sound
    made.checksums.write_bytes(sums)
    (made.room / "other.01.mp4").write_bytes(b"x")
    assert problems(verify(made)) == [
        "room/other.01.mp4 has changed since the folder was closed, is missing, or was added."
    ]
    made.checksums.unlink()
    assert problems(verify(made)) == ["SHA256SUMS is missing: the session had been closed."]


@pytest.mark.parametrize(("about", "told"), [({"adult_led": True}, False), ({}, True)])
def test_a_rehearsal_without_a_robot_is_one_and_one_with_a_real_nao_is_not(
    tmp_path: Path, about: dict[str, Any], told: bool
) -> None:
    folder = make_folder(tmp_path, closed=False)
    last = read_log(folder.events).events[-1]
    data = {"simulated": False} | about
    log = LogWriter(folder.events)
    log.append([Event(last.seq + 1, "note", last.at, "robot", "about", data)])
    log.close()
    recover(folder)
    assert any("real Nao was there" in problem for problem in problems(verify(folder))) == told


def test_any_one_bit_of_a_closed_log_that_flips_is_turned_back(tmp_path: Path) -> None:
    folder = make_folder(tmp_path, closed=True)
    whole, chance = folder.events.read_bytes(), random.Random(5)
    ends = [at for at, one in enumerate(whole) if one == ord("\n")]
    for at in (0, len(whole) - 1, *ends[:2], ends[0] - 1, ends[0] + 1, *chance.sample(range(len(whole)), 30)):
        for mask in (1 << chance.randrange(8), whole[at] ^ ord("\n")):
            if mask.bit_count() != 1:
                continue
            torn = bytearray(whole)
            torn[at] ^= mask
            folder.events.write_bytes(torn)
            assert mend_log(folder) == 1, (at, mask)
            assert folder.events.read_bytes() == whole
    assert mend_log(folder) == 0
    assert verify(folder).problems == []


def test_bits_that_flipped_in_several_lines_are_turned_back_and_more_than_one_of_a_line_is_not(
    tmp_path: Path,
) -> None:
    folder = make_folder(tmp_path, closed=True)
    whole = folder.events.read_bytes()
    torn = bytearray(whole)
    for line in (1, 4):
        torn[whole.replace(b"\n", b"\0", line).index(b"\n") - 5] ^= 4
    folder.events.write_bytes(torn)
    assert mend_log(folder) == 2
    assert folder.events.read_bytes() == whole
    for spoilt in (whole.replace(b'"seq":2', b'"seq":9'), whole + b"{}\n", whole[: len(whole) // 2]):
        folder.events.write_bytes(spoilt)
        with pytest.raises(RecordError) as refused:
            mend_log(folder)
        assert (refused.value.code, folder.events.read_bytes()) == ("R102", spoilt)
    torn = bytearray(whole)
    torn[9] ^= 1
    folder.events.write_bytes(torn)
    sums = folder.path / "events.sums"
    sums.write_bytes(sums.read_bytes().replace(b"0 ", b"0  ", 1))
    with pytest.raises(RecordError):
        mend_log(folder)
    assert folder.events.read_bytes() == torn
