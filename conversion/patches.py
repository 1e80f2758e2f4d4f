"""What must change with the conversion and stands in no pair: references to core/text.py, built-from-data texts. usage: patches.py TREE"""
import pathlib, re, sys
root = pathlib.Path(sys.argv[1])
for top in ("nao_sessions", "tests", "benchmarks", "tools", "docs"):
    for p in (root / top).rglob("*"):
        if p.suffix not in (".py", ".md", ".toml") or not p.is_file(): continue
        s = p.read_text(); t = s
        if p.suffix == ".py": t = re.sub(r"(?<![\w.])Text\((\*{1,2}\w)", r"Localized(\1", t)
        t = t.replace("nao_sessions.core.text.Text", "nao_sessions.text.messages.Text").replace("nao_sessions.core.text", "nao_sessions.text.messages").replace("core/text.py", "text/messages.py")
        if t != s:
            if "Localized(" in t and "Localized(" not in s:
                t = re.sub(r"^(from nao_sessions\.text\.messages import )(.*)$", lambda m: m[1] + ", ".join(sorted({*(x.strip() for x in m[2].split(",")), "Localized"})), t, count=1, flags=re.M)
            p.write_text(t); print("patched", p.relative_to(root))
