"""Sessions without people, in virtual time.

``session`` plays one and watches the promises of every protocol, ``many`` plays thousands; ``whatif`` plays
what people did in a recorded session to another version of its protocol. ``people``: the virtual children and
the virtual adult (behaviours as YAML: ``rehearsal/profiles``). ``exploration`` tries every order of events,
for what is stuck or never reached. ``reports``: coverage, figures, the report and its page. ``comparison``
sets rehearsals of two versions beside each other.
"""
