"""Text(fr=..., en=...) -> msg("...") | msgc("context", "...") | Localized(fr=..., en=...) | EMPTY_TEXT.

usage: convert.py TREE      (can be run again; writes /work/hs/out/french.json, converted.json, left.txt, changed.txt)
"""
from __future__ import annotations
import ast, csv, json, keyword, pathlib, re, sys
from collections import Counter, defaultdict
import libcst as cst

HERE = pathlib.Path("/work/hs"); OUT = HERE / "out"
NONAMES = {"quoted", "quote", "str", "short", "sorted", "list", "tuple", "round", "abs", "shorten", "int", "escape", "repr"}

PLACE = re.compile(r"\{([A-Za-z_]\w*|\d+)(?:![rsa])?(?::[^\s{}]+)?\}")

def code(n): return cst.Module([]).code_for_node(n)

class Left(Exception): pass
PARSED = {}

def pieces(node):
    """Return the string leaves of a literal node, or None."""
    if isinstance(node, (cst.SimpleString, cst.FormattedString)): return [node]
    if isinstance(node, cst.ConcatenatedString):
        a, b = pieces(node.left), pieces(node.right)
        return None if a is None or b is None else a + b
    return None

def exprs_of(node):
    return [x for p in pieces(node) if isinstance(p, cst.FormattedString) for x in p.parts if isinstance(x, cst.FormattedStringExpression)]

def spec_of(x): return "" if x.format_spec is None else "".join(code(p) for p in x.format_spec)

def key_of(x):
    src = re.sub(r"\s+", " ", code(x.expression))
    bare = re.sub(r"\.(fr|en)$", "", src)
    return bare, x.conversion or "", spec_of(x), bare != src

def name_of(src, taken):
    e = ast.parse(src, mode="eval").body
    while True:
        if isinstance(e, ast.Call):
            fn = e.func.attr if isinstance(e.func, ast.Attribute) else getattr(e.func, "id", "value")
            if fn == "len": n = "count"; break
            if fn == "join" and e.args:
                e = e.args[0]; continue
            if fn in ("format", "replace", "strip", "lower", "group", "partition", "rpartition", "in_language", "get") and isinstance(e.func, ast.Attribute): e = e.func.value; continue
            if fn in NONAMES and e.args: e = e.args[0]; continue
            n = fn; break
        if isinstance(e, (ast.GeneratorExp, ast.ListComp)): e = e.generators[0].iter; continue
        if isinstance(e, ast.Starred): e = e.value; continue
        if isinstance(e, ast.Attribute): n = e.attr; break
        if isinstance(e, ast.Name): n = e.id; break
        if isinstance(e, ast.Subscript): e = e.value; continue
        if isinstance(e, ast.BinOp): e = e.right if isinstance(e.left, ast.Constant) else e.left; continue
        if isinstance(e, ast.IfExp): e = e.body; continue
        if isinstance(e, ast.JoinedStr):
            v = [x for x in e.values if isinstance(x, ast.FormattedValue)]
            if v: e = v[0].value; continue
        n = "value"; break
    n = n.strip("_").lower() or "value"
    if n in ("fr", "en", "french", "english", "self"): n = "words"
    if keyword.iskeyword(n) or n == "format": n += "_"
    base, k = n, 2
    while n in taken: n, k = f"{base}{k}", k + 1
    return n

TWO = []
def later(text):
    """Keep {{name}} of an f-string as the place of a later format()."""
    got = re.findall(r"\{\{([A-Za-z_]\w*)\}\}", text)
    if got: TWO.append((text, got))
    return re.sub(r"\{\{([A-Za-z_]\w*)\}\}", r"{\1}", text)

def renamed(node, name_for, formatted):
    """Return a literal node as a plain string with {name} places."""
    if isinstance(node, cst.ConcatenatedString):
        return node.with_changes(left=renamed(node.left, name_for, formatted), right=renamed(node.right, name_for, formatted), lpar=[], rpar=[])
    if isinstance(node, cst.SimpleString):
        if not formatted: return node.with_changes(lpar=[], rpar=[])
        m = re.match(r"([a-zA-Z]*)(\"\"\"|'''|\"|')(.*)\2$", node.value, re.S)
        return cst.SimpleString(m[1] + m[2] + later(re.sub(r"[{}]", lambda x: x[0] * 2, m[3])) + m[2])
    out = []
    for part in node.parts:
        if isinstance(part, cst.FormattedStringText): out.append(later(part.value) if formatted else part.value.replace("{{", "{").replace("}}", "}"))
        else: out.append("{" + name_for(part) + "}")
    start = node.start.lower().replace("f", ""); quote = node.end
    body = "".join(out)
    return cst.SimpleString(start + body + quote)

def value_of(node):
    return ast.literal_eval("(" + code(node) + ")")

EQ = cst.AssignEqual(cst.SimpleWhitespace(""), cst.SimpleWhitespace(""))
COMMA = cst.Comma(whitespace_after=cst.SimpleWhitespace(" "))

