"""Calls of helpers that took two strings (fr, en) take one Text. usage: helpers.py TREE   (can be run again)"""
import ast, pathlib, re, sys
import libcst as cst

P = "nao_sessions/"
# function -> (room prefixes, [index of the French of each pair])
RULES = {
    "add": ((P,), [2]), "tell": ((P + "protocol/checks/",), [2, 4]), "_add": ((P + "protocol/building/",), [2]),
    "key": ((P + "protocol/",), [0]), "needed": ((P + "protocol/",), [0]),
    "wrong_type": ((P + "protocol/",), [1]), "_refuse": ((P + "protocol/reading/parsing",), [1]),
    "check_uncomputed": ((P + "protocol/",), [2]), "_labelled": ((P + "protocol/telling",), [0]),
    "_tell_order": ((P + "protocol/building/",), [2]), "_tell": ((P + "protocol/building/",), [2]),
    "_told": ((P + "protocol/checks/promises/closing",), [1]), "this_word": ((P + "protocol/keys/",), [1]),
    "inside": ((P + "protocol/diff/",), [0]), "_number": ((P + "protocol/scaffold/wishes",), [3]),
    "_text": ((P + "export/columns",), [1]), "_whole": ((P + "export/columns",), [1]),
    "_real": ((P + "export/columns",), [1]), "_yes": ((P + "export/columns",), [1]),
    "_sampled": ((P + "export/telemetry_columns",), [1]), "words": ((P + "export/",), []),
    "_say": ((P + "rehearsal/page",), [0]), "_both": ((P + "protocol/schema/reference",), [0]),
    "say": ((P + "rehearsal/plots", P + "cli/rehearse_explore", P + "practice/page"), [0]),
    "_task": ((P + "console/discover/scenes",), [0]), "_going_on": ((P + "pages/guarded",), [1]),
    "_term": ((P + "core/terms",), [0]),
}
KEYWORDS = {"_trial", "_text", "_texts", "_yes_or_no", "_number"}  # doctor/robot_facts: fr=, en=
TUPLES = {"page", "_page", "breach", "_term"}

def code(n): return cst.Module([]).code_for_node(n)

def stringy(n):
    if isinstance(n, (cst.SimpleString, cst.FormattedString, cst.ConcatenatedString)): return True
    if isinstance(n, cst.Name): return bool(re.fullmatch(r"(hint_|until_|done_)?(fr|en)|french|english|(\w+_)?(fr|en)", n.value))
    if isinstance(n, cst.Attribute): return n.attr.value in ("fr", "en")
    if isinstance(n, cst.BinaryOperation): return stringy(n.left) or stringy(n.right)
    if isinstance(n, cst.Call): return isinstance(n.func, cst.Attribute) and n.func.attr.value == "format" and stringy(n.func.value)
    if isinstance(n, cst.IfExp): return stringy(n.body)
    return False

def text(fr, en):
    if isinstance(fr, cst.Attribute) and isinstance(en, cst.Attribute) and (fr.attr.value, en.attr.value) == ("fr", "en") and code(fr.value) == code(en.value):
        return fr.value
    eq = cst.AssignEqual(cst.SimpleWhitespace(""), cst.SimpleWhitespace(""))
    return cst.Call(cst.Name("Text"), [cst.Arg(fr, cst.Name("fr"), equal=eq, comma=cst.Comma(whitespace_after=cst.SimpleWhitespace(" "))), cst.Arg(en, cst.Name("en"), equal=eq)])

class Mod(cst.CSTTransformer):
    def __init__(self, rel): super().__init__(); self.rel, self.n, self.hit, self.texts = rel, 0, [], 0
    def leave_Call(self, node, new):
        f = new.func
        n = f.value if isinstance(f, cst.Name) else f.attr.value if isinstance(f, cst.Attribute) else ""
        args = list(new.args); changed = False
        if n == "words" and len(args) == 4 and self.rel.startswith(P + "export/methods"):
            a = [x.value for x in args]; self.n += 1; self.hit.append(node)
            comma = cst.Comma(whitespace_after=cst.SimpleWhitespace(" "))
            return cst.Call(cst.Name("Some"), [cst.Arg(text(a[0], a[2]), comma=comma), cst.Arg(text(a[1], a[3]))])
        if n in TUPLES and self.rel.startswith((P + "protocol/checks", P + "core/terms")):
            for i, a in enumerate(args):
                if isinstance(a.value, cst.Tuple) and len(a.value.elements) == 2 and all(stringy(e.value) for e in a.value.elements):
                    args[i] = a.with_changes(value=text(*(e.value for e in a.value.elements))); changed = True
        if n in KEYWORDS and self.rel == P + "doctor/robot_facts.py":
            kw = {a.keyword.value: a for a in args if a.keyword}
            if {"fr", "en"} <= set(kw):
                args = [a for a in args if a not in (kw["fr"], kw["en"])] + [cst.Arg(text(kw["fr"].value, kw["en"].value))]; changed = True
        if n in RULES and self.rel.startswith(RULES[n][0]):
            for at in reversed(RULES[n][1]):
                if n == "add" and len(args) < 4: continue
                if len(args) > at + 1 and not args[at].keyword and not args[at + 1].keyword and stringy(args[at].value) and stringy(args[at + 1].value):
                    args[at:at + 2] = [args[at + 1].with_changes(value=text(args[at].value, args[at + 1].value))]; changed = True
        if not changed: return new
        self.n += 1; self.texts += 1; self.hit.append(node)
        return new.with_changes(args=args)
    def leave_SimpleStatementLine(self, node, new):
        if self.hit:
            self.hit = []
            c = new.trailing_whitespace.comment
            if c is not None and c.value == "# fmt: skip":
                return new.with_changes(trailing_whitespace=new.trailing_whitespace.with_changes(comment=None, whitespace=cst.SimpleWhitespace("")))
        return new

def main():
    root = pathlib.Path(sys.argv[1]); total = 0; files = []
    for p in sorted((root / "nao_sessions").rglob("*.py")):
        rel = str(p.relative_to(root)); src = p.read_text()
        if not any(re.search(r"\b%s\(" % n, src) for n in (*RULES, *TUPLES)): continue
        mod = Mod(rel); out = cst.parse_module(src).visit(mod).code
        if mod.n == 0: continue
        if re.search(r"\bText\(", out) and not re.search(r"^from nao_sessions\.(core\.text|text\.messages) import .*\b(Text|Localized)\b|^    Text,$", out, re.M):
            mark = "from __future__ import annotations\n"
            src_mod = "nao_sessions.core.text" if (root / "nao_sessions/core/text.py").exists() else "nao_sessions.text.messages"
            got = re.search(r"^from nao_sessions\.core\.text import (.*)$", out, re.M)
            if got: out = out.replace(got[0], got[0] + ", Text", 1)
            else: out = out.replace(mark, mark + f"\nfrom {src_mod} import Text\n", 1)
        p.write_text(out); total += mod.n; files.append(rel)
    print(total, "calls in", len(files), "files"); (pathlib.Path("/work/hs/helpers_files.txt")).write_text("\n".join(files))
main()
