"""Mutants of real files that know what they spoil: JSON, YAML, tables, XML, zip, boxes of a film, HTTP.

The same bytes and the same generator give the same mutant. A share of each kind is bytes alone: flipped, cut,
put in twice.
"""

from __future__ import annotations

import io
import json
import random
import re
import struct
import warnings
import zipfile
from collections.abc import Callable, Sequence
from typing import Any, Literal

from tests.protocol.protocol_mutants import MUTATIONS

Kind = Literal["json", "lines", "yaml", "table", "xml", "zip", "film", "text", "http"]

EXTREMES: tuple[Any, ...] = (
    None, True, False, 0, -1, 1, 2**31, 2**53 + 1, 2**63 - 1, -(2**63), 2**64, 10**40, 1e308, -1e308,
    5e-324, 0.1, -0.0, float("nan"), float("inf"), float("-inf"), "", " ", "x", "0", "-1", "1e9", "nan",
    "10 s",
    "=1+1", "../../secret", "/etc/passwd", "C:\\a", "a/b", ".", "..", "P07", "ok\u0000no", "\u2028", "\u202e",
    "\ufeff",
    "\ud800", "é" * 40, "a\u0301" * 30, "\U0001f916", "9" * 400, "x" * 3_000, "{x}", "{0}", "%s", "<b>&amp;",
    [], {}, [None], [[]], [1, 2, 3], ["a", "a"], {"": 0}, {"a": {"b": 1}}, [{}], [0] * 200,
)  # fmt: skip
"""Values of every type, the odd ones of each."""

LAUGHS = "{a0: &a0 [x, x], " + ", ".join(f"a{n}: &a{n} [{f'*a{n - 1}, ' * 9}]" for n in range(1, 12)) + "}"
"""A list of lists of lists: a few hundred bytes that are thirty thousand million words when spelt out."""

WORDS = (
    "null", "~", "true", "no", "-1", "0", "1e999", ".nan", ".inf", "-.inf", "0x7fffffffffffffff", "9" * 60,
    "2026-11-24", "2026-02-30", "12:30:45", "1_000", "0o17", "''", '""', "[]", "{}", "[[[]]]",
    "{a: {b: [c]}}",
    "&a x", "*a", "!!python/object:os.system x", "!!binary aGk=", "? a", "<<: {a: 1}", "= 1 / 0", "= a.b.c",
    "'{x}'", '"\\ud800"', '"\\u0000"', '"\\u2028"', "é" * 60, "|\n  x", ">\n  x", "-", "- - - a", "# x", "%",
    "&a {a: *a}", LAUGHS,
    "../../secret", "/etc/passwd", "= " + "(" * 60, "= " + "not " * 60 + "a", "'" + "a " * 900 + "'",
)  # fmt: skip
"""Nodes of YAML, and cells, the odd ones of each."""

Mutation = Callable[[bytes, random.Random], bytes]


def mutant(content: bytes, kind: Kind, rng: random.Random) -> bytes:
    """Return a mutant of a file: mostly one change that knows its kind, at most four, or bytes alone."""
    if rng.random() < 0.2:
        return _bytes(content, rng)
    change = _BY_KIND[kind]
    for _ in range(rng.choice((1, 1, 1, 2, 3, 4))):
        content = change(content, rng)
    return content if rng.random() < 0.95 else _bytes(content, rng)


def _bytes(content: bytes, rng: random.Random) -> bytes:
    """Flip, cut, repeat or put in bytes."""
    spoilt = bytearray(content)
    match rng.randrange(5):
        case 0:
            for _ in range(rng.randrange(1, 9)):
                if spoilt:
                    spoilt[rng.randrange(len(spoilt))] = rng.randrange(256)
        case 1:
            del spoilt[rng.randrange(len(spoilt) + 1) :]
        case 2:
            start = rng.randrange(len(spoilt) + 1)
            spoilt[start:start] = spoilt[start : start + rng.randrange(1, 200)]
        case 3:
            start = rng.randrange(len(spoilt) + 1)
            del spoilt[start : start + rng.randrange(1, 200)]
        case _:
            start = rng.randrange(len(spoilt) + 1)
            spoilt[start:start] = rng.choice(
                (b"\0", b"\0" * 64, b"\xff\xfe", b"\xed\xa0\x80", b"\r", b"\n\n", b"\x1a", b"\xef\xbb\xbf",
                 b"[" * 200, b"{", b'"', b"\\", b"-" * 50, b"9" * 5_000)
            )  # fmt: skip
    return bytes(spoilt)


