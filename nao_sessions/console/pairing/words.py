"""The words of the pages where devices are paired, in both languages.

Whoever reads them holds a tablet in the other hand: one thing to do a sentence.
"""

from __future__ import annotations

from collections.abc import Mapping

from nao_sessions.text.messages import Text, msg

WORDS: Mapping[str, Text] = {
    "page": msg("Pair a device"),
    "lead_in": msg("A tablet or a screen of the room joins this console by scanning a code."),
    "choose": msg("What is this device to do?"),
    "child": msg("The child's code"),
    "child_hint": msg("P07 for instance; never a first name."),
    "show_code": msg("Show the code"),
    "devices": msg("Paired devices"),
    "no_device": msg("No device yet."),
    "here": msg("connected"),
    "away": msg("not connected"),
    "since": msg("paired on {date}"),
    "forget": msg("Forget this device"),
    "forget_which": msg("Forget this device: {name}"),
    "forgotten_means": msg("A forgotten device sees nothing more; to come back it needs a new code."),
    "lost": msg("The list of devices could not be read: pair them again (N115)."),
    "guesses": msg("Wrong codes were tried just now: {count}. None of them opened."),
    "guesses_wait": msg("Typing codes is suspended for a minute; scanning one still works."),
    "off": msg("The console answers this computer alone."),
    "off_how": msg("To let the room's tablets join it, start it again like this:"),
    "elsewhere": msg("Devices are paired from the computer that leads the session."),
    # the code
    "scan": msg("Scan this code with the device"),
    "scan_alt": msg("Code to scan in order to join"),
    "or_type": msg("Or type it"),
    "or_type_at": msg("at the address"),
    "or_type_code": msg("the code"),
    "good_once": msg("It is good once, for five minutes."),
    "left": msg("{minutes} min {seconds} s left"),
    "joined": msg("{name} has joined."),
    "joined_gone": msg("The code was used."),
    "expired": msg("This code is no longer good."),
    "cancelled": msg("This code was taken back."),
    "another": msg("Show a new code"),
    "cancel": msg("Take this code back"),
    "back": msg("Back to the devices"),
    # the authority
    "prepare": msg("Prepare a tablet (once)"),
    "prepare_why": msg(
        "The tablet has to trust the certificate of this house: scan this code, install the file, "
        "and compare the fingerprint."
    ),
    "authority_alt": msg("Code to scan for the certificate"),
    "fingerprint": msg("SHA-256 fingerprint"),
    "download": msg("Download the certificate"),
    "cut_off": msg("This page is out of date: the console no longer answers."),
    # the device
    "join": msg("Join the session"),
    "join_lead_in": msg("Type the code that is shown on the computer that leads the session."),
    "code": msg("Code"),
    "code_hint": msg("Eight letters and digits; capitals and hyphen do not matter."),
    "enter": msg("Enter"),
    "entering": msg("One moment…"),
    "not_kept": msg("The device could not be kept: the computer's disk is full or gone."),
}
