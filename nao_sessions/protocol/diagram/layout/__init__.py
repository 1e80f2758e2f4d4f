"""A layered layout for boxes with ports: layers, bands, columns, wires.

It knows nothing of protocols. The method is Sugiyama's (Sugiyama, Tagawa and Toda 1981, "Methods for visual
understanding of hierarchical system structures"): break cycles, put boxes into layers, fold these into bands
(``arrange``), order the layers (``order``), give every box an x, route the wires (``bands``); ``values`` are
boxes and wires. Wires are orthogonal; all wires to one box share one line, so that a box that everything
leads to has one arrow. The same input gives the same layout.
"""
