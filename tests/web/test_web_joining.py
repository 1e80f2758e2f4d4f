"""Scripts and styles that are written as many files and sent as one."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

from nao_sessions.console.app import PACKAGES
from nao_sessions.web.pages import joined_script, joined_style, read_static

SITES = {
    "replay": ("nao_sessions.web", "nao_sessions.review.replay"),
    "coding": ("nao_sessions.web", "nao_sessions.review.replay", "nao_sessions.review.coding"),
    "console": tuple(PACKAGES),
}

TIMES = """// Times.
export const LONGEST = 3;

export function twice(value) {
  return value * FACTOR;
}

const FACTOR = 2;
"""
NAMES = """import { twice } from "./times.js";

const FACTOR = "not the other file's";

export class Name {
  constructor(value) {
    this.value = `${twice(value)} ${FACTOR}`;
  }
}
"""
PAGE = """// The page.
import "./set-up.js";
import { Name as Title } from "./names.js";
import {
  LONGEST,
  twice,
} from "./times.js";

console.log(new Title(LONGEST).value, twice(4), globalThis.ready);
"""
MODULES = {
    "times.js": TIMES,
    "names.js": NAMES,
    "page.js": PAGE,
    "set-up.js": "globalThis.ready = true;\n",
    "unused.js": "throw new Error();\n",
}

# Without imports and its last line, the exports, a module reads like the body of an asynchronous function.
READ_EACH = """
const { readFileSync } = require("node:fs");
const { Script } = require("node:vm");
const files = process.argv.slice(1);
for (const filename of files) {
  const body = String(readFileSync(filename)).replace(/^export const .*\\n$/m, "");
  new Script(`(async () => { "use strict"; ${body}\\n})`, { filename });
}
console.log(files.length);
"""

needs_node = pytest.mark.skipif(shutil.which("node") is None, reason="Node.js is not installed")


def run(tmp_path: Path, script: str) -> str:
    path = tmp_path / "joined.mjs"
    path.write_text(script, encoding="utf-8")
    done = subprocess.run(["node", str(path)], capture_output=True, text=True, check=True, timeout=30)
    return done.stdout.strip()


@needs_node
def test_joined_modules_do_what_they_do_apart(tmp_path: Path) -> None:
    apart = tmp_path / "apart"
    apart.mkdir()
    (apart / "package.json").write_text('{"type": "module"}', encoding="utf-8")
    for name, text in MODULES.items():
        (apart / name).write_text(text, encoding="utf-8")
    node = ["node", str(apart / "page.js")]
    told = subprocess.run(node, capture_output=True, text=True, check=True, timeout=30).stdout.strip()
    assert run(tmp_path, joined_script("page.js", MODULES)) == told == "6 not the other file's 8 true"


@needs_node
def test_a_joined_module_exports_what_it_did(tmp_path: Path) -> None:
    (tmp_path / "names.mjs").write_text(joined_script("names.js", MODULES), encoding="utf-8")
    use = tmp_path / "use.mjs"
    use.write_text(
        'import * as all from "./names.mjs";\nconsole.log(Object.keys(all).join(), new all.Name(1).value);\n'
    )
    done = subprocess.run(["node", str(use)], capture_output=True, text=True, check=True, timeout=30)
    assert done.stdout == "Name 2 not the other file's\n"


def test_a_module_comes_once_and_before_what_needs_it() -> None:
    script = joined_script("page.js", MODULES)
    order = [line.removeprefix("// ---- ") for line in script.splitlines() if line.startswith("// ---- ")]
    assert order == ["set-up.js", "times.js", "names.js", "page.js"]


@pytest.mark.parametrize(
    "text",
    [
        'import * as times from "./times.js";\n',
        'import twice from "./times.js";\n',
        'import { twice } from "elsewhere";\n',
        'const { twice } = await import("./times.js");\n',
        "const here = import.meta.url;\n",
        "export default 3;\n",
        "export let rate = 1;\n",
        "const a = 1;\nexport { a };\n",
    ],
)
def test_a_form_that_is_not_joined_is_an_error_that_shows_it(text: str) -> None:
    with pytest.raises(ValueError, match=r"^page\.js: .* cannot be joined$"):
        joined_script("page.js", {**MODULES, "page.js": text})


def test_a_file_that_is_missing_is_named_with_the_one_that_wants_it() -> None:
    with pytest.raises(ValueError, match=r"^names\.js: there is no times\.js$"):
        joined_script("names.js", {"names.js": NAMES})
    with pytest.raises(ValueError, match=r"^page\.css: there is no list\.css$"):
        joined_style("page.css", {"page.css": '@import "list.css";\n'})


def test_a_name_that_is_not_exported_is_an_error() -> None:
    with pytest.raises(ValueError, match=r"^page\.js: times\.js does not export FACTOR$"):
        joined_script("page.js", {**MODULES, "page.js": 'import { FACTOR } from "./times.js";\n'})


def test_a_circle_of_imports_is_an_error_that_shows_it() -> None:
    circle = {"a.js": 'import { b } from "./b.js";\n', "b.js": 'import { a } from "./a.js";\n'}
    with pytest.raises(ValueError, match=r"^a\.js imports itself: a\.js -> b\.js -> a\.js$"):
        joined_script("a.js", circle)


def test_a_style_stands_where_it_was_imported_and_once() -> None:
    styles = {
        "page.css": '/* page */\n@import "list.css";\n@import "base.css";\nmain { }\n',
        "list.css": '@import "base.css";\nol { }\n',
        "base.css": ":root { }\n",
    }
    assert joined_style("page.css", styles) == ":root { }\nol { }\n/* page */\nmain { }\n"


@needs_node
@pytest.mark.parametrize("site", SITES)
def test_every_script_can_be_read_once_joined(tmp_path: Path, site: str) -> None:
    scripts = {name: file for name, file in read_static(*SITES[site]).items() if name.endswith(".js")}
    for name, file in scripts.items():
        (tmp_path / name).write_bytes(file.content)
    done = subprocess.run(
        ["node", "--eval", READ_EACH, *map(str, sorted(tmp_path.iterdir()))],
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert done.stderr == ""
    assert done.stdout == f"{len(scripts)}\n"


def test_a_page_asks_for_one_script_and_its_style() -> None:
    table = read_static(*SITES["replay"])
    assert b"class Timeline" in table["replay.js"].content
    assert b".timeline" in table["replay.css"].content
    assert b"@import" not in table["replay.css"].content