# Values of JSON


def _places(value: Any) -> list[tuple[Any, Any]]:
    """Return all places of values in a document: where each lies, and under which key or number."""
    found: list[tuple[Any, Any]] = []
    waiting = [value]
    while waiting:
        one = waiting.pop()
        keys: Sequence[Any] = (
            list(one) if isinstance(one, dict) else range(len(one)) if isinstance(one, list) else ()
        )
        for key in keys:
            found.append((one, key))
            waiting.append(one[key])
    return found


def changed_value(value: Any, rng: random.Random) -> Any:
    """Return a document in which a value was changed, taken away, moved, or put in twice."""
    places = _places(value)
    if not places or rng.random() < 0.02:
        return rng.choice(EXTREMES)
    parent, key = rng.choice(places)
    match rng.randrange(8):
        case 0 | 1 | 2:
            parent[key] = rng.choice(EXTREMES)
        case 3:
            other, its = rng.choice(places)
            parent[key] = json.loads(json.dumps(other[its]))
        case 4:
            del parent[key]
        case 5:
            one = parent[key]
            for _ in range(rng.choice((1, 2, 30, 70, 400))):
                one = [one] if rng.random() < 0.5 else {"a": one}
            parent[key] = one
        case 6 if isinstance(parent, dict):
            parent[str(rng.choice(EXTREMES))[:50]] = parent.pop(key)
        case _ if isinstance(parent, list):
            parent[key:key] = [parent[key]] * rng.choice((1, 2, 100))
        case _:
            one = parent[key]
            parent[key] = -one if isinstance(one, int | float) else str(one)
    return value


def _dumped(value: Any, rng: random.Random) -> bytes:
    text = json.dumps(value, ensure_ascii=rng.random() < 0.7)
    if rng.random() < 0.05:  # a key twice
        text = text.replace(", ", ', "id": 7, ', 1)
    return text.encode("utf-8", "surrogatepass")


def _json(content: bytes, rng: random.Random) -> bytes:
    try:
        return _dumped(changed_value(json.loads(content), rng), rng)
    except (ValueError, RecursionError):
        return _bytes(content, rng)


def _lines(content: bytes, rng: random.Random) -> bytes:
    """Change a value in a line of JSON, or move, double, drop or cut lines."""
    lines = content.split(b"\n")
    number = rng.randrange(len(lines))
    match rng.randrange(10):
        case 0:
            other = rng.randrange(len(lines))
            lines[number], lines[other] = lines[other], lines[number]
        case 1:
            lines[number:number] = [lines[number]] * rng.choice((1, 1, 50))
        case 2:
            del lines[number]
        case 3:
            lines[number] = lines[number][: rng.randrange(len(lines[number]) + 1)]
        case 4:
            del lines[rng.randrange(len(lines)) :]
        case _:
            lines[number] = _json(lines[number], rng)
    return b"\n".join(lines)


# YAML

_VALUE = re.compile(r"(?<=[:\-,\[{] )[^\s{}\[\],#:][^\n{}\[\],#]*")
_KEY = re.compile(r"[A-Za-z_][\w-]*(?=:[ \n])")


def _yaml(content: bytes, rng: random.Random) -> bytes:
    text = content.decode("utf-8", "replace")
    match rng.randrange(6):
        case 0 | 1:
            return rng.choice(MUTATIONS)(text or "\n", rng).encode("utf-8", "replace")
        case 2:
            text = _put(text, _KEY, rng.choice(WORDS), rng)
        case 3:
            deep = rng.choice((3, 20, 64, 150))
            text = _put(text, _VALUE, "[" * deep + "a" + "]" * deep, rng)
        case _:
            text = _put(text, _VALUE, rng.choice(WORDS), rng)
    return text.encode("utf-8", "replace")


def _put(text: str, where: re.Pattern[str], put: str, rng: random.Random) -> str:
    found = list(where.finditer(text))
    if not found:
        return text + put
    one = rng.choice(found)
    return text[: one.start()] + put + text[one.end() :]


# Tables, text, XML


