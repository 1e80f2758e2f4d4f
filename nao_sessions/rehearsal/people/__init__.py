"""Virtual people: children by a stated model with few parameters, and a professional by a policy.

``behaviour``: the model's parameters (how often silent, early, wrong, tired; how long an answer takes),
their profiles (YAML files in ``rehearsal/profiles``), and what a person does, as a value. ``people`` plays
a child in a session and draws what it does and when; it has the scripted child, too. ``professional``: what
the virtual adult judges, when she helps and gives orders.
"""
