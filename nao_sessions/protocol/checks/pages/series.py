"""The pages of P140 to P149: series of sessions."""

from __future__ import annotations

from nao_sessions.core.text import Text
from nao_sessions.protocol.checks.pages.page import Page, page
from nao_sessions.protocol.checks.pages.small import GOOD, with_head

SERIES = """\
series: 1
id: serie
version: "1.0.0"
title: "Série"
language: fr
participants: [P01, P02]
phases:
  base:
    kind: baseline
    protocols: [{protocol: a.yaml, version: "1.0.0"}]
    sessions: 2
  travail:
    kind: intervention
    protocols: [{protocol: b.yaml, version: "1.0.0"}]
    sessions: 4
"""

FILES = {"a.yaml": GOOD.encode(), "b.yaml": with_head("data: {bons: 0}\n", say='"Tu viens."').encode()}
FILES["b.yaml"] = FILES["b.yaml"].replace(b"    do:\n", b"    do:\n      - set: {bons: = data.bons + 1}\n", 1)


def _changed(old: str, new: str) -> str:
    assert SERIES.count(old) == 1, f"{old!r} stands {SERIES.count(old)} times"
    return SERIES.replace(old, new)


def _page(code: str, what: Text, why: Text, remedy: Text, example: str) -> Page:
    return page(code, what, why, remedy, example, files=FILES)


