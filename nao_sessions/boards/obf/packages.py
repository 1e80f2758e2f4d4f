"""A package of boards (``.obz``): boards that link to one another, their pictures and sounds beside them.

The manifest says which is first; files that no board names are kept, and written again.

A board written in the Open Board Format: what was read comes out again, with what the format asks for. The
same board gives the same bytes. Pictures and sounds stand in the board, or beside it in a package.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from nao_sessions.boards.bounds import MOST_BOARDS
from nao_sessions.boards.findings import BoardFindings
from nao_sessions.boards.media import ENDINGS, check_content, kind_of
from nao_sessions.boards.model import Board, BoardButton, BoardSet, Link, Medium, free_path, write_data
from nao_sessions.boards.obf.fields import ObfFields
from nao_sessions.boards.obf.reading import FORMAT, check_format, read_json, read_obf
from nao_sessions.boards.obf.zip_files import pack, unpack
from nao_sessions.core.errors import Place
from nao_sessions.text.messages import msg

UNKNOWN_KIND = "application/octet-stream"


def write_obf(boards: BoardSet, path: str, *, whole: bool) -> bytes:
    """Return one board of a set as the bytes of an .obf file.

    Args:
        boards: the set.
        path: of the board in it.
        whole: put all pictures and sounds of the set into the board; else those that lie beside it stay
            there. Those on the network are only named, either way.
    """
    board = boards.boards[path]
    written = {
        "format": FORMAT,
        "id": board.id,
        **given(locale=board.locale, name=board.name),
        **board.more,
        "buttons": [_button(button) for button in board.buttons],
        "grid": {
            "rows": board.rows,
            "columns": board.columns,
            "order": [list(row) for row in board.cells],
            **board.grid_more,
        },
        "images": [_medium(boards, one, whole) for one in board.pictures],
        "sounds": [_medium(boards, one, whole) for one in board.sounds],
    }
    return as_json(written)


def as_json(value: Any) -> bytes:
    """Return a value as JSON that people can read, too: indented, in UTF-8."""
    return (json.dumps(value, ensure_ascii=False, indent=2, allow_nan=False) + "\n").encode()


def given(**fields: Any) -> dict[str, Any]:
    """Return the fields whose value is not None."""
    return {key: value for key, value in fields.items() if value is not None}


def _button(button: BoardButton) -> dict[str, Any]:
    return {
        "id": button.id,
        **given(
            label=button.label,
            vocalization=button.say,
            image_id=button.picture,
            sound_id=button.sound,
            background_color=button.background,
            border_color=button.border,
            action=button.action,
            actions=None if button.actions is None else list(button.actions),
            load_board=None if button.link is None else _link(button.link),
            hidden=button.hidden,
        ),
        **button.more,
    }


def _link(link: Link) -> dict[str, Any]:
    return {**given(id=link.id, name=link.name, path=link.path), **link.more}


def _medium(boards: BoardSet, medium: Medium, whole: bool) -> dict[str, Any]:
    data, path = medium.data, medium.path
    if whole:
        data, path = boards.content(medium), None
    content = boards.content(medium)
    found = None if content is None else kind_of(content)
    kind = medium.kind or (None if content is None else UNKNOWN_KIND if found is None else found.type)
    return {
        "id": medium.id,
        **given(
            url=medium.url,
            data=None if data is None else write_data(kind or UNKNOWN_KIND, data),
            path=path,
            content_type=kind,
            # Readers are promised a size, which not every writer gives.
            width=None if found is None else found.width,
            height=None if found is None else found.height,
        ),
        **medium.more,
    }


MANIFEST = "manifest.json"


def read_obz(content: bytes, name: str, findings: BoardFindings) -> BoardSet:
    """Return the boards of a package, with all its other files.

    Raises:
        BoardRefused: it cannot be unpacked, or a board or the manifest has errors.
    """
    files = unpack(content, name, findings)
    manifest = files.pop(MANIFEST, None)
    found = [path for path in files if path.casefold().endswith(".obf")]
    if manifest is not None:
        outline = _manifest(manifest, files, findings)
    elif len(found) == 1:
        outline = BoardSet({}, found[0])
    else:
        raise findings.refuse("B113", Place(name), _NO_MANIFEST, _NO_MANIFEST_HINT)
    named = dict.fromkeys((outline.root, *(path for path in outline.files if path in files), *found))
    if len(named) > MOST_BOARDS:
        raise findings.refuse("B112", Place(name), _TOO_MANY)
    boards = {path: read_obf(files.pop(path), path, findings) for path in named}
    for path, content_ in files.items():
        if kind_of(content_) is not None:  # other files are kept as they are
            check_content(content_, path, Place(path), findings)
    findings.check()
    return with_shared_media(replace(outline, boards=boards, files=files))


def with_shared_media(boards: BoardSet) -> BoardSet:
    """Return the boards, each with the media that its buttons name and the package holds elsewhere.

    Ids hold in the whole package: a button may name what its manifest lists, or what another board has.
    """
    pictures = {one.id: one for board in boards.boards.values() for one in board.pictures}
    sounds = {one.id: one for board in boards.boards.values() for one in board.sounds}
    pictures |= {name: Medium(name, path=path) for name, path in boards.picture_paths.items()}
    sounds |= {name: Medium(name, path=path) for name, path in boards.sound_paths.items()}
    own = {
        path: replace(
            board,
            pictures=_with_named(board.pictures, (one.picture for one in board.buttons), pictures),
            sounds=_with_named(board.sounds, (one.sound for one in board.buttons), sounds),
        )
        for path, board in boards.boards.items()
    }
    return replace(boards, boards=own)


def _with_named(
    own: tuple[Medium, ...], named: Iterable[str | None], known: Mapping[str, Medium]
) -> tuple[Medium, ...]:
    there = {one.id for one in own}
    lacking = dict.fromkeys(one for one in named if one is not None and one not in there and one in known)
    return (*own, *(known[one] for one in lacking))


def _manifest(content: bytes, files: Mapping[str, bytes], findings: BoardFindings) -> BoardSet:
    """Return what a manifest says: a set without boards, whose ``files`` have their paths and no bytes."""
    node, places = read_json(content, MANIFEST, findings)
    fields = ObfFields(node, _WHAT, places, findings)
    check_format(fields.text("format"), fields.place, findings)
    root = fields.text("root")
    listed: dict[str, dict[str, str]] = {"boards": {}, "images": {}, "sounds": {}}
    more_paths: dict[str, Any] = {}
    paths = fields.object("paths")
    if paths is not None:
        inside = ObfFields(paths, _PATHS, places, findings)
        for key, found in listed.items():
            node_ = inside.object(key)
            if node_ is not None:
                entries = ObfFields(node_, msg("'{key}'", key=key), places, findings)
                found.update({one: entries.text(one) or "" for one, _ in node_.items()})
                for path in found.values():
                    if path not in files:
                        sentence = _NOT_THERE.format(path=path[:80])
                        findings.error("B114", places.place(node_.offset), sentence, _NOT_THERE_HINT)
        more_paths = inside.more()
    if root is None:
        fields.missing("root")
    elif root not in files:
        findings.error("B113", fields.place, _NO_ROOT.format(root=root[:80]), _NOT_THERE_HINT)
    more = fields.more()
    findings.check()
    return BoardSet(
        boards={},
        root=root or "",
        files=dict.fromkeys(listed["boards"].values(), b""),
        picture_paths=listed["images"],
        sound_paths=listed["sounds"],
        more=more,
        more_paths=more_paths,
    )


def write_obz(boards: BoardSet) -> bytes:
    """Return a set of boards as a package, valid by the specification, with all that was read."""
    boards = with_own_ids(boards)
    pictures, sounds = dict(boards.picture_paths), dict(boards.sound_paths)
    for board in boards.boards.values():
        pictures.update({one.id: one.path for one in board.pictures if one.path in boards.files and one.path})
        sounds.update({one.id: one.path for one in board.sounds if one.path in boards.files and one.path})
    manifest = {
        "format": FORMAT,
        "root": boards.root,
        "paths": {
            "boards": {board.id: path for path, board in boards.boards.items()},
            "images": pictures,
            "sounds": sounds,
            **boards.more_paths,
        },
        **boards.more,
    }
    written = {path: write_obf(boards, path, whole=False) for path in boards.boards}
    return pack({MANIFEST: as_json(manifest), **written, **boards.files})


def with_own_ids(boards: BoardSet) -> BoardSet:
    """Return the set with ids for boards, pictures and sounds that are unique in it, as a package needs.

    What several boards hold in the same way keeps its id in all of them.
    """
    taken: dict[str, None] = {}
    pictures: dict[str, Medium] = {}
    sounds: dict[str, Medium] = {}
    own: dict[str, Board] = {}
    for path, board in boards.boards.items():
        picture_ids = {one.id: _free(one, pictures) for one in board.pictures}
        sound_ids = {one.id: _free(one, sounds) for one in board.sounds}
        board_id, number = board.id, 2
        while board_id in taken:
            board_id, number = f"{board.id}-{number}", number + 1
        taken[board_id] = None
        own[path] = replace(
            board,
            id=board_id,
            pictures=tuple(replace(one, id=picture_ids[one.id]) for one in board.pictures),
            sounds=tuple(replace(one, id=sound_ids[one.id]) for one in board.sounds),
            buttons=tuple(
                replace(
                    one,
                    picture=picture_ids.get(one.picture or "", one.picture),
                    sound=sound_ids.get(one.sound or "", one.sound),
                )
                for one in board.buttons
            ),
        )
    return replace(boards, boards=own)


def _free(medium: Medium, media: dict[str, Medium]) -> str:
    """Return an id for a medium, its own unless another medium has that, and register the medium."""
    medium_id, number = medium.id, 2
    while media.setdefault(medium_id, medium) != medium:
        medium_id, number = f"{medium.id}-{number}", number + 1
    return medium_id


def laid_beside(boards: BoardSet) -> BoardSet:
    """Return the boards with their pictures and sounds as separate files, each once, with readable names.

    For a package: a picture that several boards show is in it once.
    """
    files = dict(boards.files)
    places: dict[bytes, str] = {content: path for path, content in boards.files.items()}

    def beside(medium: Medium, folder: str, name: str) -> Medium:
        content = boards.content(medium)
        kind = None if content is None else kind_of(content)
        if content is None or kind is None:
            return medium
        path = places.get(content)
        if path is None:
            path = free_path(folder, name, ENDINGS[kind.type], files)
            places[content], files[path] = path, content
        return replace(medium, data=None, path=path, kind=medium.kind or kind.type)

    own = {}
    for path, board in boards.boards.items():
        words = {button.picture: button.word for button in board.buttons}
        said = {button.sound: button.word for button in board.buttons}
        own[path] = replace(
            board,
            pictures=tuple(beside(one, "images", words.get(one.id) or one.id) for one in board.pictures),
            sounds=tuple(beside(one, "sounds", said.get(one.id) or one.id) for one in board.sounds),
        )
    return replace(boards, boards=own, files=files)


_WHAT = msg("the manifest")
_PATHS = msg("'paths' of the manifest")
_NO_MANIFEST = msg("the package has no manifest.json, and not one board alone")
_NO_MANIFEST_HINT = msg("manifest.json lies at the root of the package and says which board is first (root)")
_NO_ROOT = msg("the first board, '{root}', is not in the package")
_NOT_THERE = msg("'{path}' is not in the package")
_NOT_THERE_HINT = msg("export it again, whole")
_TOO_MANY = msg("more than {most_boards} boards", most_boards=MOST_BOARDS)
