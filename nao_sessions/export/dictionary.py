"""Every table and list that leaves, by name, in the order of the data dictionary."""

from __future__ import annotations

from collections.abc import Mapping

from nao_sessions.export.columns import FEATURES, TABLES, TableOf
from nao_sessions.export.film_columns import CLIPS, FRAMES
from nao_sessions.export.telemetry_columns import TELEMETRY

EVERY_TABLE: Mapping[str, TableOf] = {
    **TABLES,
    **{table.name: table for table in (TELEMETRY, FEATURES, CLIPS, FRAMES)},
}
"""The tables, and the lists that go with clips and with copies at a constant rate."""
