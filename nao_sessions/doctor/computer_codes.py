"""What may be found of this computer (D2xx); each has its row in docs/en/doctor.md."""

from __future__ import annotations

from nao_sessions.core.text import Text
from nao_sessions.doctor.known import Known

NOT_WRITABLE = Known(
    "D200",
    "error",
    Text(fr="rien ne peut être écrit dans {folder}", en="nothing can be written into {folder}"),
    Text(
        fr="Choisissez un autre dossier (--out), ou demandez-en le droit.",
        en="Choose another folder (--out), or ask for the right to write into it.",
    ),
)
DISK_FULL = Known(
    "D201",
    "error",
    Text(
        fr="le disque ne tient plus que {hours} h d'enregistrement",
        en="the disk holds only {hours} h of recording",
    ),
    Text(
        fr="Copiez d'anciennes séances ailleurs, vérifiez-les (nao-sessions verify), puis effacez-les ici.",
        en="Copy old sessions elsewhere, verify them (nao-sessions verify), then delete them here.",
    ),
)
DISK_FILLS = Known(
    "D202",
    "warning",
    Text(fr="le disque tient {hours} h d'enregistrement", en="the disk holds {hours} h of recording"),
    Text(
        fr="Faites de la place avant la semaine prochaine, ou baissez le débit des caméras.",
        en="Make room before next week, or lower the cameras' bit rates.",
    ),
)
NOT_ENCRYPTED = Known(
    "D203",
    "warning",
    Text(fr="{folder} n'est pas sur un volume chiffré", en="{folder} is not on an encrypted volume"),
    Text(
        fr="Aucun enfant n'y est enregistré : installez Linux sur un disque chiffré (LUKS), ou donnez par "
        "--out un dossier qui est sur un tel disque.",
        en="No child is recorded there: install Linux on an encrypted disk (LUKS), or give a folder that is "
        "on such a disk by --out.",
    ),
)
FOLDER_OPEN = Known(
    "D204",
    "warning",
    Text(
        fr="{folder} peut être ouvert par d'autres que vous",
        en="{folder} can be opened by others than you",
    ),
    Text(fr="« chmod 700 {folder} »", en="'chmod 700 {folder}'"),
)
LOGIN_OPEN = Known(
    "D205",
    "error",
    Text(
        fr="l'identifiant {path} peut être lu par d'autres que vous",
        en="the login {path} can be read by others than you",
    ),
    Text(
        fr="« chmod 600 {path} », et changez le mot de passe de la caméra s'il a pu être lu.",
        en="'chmod 600 {path}', and change the camera's password if it may have been read.",
    ),
)
NOT_SYNCHRONISED = Known(
    "D206",
    "warning",
    Text(
        fr="l'heure de cet ordinateur n'est tenue par aucun serveur de temps",
        en="no time server keeps this computer's time",
    ),
    Text(
        fr="« sudo timedatectl set-ntp true », ou installez chrony, qui peut aussi la donner aux caméras.",
        en="'sudo timedatectl set-ntp true', or install chrony, which can give the cameras the time as well.",
    ),
)
WRONG_TIME = Known(
    "D207",
    "error",
    Text(
        fr="la date de cet ordinateur est fausse : {date}, avant ce programme",
        en="this computer's date is wrong: {date}, before this program was made",
    ),
    Text(
        fr="Réglez la date : les dossiers de séance et l'accord des familles en dépendent.",
        en="Set the date: session folders and the families' consent go by it.",
    ),
)
BUSY = Known(
    "D208",
    "warning",
    Text(
        fr="cet ordinateur est occupé : charge {load} pour {cores} cœurs",
        en="this computer is busy: load {load} on {cores} cores",
    ),
    Text(
        fr="Fermez ce qui n'est pas de la séance : navigateur, mises à jour, sauvegarde.",
        en="Close what is not of the session: browser, updates, backup.",
    ),
)
NO_BROWSER = Known(
    "D210",
    "remark",
    Text(fr="aucun Chromium : pas de fiche en PDF", en="no Chromium: no sheet as a PDF"),
    Text(
        fr="« sudo apt install chromium », ou imprimez la page HTML depuis un autre navigateur.",
        en="'sudo apt install chromium', or print the HTML page from another browser.",
    ),
)
NO_ALSA = Known(
    "D211",
    "warning",
    Text(
        fr="un micro est branché par ALSA, dont la configuration manque",
        en="a microphone is read by ALSA, and ALSA's configuration is missing",
    ),
    Text(fr="« sudo apt install libasound2-data »", en="'sudo apt install libasound2-data'"),
)
CAMERA_CLOSED = Known(
    "D212",
    "warning",
    Text(fr="vous n'avez pas le droit d'ouvrir {devices}", en="you may not open {devices}"),
    Text(
        fr="« sudo usermod -aG video $USER », puis fermez la session de cet ordinateur et rouvrez-la.",
        en="'sudo usermod -aG video $USER', then log out of this computer and in again.",
    ),
)
ON_BATTERY = Known(
    "D213",
    "warning",
    Text(
        fr="cet ordinateur est sur batterie ({percent} %)",
        en="this computer runs on its battery ({percent}%)",
    ),
    Text(
        fr="Branchez-le : sur batterie il ralentit, et peut s'éteindre au milieu d'une séance.",
        en="Plug it in: on its battery it slows down, and may go out in the middle of a session.",
    ),
)
MAY_SLEEP = Known(
    "D214",
    "remark",
    Text(
        fr="rien n'empêche cet ordinateur de s'endormir", en="nothing keeps this computer from falling asleep"
    ),
    Text(
        fr="« systemd-inhibit --what=sleep:idle:handle-lid-switch nao-sessions run … », l'écran levé.",
        en="'systemd-inhibit --what=sleep:idle:handle-lid-switch nao-sessions run ...', with the lid open.",
    ),
)
NO_QI = Known(
    "D215",
    "warning",
    Text(
        fr="un vrai Nao ne peut pas être mené d'ici : {why}",
        en="a real Nao cannot be led from here: {why}",
    ),
    Text(
        fr="Installez Python 3.11 ou 3.12 sur un Linux x86_64, puis relancez « make setup ».",
        en="Install Python 3.11 or 3.12 on Linux x86_64, then run 'make setup' again.",
    ),
)

COMPUTER_CODES = (
    NOT_WRITABLE,
    DISK_FULL,
    DISK_FILLS,
    NOT_ENCRYPTED,
    FOLDER_OPEN,
    LOGIN_OPEN,
    NOT_SYNCHRONISED,
    WRONG_TIME,
    BUSY,
    NO_BROWSER,
    NO_ALSA,
    CAMERA_CLOSED,
    ON_BATTERY,
    MAY_SLEEP,
    NO_QI,
)
