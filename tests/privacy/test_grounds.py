"""Nothing real is recorded without a ground, nor on a volume that anyone can read."""

from __future__ import annotations

from pathlib import Path

import pytest

from nao_sessions.core.errors import UsageError
from nao_sessions.privacy.layers import is_encrypted
from nao_sessions.privacy.volume import grounds

MOUNTS = """\
22 1 254:0 / / rw,relatime - ext4 /dev/root rw
30 22 254:3 / /home/it\\040me rw,relatime - ext4 /dev/mapper/home rw
31 22 0:50 / /vault rw - fuse.gocryptfs /x rw
"""


@pytest.fixture
def machine(tmp_path: Path) -> dict[str, Path]:
    """A machine with a plain root, an LVM volume upon dm-crypt for /home, and a gocryptfs vault."""
    proc = tmp_path / "mountinfo"
    proc.write_text(MOUNTS, encoding="utf-8")
    devices = tmp_path / "devices"
    for name, uuid, slaves in (
        ("dm-3", "LVM-abc", ["dm-0"]),
        ("dm-0", "CRYPT-LUKS2-abc", []),
        ("vda", "", []),
    ):
        device = devices / name
        (device / "slaves").mkdir(parents=True)
        if uuid:
            (device / "dm").mkdir()
            (device / "dm" / "uuid").write_text(uuid + "\n", encoding="ascii")
        for slave in slaves:
            (device / "slaves" / slave).symlink_to(devices / slave)
    blocks = tmp_path / "block"
    blocks.mkdir()
    (blocks / "254:3").symlink_to(devices / "dm-3")
    (blocks / "254:0").symlink_to(devices / "vda")
    return {"proc": proc, "sys": blocks}


@pytest.mark.parametrize(
    ("folder", "encrypted"),
    [
        ("/home/it me/sessions", True),
        ("/home/other", False),
        ("/vault/a/b", True),
        ("/vaulted", False),
        ("/", False),
    ],
)
def test_a_volume_is_encrypted_when_dm_crypt_lies_anywhere_below_it(
    machine: dict[str, Path], folder: str, encrypted: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("nao_sessions.privacy.layers.existing", lambda path: path)
    assert is_encrypted(Path(folder), **machine) == encrypted


def test_where_nothing_can_be_read_the_answer_is_no(tmp_path: Path) -> None:
    assert not is_encrypted(tmp_path, proc=tmp_path / "missing", sys=tmp_path)


def test_a_simulated_session_needs_no_ground(tmp_path: Path) -> None:
    found = grounds(real=False, records=True, ground=None, unencrypted=None, folder=tmp_path)
    assert (found.text, found.unencrypted) == ("simulation", None)


def test_a_real_recording_needs_a_ground(tmp_path: Path) -> None:
    with pytest.raises(UsageError) as refused:
        grounds(real=True, records=True, ground="  ", unencrypted="test", folder=tmp_path)
    assert refused.value.code == "G101"


def test_a_real_session_is_refused_on_an_open_volume_unless_a_reason_is_given(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("nao_sessions.privacy.volume.is_encrypted", lambda folder: False)
    with pytest.raises(UsageError) as refused:
        grounds(real=True, records=True, ground="adults", unencrypted=None, folder=tmp_path)
    assert refused.value.code == "G102"
    given = grounds(real=True, records=True, ground="adults", unencrypted="test bench", folder=tmp_path)
    assert (given.text, given.unencrypted) == ("adults", "test bench")


def test_a_real_session_on_an_encrypted_volume_needs_no_reason(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("nao_sessions.privacy.volume.is_encrypted", lambda folder: True)
    given = grounds(real=True, records=True, ground="adults", unencrypted=None, folder=tmp_path)
    assert given.unencrypted is None
