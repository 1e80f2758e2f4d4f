"""Update the catalogue, fill in the French that stood in the code. usage: fill.py TREE"""
import json, pathlib, sys
root = pathlib.Path(sys.argv[1]).resolve(); sys.path.insert(0, str(root / "tools"))
import catalogues
french = json.loads(pathlib.Path("/work/hs/out/french.json").read_text())
catalogues.update(root)
path = catalogues.source(root, "fr"); cat = catalogues.read(path, "fr"); n = 0
for m in cat:
    if not m.id: continue
    said = french.get((m.context or "") + "\x04" + m.id) if isinstance(m.id, str) else None
    if said is not None: m.string = said; m.flags.discard("fuzzy"); n += 1
catalogues.write(path, cat)
used = {(m.context or "") + "\x04" + m.id for m in cat if isinstance(m.id, str)}
print("filled", n, "of", len(cat), "; French that nothing asks for:", [k for k in french if k not in used][:5])
