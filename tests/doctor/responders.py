"""Hosts for the doctor's tests that make themselves known on loopback: a Nao by mDNS, an ONVIF camera.

They are written from the standards, and share nothing with what they test.
"""

from __future__ import annotations

import contextlib
import socket
import struct
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from http.server import BaseHTTPRequestHandler, HTTPServer

from nao_sessions.doctor.network.reading import Group

LOOPBACK = "127.0.0.1"


@contextmanager
def responder(group: str, answer: Callable[[bytes], list[bytes]]) -> Iterator[Group]:
    """Answer what is asked of a group on loopback; give where to ask."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as listening:
        listening.bind((group, 0))
        membership = socket.inet_aton(group) + socket.inet_aton(LOOPBACK)
        listening.setsockopt(socket.IPPROTO_IP, socket.IP_ADD_MEMBERSHIP, membership)
        listening.settimeout(0.1)
        ended = threading.Event()

        def serve() -> None:
            with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as answering:
                answering.bind((LOOPBACK, 0))
                while not ended.is_set():
                    with contextlib.suppress(TimeoutError):
                        asked, sender = listening.recvfrom(65_536)
                        for data in answer(asked):
                            answering.sendto(data, sender)

        thread = threading.Thread(target=serve)
        thread.start()
        try:
            yield Group(group, listening.getsockname()[1], 1)
        finally:
            ended.set()
            thread.join()


def name(text: str) -> bytes:
    return b"".join(bytes([len(part)]) + part.encode() for part in text.split(".")) + b"\0"


def nao_answer(instance: str, address: str = LOOPBACK) -> bytes:
    """Give what Avahi answers for one service: PTR, SRV and A, the second and third by compressed names."""
    service = "_naoqi._tcp.local"
    head = struct.pack("!6H", 0, 0x8400, 0, 1, 0, 2)
    pointer_name = name(service)
    instance_at = 12 + len(pointer_name) + 10
    label = bytes([len(instance)]) + instance.encode() + struct.pack("!H", 0xC000 | 12)
    first = pointer_name + struct.pack("!HHIH", 12, 1, 10, len(label)) + label
    host = name("nao.local")
    place = struct.pack("!HHH", 0, 0, 9559) + host
    second = (
        struct.pack("!H", 0xC000 | instance_at) + struct.pack("!HHIH", 33, 0x8001, 10, len(place)) + place
    )
    third = host + struct.pack("!HHIH", 1, 0x8001, 10, 4) + socket.inet_aton(address)
    return head + first + second + third


def camera_answer(service: str, called: str = "Salle%20bleue") -> bytes:
    """Give a ProbeMatch of an ONVIF camera."""
    return f"""<?xml version="1.0" encoding="UTF-8"?>
<SOAP-ENV:Envelope xmlns:SOAP-ENV="http://www.w3.org/2003/05/soap-envelope"
 xmlns:d="http://schemas.xmlsoap.org/ws/2005/04/discovery"><SOAP-ENV:Body><d:ProbeMatches><d:ProbeMatch>
<d:Scopes>onvif://www.onvif.org/type/video onvif://www.onvif.org/name/{called}</d:Scopes>
<d:XAddrs>{service}</d:XAddrs></d:ProbeMatch></d:ProbeMatches></SOAP-ENV:Body></SOAP-ENV:Envelope>""".encode()


@contextmanager
def camera_service(now: Callable[[], datetime]) -> Iterator[int]:
    """Serve what every ONVIF camera answers without a login: its time; give the port."""

    class Service(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            asked = self.rfile.read(int(self.headers["Content-Length"]))
            at = now()
            body = f"""<e:Envelope xmlns:e="http://www.w3.org/2003/05/soap-envelope"
 xmlns:tt="http://www.onvif.org/ver10/schema"><e:Body><tt:UTCDateTime><tt:Time><tt:Hour>{at.hour}</tt:Hour>
<tt:Minute>{at.minute}</tt:Minute><tt:Second>{at.second}</tt:Second></tt:Time><tt:Date><tt:Year>{at.year}</tt:Year>
<tt:Month>{at.month}</tt:Month><tt:Day>{at.day}</tt:Day></tt:Date></tt:UTCDateTime></e:Body></e:Envelope>""".encode()
            self.send_response(200 if b"GetSystemDateAndTime" in asked else 400)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    with HTTPServer((LOOPBACK, 0), Service) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        try:
            yield int(server.server_address[1])
        finally:
            server.shutdown()
            thread.join()


@contextmanager
def silent_port() -> Iterator[int]:
    """Give a port that answers nobody, as behind an access point that isolates: its queue is full."""
    with socket.socket() as listening, contextlib.ExitStack() as waiting:
        listening.bind((LOOPBACK, 0))
        listening.listen(0)
        address = listening.getsockname()
        for _ in range(3):
            one = waiting.enter_context(socket.socket())
            one.setblocking(False)
            one.connect_ex(address)
        yield int(address[1])
