"""Code that somebody may try to put into a protocol, and every key where it might go."""

from __future__ import annotations

from tests.protocol.small_protocols import with_do, with_steps, with_trials

DATA = 'data: {n: 0, nom: "rouge", vu: true}\n'

EXPRESSIONS = {
    "import": "__import__('os').system('id')",
    "class of a tuple": "().__class__.__bases__[0].__subclasses__()",
    "class of a datum": "data.n.__class__",
    "init of a participant": "participant.__init__.__globals__",
    "attribute of a text": "'a'.upper()",
    "attribute of a number": "(1).real",
    "attribute of a call": "len(data.nom).real",
    "attribute of a function": "min.__class__",
    "a function alone": "len",
    "open": "open('/etc/passwd').read()",
    "eval": "eval('1 + 1')",
    "exec": "exec('import os')",
    "print": "print(data.n)",
    "a keyword": "max(1, 2, key=len)",
    "an unpacked list": "max(1, *[2, 3])",
    "comprehension": "[x for x in [1, 2]]",
    "generator": "max(x for x in [1, 2])",
    "dict": "{'a': 1}",
    "set": "{1, 2}",
    "lambda": "(lambda: 1)()",
    "walrus": "(n := 1)",
    "f-string": "f'{data.n}'",
    "f-string with a call": "f'{print(1)}'",
    "bytes": "b'a' == b'a'",
    "raw string": "r'a' == 'a'",
    "escape": "'\\x41' == 'A'",
    "joined strings": "'a' 'b' == 'ab'",
    "triple quotes": "'''a''' == 'a'",
    "subscript": "data['n'] == 1",
    "slice": "data.nom[0:2] == 'ro'",
    "power": "10 ** 10 > 1",
    "huge whole number": "9" * 150 + " > 1",
    "huge number": "1e999 > 1",
    "exponent": "1e3 > 1",
    "hexadecimal": "0x10 > 1",
    "underscores": "1_000 > 1",
    "imaginary": "1j == 1",
    "matrix": "data.n @ 2 > 1",
    "shift": "1 << 9 > 1",
    "bits": "data.n & 1 == 1",
    "inversion": "~data.n > 1",
    "is": "data.n is 1",
    "none": "data.n == None",
    "ellipsis": "data.n == ...",
    "await": "await data.n",
    "yield": "(yield 1)",
    "star": "*data.n",
    "two lines": "data.n; data.n",
    "statement": "import os",
    "comment": "data.n > 0 # and data.n < 3",
    "look-alike name": "data.ｎ > 0",
    "look-alike room": "ｄａｔａ.n > 0",
    "Cyrillic name": "dаta.n > 0",
    "shell": "$(id) == 1",
    "backquotes": "`id` == 1",
    "template": "{{ data.n }} > 0",
    "misspelt in a branch": "data.n > 0 if true else dta.m > 0",
    "misspelt after or": "true or nimporte.quoi > 1",
    "misspelt after and": "false and rien == 1",
    "a call after or": "true or exec('1')",
    "a type in a branch": "data.n > 0 if true else 'a' < 2",
    "long": "data.n > 0 or " * 20 + "true",
    "deep": "not " * 30 + "true",
    "deeper": "-" * 120 + "1 > 0",
    "no-break space": "data.n\u00a0> 0",
    "zero-width": "data.\u200bn > 0",
}

TEMPLATES = {
    "class": "{data.n.__class__}",
    "globals": "{data.__init__.__globals__}",
    "init of a participant": "{participant.__init__}",
    "class of the participants": "{participants.__class__}",
    "attribute of a number": "{data.n.real}",
    "conversion": "{data.n!r}",
    "format": "{data.n:>1000000000}",
    "format in a format": "{data.n:{data.n}}",
    "position": "{0}",
    "empty": "{}",
    "doubled": "{{data.n}}",
    "subscript": "{data['n']}",
    "index": "{data.nom[0]}",
    "call": "{data.n()}",
    "function": "{len(data.nom)}",
    "expression": "{data.n + 1}",
    "room": "{data}",
    "settings": "{settings.secret}",
    "item outside": "{item.texte}",
    "event outside": "{event.value}",
    "look-alike": "{data.ｎ}",
    "Cyrillic": "{dаta.n}",
    "statement": "{% import os %}",
    "voice tag": "\\rspd=400\\ Vite",
    "equals": "= __import__('os')",
}

TAGS = {
    "object": "!!python/object:builtins.object {}",
    "apply": "!!python/object/apply:os.system ['id']",
    "name": "!!python/name:os.system",
    "module": "!!python/module:os",
    "tuple": "!!python/tuple [1, 2]",
    "str": "!!str Bonjour",
    "int": "!!int 3",
    "binary": "!!binary aGVsbG8=",
    "include": "!include /etc/passwd",
    "environment": "!ENV '${HOME}'",
    "bang": "! Bonjour",
    "verbatim": "!<tag:yaml.org,2002:python/name:os.system> a",
    "anchor": "&a Bonjour",
    "alias": "*a",
}

