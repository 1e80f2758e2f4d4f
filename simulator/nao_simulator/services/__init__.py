"""The AL* services: each class has one Python method a wire method, ``setAngles`` being ``set_angles``.

``catalogue`` says which class answers for which service, and which methods are refused. ``motion`` is
ALMotion; ``posture``, ``leds``, ``speech``, ``animated`` (gestures), ``audio`` (volume, tones, files),
``recognition`` (words), ``video`` and ``people`` (cameras, faces), ``memory``, ``autonomy`` (life,
awareness), ``behaviors`` (programs), ``machine`` (system, battery, heat, touch); ``extractor`` is what
recognition and people share.
"""
