"""Whatever comes from a network is read to its end or not at all, and never raises."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from responders import camera_answer, nao_answer

from nao_sessions.doctor.network import mdns, ws_discovery

NAO, CAMERA = nao_answer("pepe"), camera_answer("http://127.0.0.1:80/onvif")


def spoilt(answer: bytes) -> st.SearchStrategy[bytes]:
    """Put a few bytes of anything somewhere into an answer."""
    return st.builds(
        lambda at, what: answer[:at] + what + answer[at + len(what) :],
        st.integers(0, len(answer)),
        st.binary(max_size=8),
    )


@given(st.binary(max_size=300) | spoilt(NAO))
def test_any_answer_by_mdns_is_read_or_passed_over(data: bytes) -> None:
    for service in mdns.read(data):
        assert 0 <= service.port < 65_536


@given(st.binary(max_size=300) | spoilt(CAMERA))
def test_any_answer_by_ws_discovery_is_read_or_passed_over(data: bytes) -> None:
    found = ws_discovery.read(data)
    assert found is None or found.service.hostname
    assert ws_discovery.read_time(data) is None