def _table(content: bytes, rng: random.Random) -> bytes:
    sign = max((b",", b";", b"\t"), key=content[:200].count)
    rows = [line.split(sign) for line in content.split(b"\n")]
    row = rng.choice(rows)
    number = rng.randrange(len(row))
    match rng.randrange(8):
        case 0:
            rows[rng.randrange(len(rows))] = list(row)
        case 1:
            rows.remove(row)
        case 2:
            row.insert(number, rng.choice(row))
        case 3:
            del row[number]
        case 4:
            row[number] = rng.choice(
                (b'"', b'""', b'"a"b', b"'", b"\r", b"=1+1", b"@a", b"-", b"+", b"1e400", b"nan")
            )
        case 5:
            at = rng.randrange(1, len(rows)) if len(rows) > 1 else 0
            rows[at:at] = [list(row)] * rng.choice((1, 40))
        case 6:
            return sign.join((b";", b",", b"\t")[rng.randrange(3)].join(row) for row in rows)
        case _:
            row[number] = rng.choice(WORDS).encode("utf-8", "replace")
    return b"\n".join(sign.join(row) for row in rows)


def _text(content: bytes, rng: random.Random) -> bytes:
    text = content.decode("utf-8", "replace")
    return rng.choice(MUTATIONS)(text or "\n", rng).encode("utf-8", "replace")


_ATTRIBUTE = re.compile(r'(?<=")[^"\n]*(?=")')
_ELEMENT = re.compile(r"<(\w+)[^>]*?(?:/>|>[^<]*</\1>)")
_DOCTYPES = (
    '<!DOCTYPE a [<!ENTITY b "c">]>', '<!DOCTYPE a SYSTEM "file:///etc/passwd">',
    '<!DOCTYPE a [<!ENTITY % b SYSTEM "http://192.0.2.1/x"> %b;]>', "<!DOCTYPE a>",
)  # fmt: skip
_PIECES = ("&b;", "&#0;", "&#x110000;", "&lt;", "]]>", "<![CDATA[a]]>", "<!-- -->", "<?a b?>")
_ENCODINGS = (
    "UTF-16",
    "utf-7",
    "latin-1",
    "cp1252",
    "ascii",
    "idna",
    "rot13",
    "undefined",
    "hex",
    "x" * 99,
    "",
)


def _xml(content: bytes, rng: random.Random) -> bytes:
    text = content.decode("utf-8", "replace")
    elements = list(_ELEMENT.finditer(text)) if rng.random() < 0.5 else []
    if elements:
        one, other = rng.choice(elements), rng.choice(elements)
        put = rng.choice(("", one[0] * 2, one[0] * 60, other[0], f"<{one[1]}>" * rng.choice((2, 500, 5_000))))
        text = text[: one.start()] + put + text[one.end() :]
    else:
        match rng.randrange(6):
            case 0:
                start = text.find("?>") + 2
                text = text[:start] + rng.choice(_DOCTYPES) + text[start:]
            case 1:
                text = re.sub('encoding="[^"]*"', f'encoding="{rng.choice(_ENCODINGS)}"', text, count=1)
            case 2:
                put = rng.choice(
                    ("&b;", "&#0;", "&#x110000;", "&lt;", "]]>", "<![CDATA[a]]>", "<!-- -->", "<?a b?>")
                )
                at = rng.randrange(len(text) + 1)
                text = text[:at] + put + text[at:]
            case 3:
                values = [one[0] for one in _ATTRIBUTE.finditer(text)] or ["x"]
                text = _put(text, _ATTRIBUTE, rng.choice(values).replace("\\", ""), rng)
            case _:
                word = str(rng.choice(EXTREMES))[:2_000]
                text = _put(text, _ATTRIBUTE, re.sub('[<&"]', "", word).replace("\ud800", ""), rng)
    return text.encode("utf-8", "replace")


# Packages


_NAMES = ("../x", "/x", "a/../../x", "C:x", "a\\..\\b", "", ".", "x" * 300, "a/", "\u202e", "con")


