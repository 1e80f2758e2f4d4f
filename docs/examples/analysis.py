# %% [markdown]
# # Analysing sessions
#
# From a folder of sessions to the four figures that most questions begin with. Open `analysis.ipynb`
# in Jupyter, or run the same cells as a program: `python analysis.py FOLDER [SERIES.yaml]`. It needs
# pandas, and draws where there is matplotlib.
#
# What is compared here are *codes drawn by lot*, never names. Rehearsals are left out: nobody
# learns in them.

# %%
from __future__ import annotations

import sys
from pathlib import Path

import numpy as np
import pandas as pd

from nao_sessions import open_corpus

try:
    import matplotlib.pyplot as plt
except ImportError:  # the figures are printed all the same
    plt = None

# In a notebook: write your own folder and series here.
asked = [Path(word) for word in sys.argv[1:]]
FOLDER = next((path for path in asked if path.is_dir()), Path("recordings"))
SERIES = next((path for path in asked if path.suffix == ".yaml" and path.is_file()), None)

corpus = open_corpus(FOLDER, series=SERIES)
for one in corpus.unread:
    print("left out:", one.folder, one.why)
sessions = corpus.sessions.to_pandas()
trials = corpus.trials.to_pandas()
trials = trials[trials["session_number"].notna() & ~trials["again"]]
print(len(sessions), "sessions,", len(trials), "trials,", trials["participant"].nunique(), "children")

# %% [markdown]
# ## Learning curves
#
# The share of trials that a child passed without any help, session by session. A trial that nobody
# judged is no failure: it is left out, and so is a void one.

# %%
judged = trials[~trials["judgement"].isin(["unscored", "void"])]
learning = (
    judged.assign(alone=judged["judgement"] == "correct")
    .groupby(["participant", "session_number"])["alone"]
    .agg(["mean", "size"])
    .rename(columns={"mean": "share_alone", "size": "trials"})
)
print(learning)
if plt is not None:
    _, axes = plt.subplots()
    for child, rows in learning.groupby(level="participant"):
        numbers = rows.index.get_level_values("session_number")
        axes.plot(numbers, rows["share_alone"], marker="o", label=child)
    axes.set(xlabel="session", ylabel="share passed alone", ylim=(0, 1))
    axes.legend()

# %% [markdown]
# ## Latency by help
#
# How long children took, by the strongest help that they were given. A latency comes with an
# uncertainty: where it is not known, the figure is the robot's word and not a measurement.

# %%
answered = judged[judged["latency_s"].notna()]
latency = answered.groupby("help")["latency_s"].describe(percentiles=[0.25, 0.5, 0.75])
measured = (answered["latency_method"] == "sound").mean() if len(answered) else float("nan")
print(latency)
print(f"measured in the sound: {measured:.0%}")
if plt is not None and len(answered):
    _, axes = plt.subplots()
    groups = dict(iter(answered.groupby("help")["latency_s"]))
    axes.boxplot(list(groups.values()), tick_labels=list(groups))
    axes.set(xlabel="strongest help", ylabel="latency (s)")


# %% [markdown]
# ## How long a silence lasts
#
# The Kaplan-Meier estimate (Kaplan and Meier, 1958): the share of questions that are still
# unanswered after so many seconds. A trial that ended without an answer is *censored*: we know that
# the silence lasted at least that long.


# %%
def survival(seconds: pd.Series, happened: pd.Series) -> pd.Series:
    """Give the share that is still silent just after each time at which somebody answered."""
    order = np.argsort(seconds.to_numpy(), kind="stable")
    times, events = seconds.to_numpy()[order], happened.to_numpy()[order]
    answers = np.unique(times[events])
    at_risk = np.array([(times >= at).sum() for at in answers])
    ended = np.array([((times == at) & events).sum() for at in answers])
    return pd.Series(np.cumprod(1 - ended / at_risk), index=answers, name="still_silent")


asked = trials[trials["opened_s"].notna()]
waited = (asked["stop_s"] - asked["opened_s"]).clip(lower=0)
silence = survival(asked["latency_s"].fillna(waited), asked["judgement"] != "no_response")
print(silence)
if plt is not None and len(silence):
    _, axes = plt.subplots()
    axes.step([0.0, *silence.index], [1.0, *silence], where="post")
    axes.set(xlabel="seconds after the question", ylabel="share still silent", ylim=(0, 1))

# %% [markdown]
# ## Baseline against intervention
#
# With a series (`open_corpus(root, series="protocols/series/NAME.yaml")`) every session knows its
# phase. The share of non-overlapping pairs (NAP; Parker and Vannest, 2009) needs no model: of all
# pairs of a baseline session and an intervention session, how often was the latter better? 0.5 is
# chance.


# %%
def nap(before: np.ndarray, after: np.ndarray) -> float:
    """Give the share of pairs in which ``after`` is greater, ties half; NaN where a phase is empty."""
    if not len(before) or not len(after):
        return float("nan")
    pairs = after[:, None] - before[None, :]
    return float(((pairs > 0) + 0.5 * (pairs == 0)).mean())


phases = trials.drop_duplicates(["participant", "session_number"]).set_index(
    ["participant", "session_number"]
)
by_phase = learning.join(phases["phase_kind"])
compared = {
    child: nap(
        rows.loc[rows["phase_kind"] == "baseline", "share_alone"].to_numpy(),
        rows.loc[rows["phase_kind"] == "intervention", "share_alone"].to_numpy(),
    )
    for child, rows in by_phase.groupby(level="participant")
}
print(pd.Series(compared, name="nap", dtype=float))
if plt is not None:
    for child, rows in by_phase.groupby(level="participant"):
        _, axes = plt.subplots()
        for phase, part in rows.groupby("phase_kind"):
            numbers = part.index.get_level_values("session_number")
            axes.plot(numbers, part["share_alone"], marker="o", label=phase)
        axes.set(title=child, xlabel="session", ylabel="share passed alone", ylim=(0, 1))
        axes.legend()
    plt.show()
