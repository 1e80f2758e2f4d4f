"""A file that calls itself a film opens nothing else: no neighbour, no address, no pipe.

Each attack is held against FFmpeg as it is (``av.open`` of the path), which falls for it.
"""

from __future__ import annotations

import os
import shutil
import socket
from pathlib import Path

import av
import pytest

from nao_sessions.analysis.importing.video import codec_of
from nao_sessions.core.errors import LinkRefused, TableRefused
from nao_sessions.room.files.container import FOREIGN, OWN, open_recording
from tests.analysis.importing.foreign_videos import film

FILM = Path(__file__).parents[1] / "sessions" / "imported" / "room" / "room.01.mp4"
NEIGHBOURS = {
    "film.mp4": "ffconcat version 1.0\nfile secret.mp4\n",
    "sub.mp4": "ffconcat version 1.0\nfile private/secret.mp4\n",
    "list.m3u8": "#EXTM3U\n#EXT-X-TARGETDURATION:9\n#EXTINF:2,\nsecret.ts\n#EXT-X-ENDLIST\n",
    "film%d.png": "",
}
"""Files by their names: each makes FFmpeg read another one, which lies beside it."""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "private").mkdir()
    for name in ("secret.mp4", "secret.ts", "private/secret.mp4"):
        film(tmp_path / name, sound=None)
    for name, text in NEIGHBOURS.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    with av.open(str(tmp_path / "film1.png"), "w", format="image2", options={"update": "1"}) as picture:
        track = picture.add_stream("png", rate=1)
        track.width, track.height, track.pix_fmt = 8, 8, "rgb24"
        picture.mux(track.encode(av.VideoFrame(8, 8, "rgb24")))
    return tmp_path


def pictures(container: av.container.InputContainer) -> int:
    with container:
        return sum(1 for _ in container.decode(video=0))


@pytest.mark.parametrize("name", NEIGHBOURS)
@pytest.mark.parametrize("formats", [OWN, FOREIGN])
def test_a_list_of_files_that_calls_itself_a_film_reads_no_neighbour(
    folder: Path, name: str, formats: str
) -> None:
    assert pictures(av.open(str(folder / name))) > 0
    with pytest.raises((av.error.FFmpegError, OSError)):
        open_recording(folder / name, formats)


def test_a_playlist_calls_no_address(tmp_path: Path) -> None:
    playlist = tmp_path / "list.m3u8"
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(0.2)
        address = f"http://127.0.0.1:{server.getsockname()[1]}/film.ts"
        playlist.write_text(
            f"#EXTM3U\n#EXT-X-TARGETDURATION:9\n#EXTINF:2,\n{address}\n#EXT-X-ENDLIST\n", encoding="utf-8"
        )
        with pytest.raises(av.error.FFmpegError):
            av.open(str(playlist), timeout=1.0, options={"protocol_whitelist": "file,http,tcp"})
        server.accept()[0].close()
        with pytest.raises(av.error.FFmpegError):
            open_recording(playlist, FOREIGN)
        with pytest.raises(TimeoutError):
            server.accept()


def test_a_head_is_read_without_a_decoder(tmp_path: Path) -> None:
    film(tmp_path / "film.mp4")
    with open_recording(tmp_path / "film.mp4") as read, open_recording(
        tmp_path / "film.mp4", decodes=False
    ) as looked_at:  # fmt: skip
        assert read.streams.video[0].pix_fmt == "yuv420p"  # known to a decoder alone
        assert looked_at.streams.video[0].pix_fmt is None
        assert looked_at.streams.video[0].average_rate == read.streams.video[0].average_rate


def test_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "film.mp4")
    with pytest.raises(LinkRefused):
        open_recording(tmp_path / "film.mp4")
    with pytest.raises(OSError, match="Invalid argument"):
        open_recording(tmp_path / "film.mp4", FOREIGN)


def test_a_film_of_another_program_is_taken_from_outside_and_not_in_a_session_folder(tmp_path: Path) -> None:
    film(tmp_path / "film.mkv", sound=None)
    assert pictures(open_recording(tmp_path / "film.mkv", FOREIGN)) == 60
    with pytest.raises(av.error.FFmpegError):
        open_recording(tmp_path / "film.mkv")


@pytest.fixture
def room(tmp_path: Path) -> Path:
    (tmp_path / "received" / "room").mkdir(parents=True)
    shutil.copy(FILM, tmp_path / "received" / "room" / "film.01.mp4")
    return tmp_path / "received" / "room"


def test_a_recording_is_read_whole_and_from_any_place(room: Path) -> None:
    with open_recording(room / "film.01.mp4") as container:
        [stream] = container.streams.video
        packets = [packet.pts for packet in container.demux(stream) if packet.pts is not None]
        container.seek(packets[-1], stream=stream)
        assert next(container.decode(stream)).pts is not None
    with av.open(str(room / "film.01.mp4")) as container:
        assert [
            one.pts for one in container.demux(container.streams.video[0]) if one.pts is not None
        ] == packets


@pytest.mark.parametrize("name", NEIGHBOURS)
def test_a_list_of_files_has_no_pictures_to_import(folder: Path, name: str) -> None:
    with pytest.raises(TableRefused) as caught:
        codec_of(folder / name)
    assert caught.value.findings[0].code == "I114"


def test_a_recording_is_no_link_and_no_pipe(room: Path) -> None:
    (room / "linked.01.mp4").symlink_to(room / "film.01.mp4")
    os.mkfifo(room / "pipe.01.mp4")
    for name in ("linked.01.mp4", "pipe.01.mp4"):
        with pytest.raises(LinkRefused), open_recording(room / name):
            pass


def test_a_foreign_film_may_be_reached_by_a_link_of_the_user_and_is_no_pipe(room: Path) -> None:
    (room / "mine.mp4").symlink_to(room / "film.01.mp4")
    with open_recording(room / "mine.mp4", FOREIGN) as container:
        assert container.streams.video
    os.mkfifo(room / "pipe.mp4")
    with pytest.raises(OSError, match="Invalid argument"), open_recording(room / "pipe.mp4", FOREIGN):
        pass
