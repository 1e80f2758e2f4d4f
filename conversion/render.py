"""Render what people read, from one tree: run with its python from its root. usage: render.py OUT.json"""
import hashlib, json, sys, pathlib, importlib
from pathlib import Path
out = {}
def put(name, fn):
    try: v = fn()
    except Exception as e: v = f"RAISED {type(e).__name__}: {e}"
    out[name] = v if isinstance(v, str) else json.dumps(v, ensure_ascii=False, default=str)
from nao_sessions.protocol.checks.explaining import documents
from nao_sessions.protocol.checks.pages import PAGES
from nao_sessions.protocol.schema.generated import kept
from nao_sessions.protocol.loading import examine
from nao_sessions.protocol import load
from nao_sessions.cli.sheet import page_of
from nao_sessions.protocol.diagram import svg, mermaid
from nao_sessions.protocol.diff import compare
for l in ("fr", "en"):
    for k, v in documents(l).items(): put(f"page {k}", lambda v=v: v)
for k, v in kept().items(): put(f"generated {k}", lambda v=v: v)
lib = sorted(p for p in Path("protocols").glob("*.yaml") if "expect" not in p.name)
loaded = {}
for p in lib:
    for l in ("fr", "en"): put(f"sheet {p} {l}", lambda: page_of(p, l))
    try: loaded[p] = load(p)
    except Exception: continue
    for l in ("fr", "en"):
        put(f"svg {p} {l}", lambda: svg(loaded[p], l)); put(f"mermaid {p} {l}", lambda: mermaid(loaded[p], l))
ps = list(loaded)
for a, b in zip(ps, ps[1:]):
    put(f"diff {a} {b}", lambda: [[d.sentence.fr, d.sentence.en, d.before and d.before.fr, d.before and d.before.en, d.after and d.after.fr, d.after and d.after.en] for d in compare(loaded[a], loaded[b])])
# findings: every example of a check, and mutilated copies of the library
import tempfile, random
rnd = random.Random(5)
tmp = Path(tempfile.mkdtemp(dir="/tmp"))
def say(findings): return [[f.code, str(f.place.line), f.sentence.fr, f.sentence.en, f.hint and f.hint.fr, f.hint and f.hint.en] for f in findings]
def look(text, files=()):
    (tmp / "p.yaml").write_text(text)
    for n, c in dict(files).items():
        q = tmp / n; q.parent.mkdir(parents=True, exist_ok=True); q.write_bytes(c)
    return say(examine(tmp / "p.yaml").findings)
for code, page in PAGES.items(): put(f"finding {code}", lambda: look(page.example.replace("§", ""), page.files))
n = 0
for p in lib:
    lines = p.read_text().split("\n")
    for i in range(25):
        L = list(lines); k = rnd.randrange(len(L)); how = rnd.randrange(5)
        if how == 0: del L[k]
        elif how == 1: L[k] = L[k].replace(":", " ", 1)
        elif how == 2: L[k] = L[k].rstrip() + "x"
        elif how == 3: L[k] = L[k].replace("do", "od").replace("next", "nxt").replace("say", "sy")
        else: j = rnd.randrange(len(L)); L[k], L[j] = L[j], L[k]
        put(f"broken {p} {i}", lambda: look("\n".join(L)))
import shutil; shutil.rmtree(tmp)
# every text that stands in a module, a class or a table, as it reads
import pkgutil, nao_sessions
def texts(v, depth=0):
    if not isinstance(v, type) and hasattr(v, "in_language") and hasattr(v, "fr") and hasattr(v, "en"): yield f"{v.fr} | {v.en}"; return
    if depth > 4: return
    if isinstance(v, dict):
        for k, x in v.items(): yield from texts(k, depth + 1); yield from texts(x, depth + 1)
    elif isinstance(v, (list, tuple)):
        for x in v: yield from texts(x, depth + 1)
    elif hasattr(v, "__dataclass_fields__") and not isinstance(v, type):
        for f in v.__dataclass_fields__: yield from texts(getattr(v, f, None), depth + 1)
total = 0
for m in pkgutil.walk_packages(nao_sessions.__path__, "nao_sessions."):
    if m.name.endswith("__main__") or m.name.startswith("nao_sessions.text"): continue
    try: mod = importlib.import_module(m.name)
    except ImportError: continue
    for name, v in sorted(vars(mod).items()):
        if name.startswith("__"): continue
        got = list(texts(v))
        if got: out[f"constant {m.name}.{name}"] = json.dumps(got, ensure_ascii=False); total += len(got)
json.dump(out, open(sys.argv[1], "w"), ensure_ascii=False)
print(len(out), "things rendered,", total, "constant texts,", sum("RAISED" in v for v in out.values()), "raised")
