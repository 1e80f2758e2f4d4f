# %% [markdown]
# # Analysing sessions
#
# From a folder of sessions to the four figures that most questions begin with. Open `analysis.ipynb`
# in Jupyter, or run the same cells as a program: `python analysis.py FOLDER [SERIES.yaml]`. It needs
# pandas, and draws where there is matplotlib.
#
# What is compared here are *codes drawn by lot*, never names. Rehearsals are left out: nobody
# learns in them. So is what was run on the simulator: to try this analysis on it, set `REHEARSALS` to `True`
# below.

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

REHEARSALS = False

corpus = open_corpus(FOLDER, series=SERIES)
for one in (*corpus.unread, *corpus.incomplete.items()):
    print("left out:", one)
sessions = corpus.sessions.to_pandas()
used = sessions if REHEARSALS else sessions[~(sessions["rehearsal"] | sessions["simulated"].eq(True))]
used = used.sort_values("begun_utc").dropna(subset="participant")
if REHEARSALS:  # they have no number of their own
    used = used.assign(session_number=used.groupby("participant").cumcount() + 1)
places = used[["session", "participant", "session_number"]].dropna()
trials = corpus.trials.to_pandas().drop(columns="session_number")
trials = trials[~trials["again"]].merge(places, on=["session", "participant"])
print(
    used["session"].nunique(),
    "sessions,",
    len(trials),
    "trials,",
    trials["participant"].nunique(),
    "children",
)
every = sessions["session"].nunique()
if left_out := every - used["session"].nunique():
    print(left_out, "of", every, "sessions are left out: rehearsals, on the simulator, or nobody's")
if not len(trials):
    why = "the protocols of these sessions have no trials" if len(used) else "no session is left"
    print(f"There is nothing to analyse, and what follows is empty: {why}.")

# %% [markdown]
# ## Learning curves
#
# The share of trials that a child passed itself without any help, session by session: judged correct,
# no help counted, and nobody else gave the answer (`by`). What an adult entered for a child who signs
# or shows (`way` is professional) is the child's, as it was judged. A trial that nobody judged is no
# failure: it is left out, and so is a void one.

# %%
judged = trials[~trials["judgement"].isin(["unscored", "void"])]
childs = judged["by"].isna() | judged["by"].isin(["", "unknown"]) | (judged["by"] == judged["participant"])
childs |= judged["way"] == "professional"
unhelped = (judged["help"] == "none") & (judged["prompts"] == 0)
learning = (
    judged.assign(alone=(judged["judgement"] == "correct") & unhelped & childs)
    .groupby(["participant", "session_number"])["alone"]
    .agg(["mean", "size"])
    .rename(columns={"mean": "share_alone", "size": "trials"})
)
print(learning)
if plt is not None and len(learning):
    _, axes = plt.subplots()
    for child, rows in learning.groupby(level="participant"):
        numbers = rows.index.get_level_values("session_number")
        axes.plot(numbers, rows["share_alone"], marker="o", label=child)
    axes.set(xlabel="session", ylabel="share passed alone", ylim=(-0.05, 1.05))
    axes.xaxis.get_major_locator().set_params(integer=True)
    axes.legend()

# %% [markdown]
# ## What children did in each trial
#
# A trial's own latency is that of the answer which decided it, after all helps. What came before it
# stands in `responses`: each thing that a child did, and the help that it came after. A response
# names the trial that it belongs to (`trial_seq`); one that came when that trial was over is none of
# it. One that came from another child than the one who was asked is nobody's answer here, nor one of
# which it was said after the session that the adult gave it, or that it was none (`no_answer`).

# %%
responses = corpus.responses.to_pandas()
own = trials.merge(
    responses,
    left_on=["session", "seq"],
    right_on=["session", "trial_seq"],
    suffixes=("", "_response"),
)
in_trial = own["start_ns_response"].between(own["start_ns"], own["stop_ns"])
theirs = (own["why"] != "out_of_turn") & (own["by_response"] != "professional")
theirs &= own["latency_why_response"] != "no_answer"
own = own[in_trial & theirs].sort_values("start_ns_response")
one_trial = ["session", "seq"]

# %% [markdown]
# ## Latency by help
#
# How long children took for the answer that decided a trial, counted from the *end of what they were
# last asked by*: the question, or the last help (`latency_from_last_s`). Counted from the question, a
# help that comes late would look slow by construction. Not in it: answers that an adult gave for the
# child (their time is the adult's), and those that have no latency, counted by the reason: a help was
# still being given, or the session stood still before the answer. Each has an uncertainty; where the
# method is not `sound`, the end is the robot's word and not a measurement. Helps stand from the least
# to the most, with how many answers there were.

