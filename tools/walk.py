"""Follow a protocol from its text to the flow, and count how often the way comes back to a module.

python tools/walk.py [PROTOCOL [FOLDER]]   # of this project's demo, or of another copy of the project

The protocol is loaded for real, once before it counts. Each function counts where it is first called; a stay
is a row of such calls in one module, and a return a stay in a module that the way had left.
"""

from __future__ import annotations

import sys
from collections import Counter
from pathlib import Path
from types import FrameType

HERE = Path(__file__).resolve().parents[1]
AFTER_THE_FLOW = ("protocol/checks/", "protocol/timing/")
"""What looks at a flow that is built."""


def walked(protocol: Path, root: Path) -> list[str]:
    """Return the modules that a protocol goes through while it is loaded; calls in a row in one count once.

    Args:
        protocol: the file.
        root: the copy of the project whose package loads it; none may have been imported before.
    """
    sys.path.insert(0, str(root))
    from nao_sessions.protocol.loading import load

    load(protocol)  # what is imported late is there from now on
    package = f"{root / 'nao_sessions'}/"
    met: set[tuple[str, int]] = set()
    stays: list[str] = []

    def follow(frame: FrameType, event: str, _: object) -> None:
        code = frame.f_code
        if event != "call" or not code.co_filename.startswith(package):
            return
        module = code.co_filename.removeprefix(package)
        if module.startswith(AFTER_THE_FLOW) or (module, code.co_firstlineno) in met:
            return
        met.add((module, code.co_firstlineno))
        if stays[-1:] != [module]:
            stays.append(module)

    sys.setprofile(follow)
    try:
        load(protocol)
    finally:
        sys.setprofile(None)
    return stays


if __name__ == "__main__":
    root = Path(sys.argv[2]).resolve() if len(sys.argv) > 2 else HERE
    file = Path(sys.argv[1]) if len(sys.argv) > 1 else HERE / "protocols" / "demo.yaml"
    stays = walked(file.resolve(), root)
    visits = Counter(stays)
    print(f"{len(stays)} stays in {len(visits)} modules, {len(stays) - len(visits)} returns")
    for module, count in visits.most_common():
        print(f"{count:4} {module}")
