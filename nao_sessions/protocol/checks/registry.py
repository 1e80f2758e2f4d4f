"""The checks of protocols: every code that a finding may carry, with the title of its page.

Numbers are stable: one that is no longer used is never given to another check.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from nao_sessions.core.errors import Severity
from nao_sessions.text.messages import Text, msg


@dataclass(frozen=True, slots=True)
class Check:
    """One check: its code, what its page is called, and how grave a finding is.

    error: the protocol cannot run, or would do harm; warning: it should be changed; remark: worth a look.
    ``allow``: whether an author may suppress the check; None: unless it is an error.
    """

    code: str
    title: Text
    severity: Severity = "error"
    allow: bool | None = None

    @property
    def allowable(self) -> bool:
        """Return whether an author may suppress the check by ``allow``; of errors, few may be."""
        return self.severity != "error" if self.allow is None else self.allow

    @property
    def family(self) -> str:
        """Return the family of the check, the first two characters of its code: ``P2`` is the flow."""
        return self.code[:2]


FAMILIES: Mapping[str, Text] = MappingProxyType(
    {
        "P1": msg("Text and structure"),
        "P2": msg("Flow"),
        "P3": msg("Robot and room"),
        "P4": msg("Child"),
        "P5": msg("Data, ethics, consent"),
    }
)


_CHECKS = (
    Check("P100", msg("The file is not valid YAML")),
    Check("P101", msg("Unknown key")),
    Check("P102", msg("Unknown step")),
    Check("P103", msg("Value of another type")),
    Check("P104", msg("Key written twice")),
    Check("P105", msg("Missing key")),
    Check("P106", msg("File too large")),
    Check("P107", msg("The file is not UTF-8 text")),
    Check("P108", msg("Empty file")),
    Check("P109", msg("Nested too deeply")),
    Check("P110", msg("Unquoted sentence in braces")),
    Check("P111", msg("Sentence cut at the # sign")),
    Check("P112", msg("Invisible space")),
    Check("P113", msg("Anchor, alias, tag or merge")),
    Check("P114", msg("Malformed name")),
    Check("P115", msg("Malformed duration")),
    Check("P116", msg("Path without the = sign")),
    Check("P117", msg("Word not in the catalogue")),
    Check("P118", msg("Unreadable or missing file")),
    Check("P119", msg("Value out of bounds")),
    Check("P120", msg("Exits of a step")),
    Check("P121", msg("Name given twice")),
    Check("P122", msg("{participant} with no one child meant", participant="{participant}")),
    Check("P123", msg("Braces in a text")),
    Check("P124", msg("Right answer not among the answers")),
    Check("P125", msg("Two actions on one channel")),
    Check("P126", msg("Action that must stand alone")),
    Check("P127", msg("Too many buttons")),
    Check("P128", msg("Unknown or missing language")),
    Check("P129", msg("Unknown or obligatory check")),
    Check("P130", msg("Malformed expression")),
    Check("P131", msg("Syntax outside the language")),
    Check("P132", msg("Unknown name")),
    Check("P133", msg("Types that do not go together")),
    Check("P134", msg("Expression too long")),
    Check("P135", msg("event.value outside a reaction")),
    Check("P136", msg("Column that an item lacks")),
    Check("P137", msg("Word described in two ways")),
    Check("P138", msg("Exception without a purpose"), "remark", allow=False),
    Check("P139", msg("Files that use each other without end")),
    Check(
        "P140",
        msg("Protocol of a series missing or refused"),
    ),
    Check("P141", msg("Version of a protocol in a series")),
    Check("P142", msg("Phases out of order")),
    Check("P143", msg("Participant code")),
    Check("P144", msg("Counterbalancing that cannot be done")),
    Check("P145", msg("Uneven counterbalancing"), "warning", allow=False),
    Check("P146", msg("Unknown measure of a series")),
    Check("P147", msg("A child's sessions in a phase")),
    Check("P148", msg("Setting of a protocol in a series")),
    Check("P149", msg("A series is not a protocol")),
    Check("P150", msg("Unreadable communication board")),
    Check("P151", msg("Page or word that the board does not have")),
    Check(
        "P152",
        msg("Cell of a board that is no choice of its own"),
        "warning",
    ),
    Check("P201", msg("Unreachable step"), "warning"),
    Check("P202", msg("Dead end"), allow=True),
    Check(
        "P203",
        msg("Wait that only a child can leave"),
        allow=True,
    ),
    Check("P204", msg("Loop without exit")),
    Check("P205", msg("Missing finish command")),
    Check("P206", msg("Branch without a last entry")),
    Check("P207", msg("back that no reaction leads to")),
    Check("P208", msg("done outside a group")),
    Check("P209", msg("Group that is never done"), allow=True),
    Check("P210", msg("Stopping rule out of reach"), "warning"),
    Check("P211", msg("Branch that is never tried"), "warning"),
    Check("P212", msg("Rule that needs a right answer"), "warning"),
    Check("P213", msg("finish that waits for somebody"), allow=True),
    Check("P214", msg("Loop that nothing bounds"), "warning"),
    Check("P215", msg("Wait without a time limit"), "remark"),
    Check("P216", msg("Feedback that is never given"), "warning"),
    Check("P217", msg("Condition that never holds"), "warning"),
    Check("P218", msg("Condition that always holds"), "remark"),
    Check("P219", msg("Prompt that shows another answer"), "warning"),
    Check("P220", msg("Results read before the step"), "warning"),
    Check(
        "P221",
        msg("Silence shorter than the patience"),
        "remark",
    ),
    Check("P222", msg("Wait that cannot succeed"), "warning"),
    Check("P223", msg("Answer that the board does not show"), "warning"),
    Check("P224", msg("Choice on the board without effect"), "warning"),
    Check("P225", msg("Answer that nothing can give"), "warning"),
    Check("P226", msg("One act for two answers"), "warning"),
    Check("P227", msg("Entry without effect"), "remark"),
    Check("P228", msg("Reaction that is never chosen"), "warning"),
    Check("P229", msg("Delay that is never reached"), "warning"),
    Check("P230", msg("Name declared and never used"), "remark"),
    Check("P231", msg("Several main buttons"), "warning"),
    Check("P232", msg("Level without items"), "remark"),
    Check("P233", msg("Order that cannot be kept"), "warning"),
    Check("P234", msg("Routine that calls itself")),
    Check(
        "P235",
        msg("Refusal or distress of a used file, ignored"),
        "warning",
    ),
    Check("P236", msg("Expected duration too short"), "warning"),
    Check("P237", msg("Duration limit too short"), "warning"),
    Check(
        "P238",
        msg("The longest session exceeds the limit"),
        "remark",
    ),
    Check(
        "P239",
        msg("Patience that does not follow the setting"),
        "remark",
    ),
    Check(
        "P240",
        msg("The same said again without end"),
        "warning",
    ),
    Check(
        "P241",
        msg("Refusal that does not end as one"),
        "warning",
    ),
    Check(
        "P242",
        msg("Distress that does not end as such"),
        "warning",
    ),
    Check("P243", msg("Praise without success"), "warning"),
    Check("P244", msg("Success shown as a failure"), "warning"),
    Check(
        "P245",
        msg("Help or feedback that shows something else"),
        "warning",
    ),
    Check(
        "P246",
        msg("Picture that is not the item's"),
        "warning",
    ),
    Check("P247", msg("Closing that does not close"), "warning"),
    Check(
        "P248",
        msg("Words of refusal or distress, another end"),
        "remark",
    ),
    Check(
        "P249",
        msg("Feedback that says the contrary"),
        "remark",
    ),
    Check(
        "P250",
        msg("Picture called as something else"),
        "remark",
    ),
    Check(
        "P251",
        msg("Lamp of success that stays on"),
        "remark",
    ),
    Check("P301", msg("Standing on a table"), "warning"),
    Check("P302", msg("Language that Nao does not speak"), "warning"),
    Check("P303", msg("Answer that Nao says itself"), "warning"),
    Check("P304", msg("Word too short to be recognised"), "warning"),
    Check("P305", msg("Words too much alike"), "warning"),
    Check("P306", msg("Too many words to recognise"), "warning"),
    Check("P307", msg("One card for two words"), "warning"),
    Check("P308", msg("Chest button"), "warning"),
    Check(
        "P309",
        msg("No camera for what must be filmed"),
        "warning",
    ),
    Check("P310", msg("Missing picture or sound"), "remark"),
    Check("P311", msg("File format that nothing reads"), "warning"),
    Check("P312", msg("Picture too heavy"), "remark"),
    Check("P313", msg("Word that Nao cannot recognise"), "warning"),
    Check("P314", msg("Text that the voice reads badly"), "remark"),
    Check(
        "P315",
        msg("Sentences or words missing in one language"),
        "warning",
    ),
    Check("P401", msg("Sentence too long"), "warning"),
    Check("P402", msg("Two instructions in one sentence"), "remark"),
    Check("P403", msg("Figurative speech"), "remark"),
    Check("P404", msg("Patience too short"), "warning"),
    Check("P405", msg("Trials without any help"), "warning"),
    Check("P406", msg("Word as the only way to answer"), "warning"),
    Check(
        "P407",
        msg("Count spoken without a case for none"),
        "warning",
    ),
    Check("P408", msg("Flashing"), allow=True),
    Check("P409", msg("Red eyes"), "warning"),
    Check(
        "P410",
        msg("The child is told that he is wrong"),
        "warning",
    ),
    Check("P411", msg("Physical guidance without an adult"), "warning"),
    Check("P412", msg("Help that nobody gives"), "warning"),
    Check("P413", msg("Prompts out of order"), "warning"),
    Check("P414", msg("Too many choices at once"), "remark"),
    Check("P415", msg("No word after a failure"), "remark"),
    Check("P416", msg("Nao speaks for a long time"), "remark"),
    Check("P417", msg("Negative instruction"), "remark"),
    Check("P418", msg("Familiar and polite forms"), "remark"),
    Check("P419", msg("Long series with no planned stop"), "remark"),
    Check("P420", msg("Unknown level of comprehension"), "remark"),
    Check(
        "P421",
        msg("Right answer always in the same place"),
        "warning",
    ),
    Check("P422", msg("Always the same right answer"), "warning"),
    Check(
        "P423",
        msg("Error counted on a word that was heard"),
        "warning",
    ),
    Check("P424", msg("One item with fewer choices"), "remark"),
    Check("P501", msg("First name in a text"), "remark"),
    Check("P502", msg("Personal data asked for"), "warning"),
    Check("P503", msg("Setting that would hold a name"), "warning"),
    Check(
        "P504",
        msg("Approved without an approval"),
        "warning",
        allow=False,
    ),
    Check("P505", msg("Approval of another text"), "warning", allow=False),
    Check("P506", msg("Old approval"), "remark"),
    Check(
        "P507",
        msg("Approval badly dated or signed"),
        "warning",
        allow=False,
    ),
    Check(
        "P508",
        msg("Name of a person in an approval"),
        "warning",
    ),
    Check("P510", msg("Goals missing"), "remark"),
    Check("P511", msg("Population missing"), "remark"),
    Check("P512", msg("Stop signs missing"), "remark"),
    Check("P513", msg("Sources missing"), "remark"),
    Check("P514", msg("Duration missing"), "remark"),
    Check("P515", msg("Material missing"), "remark"),
    Check("P516", msg("Level of comprehension missing"), "remark"),
    Check("P517", msg("Authors missing"), "remark"),
    Check("P518", msg("Nothing about what is filmed"), "remark"),
    Check("P519", msg("Calming down missing"), "remark"),
    Check(
        "P520",
        msg("Used file that is not approved"),
        "warning",
    ),
    Check("P521", msg("Retired protocol"), "remark"),
)

CHECKS: Mapping[str, Check] = MappingProxyType({check.code: check for check in _CHECKS})
