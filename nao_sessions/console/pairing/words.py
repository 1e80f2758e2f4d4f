"""The words of the pages where devices are paired, in both languages.

Whoever reads them holds a tablet in the other hand: one thing to do a sentence.
"""

from __future__ import annotations

from collections.abc import Mapping

from nao_sessions.core.text import Text

WORDS: Mapping[str, Text] = {
    "page": Text(fr="Relier un appareil", en="Pair a device"),
    "lead_in": Text(
        fr="Une tablette ou un écran de la salle rejoint cette console en scannant un code.",
        en="A tablet or a screen of the room joins this console by scanning a code.",
    ),
    "choose": Text(fr="Que fera cet appareil ?", en="What is this device to do?"),
    "child": Text(fr="Code de l'enfant", en="The child's code"),
    "child_hint": Text(fr="Par exemple P07 ; jamais un prénom.", en="P07 for instance; never a first name."),
    "show_code": Text(fr="Afficher le code", en="Show the code"),
    "devices": Text(fr="Appareils reliés", en="Paired devices"),
    "no_device": Text(fr="Aucun appareil pour l'instant.", en="No device yet."),
    "here": Text(fr="connecté", en="connected"),
    "away": Text(fr="pas connecté", en="not connected"),
    "since": Text(fr="relié le {date}", en="paired on {date}"),
    "forget": Text(fr="Oublier cet appareil", en="Forget this device"),
    "forget_which": Text(fr="Oublier cet appareil : {name}", en="Forget this device: {name}"),
    "forgotten_means": Text(
        fr="Un appareil oublié ne voit plus rien ; pour revenir, il faut un nouveau code.",
        en="A forgotten device sees nothing more; to come back it needs a new code.",
    ),
    "lost": Text(
        fr="La liste des appareils n'a pas pu être lue : reliez-les à nouveau (N115).",
        en="The list of devices could not be read: pair them again (N115).",
    ),
    "guesses": Text(
        fr="Des codes faux ont été essayés à l'instant : {count}. Aucun n'a ouvert.",
        en="Wrong codes were tried just now: {count}. None of them opened.",
    ),
    "guesses_wait": Text(
        fr="La saisie des codes est suspendue une minute ; scanner un code marche toujours.",
        en="Typing codes is suspended for a minute; scanning one still works.",
    ),
    "off": Text(
        fr="La console ne répond qu'à cet ordinateur.", en="The console answers this computer alone."
    ),
    "off_how": Text(
        fr="Pour que les tablettes de la salle la rejoignent, relancez-la ainsi :",
        en="To let the room's tablets join it, start it again like this:",
    ),
    "elsewhere": Text(
        fr="On relie un appareil depuis l'ordinateur qui mène la séance.",
        en="Devices are paired from the computer that leads the session.",
    ),
    # the code
    "scan": Text(fr="Scannez ce code avec l'appareil", en="Scan this code with the device"),
    "scan_alt": Text(fr="Code à scanner pour rejoindre", en="Code to scan in order to join"),
    "or_type": Text(fr="Ou tapez-le", en="Or type it"),
    "or_type_at": Text(fr="à l'adresse", en="at the address"),
    "or_type_code": Text(fr="le code", en="the code"),
    "good_once": Text(
        fr="Il sert une seule fois, pendant cinq minutes.", en="It is good once, for five minutes."
    ),
    "left": Text(fr="Encore {minutes} min {seconds} s", en="{minutes} min {seconds} s left"),
    "joined": Text(fr="{name} est entré.", en="{name} has joined."),
    "joined_gone": Text(fr="Le code a servi.", en="The code was used."),
    "expired": Text(fr="Ce code n'est plus valable.", en="This code is no longer good."),
    "cancelled": Text(fr="Ce code est annulé.", en="This code was taken back."),
    "another": Text(fr="Afficher un nouveau code", en="Show a new code"),
    "cancel": Text(fr="Annuler ce code", en="Take this code back"),
    "back": Text(fr="Retour aux appareils", en="Back to the devices"),
    # the authority
    "prepare": Text(fr="Préparer une tablette (une fois)", en="Prepare a tablet (once)"),
    "prepare_why": Text(
        fr=(
            "La tablette doit faire confiance au certificat de cette maison : scannez ce code, "
            "installez le fichier, et comparez l'empreinte."
        ),
        en=(
            "The tablet has to trust the certificate of this house: scan this code, install the file, "
            "and compare the fingerprint."
        ),
    ),
    "authority_alt": Text(fr="Code à scanner pour le certificat", en="Code to scan for the certificate"),
    "fingerprint": Text(fr="Empreinte SHA-256", en="SHA-256 fingerprint"),
    "download": Text(fr="Télécharger le certificat", en="Download the certificate"),
    "cut_off": Text(
        fr="Cette page n'est plus à jour : la console ne répond plus.",
        en="This page is out of date: the console no longer answers.",
    ),
    # the device
    "join": Text(fr="Rejoindre la séance", en="Join the session"),
    "join_lead_in": Text(
        fr="Tapez le code affiché sur l'ordinateur qui mène la séance.",
        en="Type the code that is shown on the computer that leads the session.",
    ),
    "code": Text(fr="Code", en="Code"),
    "code_hint": Text(
        fr="Huit lettres et chiffres ; majuscules et tiret n'importent pas.",
        en="Eight letters and digits; capitals and hyphen do not matter.",
    ),
    "enter": Text(fr="Entrer", en="Enter"),
    "entering": Text(fr="Un instant…", en="One moment…"),
    "not_kept": Text(
        fr="L'appareil n'a pas pu être enregistré : le disque de l'ordinateur est plein ou absent.",
        en="The device could not be kept: the computer's disk is full or gone.",
    ),
}
