"""Small protocols that several tests of the oracle play."""

from __future__ import annotations

HEAD = 'protocol: 1\nid: essai\nversion: "1.0.0"\ntitle: "Essai"\nlanguage: fr\n'
QUESTIONS = """\
commands: {finish: {next: fin}}
items: {liste: [{id: a, answer: oui}, {id: b, answer: oui}]}
start: jeu
steps:
  jeu:
    trials:
      items: liste
      ask: [{say: "Oui ou non {item.id} ?"}]
      answers: {oui: {board: oui}, non: {board: non}}
      correct: = item.answer
      patience: 5 s
      pause: 4 s
    after: {wait: 8 s, next: fin}
  fin: {do: [{say: "Fin."}], end: completed}
"""

CALM = """\
  calme: {do: [{say: "Calme."}], buttons: [{label: "Reprendre", next: back}], after: {wait: 50 s, next: fin}}
"""
QUESTIONS_AND_CALM = (
    QUESTIONS.replace("{finish: {next: fin}}", "{finish: {next: fin}, calm: {next: calme}}") + CALM
)
"""The same questions, with a step for calming down that leads back."""
