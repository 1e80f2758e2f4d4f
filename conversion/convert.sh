#!/bin/sh
# Convert every two-language pair of TREE into messages. usage: convert.sh TREE    (can be run again)
set -eu
tree=$(cd "$1" && pwd); here=/work/hs; py=/work/hv/bin/python; ruff=$tree/.venv/bin/ruff
[ -x "$ruff" ] || ruff=/work/wt/hwords/.venv/bin/ruff
mkdir -p $here/out
$py $here/export_defs.py "$tree"
$py $here/helpers.py "$tree"                      # calls that came since: (fr, en) -> Text(fr=, en=)
$py $here/pairs.py collect "$tree" $here/out/before.json
$py $here/convert.py "$tree"
if [ -f "$tree/nao_sessions/core/text.py" ]; then rm "$tree/nao_sessions/core/text.py"; fi
$py $here/patches.py "$tree"
cd "$tree"
grep '\.py$' $here/out/changed.txt | while read -r f; do [ -f "$f" ] && echo "$f"; done > $here/out/files.txt
xargs "$ruff" check -q --fix --ignore E501 < $here/out/files.txt || true
xargs "$ruff" format -q < $here/out/files.txt
$py $here/wrap.py "$tree" $here/out/files.txt "$ruff"
$py $here/fill.py "$tree"
$py tools/catalogues.py compile
$py tools/catalogues.py check
$py $here/pairs.py compare "$tree" $here/out/before.json
"$ruff" check . | tail -3
"$ruff" format --check . | tail -1
