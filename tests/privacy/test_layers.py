"""What encrypts a folder is judged from what Linux says of it: the texts are as descriptions give them."""

from __future__ import annotations

from pathlib import Path

import pytest

from nao_sessions.core.mounts import mount_of, mounts_of
from nao_sessions.core.places import VaultPlace
from nao_sessions.privacy.inspection import InspectedPlace, inspected
from nao_sessions.privacy.layers import (
    BlockDevice,
    Kind,
    Swap,
    device_layer,
    folder_layer,
    layer_of,
    swaps_of,
    zfs_layer,
)

MOUNTS = mounts_of(
    """\
22 1 254:0 / / rw,relatime shared:1 - ext4 /dev/root rw
30 22 254:3 / /home/l\\040été\\040à\\040Łódź rw,relatime - ext4 /dev/mapper/home rw
31 22 0:50 / /vault rw,nosuid,nodev - fuse.gocryptfs /vault.sealed rw
32 22 0:51 / /tank rw,xattr - zfs tank/sessions rw
33 22 0:52 / /dev/shm rw,nosuid,nodev - tmpfs tmpfs rw
34 22 0:53 / /vault rw - tmpfs later rw
nonsense
"""
)
LUKS = BlockDevice("dm-0", "luks-1f2e", "CRYPT-LUKS2-1f2e3d4c5b6a-luks-1f2e", (BlockDevice("sda3"),))
PLAIN = BlockDevice("sda")


def test_a_folder_is_on_its_deepest_mount_and_of_two_on_one_place_on_the_later() -> None:
    found = {
        name: getattr(mount_of(Path(name), MOUNTS), "source", None)
        for name in ("/", "/home/l été à Łódź/x", "/homes", "/vault/a", "/tank/2026")
    }
    assert found == {
        "/": "/dev/root",
        "/home/l été à Łódź/x": "/dev/mapper/home",
        "/homes": "/dev/root",
        "/vault/a": "later",
        "/tank/2026": "tank/sessions",
    }
    assert mount_of(Path("relative"), MOUNTS) is None


@pytest.mark.parametrize(
    ("device", "kind"),
    [
        (PLAIN, "none"),
        (LUKS, "luks"),
        (BlockDevice("dm-1", "vg-home", "LVM-x", (LUKS,)), "luks"),
        (BlockDevice("dm-1", "vg-home", "LVM-x", (LUKS, PLAIN)), "none"),
        (BlockDevice("dm-2", "root", "CRYPT-VERITY-9a8b-root", (PLAIN,)), "none"),
        (BlockDevice("dm-2", "root", "CRYPT-INTEGRITY-root", (PLAIN,)), "none"),
        (BlockDevice("dm-2", "root", "CRYPT-VERITY-9a8b-root", (LUKS,)), "luks"),
        (BlockDevice("dm-3", "home-lea", "CRYPT-LUKS2-7c6d-home-lea", (BlockDevice("loop0"),)), "homed"),
        (BlockDevice("dm-4", "swap", "CRYPT-PLAIN-swap", (PLAIN,)), "luks"),
        (BlockDevice("dm-5", "c", "CRYPT-TCRYPT-c", (PLAIN,)), "luks"),
    ],
)
def test_a_device_is_encrypted_where_it_or_all_below_it_is(device: BlockDevice, kind: Kind) -> None:
    assert device_layer(device) == kind


@pytest.mark.parametrize(
    ("folder", "device", "flags", "zfs", "kind"),
    [
        ("/", PLAIN, 0, "", "none"),
        ("/", None, 0, "", "none"),
        ("/", PLAIN, 0x80800, "", "fscrypt"),
        ("/", LUKS, 0x800, "", "luks"),
        ("/home/l été à Łódź", LUKS, 0, "", "luks"),
        ("/tank", None, 0, "aes-256-gcm\navailable\n", "zfs"),
        ("/tank", None, 0, "aes-256-gcm\nunavailable\n", "none"),
        ("/tank", None, 0, "off\n-\n", "none"),
        ("/tank", None, 0, "", "none"),
        ("/dev/shm", None, 0, "", "memory"),
    ],
)
def test_a_folder_is_encrypted_by_its_file_system_its_device_or_itself(
    folder: str, device: BlockDevice | None, flags: int, zfs: str, kind: Kind
) -> None:
    assert folder_layer(mount_of(Path(folder), MOUNTS), device, flags, zfs) == kind


def test_zfs_that_says_nothing_encrypts_nothing() -> None:
    assert zfs_layer("") == "none"


def test_a_part_of_a_device_that_cannot_be_looked_at_is_taken_as_open(tmp_path: Path) -> None:
    proc = tmp_path / "mountinfo"
    proc.write_text("22 1 254:0 / / rw - ext4 /dev/mapper/vg rw\n", encoding="utf-8")
    volume = tmp_path / "dm-1"
    (volume / "slaves").mkdir(parents=True)
    (volume / "slaves" / "gone").symlink_to(tmp_path / "nowhere")
    (tmp_path / "254:0").symlink_to(volume)
    assert layer_of(tmp_path, proc=proc, sys=tmp_path) == "none"


def test_swap_areas_are_devices_and_files() -> None:
    text = """\
Filename\t\t\t\tType\t\tSize\t\tUsed\t\tPriority
/dev/dm-1                               partition\t999\t0\t-2
/swap\\040file                          file\t999\t0\t-3
"""
    assert swaps_of(text) == (Swap(Path("/dev/dm-1"), False), Swap(Path("/swap file"), True))
    assert swaps_of(text.partition("\n")[0]) == ()


def lines_of(
    place: Path, kind: Kind, swaps: tuple[Swap, ...] | None = (), exports: tuple[str, ...] = ()
) -> list[InspectedPlace]:
    """What is said of a computer without a vault, where everything is encrypted alike."""
    vault, of_exports = VaultPlace.at(place / "vault"), [Path(one) for one in exports]
    return list(inspected(vault, place / "tmp", of_exports, swaps, lambda folder: kind, lambda swap: kind))


def test_each_place_has_a_line_of_its_own(tmp_path: Path) -> None:
    lines = lines_of(tmp_path, "luks", (Swap(Path("/dev/dm-1"), False),), ("/home/x", "/media/stick"))
    keys = ["sessions", "house", "console", "cache", "temporary", "exports", "exports", "swap"]
    assert [line.key for line in lines] == keys
    assert {line.standing for line in lines} == {"well"}


@pytest.mark.parametrize("kind", ["luks", "homed", "zfs", "fscrypt", "stacked"])
def test_what_was_never_seen_here_says_so(tmp_path: Path, kind: Kind) -> None:
    lines = [line for line in lines_of(tmp_path, kind) if line.key != "swap"]
    assert all("never seen here" in line.sentence.en for line in lines)
    assert all("jamais été vu ici" in line.sentence.fr for line in lines)


def test_an_open_place_says_so_and_what_helps(tmp_path: Path) -> None:
    swapped = Swap(Path("/dev/sda2"), False)
    lines = lines_of(tmp_path, "none", (swapped,), ("/media/stick",))
    assert {line.standing for line in lines} == {"open"}
    assert all("not encrypted" in line.sentence.en and line.hint is not None for line in lines)
    assert not any("never seen here" in line.sentence.en for line in lines)


def test_swap_that_cannot_be_looked_at_is_no_reassurance(tmp_path: Path) -> None:
    assert lines_of(tmp_path, "luks", None)[-1].standing == "open"
    assert lines_of(tmp_path, "luks", ())[-1].standing == "well"
