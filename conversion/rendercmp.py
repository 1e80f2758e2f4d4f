import json, sys
a, b = (json.load(open(f)) for f in sys.argv[1:3])
ks = sorted(set(a) | set(b)); d = [k for k in ks if a.get(k) != b.get(k)]
print(len(ks), "compared,", len(d), "differ", "; findings:", sum(len(json.loads(v)) for k, v in a.items() if k.startswith(("finding", "broken")) and not v.startswith("RAISED")))
for k in d[:25]:
    x, y = a.get(k), b.get(k)
    if x is None or y is None: print("  only in", "new" if x is None else "old", k); continue
    i = next((i for i, (p, q) in enumerate(zip(x, y)) if p != q), min(len(x), len(y))); print("  ", k, repr(x[max(0, i - 40):i + 60]), "|", repr(y[max(0, i - 40):i + 60]))
