"""What may be found of a camera or a microphone (D13x to D15x); each has its section in docs/en/doctor.md."""

from __future__ import annotations

from nao_sessions.core.text import Text
from nao_sessions.doctor.known import Known

NOT_REACHED = Known(
    "D130",
    "error",
    Text(fr="ne répond pas ({why})", en="does not answer ({why})"),
    Text(
        fr="Vérifiez qu'il est allumé, branché au réseau de la salle, et que l'adresse est la bonne.",
        en="Check that it is switched on, linked to the room's network, and that the address is right.",
    ),
)
REFUSED = Known(
    "D131",
    "error",
    Text(fr="refuse l'identifiant « {login} » ({why})", en="refuses the login '{login}' ({why})"),
    Text(
        fr="Essayez l'utilisateur et le mot de passe sur la page de la caméra, puis écrivez-les dans {path}.",
        en="Try the user and the password on the camera's own page, then write them into {path}.",
    ),
)
NO_STREAM = Known(
    "D132",
    "error",
    Text(
        fr="répond, mais n'envoie rien qui s'enregistre ({why})",
        en="answers, but sends nothing that can be recorded ({why})",
    ),
    Text(
        fr="Le chemin de l'adresse est sans doute faux : la page de la caméra, ou son manuel, le donne.",
        en="The path in the address is probably wrong: the camera's page, or its manual, gives it.",
    ),
)
NOTHING_CAME = Known(
    "D133",
    "error",
    Text(
        fr="s'ouvre, mais aucune image ni aucun son ne s'est décodé en {seconds} s",
        en="opens, but no picture and no sound could be decoded in {seconds} s",
    ),
    Text(
        fr="Essayez plus longtemps (--seconds 20) ; sinon, redémarrez l'appareil et choisissez H.264.",
        en="Try for longer (--seconds 20); if that changes nothing restart the device, and choose H.264.",
    ),
)
HUNG_UP = Known(
    "D134",
    "warning",
    Text(fr="a coupé la liaison après {seconds} s", en="ended the link after {seconds} s"),
    Text(
        fr="Trop de lecteurs à la fois, ou alimentation faible : fermez les autres, changez de câble.",
        en="Too many viewers at once, or a weak supply: close the others, try another cable.",
    ),
)
GAP = Known(
    "D135",
    "warning",
    Text(fr="n'a rien envoyé pendant {seconds} s", en="sent nothing for {seconds} s"),
    Text(
        fr="Reliez l'appareil par câble ; sur Wi-Fi, rapprochez-le du point d'accès ou changez de canal.",
        en="Link it by cable; on Wi-Fi bring it nearer to the access point, or change the channel.",
    ),
)
SLOW = Known(
    "D136",
    "warning",
    Text(
        fr="{rate} images par seconde seulement : un geste bref peut n'être sur aucune",
        en="only {rate} pictures a second: a short gesture may be on none of them",
    ),
    Text(
        fr="Allumez la lumière (une caméra ralentit dans la pénombre), ou réglez 25 images par seconde.",
        en="Put the light on (a camera slows down in the dark), or set 25 pictures a second.",
    ),
)
NOT_AS_DECLARED = Known(
    "D137",
    "remark",
    Text(
        fr="{rate} images par seconde arrivent, {declared} sont annoncées",
        en="{rate} pictures a second come, {declared} are declared",
    ),
    Text(
        fr="Les temps mesurés font foi, rien n'est faussé ; trop peu de lumière en est souvent la cause.",
        en="The measured times count, nothing is falsified; too little light is often the cause.",
    ),
)
DROPPED = Known(
    "D138",
    "warning",
    Text(fr="{count} images manquent sur {frames}", en="{count} of {frames} pictures are missing"),
    Text(
        fr="Réduisez le débit ou la taille d'image de la caméra, ou reliez-la par câble.",
        en="Lower the camera's bit rate or picture size, or link it by cable.",
    ),
)
JITTER = Known(
    "D139",
    "warning",
    Text(
        fr="les images arrivent irrégulièrement : 5 sur 100 ont plus de {jitter} ms de retard",
        en="pictures come unevenly: 5 of 100 are more than {jitter} ms late",
    ),
    Text(
        fr="Reliez la caméra par câble, et fermez ce qui occupe le réseau ou cet ordinateur.",
        en="Link the camera by cable, and close what keeps the network or this computer busy.",
    ),
)
KEYS_FAR_APART = Known(
    "D140",
    "remark",
    Text(
        fr="une image clé toutes les {seconds} s{more}",
        en="a key frame every {seconds} s{more}",
    ),
    Text(
        fr="Réglez une image clé par seconde (« GOP », « I-frame interval ») : revoir est plus vif, et la "
        "reprise après une coupure plus rapide.",
        en="Set one key frame a second ('GOP', 'I-frame interval'): replaying is quicker, and so is the "
        "restart after a cut.",
    ),
)
HEVC = Known(
    "D141",
    "warning",
    Text(
        fr="envoie du H.265, que beaucoup de navigateurs ne lisent pas",
        en="sends H.265, which many browsers do not play",
    ),
    Text(
        fr="Choisissez H.264 sur la page de la caméra (souvent : Vidéo, Codage), profil Main ou High.",
        en="Choose H.264 on the camera's page (often: Video, Encoding), profile Main or High.",
    ),
)
PIXELS = Known(
    "D142",
    "warning",
    Text(
        fr="images en {pixels} (profil {profile}), que peu de navigateurs lisent",
        en="pictures in {pixels} (profile {profile}), which few browsers play",
    ),
    Text(
        fr="Choisissez un profil à 8 bits, 4:2:0 : Baseline, Main ou High.",
        en="Choose a profile of 8 bits, 4:2:0: Baseline, Main or High.",
    ),
)
ENCODED = Known(
    "D143",
    "remark",
    Text(
        fr="{codec} : cet ordinateur encode {what}",
        en="{codec}: this computer encodes {what}",
    ),
    Text(
        fr="Rien à faire s'il a deux cœurs libres ; sinon choisissez H.264 et AAC sur la caméra.",
        en="Nothing to do if it has two free cores; otherwise choose H.264 and AAC on the camera.",
    ),
)
BLACK = Known(
    "D144",
    "warning",
    Text(fr="l'image est noire", en="the picture is black"),
    Text(
        fr="Ôtez le cache de l'objectif, allumez la lumière, quittez le mode « vie privée » de la caméra.",
        en="Take the cap off the lens, put the light on, leave the camera's privacy mode.",
    ),
)
FROZEN = Known(
    "D145",
    "warning",
    Text(
        fr="rien n'a changé dans l'image : figée, ou salle immobile",
        en="nothing changed in the picture: it is frozen, or the room is still",
    ),
    Text(
        fr="Passez devant la caméra et recommencez ; si rien ne change, redémarrez-la.",
        en="Walk past the camera and try again; if nothing changes, restart it.",
    ),
)
SILENT = Known(
    "D146",
    "warning",
    Text(fr="aucun son (au plus fort {peak} dB)", en="no sound (at most {peak} dB)"),
    Text(
        fr="Parlez pendant l'essai ; sinon : micro coupé, débranché, ou son désactivé sur la caméra.",
        en="Speak during the trial; otherwise: a muted or unplugged microphone, or sound that is off in the "
        "camera.",
    ),
)
CLIPPING = Known(
    "D147",
    "warning",
    Text(
        fr="le son est écrêté ({share} % au maximum)",
        en="the sound is cut at the top ({share}% at the maximum)",
    ),
    Text(
        fr="Baissez le gain du micro, jusqu'à ce qu'une voix forte reste sous -6 dB.",
        en="Turn the microphone's gain down, until a loud voice stays below -6 dB.",
    ),
)
NO_SOUND = Known(
    "D148",
    "remark",
    Text(fr="cette caméra n'envoie pas de son", en="this camera sends no sound"),
    Text(
        fr="Si aucune autre source n'en a, activez-le sur la caméra ou ajoutez un micro au fichier de salle.",
        en="If no other source has any, switch it on in the camera, or add a microphone to the room file.",
    ),
)
CLOCK_AHEAD = Known(
    "D149",
    "warning",
    Text(
        fr="son horloge avance d'au moins {seconds} s sur celle de cet ordinateur",
        en="its clock is ahead of this computer's by at least {seconds} s",
    ),
    Text(
        fr="Donnez à la caméra le serveur de temps (NTP) de la salle. Les temps mesurés n'en dépendent pas.",
        en="Give the camera the room's time server (NTP). The measured times do not depend on it.",
    ),
)
CLOCK_BEHIND = Known(
    "D150",
    "warning",
    Text(
        fr="ses images arrivent {seconds} s après l'heure qu'elle leur donne : horloge en retard, ou attente",
        en="its pictures come {seconds} s after the time it gives them: its clock is behind, or they wait",
    ),
    Text(
        fr="Donnez à la caméra le serveur de temps (NTP) de la salle. Un clap mesure le retard de l'image.",
        en="Give the camera the room's time server (NTP). A clap measures how late the picture is.",
    ),
)
SAME_PLACE = Known(
    "D151",
    "error",
    Text(fr="a la même adresse que « {other} »", en="has the same address as '{other}'"),
    Text(
        fr="Un appareil n'est ouvert qu'une fois : corrigez une des deux adresses, ou ôtez-en une.",
        en="A device is opened once: correct one of the two addresses, or take one of them out.",
    ),
)
SAME_HOST = Known(
    "D152",
    "remark",
    Text(fr="est sur le même appareil que « {other} »", en="is on the same device as '{other}'"),
    Text(
        fr="S'il tombe, les deux sont perdues. Deux flux d'une caméra ne remplacent pas deux caméras.",
        en="If it fails both are lost. Two streams of one camera do not make two cameras.",
    ),
)
LOGIN_UNUSABLE = Known(
    "D153",
    "error",
    Text(fr="{why}", en="{why}"),
    Text(fr="{hint}", en="{hint}"),
)
NO_ACCESS = Known(
    "D154",
    "error",
    Text(
        fr="{device} existe, mais vous n'avez pas le droit de l'ouvrir",
        en="{device} exists, but you may not open it",
    ),
    Text(
        fr="« sudo usermod -aG {group} $USER », puis fermez la session de cet ordinateur et rouvrez-la.",
        en="'sudo usermod -aG {group} $USER', then log out of this computer and in again.",
    ),
)
WANTS_LOGIN = Known(
    "D155",
    "error",
    Text(
        fr="demande un identifiant, et le fichier de salle n'en nomme pas ({why})",
        en="asks for a login, and the room file names none ({why})",
    ),
    Text(
        fr="Ajoutez `login: NOM`, et écrivez `utilisateur:mot de passe` dans {path} (chmod 600).",
        en="Add `login: NAME`, and write `user:password` into {path} (chmod 600).",
    ),
)

DEVICE_CODES = (
    NOT_REACHED,
    REFUSED,
    NO_STREAM,
    NOTHING_CAME,
    HUNG_UP,
    GAP,
    SLOW,
    NOT_AS_DECLARED,
    DROPPED,
    JITTER,
    KEYS_FAR_APART,
    HEVC,
    PIXELS,
    ENCODED,
    BLACK,
    FROZEN,
    SILENT,
    CLIPPING,
    NO_SOUND,
    CLOCK_AHEAD,
    CLOCK_BEHIND,
    SAME_PLACE,
    SAME_HOST,
    LOGIN_UNUSABLE,
    NO_ACCESS,
    WANTS_LOGIN,
)
