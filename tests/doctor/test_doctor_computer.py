"""This computer: what is read of it from real files, and what is found of what was read."""

from __future__ import annotations

import os
from dataclasses import asdict, replace
from pathlib import Path

import pytest

from nao_sessions.core.confinement import Confinement
from nao_sessions.doctor.computer.examination import MADE_AT, examine_computer, hours_held
from nao_sessions.doctor.computer.reading import (
    Computer,
    Disk,
    KernelClock,
    Power,
    open_logins,
    read_computer,
    read_disk,
    read_power,
    sleep_held_off,
)
from nao_sessions.room.sources.login import login_path
from nao_sessions.text.messages import Localized

GOOD = Computer(
    disk=Disk(Path("/sessions"), 500 * 10**9, encrypted=True, writable=True, open_to_others=False),
    open_logins=(),
    utc_s=MADE_AT.timestamp() + 86_400,
    clock=KernelClock(synchronised=True, most_error_s=0.02),
    cores=4,
    load=0.5,
    browser="/usr/bin/chromium",
    alsa_configured=True,
    closed_cameras=(),
    power=Power(on_mains=True, battery_percent=90),
    sleep_held_off=True,
    python="3.11.7",
    packages={"av": "18.1.0"},
    no_qi=None,
    confinement=Confinement(network=True, tcp=True, files=True),
)
MBIT = 1e6


def codes(computer: Computer, bits_per_s: float = 8 * MBIT, *, uses_alsa: bool = True) -> list[str]:
    return [finding.code for finding in examine_computer(computer, bits_per_s, uses_alsa=uses_alsa).findings]


def with_disk(**changed: object) -> Computer:
    return replace(GOOD, disk=replace(GOOD.disk, **changed))  # type: ignore[arg-type]


def test_of_a_good_computer_nothing_is_found() -> None:
    assert codes(GOOD) == []


@pytest.mark.parametrize(
    ("computer", "code"),
    [
        (with_disk(writable=False), "D200"),
        (with_disk(free_bytes=3 * 10**9), "D201"),
        (with_disk(free_bytes=30 * 10**9), "D202"),
        (with_disk(encrypted=False), "D203"),
        (with_disk(open_to_others=True), "D204"),
        (replace(GOOD, open_logins=(Path("/logins/salle"),)), "D205"),
        (replace(GOOD, clock=KernelClock(synchronised=False, most_error_s=16.0)), "D206"),
        (replace(GOOD, utc_s=0.0), "D207"),
        (replace(GOOD, load=5.0), "D208"),
        (replace(GOOD, browser=None), "D210"),
        (replace(GOOD, alsa_configured=False), "D211"),
        (replace(GOOD, closed_cameras=("/dev/video0",)), "D212"),
        (replace(GOOD, power=Power(on_mains=False, battery_percent=40)), "D213"),
        (replace(GOOD, sleep_held_off=False), "D214"),
        (replace(GOOD, no_qi=Localized(fr="qi n'est pas installé", en="qi is not installed")), "D215"),
        (replace(GOOD, confinement=None), "D216"),
        (replace(GOOD, confinement=Confinement(network=False, tcp=True, files=True)), "D216"),
        (replace(GOOD, confinement=Confinement(network=True, tcp=True, files=False)), "D216"),
    ],
)
def test_each_fault_is_found_and_no_other(computer: Computer, code: str) -> None:
    assert codes(computer) == [code]


@pytest.mark.parametrize(
    ("held", "open_"),
    [
        (None, "the network and your other files"),
        (Confinement(network=False, tcp=False, files=True), "the network"),
        (Confinement(network=False, tcp=True, files=True), "the network, but for TCP"),
        (Confinement(network=True, tcp=True, files=False), "your other files"),
    ],
)
def test_what_does_not_hold_is_named_and_its_fact_says_no(held: Confinement | None, open_: str) -> None:
    examined = examine_computer(replace(GOOD, confinement=held), 0, uses_alsa=False)
    (found,) = examined.findings
    assert found.sentence.en.endswith(f": {open_}")
    told = {
        fact.key.removeprefix("confined_"): fact.value for fact in examined.facts if "confined" in fact.key
    }
    assert told == (dict.fromkeys(("network", "tcp", "files")) if held is None else asdict(held))