class Mod(cst.CSTTransformer):
    def __init__(self, rel, choose, product):
        super().__init__(); self.rel, self.choose, self.product = rel, choose, product
        self.left, self.done, self.french, self.pairs = [], Counter(), {}, []
    def message(self, fr, en):
        if pieces(fr) is None or pieces(en) is None: raise Left("not a string: " + code(fr)[:60])
        e, f = exprs_of(en), exprs_of(fr)
        names, params, tail = {}, {}, {}
        ek, fk = [key_of(x) for x in e], [key_of(x) for x in f]
        for k, x in zip(ek, e):
            if k[:3] in names: continue
            if k[3] and (k[1] or k[2]): raise Left("a text with a format")
            bare, conv, spec, _ = k
            names[k[:3]] = name_of(bare, set(names.values()))
            if "{" in spec: raise Left("a computed format")
            if k[3]: v = x.expression.value  # x.en -> x
            else: v = x.expression
            tail[names[k[:3]]] = ("!" + conv if conv else "") + (":" + spec if spec else "")
            params[names[k[:3]]] = v
        alien_f = list(dict.fromkeys(k[:3] for k in fk if k[:3] not in names))
        alien_e = [k for k in names if k not in {q[:3] for q in fk}]
        other = {}
        if alien_f:
            if len(alien_f) != len(alien_e): raise Left("expression only in French: " + alien_f[0][0])
            if len(alien_f) > 1: raise Left("expressions differ: " + alien_f[0][0])
            a, b = alien_f[0], alien_e[0]
            xf = next(x for x, k in zip(f, fk) if k[:3] == a); xe = next(x for x, k in zip(e, ek) if k[:3] == b)
            def whole(x, k): return x.expression if not (k[1] or k[2]) else cst.parse_expression('f"{%s%s%s}"' % (code(x.expression).replace('"', "'"), "!" + k[1] if k[1] else "", ":" + k[2] if k[2] else ""))
            other[a] = names[b]
            tail[names[b]] = ""
            params[names[b]] = cst.Call(cst.Name("Localized"), [cst.Arg(whole(xf, a), cst.Name("fr"), equal=EQ, comma=COMMA), cst.Arg(whole(xe, b), cst.Name("en"), equal=EQ)])
        formatted = bool(e or f)
        place = lambda n: n + tail.get(n, "")
        n_en = renamed(en, lambda x: place(names[key_of(x)[:3]]), formatted)
        n_fr = renamed(fr, lambda x: place(names.get(key_of(x)[:3]) or other[key_of(x)[:3]]), formatted)
        msgid, french = value_of(n_en), value_of(n_fr)
        if not msgid and not french: raise Left("empty")
        if not msgid or not french: raise Left("empty in one language")
        if set(PLACE.findall(french)) - set(PLACE.findall(msgid)): raise Left("a place in French alone: " + french[:50])
        context = self.choose(msgid, french)
        if context is None: raise Left("clash: %r is also said otherwise than %r" % (msgid[:50], french[:60]))
        self.french[context + "\x04" + msgid] = french
        self.done["f-string" if formatted else "literal"] += 1
        if other: self.done["of which with a Localized parameter"] += 1
        args = ([cst.Arg(cst.SimpleString(json.dumps(context)), comma=COMMA)] if context else []) + [cst.Arg(n_en)]
        for k, v in params.items():
            args[-1] = args[-1].with_changes(comma=COMMA)
            args.append(cst.Arg(v, cst.Name(k), equal=EQ))
        return cst.Call(cst.Name("msgc" if context else "msg"), args)
    def leave_Call(self, node, new):
        f = new.func
        if isinstance(f, cst.Attribute) and f.attr.value == "format" and isinstance(f.value, cst.Call) and isinstance(f.value.func, cst.Name) and f.value.func.value in ("msg", "msgc"):
            if new.args and all(a.keyword for a in new.args) and not any(a.keyword for a in f.value.args) and not any(re.search(r"(?<!\w)[rR]?[fF][\"']", code(a)) for a in new.args):
                inner = list(f.value.args); inner[-1] = inner[-1].with_changes(comma=COMMA)
                self.done["merged .format"] += 1
                return f.value.with_changes(args=inner + list(new.args))
            return new
        if not isinstance(f, cst.Name) or f.value != "Text": return new
        kw = {a.keyword.value: a.value for a in new.args if a.keyword}
        if set(kw) != {"fr", "en"}:
            if new.args: self.left.append((self.rel, 0, "odd call: " + code(new)[:60]))
            return new
        line = 0
        if self.product:
            try:
                old = (code(kw["fr"]), code(kw["en"])); out = self.message(kw["fr"], kw["en"]); self.pairs.append((line, *old, code(out))); return out
            except Left as why:
                self.left.append((self.rel, line, str(why)))
                if str(why) == "empty": self.done["EMPTY_TEXT"] += 1; return cst.Name("EMPTY_TEXT")
        self.done["Localized"] += 1
        return new.with_changes(func=cst.Name("Localized"))

