"""Virtual people: children by a stated model with few parameters, and a professional by a policy.

``behaviour`` is the model (profiles of it lie in ``rehearsal/profiles/``), ``professional`` the policy;
``people`` plays both in a session, and draws what they do and when; it has the scripted child, too. ``acts``
is what a person does, as a value.
"""
