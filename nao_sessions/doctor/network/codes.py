"""What may be found of the room's network (D4xx); each has its row in docs/en/doctor.md."""

from __future__ import annotations

from nao_sessions.doctor.finding_kinds import FindingKind
from nao_sessions.text.messages import msg

ISOLATED = FindingKind(
    "D401",
    "error",
    msg("{name} ({address}) is there ({how}), but port {port} does not answer"),
    msg(
        "The access point isolates its clients ('AP isolation', 'guest network'), or a firewall cuts: "
        "switch that off on the room's network."
    ),
)
NOBODY = FindingKind(
    "D402",
    "remark",
    msg("neither Nao nor a camera has answered the question that was put to all"),
    msg("Are they switched on? If so the network holds multicast back: give their addresses instead."),
)
OTHER_TIME = FindingKind(
    "D403",
    "warning",
    msg("{name} ({address}): its time differs by {seconds} s from this computer's"),
    msg("Set the room's time server (NTP) in the camera, and the time zone."),
)
ROUTED = FindingKind(
    "D404",
    "error",
    msg(
        "Nao ({address}) is on no network of this computer, and its port 9559, which asks no password, "
        "answers: other networks reach it"
    ),
    msg("Put Nao and this computer on a network of their own; on the router, close 9559 from elsewhere."),
)
PUBLIC = FindingKind(
    "D405",
    "error",
    msg("Nao has a public address ({address}), and its port 9559 asks no password"),
    msg("Cut this network off, and give Nao a private address behind a router of its own."),
)
FORWARDING = FindingKind(
    "D406",
    "warning",
    msg("this computer links networks ({networks}): Nao and cameras can be reached through it"),
    msg("'sudo sysctl net.ipv4.ip_forward=0', and switch connection sharing off."),
)
NOT_TESTED = FindingKind(
    "D407",
    "remark",
    msg(
        "whoever is on this network can lead Nao ({address}): 9559 asks no password; the router {gateway} "
        "leads elsewhere, and whether it lets anybody in was not tried"
    ),
    msg("From a computer on another network: 'nc -zv {address} 9559' must fail."),
)
OPEN_STREAM = FindingKind(
    "D408",
    "warning",
    msg("{name} ({address}) shows the room to whoever asks, without a login"),
    msg(
        "Give the stream a password on the camera's page, then `login:` in the room file. A tcp:// stream "
        "has none: give it a network of its own."
    ),
)

NETWORK_CODES = (ISOLATED, NOBODY, OTHER_TIME, ROUTED, PUBLIC, FORWARDING, NOT_TESTED, OPEN_STREAM)