def imports(src):
    """Rewrite the imports of core.text by what the module names."""
    body = re.sub(r"^from nao_sessions\.(core\.text|text\.messages|text\.languages) import (\([^)]*\)|.*)\n", "", src, flags=re.M)
    said = lambda n: re.search(r"(?<![\w.\"'])%s\b" % n, body) is not None
    got = list(re.finditer(r"^from nao_sessions\.(core\.text|text\.messages|text\.languages) import (\([^)]*\)|.*)\n", src, re.M))
    had = {x.strip() for g in got for x in g[2].split("#")[0].strip("()").replace("\n", " ").split(",") if x.strip()}
    words = sorted(n for n in ("EMPTY_TEXT", "Localized", "Message", "Text", "msg", "msgc", "msgn") if said(n) and (n in had or n in ("EMPTY_TEXT", "Localized", "msg", "msgc")) and (n != "msg" or re.search(r"\bmsg\(", body)))
    langs = sorted(n for n in ("LANGUAGES", "Language", "unbroken", "user_language") if n in had and said(n))
    new = (f"from nao_sessions.text.languages import {', '.join(langs)}\n" if langs else "") + (f"from nao_sessions.text.messages import {', '.join(words)}\n" if words else "")
    if got:
        first = True
        def put(m):
            nonlocal first
            out, first = (new if first else ""), False
            return out
        return re.sub(r"^from nao_sessions\.(core\.text|text\.messages|text\.languages) import (\([^)]*\)|.*)\n", put, src, flags=re.M)
    if not new: return src
    mark = "from __future__ import annotations\n"
    return src.replace(mark, mark + "\n" + new, 1)

def templates(root):
    """Return English -> Counter of French, with f-strings named as the conversion names them."""
    seen = defaultdict(Counter)
    def note(msgid, french): seen[msgid][french] += 1; return ""
    for p in sorted((root / "nao_sessions").rglob("*.py")):
        src = p.read_text()
        if "Text(" not in src: continue
        tree = PARSED[str(p.relative_to(root))] = cst.parse_module(src); tree.visit(Mod(str(p.relative_to(root)), note, True))
    return seen

def main():
    root = pathlib.Path(sys.argv[1]).resolve(); OUT.mkdir(exist_ok=True)
    seen = templates(root)
    # what the catalogue says already counts too, on a second run
    po = root / "nao_sessions/text/locale/fr/LC_MESSAGES/nao_sessions.po"
    from babel.messages import pofile
    known = defaultdict(dict)
    if po.exists():
        for m in pofile.read_po(po.open("rb"), locale="fr"):
            if m.id and isinstance(m.id, str) and m.string: known[m.id][m.context or ""] = m.string
    spaces = lambda x: re.sub("[\u00a0\u202f]", " ", x)
    contexts = {(row[0], row[1]): row[2] for row in csv.reader((HERE / "contexts.tsv").open(), delimiter="\t", quoting=csv.QUOTE_NONE) if len(row) == 3}
    def choose(msgid, french):
        for context, said in known[msgid].items():
            if said == french: return context
        if (msgid, spaces(french)) in contexts: return contexts[msgid, spaces(french)]
        if "" in known[msgid]: return None
        free = [f for f in seen[msgid] if (msgid, spaces(f)) not in contexts] or [None]
        return "" if max(free, key=lambda f: seen[msgid][f] if f else 0) == french else None
    done, left, french, changed, converted = Counter(), [], {}, [], []
    for top, product in (("nao_sessions", True), ("tests", False), ("benchmarks", False), ("tools", False)):
        for p in sorted((root / top).rglob("*.py")):
            rel = str(p.relative_to(root))
            if rel.startswith(("nao_sessions/text/", "tests/text/")) or rel == "nao_sessions/core/text.py": continue
            src = p.read_text()
            if "core.text" not in src and "Text(" not in src: continue
            out = src
            if "Text(" in src and re.search(r"import .*\bText\b|^    Text,$", src, re.M):
                mod = Mod(rel, choose, product)
                out = (PARSED.pop(rel, None) or cst.parse_module(src)).visit(mod).code
                done += mod.done; left += mod.left; french.update(mod.french); converted += [(rel, *x) for x in mod.pairs]
            out = imports(out)
            if out != src: p.write_text(out); changed.append(rel)
    (OUT / "french.json").write_text(json.dumps(french, ensure_ascii=False, indent=0))
    (OUT / "converted.json").write_text(json.dumps(converted, ensure_ascii=False, indent=0))
    (OUT / "changed.txt").write_text("\n".join(changed))
    (OUT / "left.txt").write_text("\n".join("%s:%s %s" % x for x in left))
    print("filled later (f-string with {{name}}):", len(TWO)); [print("  ", x) for x in TWO[len(TWO) // 2:]]
    print(dict(done)); print(len(left), "left as data, of which", Counter(re.sub(r":.*", "", x[2]) for x in left).most_common())
main()
