"""A bundle to archive and to cite: data without video, code book, protocol, versions, checksums, in one zip.

The same session gives the same bytes. No video, no sound and no voice memo is ever in it.
"""

from __future__ import annotations

import hashlib
import io
import json
import tempfile
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from itertools import chain
from pathlib import Path, PurePath

from nao_sessions.analysis.formats.words import ExportedScheme
from nao_sessions.analysis.tables.flat import dictionary_json, dictionary_page, tables_in, write_table
from nao_sessions.analysis.tables.methods import methods_text
from nao_sessions.analysis.tables.source import SessionSource
from nao_sessions.analysis.tables.tables import SessionTables
from nao_sessions.core.clock import SECOND_NS
from nao_sessions.core.received import read_received
from nao_sessions.record.additions.annotations import FOLDER
from nao_sessions.record.results.counts import bounds
from nao_sessions.text.languages import Language
from nao_sessions.text.messages import Text, msg

LONG_AGO = (1980, 1, 1, 0, 0, 0)
"""The time of every entry: a zip that says when it was made differs each time."""
_SCHEME_END = ".scheme.yaml"
_RECORD = ("events.jsonl", "corrections.jsonl", "latencies.json", "sync.json")


def bundle_of(source: SessionSource, further: Sequence[Text] = ()) -> bytes:
    """Return the bundle of a session as a zip; ``further`` are paragraphs of its methods."""
    entries = dict(_entries(source, further))
    sums = "".join(
        f"{hashlib.sha256(content).hexdigest()}  {name}\n" for name, content in sorted(entries.items())
    )
    entries["SHA256SUMS"] = sums.encode("ascii")
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in sorted(entries.items()):
            entry = zipfile.ZipInfo(f"{source.name}/{name}", LONG_AGO)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o600 << 16
            archive.writestr(entry, content)
    return made.getvalue()


def _entries(source: SessionSource, further: Sequence[Text]) -> Iterator[tuple[str, bytes]]:
    """Yield the path and the content of every file of the bundle, but for the checksums."""
    with tempfile.TemporaryDirectory(prefix="nao-bundle-") as draft:
        for name, parts in tables_in(SessionTables(source)):
            path = Path(draft) / name
            if write_table(parts, path, "csv") or name != "telemetry":
                yield f"data/{name}.csv", path.read_bytes()
    yield "codebook/dictionary.json", dictionary_json().encode()
    yield "codebook/dictionary.fr.md", dictionary_page("fr").encode()
    yield "codebook/dictionary.en.md", dictionary_page("en").encode()
    if any(source.coded_by(coder) for coder in source.schemes):
        yield "codebook/schemes.fr.md", _schemes(source, "fr").encode()
        yield "codebook/schemes.en.md", _schemes(source, "en").encode()
    yield "methods.fr.txt", methods_text([source], "fr", further).encode()
    yield "methods.en.txt", methods_text([source], "en", further).encode()
    yield "CITATION.cff", _citation(source).encode()
    yield "about.json", _about(source).encode()
    folder = source.folder.path
    for name in _RECORD:
        if (folder / name).is_file():
            yield f"record/{name}", read_received(folder / name)
    for name in sorted(_annotation_files(source)):
        if (path := folder / FOLDER / name).is_file():
            yield f"record/annotations/{name}", read_received(path, folder)
    if source.folder.protocol.is_dir():
        for name, content in source.folder.protocol_files().items():
            yield f"protocol/{name}", content


def _annotation_files(source: SessionSource) -> set[str]:
    """Return the names of coders' files and of schemes they opened; others may bear a person's name."""
    found = {f"{coder}.jsonl" for coder in source.sittings}
    for sitting in chain.from_iterable(source.sittings.values()):
        scheme = sitting.get("scheme")
        name = str(scheme.get("file")) if isinstance(scheme, Mapping) else ""
        # a path could lead out of the folder
        if name.endswith(_SCHEME_END) and name == PurePath(name).name:
            found.add(name)
    return found


def _schemes(source: SessionSource, language: Language) -> str:
    """Return the page of the code book (Markdown) with the schemes that each coder used, and their codes."""
    lines = [f"# {_SCHEMES.in_language(language)}", ""]
    by_file: dict[str, tuple[ExportedScheme, list[str]]] = {}
    for coder, schemes in sorted(source.schemes.items()):
        for one in (each for each in schemes if each.scheme in source.coded_by(coder)):
            by_file.setdefault(one.file, (one, []))[1].append(coder)
    for file, (one, coders) in by_file.items():
        whose = _CODED.format(coders=", ".join(coders), file=f"record/annotations/{file}")
        lines += [f"## {one.title.in_language(language)}", "", whose.in_language(language), ""]
        for stream in one.streams:
            lines += [
                f"- `{code}` ({stream.name}) {one.meanings[code].in_language(language)}"
                for code in stream.words
            ]
        lines.append("")
    return "\n".join(lines)


def _about(source: SessionSource) -> str:
    facts = source.facts
    began_ns, ended_ns = bounds(source.events)
    record = {
        "session": source.name,
        "protocol": facts.protocol.model_dump(),
        "participants": facts.participants,
        "rehearsal": facts.rehearsal,
        "language": facts.language,
        "seed": facts.seed,
        "settings": facts.settings,
        "software": facts.software,
        "state": facts.state,
        "outcome": facts.outcome,
        "duration_s": (ended_ns - began_ns) / SECOND_NS,
        "log_sha256": hashlib.sha256(read_received(source.folder.events)).hexdigest(),
    }
    return json.dumps(record, ensure_ascii=False, indent=2) + "\n"


def _citation(source: SessionSource) -> str:
    facts = source.facts
    title = json.dumps(f"{facts.protocol.title} ({source.name})", ensure_ascii=False)
    return (
        "# À COMPLÉTER avant de citer ou d'archiver : les auteurs, que le programme ne connaît pas.\n"
        "# TO BE FILLED IN before this is cited or archived: the authors, whom the program does not know.\n"
        "cff-version: 1.2.0\n"
        "message: Cite this data set by this file, once its authors are filled in.\n"
        "type: dataset\n"
        f"title: {title}\n"
        "authors:\n"
        '  - name: "À COMPLÉTER / TO BE FILLED IN"\n'
        "references:\n"
        "  - type: software\n"
        "    title: nao_sessions\n"
        f"    version: {json.dumps(facts.software.get('nao_sessions', ''))}\n"
        "    authors:\n"
        "      - name: nao_sessions\n"
    )


_SCHEMES = msg("By what the coders coded")
_CODED = msg("Coding of {coders}; the whole scheme is in `{file}`.")
