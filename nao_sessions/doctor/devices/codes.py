"""The findings on a camera or a microphone (D13x to D15x); each has its section in docs/en/doctor.md."""

from __future__ import annotations

from nao_sessions.doctor.result import FindingKind
from nao_sessions.text.messages import msg

NOT_REACHED = FindingKind(
    "D130",
    "error",
    msg("does not answer ({why})"),
    msg("Check that it is switched on, linked to the room's network, and that the address is right."),
)
REFUSED = FindingKind(
    "D131",
    "error",
    msg("refuses the login '{login}' ({why})"),
    msg("Try the user and the password on the camera's own page, then write them into {path}."),
)
NO_STREAM = FindingKind(
    "D132",
    "error",
    msg("answers, but sends nothing that can be recorded ({why})"),
    msg("The path in the address is probably wrong: the camera's page, or its manual, gives it."),
)
NOTHING_CAME = FindingKind(
    "D133",
    "error",
    msg("opens, but no picture and no sound could be decoded in {seconds} s"),
    msg("Try for longer (--seconds 20); if that changes nothing restart the device, and choose H.264."),
)
HUNG_UP = FindingKind(
    "D134",
    "warning",
    msg("ended the link after {seconds} s"),
    msg("Too many viewers at once, or a weak supply: close the others, try another cable."),
)
GAP = FindingKind(
    "D135",
    "warning",
    msg("sent nothing for {seconds} s"),
    msg("Link it by cable; on Wi-Fi bring it nearer to the access point, or change the channel."),
)
SLOW = FindingKind(
    "D136",
    "warning",
    msg("only {rate} pictures a second: a short gesture may be on none of them"),
    msg("Put the light on (a camera slows down in the dark), or set 25 pictures a second."),
)
NOT_AS_DECLARED = FindingKind(
    "D137",
    "remark",
    msg("{rate} pictures a second come, {declared} are declared"),
    msg("The measured times count, nothing is falsified; too little light is often the cause."),
)
DROPPED = FindingKind(
    "D138",
    "warning",
    msg("{count} of {frames} pictures are missing"),
    msg("Lower the camera's bit rate or picture size, or link it by cable."),
)
JITTER = FindingKind(
    "D139",
    "warning",
    msg("pictures come unevenly: 5 of 100 are more than {jitter} ms late"),
    msg("Link the camera by cable, and close what keeps the network or this computer busy."),
)
KEYS_FAR_APART = FindingKind(
    "D140",
    "remark",
    msg("a key frame every {time}"),
    msg(
        "Set one key frame a second ('GOP', 'I-frame interval'): replaying is quicker, and so is the "
        "restart after a cut."
    ),
)
HEVC = FindingKind(
    "D141",
    "warning",
    msg("sends H.265, which many browsers do not play"),
    msg("Choose H.264 on the camera's page (often: Video, Encoding), profile Main or High."),
)
PIXELS = FindingKind(
    "D142",
    "warning",
    msg("pictures in {pixels} (profile {profile}), which few browsers play"),
    msg("Choose a profile of 8 bits, 4:2:0: Baseline, Main or High."),
)
ENCODED = FindingKind(
    "D143",
    "remark",
    msg("{codec}: this computer encodes {what}"),
    msg("Nothing to do if it has two free cores; otherwise choose H.264 and AAC on the camera."),
)
BLACK = FindingKind(
    "D144",
    "warning",
    msg("the picture is black"),
    msg("Take the cap off the lens, put the light on, leave the camera's privacy mode."),
)
FROZEN = FindingKind(
    "D145",
    "warning",
    msg("nothing changed in the picture: it is frozen, or the room is still"),
    msg("Walk past the camera and try again; if nothing changes, restart it."),
)
SILENT = FindingKind(
    "D146",
    "warning",
    msg("no sound (at most {peak} dB)"),
    msg(
        "Speak during the trial; otherwise: a muted or unplugged microphone, or sound that is off in the "
        "camera."
    ),
)
CLIPPING = FindingKind(
    "D147",
    "warning",
    msg("the sound is cut at the top ({share}% at the maximum)"),
    msg("Turn the microphone's gain down, until a loud voice stays below -6 dB."),
)
NO_SOUND = FindingKind(
    "D148",
    "remark",
    msg("this camera sends no sound"),
    msg("If no other source has any, switch it on in the camera, or add a microphone to the room file."),
)
CLOCK_AHEAD = FindingKind(
    "D149",
    "warning",
    msg("its clock is ahead of this computer's by at least {seconds} s"),
    msg("Give the camera the room's time server (NTP). The measured times do not depend on it."),
)
CLOCK_BEHIND = FindingKind(
    "D150",
    "warning",
    msg("its pictures come {seconds} s after the time it gives them: its clock is behind, or they wait"),
    msg("Give the camera the room's time server (NTP). A clap measures how late the picture is."),
)
SAME_PLACE = FindingKind(
    "D151",
    "error",
    msg("has the same address as '{other}'"),
    msg("A device is opened once: correct one of the two addresses, or take one of them out."),
)
SAME_HOST = FindingKind(
    "D152",
    "remark",
    msg("is on the same device as '{other}'"),
    msg("If it fails both are lost. Two streams of one camera do not make two cameras."),
)
LOGIN_UNUSABLE = FindingKind(
    "D153",
    "error",
    msg("{why}"),
    msg("{hint}"),
)
NO_ACCESS = FindingKind(
    "D154",
    "error",
    msg("{device} exists, but you may not open it"),
    msg("'sudo usermod -aG {group} $USER', then log out of this computer and in again."),
)
WANTS_LOGIN = FindingKind(
    "D155",
    "error",
    msg("asks for a login, and the room file names none ({why})"),
    msg("Add `login: NAME`, and write `user:password` into {path} (chmod 600)."),
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
