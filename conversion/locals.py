"""fr, en = "...", "..." ... Text(fr=fr, en=en)  ->  sentence = Text(...) ... sentence.  usage: locals.py TREE"""
import pathlib, re, sys
import libcst as cst
import libcst.matchers as m
sys.argv, argv = ["x", sys.argv[1]], sys.argv
def code(n): return cst.Module([]).code_for_node(n)
eq = cst.AssignEqual(cst.SimpleWhitespace(""), cst.SimpleWhitespace(""))
def text(fr, en): return cst.Call(cst.Name("Text"), [cst.Arg(fr, cst.Name("fr"), equal=eq, comma=cst.Comma(whitespace_after=cst.SimpleWhitespace(" "))), cst.Arg(en, cst.Name("en"), equal=eq)])
def pair(v):
    if isinstance(v, cst.Tuple) and len(v.elements) == 2: return text(*(e.value for e in v.elements))
    if isinstance(v, cst.IfExp):
        a, b = pair(v.body), pair(v.orelse)
        return None if a is None or b is None else v.with_changes(body=a, orelse=b)
    return None
STORE = m.AssignTarget(target=m.Tuple(elements=[m.Element(value=m.Name("fr")), m.Element(value=m.Name("en"))]))
USE = m.Call(func=m.Name("Text"), args=[m.Arg(value=m.Name("fr"), keyword=m.Name("fr")), m.Arg(value=m.Name("en"), keyword=m.Name("en"))])
class Fn(cst.CSTTransformer):
    n = 0
    def leave_FunctionDef(self, node, new):
        body = new.body
        stores = m.findall(body, m.Assign(targets=[STORE])); uses = m.findall(body, USE)
        if not stores or not uses: return new
        if any(pair(s.value) is None for s in stores): return new
        names = [x for x in m.findall(body, m.Name("fr") | m.Name("en"))]
        kw = len([x for x in m.findall(body, m.Arg(keyword=m.Name("fr") | m.Name("en")))])
        attrs = len(m.findall(body, m.Attribute(attr=m.Name("fr") | m.Name("en"))))
        if len(names) != 2 * len(stores) + 2 * len(uses) + kw + attrs: print("not all in Text:", new.name.value, len(names), len(stores), len(uses), kw, attrs); return new
        name = "sentence" if not m.findall(body, m.Name("sentence")) else "told"
        class In(cst.CSTTransformer):
            def leave_Assign(s, a, b):
                return b.with_changes(targets=[cst.AssignTarget(cst.Name(name))], value=pair(b.value)) if m.matches(a, m.Assign(targets=[STORE])) else b
            def leave_Call(s, a, b): return cst.Name(name) if m.matches(a, USE) else b
        Fn.n += len(stores)
        return new.with_changes(body=body.visit(In()))
for p in sorted((pathlib.Path(argv[1]) / "nao_sessions").rglob("*.py")):
    s = p.read_text()
    if "fr, en = " not in s or "Text(fr=fr, en=en)" not in s: continue
    before = Fn.n; out = cst.parse_module(s).visit(Fn()).code
    if Fn.n > before: p.write_text(out); print(p, Fn.n - before)
