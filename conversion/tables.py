"""In named tables, ("fr", "en") elements of a tuple become one Text. usage: tables.py TREE"""
import pathlib, sys
import libcst as cst
root = pathlib.Path(sys.argv[1]) / "nao_sessions"
eq = cst.AssignEqual(cst.SimpleWhitespace(""), cst.SimpleWhitespace(""))
def text(fr, en): return cst.Call(cst.Name("Text"), [cst.Arg(fr, cst.Name("fr"), equal=eq, comma=cst.Comma(whitespace_after=cst.SimpleWhitespace(" "))), cst.Arg(en, cst.Name("en"), equal=eq)])
S = (cst.SimpleString, cst.ConcatenatedString, cst.FormattedString)
# file, variable, indices of the French in the tuples of so many elements ({length: indices}); a tuple that is one pair becomes the Text itself
JOBS = [
 ("protocol/checks/sentences.py", "_SENTENCES", {4: [0, 2]}), ("protocol/checks/pages/people.py", "_ASKED", {6: [2, 4]}),
 ("protocol/building/steps.py", "needs", {4: [2]}), ("protocol/reading/source.py", "reasons", {2: [0]}),
 ("protocol/building/settings.py", "kinds", {2: [0]}), ("rehearsal/values.py", "counts", {3: [1]}),
 ("pytest_plugin/judging.py", "_OFTEN", {2: [0]}), ("practice/page.py", "counts", {3: [1]}),
]
for file, name, pairs in JOBS:
    p = root / file
    class T(cst.CSTTransformer):
        n = 0
        def leave_Tuple(self, node, new):
            els = list(new.elements)
            at = pairs.get(len(els))
            if not at or not all(isinstance(els[i].value, S) and isinstance(els[i + 1].value, S) for i in at): return new
            T.n += 1
            if len(els) == 2: return text(els[0].value, els[1].value)
            for i in reversed(at): els[i:i + 2] = [els[i + 1].with_changes(value=text(els[i].value, els[i + 1].value))]
            return new.with_changes(elements=els)
    class A(cst.CSTTransformer):
        def leave_Assign(self, node, new):
            t = node.targets[0].target
            return new.with_changes(value=new.value.visit(T())) if isinstance(t, cst.Name) and t.value == name else new
        def leave_AnnAssign(self, node, new):
            return new.with_changes(value=new.value.visit(T())) if isinstance(node.target, cst.Name) and node.target.value == name and new.value is not None else new
        def leave_AugAssign(self, node, new):
            return new.with_changes(value=new.value.visit(T())) if isinstance(node.target, cst.Name) and node.target.value == name else new
    src = p.read_text(); out = cst.parse_module(src).visit(A()).code
    if out != src: p.write_text(out)
    print(file, name, T.n)