CELLS = {
    "import": "__import__('os').system('id')",
    "tag": "!!python/object/apply:os.system ['id']",
    "alias": "*a",
    "anchor": "&a Bonjour",
    "merge": "<<: *a",
    "place": "{data.n}",
    "class": "{data.n.__class__}",
    "format": "{data.n:>1000000}",
    "percent": "%(data.n)s",
    "dollar": "${HOME} $(id)",
    "backquotes": "`id`",
    "template": "{% import os %}{{ 7 * 7 }}",
    "markup": "<script>alert(1)</script>",
    "two lines": "un\ndeux: trois",
    "plus": "+1+1",
    "at": "@SUM(A1)",
    "null": "null",
    "yaml": "a: [b, {c: d}]",
}
"""What stands in a cell and runs nowhere: it is said as it stands."""

REFUSED_CELLS = {
    "spreadsheet": "=HYPERLINK(A1)",
    "computed": "= data.n",
    "voice tag": "\\rspd=400\\ Vite",
    "backslash": "C:\\nao",
}

_STEP = "accueil:\n  do: [{say: 'Bonjour.'}]\n"
_OTHER = 'buttons: [{label: "Suite", next: fin}]'

SITES = {
    "if of a moment": with_do('- {say: "Oui.", if: <E>}\n', DATA),
    "if of a button": with_steps(f"{_STEP}  buttons: [{{label: 'Un', if: <E>, next: fin}}]\n", DATA),
    "if of when": with_steps(f"{_STEP}  {_OTHER}\n  when: [{{touch: head, if: <E>, next: fin}}]\n", DATA),
    "if of after": with_steps(f"{_STEP}  {_OTHER}\n  after: {{wait: 5 s, if: <E>, next: fin}}\n", DATA),
    "if of a branch": with_steps(f"{_STEP}  next: [{{if: <E>, next: fin}}, {{next: fin}}]\n", DATA),
    "if of a choose": with_do("- choose: [{say: 'Un.', if: <E>}, {say: 'Deux.'}]\n", DATA),
    "if of a prompt": with_trials('prompts: [{help: verbal, do: [{say: "Là."}], if: <E>}]\n', head=DATA),
    "stop_when": with_trials("stop_when: <E>\n", head=DATA),
    "set": with_do("- set: {n: <=E>}\n", DATA),
    "set of a button": with_steps(
        f"{_STEP}  buttons: [{{label: 'Un', set: {{n: <=E>}}, next: fin}}]\n", DATA
    ),
    "wait": with_do("- wait: <=E>\n", DATA),
    "limit of a wait": with_do("- wait: {gaze: robot, hold: 1 s, limit: <=E>}\n", DATA),
    "hold of a wait": with_do("- wait: {gaze: robot, hold: <=E>, limit: 9 s}\n", DATA),
    "wait of after": with_steps(f"{_STEP}  {_OTHER}\n  after: {{wait: <=E>, next: fin}}\n", DATA),
    "limit of after": with_steps(f"{_STEP}  {_OTHER}\n  after: {{limit: <=E>, next: fin}}\n", DATA),
    "gesture": with_do("- gesture: <=E>\n", DATA),
    "pose": with_do("- pose: <=E>\n", DATA),
    "follow": with_do("- follow: [<=E>]\n", DATA),
    "posture": with_do("- posture: <=E>\n", DATA),
    "look": with_do("- look: <=E>\n", DATA),
    "eyes": with_do("- eyes: <=E>\n", DATA),
    "sound": with_do("- sound: <=E>\n", DATA),
    "point": with_do("- point: <=E>\n", DATA),
    "highlight": with_do("- highlight: <=E>\n", DATA),
    "picture": with_do("- show: {picture: <=E>}\n", DATA),
    "choices": with_do("- show: {choices: <=E>}\n", DATA),
    "correct": with_trials("correct: <=E>\n", head=DATA),
    "from": with_trials("answers: {from: <=E>, by: [board]}\n", head=DATA),
    "count": with_trials("count: <=E>\n", items="[{id: a}]", head=DATA),
    "patience": with_trials("patience: <=E>\n", head=DATA),
    "pause": with_trials("pause: <=E>\n", head=DATA),
    "after of a prompt": with_trials(
        'prompts: [{help: verbal, do: [{say: "Là."}], after: <=E>}]\n', head=DATA
    ),
    "delay": with_trials("prompting: {procedure: constant_delay, delay: <=E>}\n", head=DATA),
    "rounds": with_steps(
        "accueil:\n  each: participant\n  rounds: <=E>\n  start: un\n"
        "  steps: {un: {do: [{say: 'Un.'}], next: done}}\n  next: fin\n",
        DATA,
    ),
    "silence": with_steps(f"{_STEP}  {_OTHER}\n", DATA + "always: {silence: <=E>}\n"),
    "with": with_steps("accueil: {use: autre.yaml, with: {tours: <=E>}, next: fin}\n", DATA),
}
"""Every key that takes an expression: ``<E>`` after ``if``, ``<=E>`` where a sign = begins it."""


def in_site(site: str, expression: str) -> str:
    """Put an expression into a protocol, between double quotes: YAML itself refuses nothing of it."""
    escaped = expression.replace("\\", "\\\\").replace('"', '\\"')
    return SITES[site].replace("<=E>", f'"= {escaped}"').replace("<E>", f'"{escaped}"')
