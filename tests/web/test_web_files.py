"""The files of the pages, and the sockets that they are served on."""

from __future__ import annotations

import re
from importlib.resources import files

import pytest

from nao_sessions.core.errors import UsageError
from nao_sessions.text.messages import Localized
from nao_sessions.web.pages import environment, in_language, read_static
from nao_sessions.web.server import LOOPBACK, listen


def test_the_shared_files_are_read_with_their_types() -> None:
    table = read_static("nao_sessions.web")
    assert table["look.css"].media_type == "text/css; charset=utf-8"
    assert table["icon.svg"].content.startswith(b"<svg")


def test_two_files_of_one_name_are_an_error() -> None:
    with pytest.raises(ValueError, match="cannot be served"):
        read_static("nao_sessions.web", "nao_sessions.web")


def test_no_file_of_a_page_names_another_host() -> None:
    for package in ("nao_sessions.web", "nao_sessions.review.replay"):
        for folder in ("static", "templates"):
            for entry in files(package).joinpath(folder).iterdir():
                content = entry.read_text(encoding="utf-8")
                hosts = re.findall(r"(?:https?:)?//[\w.-]+\.\w+", content)
                assert [host for host in hosts if host != "http://www.w3.org"] == [], entry.name


def test_no_template_has_an_inline_script_or_style() -> None:
    for package in ("nao_sessions.web", "nao_sessions.review.replay"):
        for entry in files(package).joinpath("templates").iterdir():
            content = entry.read_text(encoding="utf-8")
            assert re.findall(r"<style|\sstyle=|\son\w+=|<script(?![^>]*\ssrc=)", content) == [], entry.name


def test_values_are_escaped_and_missing_words_are_errors() -> None:
    templates = environment("nao_sessions.web")
    assert templates.from_string("{{ x }}").render(x="<b>") == "&lt;b&gt;"
    with pytest.raises(Exception, match="undefined"):
        templates.from_string("{{ missing }}").render()


def test_words_are_given_in_one_language() -> None:
    assert in_language({"yes": Localized(fr="oui", en="yes")}, "fr") == {"yes": "oui"}


def test_pages_listen_on_the_loopback_alone() -> None:
    with listen() as listening:
        host, port = listening.getsockname()
        assert host == LOOPBACK == "127.0.0.1"
        assert port > 0


def test_a_port_that_is_taken_is_told() -> None:
    with listen() as listening:
        port = listening.getsockname()[1]
        with pytest.raises(UsageError) as caught:
            listen(port)
    assert caught.value.sentence.en == f"Port {port} is not free."
