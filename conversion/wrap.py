"""Mend lines that grew too long: drop '# fmt: skip' of their statement, format, cut long strings. usage: wrap.py TREE FILES.txt"""
import ast, json, pathlib, re, subprocess, sys
root = pathlib.Path(sys.argv[1]); files = pathlib.Path(sys.argv[2]).read_text().split(); RUFF = sys.argv[3] if len(sys.argv) > 3 else str(root / ".venv/bin/ruff")
LIMIT = 110

def long_lines():
    out = subprocess.run([RUFF, "check", "--select", "E501", "--output-format", "json", *files], cwd=root, capture_output=True, text=True).stdout
    found = {}
    for one in json.loads(out or "[]"): found.setdefault(one["filename"], set()).add(one["location"]["row"])
    return found

def drop_skips(path, rows):
    lines = path.read_text().split("\n"); tree = ast.parse("\n".join(lines)); n = 0
    for node in ast.walk(tree):
        if isinstance(node, ast.stmt) and node.end_lineno and lines[node.end_lineno - 1].rstrip().endswith("# fmt: skip") and any(node.lineno <= r <= node.end_lineno for r in rows):
            lines[node.end_lineno - 1] = lines[node.end_lineno - 1].rstrip()[: -len("# fmt: skip")].rstrip(); n += 1
    path.write_text("\n".join(lines)); return n

PIECE = re.compile(r"""^(?P<head>\s*(?:(?:[a-z_]+=|"[\w.]+": |return )?))(?P<pre>[rf]?)(?P<q>["'])(?P<body>.*)(?P=q)(?P<tail>,?\)*,?)$""")

def cut(line, indent_alone):
    m = PIECE.match(line)
    if not m or re.search(r"(?<!\\)" + m["q"], m["body"]): return None
    body, depth, best = m["body"], 0, None
    width = LIMIT - len(m["head"]) - len(m["pre"]) - 2
    for i, c in enumerate(body):
        if m["pre"] == "f" and c == "{": depth += 1
        if m["pre"] == "f" and c == "}": depth -= 1
        if c == " " and depth <= 0 and i < width: best = i
    if best is None: return None
    pad = " " * (len(m["head"]) - len(m["head"].lstrip()))
    f2 = m["pre"] if m["pre"] == "r" or (m["pre"] and re.search(r"[{}]", body[best + 1:])) else ""
    f1 = m["pre"] if m["pre"] != "f" or re.search(r"[{}]", body[: best + 1]) else ""
    return [m["head"] + f1 + m["q"] + body[: best + 1] + m["q"], pad + f2 + m["q"] + body[best + 1:] + m["q"] + m["tail"]]

for turn in range(6):
    found = long_lines()
    if not found: break
    for name, rows in found.items():
        path = pathlib.Path(name)
        if drop_skips(path, rows): continue
        lines = path.read_text().split("\n")
        for r in sorted(rows, reverse=True):
            two = cut(lines[r - 1], True)
            if two: lines[r - 1 : r] = two
        new = "\n".join(lines)
        try: ast.parse(new)
        except SyntaxError: print("not cut:", name); continue
        path.write_text(new)
    subprocess.run([RUFF, "format", "-q", *files], cwd=root)
left = long_lines()
print("lines still too long:", sum(map(len, left.values())), {k.replace(str(root), ""): sorted(v) for k, v in left.items()})
