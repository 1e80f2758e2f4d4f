"""`nao-sessions replay FOLDER`: look at a recorded session again, in the browser.

stdout holds the page's address and nothing else; the address answers on this computer alone.
"""

from __future__ import annotations

import threading
import webbrowser
from pathlib import Path

import click

from nao_sessions.cli.words import lang_option, language_of, tell
from nao_sessions.core.text import Text
from nao_sessions.pages.door import Door
from nao_sessions.pages.serving import listen, serve
from nao_sessions.replay.app import application
from nao_sessions.replay.reading import read_recording

_HOW_TO_END = Text(fr="Ctrl-C pour terminer.", en="Ctrl-C to end.")


@click.command()
@click.argument("folder", type=click.Path(path_type=Path))
@click.option(
    "--port", type=click.IntRange(0, 65_535), default=0, help="Port of the page (default: a free one)."
)
@click.option("--no-browser", is_flag=True, help="Print the address, open nothing.")
@lang_option
def replay(folder: Path, port: int, no_browser: bool, lang: str | None) -> None:
    """Replay a recorded session: video, timeline, events.

    Ends on Ctrl-C.
    """
    language = language_of(lang)
    recording = read_recording(folder)
    listening = listen(port)
    door = Door(port=listening.getsockname()[1])
    app = application(recording, door, language)

    def tell_address() -> None:
        click.echo(door.address())
        tell(_HOW_TO_END, language)
        if not no_browser:
            # in a thread: a browser of the terminal would keep the page from being served
            address = door.address_for_the_browser()
            threading.Thread(target=webbrowser.open, args=[address], daemon=True).start()

    serve(app, listening, tell_address)
