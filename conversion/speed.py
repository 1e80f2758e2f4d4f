import os, subprocess, sys, statistics, time
trees = {"main": "/work/hs/maintree", "new": "/work/hs/tree2"}
def cpu(t, args, lang):
    env = {**os.environ, "LANG": lang, "LC_ALL": lang}
    if t == "main": env["PYTHONPATH"] = f"{trees[t]}:{trees[t]}/simulator"; py = "/work/wt/hwords/.venv/bin/python"
    else: py = trees[t] + "/.venv/bin/python"
    r, w = os.pipe(); pid = os.fork()
    if pid == 0:
        os.chdir(trees[t]); n = os.open("/dev/null", os.O_WRONLY); os.dup2(n, 1); os.dup2(n, 2)
        os.execve(py, [py, "-m", "nao_sessions", *args], env)
    _, status, ru = os.wait4(pid, 0)
    return ru.ru_utime + ru.ru_stime, status
for args, n in ((["--help"], 10), (["check", "protocols"], 6)):
    for lang in ("fr_FR.UTF-8", "en_GB.UTF-8"):
        got = {t: [] for t in trees}
        for i in range(n):
            for t in trees: got[t].append(cpu(t, args, lang))
        m = {t: (min(x for x, _ in v), statistics.median(x for x, _ in v)) for t, v in got.items()}
        print(args, lang, {t: (round(a, 2), round(b, 2)) for t, (a, b) in m.items()}, "ratio min %.3f median %.3f" % (m["new"][0] / m["main"][0], m["new"][1] / m["main"][1]), {t: sorted({s for _, s in v}) for t, v in got.items()}, flush=True)
