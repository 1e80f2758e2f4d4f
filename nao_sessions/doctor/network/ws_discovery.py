"""The question for cameras by WS-Discovery, as ONVIF has it, and the reading of answers.

No I/O: bytes go in and out. What comes from a network is never trusted: a broken answer counts as none.
"""

from __future__ import annotations

import uuid
import xml.etree.ElementTree as ElementTree
from dataclasses import dataclass
from datetime import UTC, datetime
from urllib.parse import SplitResult, unquote, urlsplit

GROUP, PORT, TTL = "239.255.255.250", 3702, 1
MOST_BYTES = 65_536
_NAME = "onvif://www.onvif.org/name/"
_SOAP = "http://www.w3.org/2003/05/soap-envelope"

_PROBE = """<?xml version="1.0" encoding="UTF-8"?>
<e:Envelope xmlns:e="http://www.w3.org/2003/05/soap-envelope"
 xmlns:w="http://schemas.xmlsoap.org/ws/2004/08/addressing"
 xmlns:d="http://schemas.xmlsoap.org/ws/2005/04/discovery"
 xmlns:dn="http://www.onvif.org/ver10/network/wsdl"><e:Header>
<w:MessageID>uuid:{id}</w:MessageID>
<w:To e:mustUnderstand="true">urn:schemas-xmlsoap-org:ws:2005:04:discovery</w:To>
<w:Action e:mustUnderstand="true">http://schemas.xmlsoap.org/ws/2005/04/discovery/Probe</w:Action>
</e:Header><e:Body><d:Probe><d:Types>dn:NetworkVideoTransmitter</d:Types></d:Probe></e:Body></e:Envelope>"""

ASK_TIME = (
    f'<?xml version="1.0" encoding="UTF-8"?><e:Envelope xmlns:e="{_SOAP}"><e:Body>'
    '<GetSystemDateAndTime xmlns="http://www.onvif.org/ver10/device/wsdl"/></e:Body></e:Envelope>'
).encode()
"""The question for a camera's time, which every ONVIF camera answers without a login."""


@dataclass(frozen=True, slots=True)
class CameraFound:
    """A camera that answered: its own name for itself, and the address of its ONVIF service."""

    name: str
    service: SplitResult


def question() -> bytes:
    """Return the message that asks for cameras (WS-Discovery)."""
    return _PROBE.format(id=uuid.uuid4()).encode()


def read(data: bytes) -> CameraFound | None:
    """Return the camera in a WS-Discovery answer; None where it is no answer, or is broken."""
    root = _parsed(data)
    if root is None:
        return None
    addresses, scopes = _text(root, "XAddrs").split(), _text(root, "Scopes").split()
    for address in addresses:
        try:
            service = urlsplit(address)
            usable = service.scheme == "http" and service.hostname and (service.port or 80)
        except ValueError:
            continue
        if usable:
            names = [unquote(scope.removeprefix(_NAME)) for scope in scopes if scope.startswith(_NAME)]
            return CameraFound(names[0] if names else "", service)
    return None


def read_time(data: bytes) -> datetime | None:
    """Return the UTC in a camera's answer; None where it holds none."""
    root = _parsed(data)
    utc = None if root is None else _element(root, "UTCDateTime")
    if utc is None:
        return None
    try:
        year, month, day, hour, minute, second = (
            int(_text(utc, name)) for name in ("Year", "Month", "Day", "Hour", "Minute", "Second")
        )
        return datetime(year, month, day, hour, minute, second, tzinfo=UTC)
    except ValueError:
        return None


def _parsed(data: bytes) -> ElementTree.Element | None:
    """Return the root of an XML answer, or None; one with a document type is refused unread."""
    try:
        text = data[:MOST_BYTES].decode("utf-8")
        if "<!" in text.replace("<!--", "").replace("<![CDATA[", ""):
            return None
        return ElementTree.fromstring(text.strip())
    except (UnicodeDecodeError, ElementTree.ParseError, ValueError):
        return None


def _element(root: ElementTree.Element, name: str) -> ElementTree.Element | None:
    """Return the first element with a local name, whatever its namespace; None without one."""
    return next((element for element in root.iter() if element.tag.rpartition("}")[2] == name), None)


def _text(root: ElementTree.Element, name: str) -> str:
    found = _element(root, name)
    return (found.text or "").strip() if found is not None else ""