# %%
LEAST_TO_MOST = ["none", "visual", "verbal", "gestural", "model", "physical_partial", "physical_full"]
adults = (own["way"] == "professional") | (own["by"] == "professional")
by_child = own["judgement"].isin(["correct", "prompted", "incorrect"]) & ~adults
decided = own[by_child & own["why"].isin(["decides", "proposes"])].drop_duplicates(one_trial, keep="last")
answered = decided[decided["latency_from_last_s"].notna()]
latency = answered.groupby("last_help")["latency_from_last_s"].describe(percentiles=[0.25, 0.5, 0.75])
latency = latency.reindex([kind for kind in LEAST_TO_MOST if kind in latency.index])
alone = answered[answered["last_help"] == "none"]
measured = (alone["latency_method_response"] == "sound").mean() if len(alone) else float("nan")
print(latency)
without = decided[decided["latency_from_last_s"].isna()]
still = (without["latency_interrupted_s"] > 0) | (without["latency_interrupted_s_response"] > 0)
asked_only = without["last_help"] == "none"
reasons = ["the session stood still before the answer", "before the end of the question"]
why_without = np.select([still, asked_only], reasons, default="while a help was still being given")
print("without a latency:", pd.Series(why_without, dtype=object).value_counts().to_dict())
print(f"after the question alone, measured in the sound: {measured:.0%}")
if plt is not None and len(answered):
    _, axes = plt.subplots()
    groups = dict(iter(answered.groupby("last_help")["latency_from_last_s"]))
    seconds = [groups[kind] for kind in latency.index]
    labels = [f"{kind}\n(n = {len(groups[kind])})" for kind in latency.index]
    axes.boxplot(seconds, tick_labels=labels)
    axes.set(xlabel="last help before the answer", ylabel="latency from its end (s)")


# %% [markdown]
# ## How long a silence lasts
#
# The Kaplan-Meier estimate (Kaplan and Meier, 1958): the share of questions that are still
# unanswered after so many seconds. The *first* thing that the child did ends the silence, right or
# wrong. A trial without any, a void one too, is *censored*: we know that the silence lasted at least
# until the trial was over. A silence in which the session stood still (a pause, a stop, a Nao that was
# lost) is censored where that began, whatever came after it: nobody watched a silence then. Of a
# program that died the trial was over when it died. Left out, and counted: a question that was not
# asked to its end; an answer before that end; one without a latency; and an answer, or a refusal, that
# only the adult told, whose time is the adult's. Helps do not end a silence, and may have come in it
# (`last_help`).


# %%
def survival(seconds: pd.Series, happened: pd.Series) -> pd.Series:
    """Give the share that is still silent just after each time at which somebody answered."""
    order = np.argsort(seconds.to_numpy(), kind="stable")
    times, events = seconds.to_numpy()[order], happened.to_numpy()[order]
    answers = np.unique(times[events])
    at_risk = np.array([(times >= at).sum() for at in answers])
    ended = np.array([((times == at) & events).sum() for at in answers])
    return pd.Series(np.cumprod(1 - ended / at_risk), index=answers, name="still_silent")


first = own.drop_duplicates(one_trial)
first = first[[*one_trial, "why", "start_s_response", "latency_s_response", "last_help"]]
asked = trials.merge(first, on=one_trial, how="left")
stood_still = set(trials.loc[trials["latency_interrupted_s"] > 0, "session"])
halts: dict[str, list[float]] = {}
for path in corpus.folders:  # the logs of those alone: when it began is told there
    if path.name in stood_still:
        log = corpus.session(path).events.to_pandas()
        halts[path.name] = list(log.loc[(log["dir"] == "out") & (log["kind"] == "paused"), "start_s"])
asked["halted_s"] = [
    min((at for at in halts.get(session, []) if opened <= at < over), default=float("nan"))
    for session, opened, over in zip(asked["session"], asked["opened_s"], asked["stop_s"], strict=True)
]
cut = asked["halted_s"].notna() & ~(asked["start_s_response"] <= asked["halted_s"])
silent = asked["why"].isna()
early = (asked["why"] == "early") | (asked["start_s_response"] < asked["opened_s"])
by_adult = (asked["way"] == "professional") | (asked["by"] == "professional")
by_adult |= asked["judgement"] == "refused"
asked["left_out"] = np.select(
    [
        asked["opened_s"].isna(),
        early,
        ~silent & ~cut & asked["latency_s_response"].isna(),
        silent & ~cut & by_adult,
    ],
    ["the question did not end", "answered before its end", "without a latency", "told by the adult"],
    default="no: counted",
)
asked["ended"] = ~silent & ~cut
print(asked["left_out"].value_counts())
asked = asked[asked["left_out"] == "no: counted"].copy()
until = asked["halted_s"].where(asked["halted_s"].notna(), asked["stop_s"])
watched = (until - asked["opened_s"]).clip(lower=0)
asked["silence_s"] = asked["latency_s_response"].where(asked["ended"], watched)
silence = survival(asked["silence_s"], asked["ended"])
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
        axes.set(title=child, xlabel="session", ylabel="share passed alone", ylim=(-0.05, 1.05))
        axes.xaxis.get_major_locator().set_params(integer=True)
        if rows["phase_kind"].notna().any():
            axes.legend()
    plt.show()
