"""Subtitles and chapters in Chromium: a track beside its video shows what Nao says when it says it."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Route

from nao_sessions.analysis.formats.tiers import tiers_of
from nao_sessions.analysis.tables.session_export import export_session
from nao_sessions.analysis.tables.source import read_source
from tests.browser.chromium import chromium

SAMPLE = next((Path(__file__).parents[2] / "recordings" / "sample").glob("20*"))
ORIGIN = "http://127.0.0.1:9/"
"""Nobody listens there: every request is answered by the test."""
PAGE = """<!doctype html><video src="room.01.mp4" muted preload="auto" width="640">
<track kind="subtitles" srclang="fr" src="room.01.subtitles.vtt" default>
<track kind="chapters" srclang="fr" src="room.01.chapters.vtt"></video>"""
CUES = """async () => {
  const video = document.querySelector('video');
  const tracks = [...video.textTracks];
  for (const track of tracks) track.mode = 'showing';
  const loaded = [...document.querySelectorAll('track')].map(one => one.readyState === 2 ? null :
    new Promise((done, failed) => { one.onload = done; one.onerror = failed; }));
  await Promise.all(loaded);
  return tracks.map(track => [...track.cues].map(cue => [cue.startTime, cue.endTime, cue.text]));
}"""
SHOWN_AT = """time => new Promise(done => {
  const video = document.querySelector('video');
  video.onseeked = () => requestAnimationFrame(() =>
    done([...video.textTracks[0].activeCues].map(cue => cue.text)));
  video.currentTime = time;
})"""


@pytest.mark.browser
def test_a_track_shows_what_nao_says_when_it_says_it(tmp_path: Path) -> None:
    source = read_source(SAMPLE)
    export_session(source, "webvtt", tmp_path, "fr")
    types = {".vtt": "text/vtt", ".mp4": "video/mp4"}

    def answer(route: Route) -> None:
        name = route.request.url.removeprefix(ORIGIN)
        if name == "":
            route.fulfill(body=PAGE, content_type="text/html")
            return
        path = source.films[0].path if name.endswith(".mp4") else tmp_path / name
        content = path.read_bytes()
        asked = route.request.headers.get("range", "")  # a video is only sought in where parts are given
        first = int(asked.removeprefix("bytes=").partition("-")[0]) if asked else 0
        headers = {"Content-Type": types[path.suffix], "Accept-Ranges": "bytes"}
        if asked:
            headers["Content-Range"] = f"bytes {first}-{len(content) - 1}/{len(content)}"
        route.fulfill(status=206 if asked else 200, body=content[first:], headers=headers)

    with chromium() as browser:
        page = browser.new_page()
        page.route("**/*", answer)
        page.goto(ORIGIN)
        subtitles, chapters = page.evaluate(CUES)
        tiers = {tier.kind: tier.spans for tier in tiers_of(source, "fr")}
        film = source.films[0]
        assert [cue[2] for cue in subtitles] == [" ".join(span.label.split()) for span in tiers["speech"]]
        assert [cue[2] for cue in chapters] == [span.label for span in tiers["steps"]]
        for cues, spans in ((subtitles, tiers["speech"]), (chapters, tiers["steps"])):
            for cue, span in zip(cues, spans, strict=True):
                assert cue[0] == pytest.approx(max(0.0, film.file_s(span.start_ns)), abs=1e-3)
                assert cue[1] == pytest.approx(film.file_s(span.stop_ns), abs=1e-3)
        assert page.evaluate(SHOWN_AT, subtitles[0][0] + 0.2) == [subtitles[0][2]]
        page.screenshot(path=tmp_path / "track.png")
    assert (tmp_path / "track.png").stat().st_size > 0
