"""The ledger of grounds: who agreed to be recorded, by what, for what, until when; codes, never names.

``values`` are its lines and what they come to, ``rules`` decide from them alone who may be recorded,
``file`` reads and writes them in the house's folder. Law, and our reading of it: docs/contracts/grounds.md.
"""
