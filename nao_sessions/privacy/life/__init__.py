"""The life of what is recorded: what there is, who may see it, when it goes, and what keeps it until then.

What each of these promises stands in ``docs/contracts/life.md``.
"""
