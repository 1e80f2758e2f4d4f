"""A film is opened as what it may be: a list of other files under its name leads nowhere."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import av
import pytest

from nao_sessions.analysis.importing.video import codec_of
from nao_sessions.core.errors import LinkRefused, TableRefused
from nao_sessions.room.files.container import FOREIGN, open_recording

FILM = Path(__file__).parents[1] / "sessions" / "imported" / "room" / "room.01.mp4"
LISTS = {
    "concat": "ffconcat version 1.0\nfile film.01.mp4\n",
    "hls": "#EXTM3U\n#EXT-X-TARGETDURATION:2\n#EXTINF:1.0,\nfilm.01.mp4\n#EXT-X-ENDLIST\n",
}


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


@pytest.mark.parametrize("kind", LISTS)
@pytest.mark.parametrize("ending", ["mp4", "m3u8"])
def test_a_list_of_other_files_is_no_film(room: Path, kind: str, ending: str) -> None:
    place = room / f"list.01.{ending}"
    place.write_text(LISTS[kind])
    with pytest.raises(av.error.FFmpegError), open_recording(place):
        pass
    with pytest.raises(av.error.FFmpegError), open_recording(place, FOREIGN):
        pass
    with pytest.raises(TableRefused) as caught:
        codec_of(place)
    assert caught.value.findings[0].code == "I114"
    if kind == "concat" or ending == "m3u8":  # so FFmpeg takes it, where it is asked by the name alone
        with av.open(str(place)) as container:
            assert container.streams.video


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
