"""The findings on devices, computer and network, in the order of doctor.md; those on Nao are in ``robot``."""

from __future__ import annotations

from nao_sessions.doctor.computer.examination import COMPUTER_CODES
from nao_sessions.doctor.devices.codes import DEVICE_CODES
from nao_sessions.doctor.network.examination import NETWORK_CODES

CODES = (*DEVICE_CODES, *COMPUTER_CODES, *NETWORK_CODES)
