"""Run by BORIS's own Python: open a project with BORIS's loader, have BORIS examine it, save it.

BORIS's package starts its window as soon as it is imported; its modules are imported here without that.
"""

from __future__ import annotations

import importlib.util
import json
import sys
import types
from pathlib import Path

found = importlib.util.find_spec("boris")
package = types.ModuleType("boris")
package.__path__ = list(found.submodule_search_locations)
sys.modules["boris"] = package
project, saved = sys.argv[1], Path(sys.argv[2])
sys.argv.append("--ipc")  # BORIS without libmpv: it plays in a window of its own, and none is opened here

from boris import config, project_functions, utilities, version  # noqa: E402 (BORIS looks at sys.argv)

path, changed, opened, message = project_functions.open_project_json(project)
observations = {
    name: {
        "unpaired": project_functions.check_state_events_obs(name, opened[config.ETHOGRAM], observation)[0],
        "integrity": project_functions.check_project_integrity(
            opened, config.S, project, media_file_available=True
        ),
        # write_event adds the time offset to the time of player 1, and a double click takes it away again
        "events": [
            [str(event[0] - observation[config.TIME_OFFSET]), *map(str, event[1:5])]
            for event in observation[config.EVENTS]
        ],
    }
    for name, observation in opened.get(config.OBSERVATIONS, {}).items()
}
saved.write_text(json.dumps(opened, default=utilities.decimal_default, indent=None), encoding="utf-8")
told = {"version": version.__version__, "error": opened.get("error"), "message": message}
print(json.dumps(told | {"observations": observations}))
