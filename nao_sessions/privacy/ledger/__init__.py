"""The ledger of grounds: who agreed to be recorded, by what, for what, until when; codes, never names.

``values`` are its lines and what they come to, ``rules`` decide from them alone who may be recorded,
``words`` tells both in sentences, ``file`` reads and writes lines in the house's folder. What is law, and
what is our reading of it: docs/contracts/grounds.md.
"""