PAGES = (
    _page(
        "P140",
        Text(
            fr="Un protocole de la série n'existe pas, ou ne peut pas être joué.",
            en="A protocol of the series does not exist, or cannot be played.",
        ),
        Text(
            fr="La série s'arrêterait au milieu, après des semaines de travail avec un enfant.",
            en="The series would stop in the middle, after weeks of work with a child.",
        ),
        Text(
            fr="Corrigez le nom du fichier, ou le protocole.", en="Correct the file's name, or the protocol."
        ),
        _changed("protocol: b.yaml", "§protocol: absent.yaml"),
    ),
    _page(
        "P141",
        Text(
            fr="Un protocole n'est plus à la version que la série nomme.",
            en="A protocol is no longer at the version that the series names.",
        ),
        Text(
            fr="Deux enfants ne joueraient pas le même protocole : leurs séances ne se comparent plus.",
            en="Two children would not play the same protocol: their sessions cannot be compared.",
        ),
        Text(
            fr="Gardez la version approuvée, ou faites approuver la série avec la nouvelle.",
            en="Keep the approved version, or have the series approved with the new one.",
        ),
        _changed('b.yaml, version: "1.0.0"', 'b.yaml, §version: "2.0.0"'),
    ),
    _page(
        "P142",
        Text(
            fr="Les phases viennent dans un ordre qui ne permet aucune comparaison.",
            en="The phases come in an order that allows no comparison.",
        ),
        Text(
            fr="Une ligne de base après l'intervention ne mesure plus d'où l'enfant est parti.",
            en="A baseline after the intervention no longer measures where a child began.",
        ),
        Text(
            fr="Mettez baseline avant intervention, follow_up après.",
            en="Put baseline before intervention, follow_up after.",
        ),
        _changed("kind: baseline", "§kind: follow_up"),
    ),
    _page(
        "P143",
        Text(
            fr="Un participant n'est pas un code, ou son code est donné deux fois.",
            en="A participant is not a code, or the code is given twice.",
        ),
        Text(
            fr="Un prénom n'entre jamais dans les fichiers d'une étude.",
            en="A first name never enters the files of a study.",
        ),
        Text(
            fr="Écrivez une à trois lettres majuscules et un nombre : P07.",
            en="Write one to three capital letters and a number: P07.",
        ),
        _changed("[P01, P02]", "[P01, §lea]"),
    ),
    _page(
        "P144",
        Text(
            fr="Le contrebalancement ne peut pas se faire avec ces protocoles ou ces séances.",
            en="The counterbalancing cannot be done with these protocols or sessions.",
        ),
        Text(
            fr="Tous les ordres ne serviraient pas aussi souvent : l'effet de l'ordre se mêlerait à celui du "
            "travail.",
            en="Some orders would be used more often than others: the effect of the order would mix with "
            "that of "
            "the work.",
        ),
        Text(
            fr="Prenez un nombre de séances qui soit un multiple du nombre de protocoles ; pour un seul "
            "protocole, écrivez order: listed.",
            en="Take a number of sessions that is a multiple of the number of protocols; for one protocol "
            "alone, "
            "write order: listed.",
        ),
        _changed(
            "    sessions: 4\n",
            "    sessions: 4\n    order: §{counterbalanced: latin_square, seed: 7}\n",
        ),
    ),
    _page(
        "P145",
        Text(
            fr="Les ordres ne servent pas tous aussi souvent, avec ce nombre d'enfants.",
            en="With this number of children some orders are used more often than others.",
        ),
        Text(
            fr="L'effet de l'ordre n'est pas tout à fait retiré ; il faut le savoir avant de commencer.",
            en="The effect of the order is not wholly taken out; that should be known before the start.",
        ),
        Text(
            fr="Prenez un nombre d'enfants qui soit un multiple du nombre d'ordres.",
            en="Take a number of children that is a multiple of the number of orders.",
        ),
        _changed("[P01, P02]", "[P01, P02, P03]").replace(
            '    protocols: [{protocol: b.yaml, version: "1.0.0"}]\n    sessions: 4\n',
            '    protocols: [{protocol: a.yaml, version: "1.0.0"}, {protocol: b.yaml, version: "1.0.0"}]\n'
            "    sessions: 4\n    order: §{counterbalanced: latin_square, seed: 7}\n",
        ),
    ),
    _page(
        "P146",
        Text(
            fr="Une mesure n'existe dans aucun protocole de la série.",
            en="A measure exists in no protocol of the series.",
        ),
        Text(
            fr="Le critère de réussite ne serait jamais rempli, ou toujours.",
            en="The mastery criterion would never be met, or always.",
        ),
        Text(
            fr="Nommez une valeur que le protocole tient à jour.", en="Name a value that the protocol keeps."
        ),
        SERIES + 'measures: {bons: {label: "Réussites", value: §data.justes}}\n',
    ),
    _page(
        "P147",
        Text(
            fr="Le nombre de séances manque pour un enfant, ou est donné pour un enfant qui n'est pas dans "
            "la "
            "série.",
            en="The number of sessions is missing for a child, or given for a child who is not in the "
            "series.",
        ),
        Text(
            fr="On ne saurait pas quand sa phase est finie.",
            en="Nobody would know when the child's phase is over.",
        ),
        Text(
            fr="Donnez un nombre à chaque code ; 0 pour qui ne fait pas la phase.",
            en="Give every code a number; 0 for a child without the phase.",
        ),
        _changed("sessions: 4", "§sessions: {P01: 4}"),
    ),
    _page(
        "P148",
        Text(
            fr="La série donne à un protocole un réglage inconnu, ou hors des limites.",
            en="The series gives a protocol a setting that is unknown, or out of bounds.",
        ),
        Text(
            fr="Toute la phase serait jouée avec un autre réglage que celui que vous croyez.",
            en="The whole phase would be played with another setting than you believe.",
        ),
        Text(
            fr="Prenez un réglage du protocole, dans ses limites.",
            en="Use one of the protocol's settings, within its bounds.",
        ),
        _changed('b.yaml, version: "1.0.0"', 'b.yaml, version: "1.0.0", with: {§tours: 3}'),
    ),
    page(
        "P149",
        Text(
            fr="Une série est donnée là où un protocole est attendu.",
            en="A series is given where a protocol is wanted.",
        ),
        Text(
            fr="Une série nomme des protocoles : elle ne se joue pas elle-même.",
            en="A series names protocols: it is not played itself.",
        ),
        Text(fr="Donnez l'un de ses protocoles.", en="Give one of its protocols."),
        "§" + SERIES,
        files=FILES,
        loaded=True,
    ),
)