def test_what_cannot_be_told_is_no_fault() -> None:
    unknown = replace(GOOD, clock=None, power=Power(None, None), sleep_held_off=None)
    assert codes(unknown) == []
    assert codes(with_disk(free_bytes=0), bits_per_s=0.0) == []


def test_without_a_plugged_in_microphone_alsa_is_not_missed() -> None:
    assert codes(replace(GOOD, alsa_configured=False), uses_alsa=False) == []


def test_hours_are_what_the_disk_holds_at_the_rate() -> None:
    assert hours_held(36 * 10**9, 8 * MBIT) == pytest.approx(10.0)
    assert hours_held(36 * 10**9, 0.0) is None


def test_this_very_computer_can_be_read(tmp_path: Path) -> None:
    read = read_computer(tmp_path / "not" / "made", None)
    assert read.disk.free_bytes > 0
    assert read.disk.folder == tmp_path / "not" / "made"
    assert read.packages["nao_sessions"]
    facts = {fact.key: fact.value for fact in examine_computer(read, 0.0, uses_alsa=False).facts}
    assert facts["cores"] == len(os.sched_getaffinity(0))
    assert facts["hours_of_recording"] is None
    assert not (tmp_path / "not").exists()


def test_a_folder_that_others_may_open_is_told(tmp_path: Path) -> None:
    tmp_path.chmod(0o755)
    assert read_disk(tmp_path).open_to_others
    tmp_path.chmod(0o700)
    assert not read_disk(tmp_path).open_to_others


def test_a_login_that_others_may_read_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    assert open_logins() == ()
    shut, wide = login_path("shut"), login_path("wide")
    shut.parent.mkdir(parents=True)
    for path, mode in ((shut, 0o600), (wide, 0o644)):
        path.write_text("marie:secret\n", encoding="utf-8")
        path.chmod(mode)
    assert open_logins() == (wide,)


def supply(root: Path, name: str, **files: str) -> None:
    folder = root / "sys/class/power_supply" / name
    folder.mkdir(parents=True)
    for file, content in files.items():
        (folder / file).write_text(content + "\n", encoding="ascii")


def test_power_is_read_as_linux_tells_it(tmp_path: Path) -> None:
    assert read_power(tmp_path) == Power(None, None)
    supply(tmp_path, "AC", type="Mains", online="1")
    supply(tmp_path, "mouse", type="Battery", scope="Device", status="Discharging", capacity="5")
    assert read_power(tmp_path) == Power(True, None)
    supply(tmp_path, "BAT0", type="Battery", status="Discharging", capacity="62")
    assert read_power(tmp_path) == Power(False, 62)
    (tmp_path / "sys/class/power_supply/BAT0/status").write_text("Charging\n", encoding="ascii")
    assert read_power(tmp_path) == Power(True, 62)


def test_who_holds_sleep_off_is_read_as_systemd_tells_it(tmp_path: Path) -> None:
    assert sleep_held_off(tmp_path) is None
    locks = tmp_path / "run/systemd/inhibit"
    locks.mkdir(parents=True)
    (locks / "1").write_text("WHAT=sleep\nMODE=delay\n", encoding="ascii")
    assert sleep_held_off(tmp_path) is False
    (locks / "2").write_text("WHAT=idle:sleep\nWHO=nao\nMODE=block\n", encoding="ascii")
    assert sleep_held_off(tmp_path) is True


def test_sleep_that_is_switched_off_is_held_off(tmp_path: Path) -> None:
    target = tmp_path / "etc/systemd/system/sleep.target"
    target.parent.mkdir(parents=True)
    target.symlink_to(os.devnull)
    assert sleep_held_off(tmp_path) is True
