"""Activities of the body: poses to copy, parts of Nao to touch, a signal to wait for."""

from __future__ import annotations

from nao_sessions.protocol.scaffold.looking import (
    Activity,
    Help,
    Tongue,
    row,
    say,
    with_say,
)


def imitation(t: Tongue) -> Activity:
    """Return the activity in which the child imitates Nao's poses."""
    poses = (
        ("haut", "up", "arms_up", "Les bras en l'air.", "Arms up."),
        ("croix", "out", "arms_out", "Les bras sur les côtés.", "Arms out."),
        ("devant", "front", "arms_forward", "Les bras devant.", "Arms in front."),
        ("hanches", "hips", "hands_on_hips", "Les mains aux hanches.", "Hands on hips."),
    )
    return Activity(
        title=t("Fais comme moi", "Do as I do"),
        material=t("un espace libre devant Nao", "a free space before Nao"),
        intro=(t("On fait pareil.", "We do the same."),),
        about_items=t("une pose par ligne : son nom dans le catalogue, comment on la dit",
                      "one pose a line: its name in the catalogue, how it is said"),
        rows=tuple(
            row(id=t(fr, en), pose=pose, phrase=t(dit, said)) for fr, en, pose, dit, said in poses
        ),
        ask=("- pose: = item.pose", say(t("Fais comme moi !", "Do as I do!"))),
        about_answers=t("l'adulte juge : « Oui » si l'enfant a fait la pose",
                        "the adult judges: 'Yes' if the child has taken the pose"),
        answers=(f"{t('fait', 'done')}:", "  - professional: true"),
        correct=t("fait", "done"),
        praise=t("Oui, pareil !", "Yes, the same!"),
        told=t("On essaie une autre pose.", "We try another pose."),
        nao_helps=(
            Help("verbal", (say("{item.phrase}"),)),
            Help("model", ("- pose: = item.pose", say(t("Regarde-moi encore.", "Look at me again.")))),
        ),
        adult_helps=(
            Help("verbal", adult=t("Dites ce que fait Nao.", "Say what Nao does.")),
            Help("model", adult=t("Faites la pose à côté de l'enfant.", "Take the pose beside the child.")),
            Help("physical_partial", adult=t("Guidez ses bras, avec son accord.",
                                             "Guide the arms, if the child agrees.")),
        ),
        after=("- pose: arms_down",),
    )  # fmt: skip


def instructions(t: Tongue) -> Activity:
    """Return the activity in which the child touches what Nao says."""
    parts = (
        ("tete", "head", "head", "Touche ma tête.", "Touch my head."),
        ("main", "hand", "hand", "Touche ma main.", "Touch my hand."),
        ("pied", "foot", "foot", "Touche mon pied.", "Touch my foot."),
    )
    return Activity(
        title=t("Écoute et fais", "Listen and do"),
        material=t("Nao au sol, à portée de main de l'enfant", "Nao on the floor, within the child's reach"),
        intro=(t("Je parle, tu fais.", "I speak, you do it."),),
        about_items=t("une consigne par ligne, et la partie de Nao à toucher",
                      "one instruction a line, and the part of Nao to touch"),
        rows=tuple(
            row(id=t(fr, en), phrase=t(dit, said), answer=t(fr, en))
            for fr, en, _, dit, said in parts
        ),
        ask=(say("{item.phrase}"),),
        about_answers=t("les parties de Nao sentent le toucher ; l'adulte peut aussi le dire",
                        "these parts of Nao feel a touch; the adult may say so too"),
        answers=tuple(
            line
            for fr, en, touch, *_ in parts
            for line in (f"{t(fr, en)}:", f"  - touch: {touch}", "  - professional: true")
        ),
        told=t("On passe à la suite.", "We go on."),
        nao_helps=(
            Help("verbal", (say(t("Écoute encore.", "Listen again.")), say("{item.phrase}"))),
            Help("gestural", ("- gesture: me", with_say("{item.phrase}"))),
        ),
        adult_helps=(
            Help("verbal", adult=t("Redites la consigne, plus lentement.",
                                   "Say the instruction again, more slowly.")),
            Help("gestural", adult=t("Montrez du doigt ce qu'il faut toucher.",
                                     "Point to what is to be touched.")),
            Help("physical_partial", adult=t("Guidez sa main, avec son accord.",
                                             "Guide the hand, if the child agrees.")),
        ),
    )  # fmt: skip


def go_nogo(t: Tongue) -> Activity:
    """Return the activity in which the child acts on a signal, and waits without it."""
    head, hand = t("tete", "head"), t("main", "hand")
    orders = (
        (f"go_{head}", t("Nao dit : touche ma tête !", "Nao says: touch my head!"), head, 3),
        (f"go_{hand}", t("Nao dit : touche ma main !", "Nao says: touch my hand!"), hand, 3),
        (f"stop_{head}", t("Touche ma tête !", "Touch my head!"), "nothing", 1),
        (f"stop_{hand}", t("Touche ma main !", "Touch my hand!"), "nothing", 1),
    )
    return Activity(
        title=t("Nao dit", "Nao says"),
        material=t("Nao au sol, à portée de main de l'enfant", "Nao on the floor, within the child's reach"),
        intro=(
            t("Écoute : « Nao dit ».", "Listen for “Nao says”."),
            t("Alors, tu le fais.", "Then you do it."),
            t("Sinon, tu attends.", "Otherwise you wait."),
        ),
        about_items=t("un ordre par ligne ; nothing : il est juste d'attendre ; share : plus souvent",
                      "one order a line; nothing: waiting is right; share: more often"),
        rows=tuple(
            row(id=name, texte=text, answer=answer, share=share)
            for name, text, answer, share in orders
        ),
        ask=(say("{item.texte}"),),
        about_answers=t("ce que l'enfant touche", "what the child touches"),
        answers=(f"{head}:", "  - touch: head", f"{hand}:", "  - touch: hand"),
        told=t("On continue.", "We go on."),
        nao_helps=(Help("verbal", (say(t("Écoute : « Nao dit ».", "Listen for “Nao says”.")),)),),
        adult_helps=(
            Help("verbal", adult=t("Rappelez la règle, avec vos mots.",
                                   "Say the rule again, in your words.")),
            Help("gestural", adult=t("Montrez une main ouverte : attendre.", "Show an open hand: wait.")),
        ),
        order=("order:", "  shuffled: answer", "  no_more_than: 3"),
        prompt_on_wrong_only=True,
    )  # fmt: skip
