"""Definitions of export/ that a merge may have taken back: columns' helpers and words(). usage: export_defs.py TREE (can be run again)"""
import pathlib, re, sys
R = pathlib.Path(sys.argv[1]) / "nao_sessions/export"
p = R / "columns.py"; s = t = p.read_text()
if "name: str, fr: str, en: str" in t:
    t = t.replace("name: str, fr: str, en: str", "name: str, text: Text").replace("Text(fr=fr, en=en)", "text")
t = re.sub(r'_HAPPENED_FR = (".*")\n_HAPPENED_EN = (".*")\n', r'_HAPPENED = Text(\n    fr=\1,\n    en=\2,\n)\n', t)
t = t.replace("Text(fr=_HAPPENED_FR, en=_HAPPENED_EN)", "_HAPPENED").replace("_HAPPENED_FR, _HAPPENED_EN", "_HAPPENED")
t = re.sub(r'_WHY = \(\n    "latency_why",\n    (".*"),\n    (".*"),\n\)', r'_WHY = Text(\n    fr=\1,\n    en=\2,\n)', t).replace("_text(*_WHY, ", '_text("latency_why", _WHY, ')
t = t.replace("sorte d'aide", "type d'aide")
if t != s: p.write_text(t); print("columns.py")
for f in ("methods", "methods_coding", "methods_film"):
    p = R / f"{f}.py"; s = p.read_text()
    m = re.search(r"from nao_sessions\.export\.methods_words import (\([^)]*\)|.*)", s)
    names = {x.strip() for x in m[1].strip("()").split(",") if x.strip()} if m else set()
    if "words" in names or ("Some(" in s and "Some" not in names):
        p.write_text(s.replace(m[0], "from nao_sessions.export.methods_words import " + ", ".join(sorted(names - {"words"} | {"Some"})))); print(p.name)
p = R / "methods_words.py"; s = p.read_text()
t = re.sub(r'def words\(fr_one.*?\n\n\n', "", s, flags=re.S)
if t != s: p.write_text(t); print(p.name)
