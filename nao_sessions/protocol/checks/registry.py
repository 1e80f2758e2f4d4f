"""The checks of protocols: every code that a finding may carry, with the title of its page.

Numbers are stable: one that is no longer used is never given to another check.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from nao_sessions.core.errors import Severity
from nao_sessions.core.text import Text


@dataclass(frozen=True, slots=True)
class Check:
    """One check: its code, what its page is called, and how grave a finding is.

    error: the protocol cannot run, or would do harm; warning: it should be changed; remark: worth a look.
    """

    code: str
    title: Text
    severity: Severity = "error"
    allow: bool | None = None

    @property
    def allowable(self) -> bool:
        """Tell whether ``allow`` may suppress it: not where a session could not run all the same."""
        return self.severity != "error" if self.allow is None else self.allow

    @property
    def family(self) -> str:
        """Give the family that its code begins with: ``P2`` is the flow."""
        return self.code[:2]


FAMILIES: Mapping[str, Text] = MappingProxyType(
    {
        "P1": Text(fr="Écriture et structure", en="Text and structure"),
        "P2": Text(fr="Déroulement", en="Flow"),
        "P3": Text(fr="Robot et salle", en="Robot and room"),
        "P4": Text(fr="Enfant", en="Child"),
        "P5": Text(fr="Données, éthique, accord", en="Data, ethics, consent"),
    }
)


_CHECKS = (
    Check("P100", Text(fr="Le fichier n'est pas du YAML correct", en="The file is not valid YAML")),
    Check("P101", Text(fr="Clé inconnue", en="Unknown key")),
    Check("P102", Text(fr="Étape inconnue", en="Unknown step")),
    Check("P103", Text(fr="Valeur d'un autre type", en="Value of another type")),
    Check("P104", Text(fr="Clé écrite deux fois", en="Key written twice")),
    Check("P105", Text(fr="Clé obligatoire absente", en="Missing key")),
    Check("P106", Text(fr="Fichier trop grand", en="File too large")),
    Check("P107", Text(fr="Le fichier n'est pas du texte UTF-8", en="The file is not UTF-8 text")),
    Check("P108", Text(fr="Fichier vide", en="Empty file")),
    Check("P109", Text(fr="Trop de niveaux imbriqués", en="Nested too deeply")),
    Check("P110", Text(fr="Phrase sans guillemets entre accolades", en="Unquoted sentence in braces")),
    Check("P111", Text(fr="Phrase coupée au signe #", en="Sentence cut at the # sign")),
    Check("P112", Text(fr="Espace invisible", en="Invisible space")),
    Check("P113", Text(fr="Ancre, alias, étiquette ou fusion", en="Anchor, alias, tag or merge")),
    Check("P114", Text(fr="Nom mal formé", en="Malformed name")),
    Check("P115", Text(fr="Durée mal écrite", en="Malformed duration")),
    Check("P116", Text(fr="Chemin sans signe =", en="Path without the = sign")),
    Check("P117", Text(fr="Mot absent du catalogue", en="Word not in the catalogue")),
    Check("P118", Text(fr="Fichier illisible ou absent", en="Unreadable or missing file")),
    Check("P119", Text(fr="Valeur hors des limites", en="Value out of bounds")),
    Check("P120", Text(fr="Sorties d'une étape", en="Exits of a step")),
    Check("P121", Text(fr="Nom donné deux fois", en="Name given twice")),
    Check("P122", Text(fr="{participant} sans enfant désigné", en="{participant} with no one child meant")),
    Check("P123", Text(fr="Accolades d'un texte", en="Braces in a text")),
    Check("P124", Text(fr="Bonne réponse absente des réponses", en="Right answer not among the answers")),
    Check("P125", Text(fr="Deux actions sur un même canal", en="Two actions on one channel")),
    Check("P126", Text(fr="Action qui doit être seule", en="Action that must stand alone")),
    Check("P127", Text(fr="Trop de boutons", en="Too many buttons")),
    Check("P128", Text(fr="Langue inconnue ou absente", en="Unknown or missing language")),
    Check("P129", Text(fr="Contrôle inconnu ou obligatoire", en="Unknown or obligatory check")),
    Check("P130", Text(fr="Expression mal écrite", en="Malformed expression")),
    Check("P131", Text(fr="Écriture absente du langage", en="Syntax outside the language")),
    Check("P132", Text(fr="Nom inconnu", en="Unknown name")),
    Check("P133", Text(fr="Types qui ne vont pas ensemble", en="Types that do not go together")),
    Check("P134", Text(fr="Expression trop longue", en="Expression too long")),
    Check("P135", Text(fr="event.value hors d'une réaction", en="event.value outside a reaction")),
    Check("P136", Text(fr="Colonne qu'un item n'a pas", en="Column that an item lacks")),
    Check("P137", Text(fr="Mot décrit de deux façons", en="Word described in two ways")),
    Check("P138", Text(fr="Exception sans objet", en="Exception without a purpose"), "remark", allow=False),
    Check("P139", Text(fr="Fichiers qui s'utilisent sans fin", en="Files that use each other without end")),
    Check(
        "P140",
        Text(fr="Protocole d'une série absent ou refusé", en="Protocol of a series missing or refused"),
    ),
    Check("P141", Text(fr="Version d'un protocole d'une série", en="Version of a protocol in a series")),
    Check("P142", Text(fr="Phases dans le désordre", en="Phases out of order")),
    Check("P143", Text(fr="Code de participant", en="Participant code")),
    Check("P144", Text(fr="Contrebalancement impossible", en="Counterbalancing that cannot be done")),
    Check("P145", Text(fr="Contrebalancement inégal", en="Uneven counterbalancing"), "warning", allow=False),
    Check("P146", Text(fr="Mesure inconnue d'une série", en="Unknown measure of a series")),
    Check("P147", Text(fr="Séances d'un enfant dans une phase", en="A child's sessions in a phase")),
    Check("P148", Text(fr="Réglage d'un protocole d'une série", en="Setting of a protocol in a series")),
    Check("P149", Text(fr="Une série n'est pas un protocole", en="A series is not a protocol")),
    Check("P150", Text(fr="Tableau de communication illisible", en="Unreadable communication board")),
    Check("P151", Text(fr="Page ou mot absent du tableau", en="Page or word that the board does not have")),
    Check(
        "P152",
        Text(
            fr="Case du tableau qui n'est pas un choix à elle",
            en="Cell of a board that is no choice of its own",
        ),
        "warning",
    ),
    Check("P201", Text(fr="Étape jamais atteinte", en="Unreachable step"), "warning"),
    Check("P202", Text(fr="Impasse", en="Dead end"), allow=True),
    Check(
        "P203",
        Text(fr="Attente que seul l'enfant peut quitter", en="Wait that only a child can leave"),
        allow=True,
    ),
    Check("P204", Text(fr="Boucle sans sortie", en="Loop without exit")),
    Check("P205", Text(fr="Commande finish absente", en="Missing finish command")),
    Check("P206", Text(fr="Aiguillage sans dernière entrée", en="Branch without a last entry")),
    Check("P207", Text(fr="back sans réaction qui y mène", en="back that no reaction leads to")),
    Check("P208", Text(fr="done hors d'un groupe", en="done outside a group")),
    Check("P209", Text(fr="Groupe qui ne finit jamais", en="Group that is never done"), allow=True),
    Check("P210", Text(fr="Règle d'arrêt hors d'atteinte", en="Stopping rule out of reach"), "warning"),
    Check("P211", Text(fr="Aiguillage jamais essayé", en="Branch that is never tried"), "warning"),
    Check(
        "P212", Text(fr="Règle qui suppose une bonne réponse", en="Rule that needs a right answer"), "warning"
    ),
    Check("P213", Text(fr="finish qui attend quelqu'un", en="finish that waits for somebody"), allow=True),
    Check("P214", Text(fr="Boucle que rien ne borne", en="Loop that nothing bounds"), "warning"),
    Check("P215", Text(fr="Attente sans délai", en="Wait without a time limit"), "remark"),
    Check("P216", Text(fr="Retour jamais donné", en="Feedback that is never given"), "warning"),
    Check("P217", Text(fr="Condition jamais vraie", en="Condition that never holds"), "warning"),
    Check("P218", Text(fr="Condition toujours vraie", en="Condition that always holds"), "remark"),
    Check(
        "P219", Text(fr="Aide qui montre une autre réponse", en="Prompt that shows another answer"), "warning"
    ),
    Check("P220", Text(fr="Résultats lus avant l'étape", en="Results read before the step"), "warning"),
    Check(
        "P221",
        Text(fr="Silence plus court que la patience", en="Silence shorter than the patience"),
        "remark",
    ),
    Check("P222", Text(fr="Attente qui ne peut réussir", en="Wait that cannot succeed"), "warning"),
    Check(
        "P223", Text(fr="Réponse absente de la tablette", en="Answer that the board does not show"), "warning"
    ),
    Check(
        "P224", Text(fr="Choix de la tablette sans effet", en="Choice on the board without effect"), "warning"
    ),
    Check(
        "P225", Text(fr="Réponse que rien ne permet de donner", en="Answer that nothing can give"), "warning"
    ),
    Check("P226", Text(fr="Un même geste pour deux réponses", en="One act for two answers"), "warning"),
    Check("P227", Text(fr="Entrée sans effet", en="Entry without effect"), "remark"),
    Check("P228", Text(fr="Réaction jamais choisie", en="Reaction that is never chosen"), "warning"),
    Check("P229", Text(fr="Délai jamais atteint", en="Delay that is never reached"), "warning"),
    Check("P230", Text(fr="Nom déclaré et jamais utilisé", en="Name declared and never used"), "remark"),
    Check("P231", Text(fr="Plusieurs boutons principaux", en="Several main buttons"), "warning"),
    Check("P232", Text(fr="Niveau sans item", en="Level without items"), "remark"),
    Check("P233", Text(fr="Ordre impossible à tenir", en="Order that cannot be kept"), "warning"),
    Check("P234", Text(fr="Suite qui s'appelle elle-même", en="Routine that calls itself")),
    Check(
        "P235",
        Text(
            fr="Refus ou détresse d'un fichier utilisé, ignorés",
            en="Refusal or distress of a used file, ignored",
        ),
        "warning",
    ),
    Check("P236", Text(fr="Durée prévue trop courte", en="Expected duration too short"), "warning"),
    Check("P237", Text(fr="Durée permise trop courte", en="Duration limit too short"), "warning"),
    Check(
        "P238",
        Text(fr="La plus longue séance dépasse la durée permise", en="The longest session exceeds the limit"),
        "remark",
    ),
    Check(
        "P239",
        Text(fr="Délai qui ne suit pas le réglage", en="Patience that does not follow the setting"),
        "remark",
    ),
    Check(
        "P240",
        Text(fr="La même chose redite sans fin", en="The same said again without end"),
        "warning",
    ),
    Check(
        "P241",
        Text(fr="Refus qui ne finit pas en refus", en="Refusal that does not end as one"),
        "warning",
    ),
    Check(
        "P242",
        Text(fr="Détresse qui ne finit pas en détresse", en="Distress that does not end as such"),
        "warning",
    ),
    Check("P243", Text(fr="Félicitations sans réussite", en="Praise without success"), "warning"),
    Check("P244", Text(fr="Réussite montrée comme un échec", en="Success shown as a failure"), "warning"),
    Check(
        "P245",
        Text(fr="Aide ou retour qui montre autre chose", en="Help or feedback that shows something else"),
        "warning",
    ),
    Check(
        "P246",
        Text(fr="Image qui n'est pas celle de l'item", en="Picture that is not the item's"),
        "warning",
    ),
    Check("P247", Text(fr="Clôture qui ne ferme pas", en="Closing that does not close"), "warning"),
    Check(
        "P248",
        Text(fr="Mots de refus ou de détresse, autre fin", en="Words of refusal or distress, another end"),
        "remark",
    ),
    Check(
        "P249",
        Text(fr="Paroles à contretemps d'un retour", en="Feedback that says the contrary"),
        "remark",
    ),
    Check(
        "P250",
        Text(fr="Image qui porte un autre nom", en="Picture called as something else"),
        "remark",
    ),
    Check(
        "P251",
        Text(fr="Lampe de réussite qui reste allumée", en="Lamp of success that stays on"),
        "remark",
    ),
    Check("P301", Text(fr="Debout sur une table", en="Standing on a table"), "warning"),
    Check("P302", Text(fr="Langue que Nao ne parle pas", en="Language that Nao does not speak"), "warning"),
    Check("P303", Text(fr="Réponse que Nao dit lui-même", en="Answer that Nao says itself"), "warning"),
    Check(
        "P304", Text(fr="Mot trop court pour être reconnu", en="Word too short to be recognised"), "warning"
    ),
    Check("P305", Text(fr="Mots trop semblables", en="Words too much alike"), "warning"),
    Check("P306", Text(fr="Trop de mots à reconnaître", en="Too many words to recognise"), "warning"),
    Check("P307", Text(fr="Une carte pour deux mots", en="One card for two words"), "warning"),
    Check("P308", Text(fr="Bouton de la poitrine", en="Chest button"), "warning"),
    Check(
        "P309",
        Text(fr="Aucune caméra pour ce qui doit être filmé", en="No camera for what must be filmed"),
        "warning",
    ),
    Check("P310", Text(fr="Image ou son absent", en="Missing picture or sound"), "remark"),
    Check(
        "P311", Text(fr="Format de fichier que rien ne lit", en="File format that nothing reads"), "warning"
    ),
    Check("P312", Text(fr="Image trop lourde", en="Picture too heavy"), "remark"),
    Check(
        "P313", Text(fr="Mot que Nao ne peut pas reconnaître", en="Word that Nao cannot recognise"), "warning"
    ),
    Check("P314", Text(fr="Texte que la voix lit mal", en="Text that the voice reads badly"), "remark"),
    Check(
        "P315",
        Text(fr="Phrases ou mots absents d'une des langues", en="Sentences or words missing in one language"),
        "warning",
    ),
    Check("P401", Text(fr="Phrase trop longue", en="Sentence too long"), "warning"),
    Check("P402", Text(fr="Deux consignes en une phrase", en="Two instructions in one sentence"), "remark"),
    Check("P403", Text(fr="Expression imagée", en="Figurative speech"), "remark"),
    Check("P404", Text(fr="Délai de réponse trop court", en="Patience too short"), "warning"),
    Check("P405", Text(fr="Essais sans aucune aide", en="Trials without any help"), "warning"),
    Check(
        "P406", Text(fr="Le mot pour seule façon de répondre", en="Word as the only way to answer"), "warning"
    ),
    Check(
        "P407",
        Text(fr="Un compte dit sans le cas « aucun »", en="Count spoken without a case for none"),
        "warning",
    ),
    Check("P408", Text(fr="Clignotement", en="Flashing"), allow=True),
    Check("P409", Text(fr="Yeux rouges", en="Red eyes"), "warning"),
    Check(
        "P410",
        Text(fr="L'enfant s'entend dire qu'il a tort", en="The child is told that he is wrong"),
        "warning",
    ),
    Check(
        "P411", Text(fr="Guidance physique sans adulte", en="Physical guidance without an adult"), "warning"
    ),
    Check("P412", Text(fr="Aide que personne ne donne", en="Help that nobody gives"), "warning"),
    Check("P413", Text(fr="Aides dans le désordre", en="Prompts out of order"), "warning"),
    Check("P414", Text(fr="Trop de choix à la fois", en="Too many choices at once"), "remark"),
    Check("P415", Text(fr="Aucun mot après un échec", en="No word after a failure"), "remark"),
    Check("P416", Text(fr="Nao parle longtemps", en="Nao speaks for a long time"), "remark"),
    Check("P417", Text(fr="Consigne négative", en="Negative instruction"), "remark"),
    Check("P418", Text(fr="Tu et vous", en="Familiar and polite forms"), "remark"),
    Check("P419", Text(fr="Longue série sans arrêt prévu", en="Long series with no planned stop"), "remark"),
    Check("P420", Text(fr="Niveau de compréhension inconnu", en="Unknown level of comprehension"), "remark"),
    Check(
        "P421",
        Text(fr="Bonne réponse toujours à la même place", en="Right answer always in the same place"),
        "warning",
    ),
    Check("P422", Text(fr="Toujours la même bonne réponse", en="Always the same right answer"), "warning"),
    Check(
        "P423",
        Text(fr="Erreur comptée sur un mot entendu", en="Error counted on a word that was heard"),
        "warning",
    ),
    Check("P424", Text(fr="Un item avec moins de choix", en="One item with fewer choices"), "remark"),
    Check("P501", Text(fr="Prénom dans un texte", en="First name in a text"), "remark"),
    Check("P502", Text(fr="Donnée personnelle demandée", en="Personal data asked for"), "warning"),
    Check("P503", Text(fr="Réglage qui porterait un nom", en="Setting that would hold a name"), "warning"),
    Check(
        "P504",
        Text(fr="Approuvé sans approbation", en="Approved without an approval"),
        "warning",
        allow=False,
    ),
    Check(
        "P505", Text(fr="Approbation d'un autre texte", en="Approval of another text"), "warning", allow=False
    ),
    Check("P506", Text(fr="Approbation ancienne", en="Old approval"), "remark"),
    Check(
        "P507",
        Text(fr="Approbation mal datée ou mal signée", en="Approval badly dated or signed"),
        "warning",
        allow=False,
    ),
    Check(
        "P508",
        Text(fr="Nom d'une personne dans une approbation", en="Name of a person in an approval"),
        "warning",
    ),
    Check("P510", Text(fr="Objectifs absents", en="Goals missing"), "remark"),
    Check("P511", Text(fr="Population absente", en="Population missing"), "remark"),
    Check("P512", Text(fr="Signes d'arrêt absents", en="Stop signs missing"), "remark"),
    Check("P513", Text(fr="Sources absentes", en="Sources missing"), "remark"),
    Check("P514", Text(fr="Durée absente", en="Duration missing"), "remark"),
    Check("P515", Text(fr="Matériel absent", en="Material missing"), "remark"),
    Check("P516", Text(fr="Niveau de compréhension absent", en="Level of comprehension missing"), "remark"),
    Check("P517", Text(fr="Auteurs absents", en="Authors missing"), "remark"),
    Check("P518", Text(fr="Rien sur ce qui est filmé", en="Nothing about what is filmed"), "remark"),
    Check("P519", Text(fr="Retour au calme absent", en="Calming down missing"), "remark"),
    Check(
        "P520",
        Text(fr="Fichier utilisé qui n'est pas approuvé", en="Used file that is not approved"),
        "warning",
    ),
    Check("P521", Text(fr="Protocole retiré", en="Retired protocol"), "remark"),
)

CHECKS: Mapping[str, Check] = MappingProxyType({check.code: check for check in _CHECKS})
