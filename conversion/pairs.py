"""Every pair of words of a tree, as templates. usage: pairs.py collect TREE OUT.json | pairs.py compare TREE BEFORE.json

collect: Text(fr=, en=) calls of which both are literals or f-strings, by file: (French, English), places numbered in the order of the English.
compare: msg calls with their French from the .po, and Localized calls, the same way; every pair of before must be there, and no other.
It shares no code with convert.py: Python's own ast, gettext's own reader of the compiled catalogue."""
import ast, gettext, json, pathlib, re, sys
from collections import Counter, defaultdict
mode, root, out = sys.argv[1], pathlib.Path(sys.argv[2]), pathlib.Path(sys.argv[3])

def strip(src): return re.sub(r"\.(fr|en)$", "", src)

def template(node):
    """Return text with places as \\x00SOURCE\\x00, or None."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str): return [node.value]
    if isinstance(node, ast.JoinedStr):
        out = []
        for v in node.values:
            if isinstance(v, ast.Constant): out.append(v.value)
            else: out.append((strip(ast.unparse(v.value)), v.conversion, "" if v.format_spec is None else ast.unparse(v.format_spec)))
        return out
    return None

def flat(fr, en):
    """Number the places by their first coming in the English; what comes in the French alone after them."""
    order = {}
    for part in [*en, *fr]:
        if not isinstance(part, str): order.setdefault(part, len(order))
    say = lambda parts: "".join(p if isinstance(p, str) else "\x00%d\x00" % order[p] for p in parts)
    return say(fr), say(en)

def named(text, params):
    """Cut a message's text at its {places}."""
    if not params: return [text]
    out = []
    for piece in re.split(r"(\{\{|\}\}|\{\w+(?:![rsa])?(?::[^{}]*)?\})", text):
        if piece in ("{{", "}}"): out.append(piece[0])
        elif (got := re.fullmatch(r"\{(\w+)((?:![rsa])?(?::[^{}]*)?)\}", piece)) and got[1] in params: out.append((got[1], got[2]))
        elif piece: out.append(piece)
    return out

def merge(parts):
    out = []
    for p in parts:
        if isinstance(p, str) and out and isinstance(out[-1], str): out[-1] += p
        else: out.append(p)
    return out

def old(rel, tree):
    for n in ast.walk(tree):
        if isinstance(n, ast.Call) and isinstance(n.func, ast.Name) and n.func.id in ("Text", "Localized") and {k.arg for k in n.keywords} == {"fr", "en"}:
            kw = {k.arg: k.value for k in n.keywords}
            fr, en = template(kw["fr"]), template(kw["en"])
            if fr is None or en is None: continue
            yield flat(fr, en)

def new(rel, tree, known):
    outer = {n.func.value: {k.arg for k in n.keywords} for n in ast.walk(tree) if isinstance(n, ast.Call) and isinstance(n.func, ast.Attribute)
             and n.func.attr == "format" and isinstance(n.func.value, ast.Call) and not n.args and all(k.arg for k in n.keywords)}
    for n in ast.walk(tree):  # msg("..").format stays raw: its braces are places of a later format, as they were
        if isinstance(n, ast.Call) and isinstance(n.func, ast.Name) and n.func.id in ("msg", "msgc", "Localized", "EMPTY_TEXT"):
            if n.func.id == "Localized": continue
            args = [a.value for a in n.args]
            en = args[-1]; ctx = args[0] if n.func.id == "msgc" else None
            fr = known.pgettext(ctx, en) if ctx else known.gettext(en)
            both = {k.arg: (ast.unparse(k.value.keywords[0].value), ast.unparse(k.value.keywords[1].value)) for k in n.keywords
                    if isinstance(k.value, ast.Call) and isinstance(k.value.func, ast.Name) and k.value.func.id == "Localized"}
            side = lambda parts, i: [("L", both[x[0]][i]) if not isinstance(x, str) and x[0] in both else x for x in parts]
            params = {k.arg for k in n.keywords} | outer.get(n, set())
            yield side(merge(named(fr, params)), 0), side(merge(named(en, params)), 1)

def paths(root): return sorted(p for p in (root / "nao_sessions").rglob("*.py") if "nao_sessions/text/" not in str(p) and not str(p).endswith("core/text.py"))

if mode == "collect":
    found = {}
    for p in paths(root):
        rel = str(p.relative_to(root)); tree = ast.parse(p.read_text()); here = []
        wrapped = {}
        for n in ast.walk(tree):
            if isinstance(n, ast.Call) and isinstance(n.func, ast.Attribute) and n.func.attr == "format" and isinstance(n.func.value, ast.Call):
                wrapped[n.func.value] = {k.arg for k in n.keywords if k.arg} if not n.args and all(k.arg for k in n.keywords) else set()
        for n in ast.walk(tree):
            if isinstance(n, ast.Call) and isinstance(n.func, ast.Name) and n.func.id in ("Text", "Localized") and {k.arg for k in n.keywords} == {"fr", "en"}:
                kw = {k.arg: k.value for k in n.keywords}; fr, en = template(kw["fr"]), template(kw["en"])
                if fr is None or en is None: continue
                fmt = wrapped.get(n)
                if fmt: fr, en = ([q for part in x for q in (named(part, fmt) if isinstance(part, str) else [part])] for x in (fr, en))
                here.append(flat(merge(fr), merge(en)))
        if here: found[rel] = here
    out.write_text(json.dumps(found, ensure_ascii=False)); print("pairs collected:", sum(map(len, found.values())), "in", len(found), "modules")
else:
    before = {k: Counter(map(tuple, v)) for k, v in json.loads(out.read_text()).items()}
    known = gettext.GNUTranslations((root / "nao_sessions/text/locale/fr/LC_MESSAGES/nao_sessions.mo").open("rb"))
    bad, total, same = [], 0, 0
    for p in paths(root):
        rel = str(p.relative_to(root)); tree = ast.parse(p.read_text()); here = Counter(); 
        for fr, en in new(rel, tree, known): here[flat(fr, en)] += 1
        for n in ast.walk(tree):
            if isinstance(n, ast.Name) and n.id == "EMPTY_TEXT" and isinstance(n.ctx, ast.Load): here["", ""] += 1
        for pair in old(rel, tree): here[pair] += 1
        was = before.get(rel, Counter()); total += sum(here.values())
        for pair in (was - here): bad.append((rel, "gone", pair))
        for pair in (here - was): bad.append((rel, "new", pair))
        same += sum((was & here).values())
    print("pairs: before %d, after %d, the same %d, differences %d" % (sum(map(lambda c: sum(c.values()), before.values())), total, same, len(bad)))
    for one in bad[:40]: print("  ", one)
    sys.exit(1 if bad else 0)
