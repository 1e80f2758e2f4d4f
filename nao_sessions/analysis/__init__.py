"""What becomes of a recorded session, without a page: nothing here records a session or changes its record.

``tables`` are the tidy tables with their dictionary and methods, ``corpus`` many sessions together, ``film``
copies and measures of the video, ``formats`` the files of other programs, ``schemes`` coding schemes,
``coding`` what coders wrote, ``agreement`` how far they agree, ``fidelity`` whether what was planned was
done, ``practice`` what sessions did with a protocol, ``importing`` foreign videos and tables made into a
session folder.
"""