def _zip(content: bytes, rng: random.Random) -> bytes:
    """Change a file of a package, its name, or what the directory says of it."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            files = [(one.filename, archive.read(one)) for one in archive.infolist()]
    except Exception:  # whatever was spoilt before
        return _bytes(content, rng)
    if not files:
        return _bytes(content, rng)
    number = rng.randrange(len(files))
    name, inside = files[number]
    match rng.randrange(6):
        case 0:
            names = (
                "../x",
                "/x",
                "a/../../x",
                "C:x",
                "a\\..\\b",
                "",
                ".",
                "x" * 300,
                name.upper(),
                "a/",
                "\u202e",
                "con",
            )
            files[number] = (rng.choice(names), inside)
        case 1:
            files.append(files[number])
        case 2:
            del files[number]
        case 3:
            files[number] = (name, b"0" * rng.choice((0, 1, 5_000_000)))
        case _:
            files[number] = (
                name,
                _json(inside, rng) if name.endswith((".obf", ".json")) else _bytes(inside, rng),
            )
    made = io.BytesIO()
    with (
        warnings.catch_warnings(),
        zipfile.ZipFile(made, "w", rng.choice((zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED))) as archive,
    ):
        warnings.simplefilter("ignore")  # two files of one name are meant
        for name, inside in files:
            info = zipfile.ZipInfo(name or "n", (1980, 1, 1, 0, 0, 0))
            info.compress_type = archive.compression
            info.external_attr = rng.choice((0, 0, 0, 0o120777 << 16, 0o040755 << 16, 0o010644 << 16))
            archive.writestr(info, inside)
    packed = bytearray(made.getvalue())
    at = packed.rfind(b"PK\x01\x02")
    if rng.random() < 0.3 and at >= 0:  # what the directory says: sizes, flags, compression, offset
        field, size = rng.choice(((8, 2), (10, 2), (20, 4), (24, 4), (28, 2), (30, 2), (42, 4)))
        packed[at + field : at + field + size] = rng.choice((0, 1, 8, 0xFFFF, 0x7FFFFFFF)).to_bytes(
            4, "little"
        )[:size]
    return bytes(packed)


# Films and sounds: what stands in the heads of boxes and chunks

_BOX = re.compile(
    rb"moov|trak|mdia|minf|stbl|stsd|stts|stsc|stsz|stco|co64|ctts|stss|mvhd|tkhd|mdhd|elst|moof|traf|trun|tfhd|mdat|"
    rb"udta|meta|ilst|avcC|esds|ftyp|mvex|trex|sidx|fmt |data|LIST|RIFF|fact"
)
_NUMBERS = (0, 1, 7, 8, 2**8, 2**16 - 1, 2**24, 2**31 - 1, 2**31, 2**32 - 1)


def _film(content: bytes, rng: random.Random) -> bytes:
    """Change the length of a box, its kind, or a number in its head; move or repeat a box."""
    found = list(_BOX.finditer(content))
    if not found:
        return _bytes(content, rng)
    spoilt = bytearray(content)
    at = rng.choice(found).start()
    order: Literal["<", ">"] = "<" if content[:4] == b"RIFF" else ">"
    match rng.randrange(4):
        case 0:
            length = at + 4 if order == "<" else max(at - 4, 0)
            spoilt[length : length + 4] = struct.pack(f"{order}I", rng.choice(_NUMBERS))
        case 1:
            spoilt[at : at + 4] = rng.choice(found)[0]
        case 2:
            place = at + 4 + 4 * rng.randrange(12)
            spoilt[place : place + 4] = struct.pack(f"{order}I", rng.choice(_NUMBERS))
        case _:
            place = at + 4 + rng.randrange(60)
            if place < len(spoilt):
                spoilt[place] = rng.choice((0, 1, 127, 128, 255, rng.randrange(256)))
    return bytes(spoilt)


# Requests


def _http(content: bytes, rng: random.Random) -> bytes:
    head, between, body = content.partition(b"\r\n\r\n")
    lines = head.split(b"\r\n")
    number = rng.randrange(len(lines))
    match rng.randrange(8):
        case 0:
            lines.insert(number, lines[number])
        case 1:
            del lines[number]
        case 2:
            name = lines[number].partition(b":")[0]
            lines[number] = (
                name
                + b": "
                + rng.choice((b"", b"-1", b"9" * 30, b"\xff", b"a" * 9_000, b"0x10", b"1e3", b"+5"))
            )
        case 3:
            lines[0] = b" ".join(
                (rng.choice((b"POST", b"GET", b"PUT", b"OPTIONS", b"", b"P\0ST")),
                 rng.choice((b"/stop", b"/hold", b"/../stop", b"*", b"/" * 300, b"/st%6fp", b"\xff")),
                 rng.choice((b"HTTP/1.1", b"HTTP/1.0", b"HTTP/2", b"", b"x y")))
            )  # fmt: skip
        case _:
            body = _json(body, rng)
            lines = [
                b"Content-Length: " + str(len(body)).encode() if b"ength" in line else line for line in lines
            ]
    return b"\r\n".join(lines) + between + body


_BY_KIND: dict[Kind, Mutation] = {
    "json": _json,
    "lines": _lines,
    "yaml": _yaml,
    "table": _table,
    "xml": _xml,
    "zip": _zip,
    "film": _film,
    "text": _text,
    "http": _http,
}
