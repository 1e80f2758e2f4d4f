"""Every finding that the doctor may give, in the order of its pages (docs/en/doctor.md, docs/fr)."""

from __future__ import annotations

from nao_sessions.doctor.computer.codes import COMPUTER_CODES
from nao_sessions.doctor.devices.codes import DEVICE_CODES
from nao_sessions.doctor.network.examination import NETWORK_CODES

CODES = (*DEVICE_CODES, *COMPUTER_CODES, *NETWORK_CODES)
