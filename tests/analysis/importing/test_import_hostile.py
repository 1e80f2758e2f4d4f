"""Films that were made to do harm: each is refused in a sentence, and nothing is left of it."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path

import av
import pytest

from nao_sessions.analysis.importing import added_files, video
from nao_sessions.core.confinement import ChildLimits
from tests.analysis.importing.foreign_videos import film
from tests.cli.in_process import nao_sessions_here

WHY = ("--ground", "film d'un collègue", "--unencrypted", "un essai", "--lang", "en")
Refused = Callable[..., str]


@pytest.fixture
def refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Refused:
    """A function that imports a film within some limits, and returns the code with which it is refused."""
    (tmp_path / "codage.csv").write_text("start;code\n1;x\n", encoding="utf-8")

    def refused(path: Path, limits: ChildLimits | None = None) -> str:
        if limits is not None:
            monkeypatch.setattr(video, "media_limits", lambda *files, makes=False: limits)
        out = tmp_path / "out"
        ran = nao_sessions_here(
            "import", str(path), "--events", str(tmp_path / "codage.csv"), "--out", str(out), *WHY
        )
        assert (ran.returncode, ran.stdout) == (1, "")
        assert path.name in ran.stderr
        assert list(out.glob("*")) == []
        return next(word for word in ran.stderr.split() if word[:1] in "IL" and word[1:].isdigit())

    return refused


@pytest.mark.parametrize(
    "text",
    [
        "ffconcat version 1.0\nfile secret.mp4\n",
        "#EXTM3U\n#EXT-X-TARGETDURATION:9\n#EXTINF:2,\nsecret.mp4\n#EXT-X-ENDLIST\n",
        "v=0\no=- 0 0 IN IP4 127.0.0.1\ns=x\nc=IN IP4 127.0.0.1\nt=0 0\nm=video 5004 RTP/AVP 33\n",
        '<svg xmlns="http://www.w3.org/2000/svg"><image href="secret.mp4"/></svg>',
    ],
)
def test_what_names_another_file_or_an_address_is_no_film(
    tmp_path: Path, refused: Refused, text: str
) -> None:
    film(tmp_path / "secret.mp4", sound=None)
    (tmp_path / "film.mp4").write_text(text, encoding="utf-8")
    assert refused(tmp_path / "film.mp4") == "I114"


def test_a_film_that_takes_too_long_is_ended(tmp_path: Path, refused: Refused) -> None:
    film(tmp_path / "film.avi", codec="mpeg4", sound=None, times_ms=list(range(0, 320_000, 40)))
    assert refused(tmp_path / "film.avi", ChildLimits(1, 60, 3 << 30, 1 << 30)) == "L101"


def test_a_film_of_two_megabytes_whose_pictures_fill_the_memory_is_ended(
    tmp_path: Path, refused: Refused
) -> None:
    picture = black_png(12_000)
    assert len(picture) < 2 << 20
    with av.open(str(tmp_path / "film.mov"), "w") as made:
        track = made.add_stream("png", rate=25)
        track.width, track.height, track.pix_fmt = 8, 8, "rgb24"
        packet = av.Packet(picture)
        packet.stream, packet.pts, packet.dts, packet.time_base = track, 0, 0, Fraction(1, 1000)
        packet.is_keyframe = True
        made.mux(packet)
    assert refused(tmp_path / "film.mov", ChildLimits(60, 60, 700 << 20, 1 << 30)) == "L102"


def test_a_film_that_becomes_too_large_is_ended(tmp_path: Path, refused: Refused) -> None:
    film(tmp_path / "film.mkv", sound=None)
    assert refused(tmp_path / "film.mkv", ChildLimits(60, 60, 3 << 30, written_bytes=1000)) == "L103"


def test_a_picture_beyond_all_size_is_no_film(tmp_path: Path, refused: Refused) -> None:
    with av.open(str(tmp_path / "film.mov"), "w") as made:
        track = made.add_stream("png", rate=25)
        track.width, track.height, track.pix_fmt = 8, 8, "rgb24"
        packet = av.Packet(png(60_000, b"x\x9c\x03\x00\x00\x00\x00\x01"))
        packet.stream, packet.pts, packet.dts, packet.time_base = track, 0, 0, Fraction(1, 1000)
        made.mux(packet)
    assert refused(tmp_path / "film.mov") == "I114"


def black_png(side: int) -> bytes:
    """Return a black picture; its rows are packed to a two-hundredth."""
    packing = zlib.compressobj(1)
    row = bytes(1 + 3 * side)
    return png(side, b"".join(packing.compress(row) for _ in range(side)) + packing.flush())


def png(side: int, rows: bytes) -> bytes:
    head = struct.pack(">IIBBBBB", side, side, 8, 2, 0, 0, 0)
    parts = ((b"IHDR", head), (b"IDAT", rows), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(part)) + name + part + struct.pack(">I", zlib.crc32(name + part))
        for name, part in parts
    )


def test_limits_grow_with_the_file_and_have_a_floor(tmp_path: Path) -> None:
    small, large = tmp_path / "small", tmp_path / "large"
    small.write_bytes(b"x")
    with large.open("wb") as file:
        file.truncate(2_000_000_000)
    limits = added_files.media_limits(large, makes=True)
    assert added_files.media_limits(small).cpu_s == 300
    assert (limits.cpu_s, limits.memory_bytes) == (100_300, 3 << 30)
    assert limits.written_bytes > 16_000_000_000
    assert added_files.media_limits(large).written_bytes == 0
