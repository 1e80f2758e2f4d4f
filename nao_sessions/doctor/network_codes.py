"""What may be found of the room's network (D4xx); each has its row in docs/en/doctor.md."""

from __future__ import annotations

from nao_sessions.core.text import Text
from nao_sessions.doctor.known import Known

ISOLATED = Known(
    "D401",
    "error",
    Text(
        fr="{name} ({address}) est là ({how}), mais le port {port} ne répond pas",
        en="{name} ({address}) is there ({how}), but port {port} does not answer",
    ),
    Text(
        fr="Le point d'accès isole ses clients (« AP isolation », « réseau invité ») ou un pare-feu coupe : "
        "désactivez cela sur le réseau de la salle.",
        en="The access point isolates its clients ('AP isolation', 'guest network'), or a firewall cuts: "
        "switch that off on the room's network.",
    ),
)
NOBODY = Known(
    "D402",
    "remark",
    Text(
        fr="ni Nao ni caméra n'a répondu à la question posée à tous",
        en="neither Nao nor a camera has answered the question that was put to all",
    ),
    Text(
        fr="Sont-ils allumés ? Sinon le réseau retient le multicast : donnez leurs adresses.",
        en="Are they switched on? If so the network holds multicast back: give their addresses instead.",
    ),
)
OTHER_TIME = Known(
    "D403",
    "warning",
    Text(
        fr="{name} ({address}) : son heure diffère de {seconds} s de celle de cet ordinateur",
        en="{name} ({address}): its time differs by {seconds} s from this computer's",
    ),
    Text(
        fr="Réglez sur la caméra le serveur de temps (NTP) de la salle, et le fuseau horaire.",
        en="Set the room's time server (NTP) in the camera, and the time zone.",
    ),
)
ROUTED = Known(
    "D404",
    "error",
    Text(
        fr="Nao ({address}) n'est sur aucun réseau de cet ordinateur, et son port 9559, qui ne demande pas "
        "de mot de passe, répond : d'autres réseaux l'atteignent",
        en="Nao ({address}) is on no network of this computer, and its port 9559, which asks no password, "
        "answers: other networks reach it",
    ),
    Text(
        fr="Mettez Nao et cet ordinateur sur un réseau à eux ; au routeur, fermez 9559 venant d'ailleurs.",
        en="Put Nao and this computer on a network of their own; on the router, close 9559 from elsewhere.",
    ),
)
PUBLIC = Known(
    "D405",
    "error",
    Text(
        fr="Nao a une adresse publique ({address}), et son port 9559 ne demande pas de mot de passe",
        en="Nao has a public address ({address}), and its port 9559 asks no password",
    ),
    Text(
        fr="Coupez ce réseau, et donnez à Nao une adresse privée derrière un routeur à lui.",
        en="Cut this network off, and give Nao a private address behind a router of its own.",
    ),
)
FORWARDING = Known(
    "D406",
    "warning",
    Text(
        fr="cet ordinateur relie des réseaux entre eux ({networks}) : Nao et caméras s'atteignent par lui",
        en="this computer links networks ({networks}): Nao and cameras can be reached through it",
    ),
    Text(
        fr="« sudo sysctl net.ipv4.ip_forward=0 », et fermez le partage de connexion.",
        en="'sudo sysctl net.ipv4.ip_forward=0', and switch connection sharing off.",
    ),
)
NOT_TESTED = Known(
    "D407",
    "remark",
    Text(
        fr="qui est sur ce réseau peut mener Nao ({address}) : 9559 ne demande pas de mot de passe ; le "
        "routeur {gateway} mène ailleurs, et s'il laisse entrer n'a pas été essayé",
        en="whoever is on this network can lead Nao ({address}): 9559 asks no password; the router {gateway} "
        "leads elsewhere, and whether it lets anybody in was not tried",
    ),
    Text(
        fr="Depuis un ordinateur d'un autre réseau : « nc -zv {address} 9559 » doit échouer.",
        en="From a computer on another network: 'nc -zv {address} 9559' must fail.",
    ),
)
OPEN_STREAM = Known(
    "D408",
    "warning",
    Text(
        fr="{name} ({address}) montre la salle à qui le demande, sans identifiant",
        en="{name} ({address}) shows the room to whoever asks, without a login",
    ),
    Text(
        fr="Donnez un mot de passe au flux sur la page de la caméra, puis `login:` dans le fichier de salle. "
        "Un flux tcp:// n'en a pas : un réseau à lui seul.",
        en="Give the stream a password on the camera's page, then `login:` in the room file. A tcp:// stream "
        "has none: give it a network of its own.",
    ),
)

NETWORK_CODES = (ISOLATED, NOBODY, OTHER_TIME, ROUTED, PUBLIC, FORWARDING, NOT_TESTED, OPEN_STREAM)
