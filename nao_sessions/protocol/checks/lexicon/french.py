"""The lexicon of French."""

from __future__ import annotations

from nao_sessions.protocol.checks.lexicon.names import Lexicon, any_of, words

FRENCH = Lexicon(
    instructions=words(
        "touche regarde écoute montre dis répète prends mets pose donne lève baisse tourne ferme ouvre "
        "viens va "
        "assieds assois attends compte choisis trouve cherche appuie tape souffle respire imite fais refais "
        "recommence "
        "continue essaie essaye arrête range tiens tire pousse dessine nomme lis chante danse saute marche "
        "reviens "
        "cache plie croise secoue frappe ramasse attrape lance roule glisse colle coupe écris retourne "
        "penche tends "
        "serre lâche remets enlève passe raconte réponds explique devine classe trie relie entoure colorie "
        "bouge "
        "touchez regardez écoutez montrez dites répétez prenez mettez posez donnez levez baissez tournez "
        "fermez ouvrez "
        "venez attendez comptez choisissez trouvez cherchez appuyez tapez soufflez respirez imitez faites "
        "recommencez continuez essayez arrêtez rangez"
    ),
    attention=words("regarde écoute attends tiens viens va allez regardez écoutez attendez venez continue"),
    or_words=words("ou sinon"),
    and_words=words("et puis ensuite après maintenant alors enfin d'abord"),
    then_words=words("puis ensuite après"),
    figurative=any_of(
        (
            r"langue au chat", r"coups? de main\b", r"\bjet\w+ (?:un |une )?(?:coup d')?œil",
            r"ouvr\w+ (?:grand|bien) (?:tes|vos|les) oreilles", r"\b(?:tend|prêt)\w* l'oreille",
            r"dans la lune", r"tête en l'air", r"doigts dans le nez", r"les pieds dans le plat",
            r"pleut des cordes", r"un chat dans la gorge", r"dans les pommes",
            r"cass\w+ (?:les|mes|ses) pieds",
            r"faim de loup", r"froid de canard", r"chair de poule", r"sage comme une image",
            r"c'est du gâteau",
            r"au pied de la lettre", r"autour du pot", r"sang-froid", r"\ble cafard\b",
            r"crois\w+ les doigts",
            r"creus\w+(?:-toi|-vous)? la tête", r"les vers du nez", r"la main à la pâte", r"bouche cousue",
            r"haut la main", r"à vue de nez", r"bout de la langue", r"le cœur (?:net|gros|léger)",
            r"courage à deux mains", r"coûte les yeux", r"un poil dans la main", r"la puce à l'oreille",
            r"gard\w+ (?:ta|sa|votre) langue", r"poser un lapin", r"le jeu en vaut", r"motus",
            r"avoir la pêche|as la pêche", r"met\w* le paquet", r"vide ton sac", r"clin d'œil",
        )
    ),
    wrong=any_of(
        (
            r"\bc'est faux\b", r"^faux\b", r"(?<!ou )\bfaux(?= ?[.!])", r"\btu as faux\b", r"\btu as tort\b",
            r"\btu t'es trompée?\b", r"\btu te trompes\b", r"\b(?:c'est|tu as fait) une erreur\b",
            r"\bmauvaise réponse\b", r"\bce n'est pas (?:ça|la bonne|le bon|juste|correct|bien)\b",
            r"\bc'est pas (?:ça|la bonne|le bon|juste|bien|bon)\b", r"\b(?:c'est|tu as) raté\b",
            r"^ratée?(?= ?[.!])",
            r"\btu as perdu(?= ?[.!])", r"^perdu(?= ?[.!])",
            r"\btu n'as pas (?:réussi|trouvé|compris|écouté)\b",
            r"\bc'est nul\b", r"\btu ne sais pas\b",
        )
    ),
    wrong_after=any_of((r"^(?:mais |eh |ah |oh )?non(?= ?[,.!…]|$)", r"^pas bien\b", r"^pas juste\b",
                        r"^erreur\b")),
    forbids=any_of(
        (
            r"^ne \w+ (?:pas|plus|jamais|rien)\b", r"^n'\w+ (?:pas|plus|jamais|rien)\b",
            r", ne \w+ (?:pas|plus|jamais|rien)\b", r"\btu n(?:e |')\w+ (?:pas|plus|jamais|rien)\b",
            r"^interdit de\b", r"^\w+ pas (?:à|au|la|le|les|l'|de|ton|ta|tes)\b",
        )
    ),
    to_child=any_of((r"\b(?:vous|votre|vos)\b", r"\b(?!assez\b|nez\b|chez\b|rez\b)[a-zéèêàôûïç]{2,}ez\b")),
    to_adult=any_of((r"\b(?:tu|toi|ton|ta|tes|t')\b",)),
    personal=any_of(
        (
            r"\bnom de famille\b", r"\bnom de l'enfant\b", r"\bprénom de l'enfant\b",
            r"\bdate de naissance\b",
            r"\bnuméro de (?:téléphone|sécurité)\b", r"\badresse (?:de|des|du|postale|mail)\b",
            r"\bton adresse\b",
            r"\boù (?:est-ce que tu habites|habites-tu|tu habites)\b", r"\bdiagnostic\b",
            r"\bquel âge as-tu\b",
            r"\btu as quel âge\b", r"\bquelle est ta maladie\b", r"\bcomment s'appell\w+ (?:ta|ton|tes) ",
        )
    ),
    asks_name=any_of(
        (r"\bcomment (?:tu t'appelles|t'appelles-tu|est-ce que tu t'appelles)\b",
         r"\bquel est ton (?:pré)?nom\b",
         r"\bdis(?:-moi)? ton (?:pré)?nom\b")
    ),
    no_names=any_of((r"jacques a dit", r"jacques dit", r"simon a dit", r"simon dit", r"frère jacques",
                     r"colin-maillard", r"guignol")),
)  # fmt: skip
