"""The columns of the lists that go with copies of recordings, in the data dictionary: clips.csv, frames.csv.

Their times are session times, as everywhere.
"""

from __future__ import annotations

from nao_sessions.core.text import Text
from nao_sessions.export.columns import Column, TableOf
from nao_sessions.export.levels import FRAMES_LISTED

CLIPS = TableOf(
    "clips",
    Text(
        fr="clips.csv : un extrait d'une caméra autour d'un événement, ou un événement qu'aucune n'a vu",
        en="clips.csv: a clip of one camera around an event, or an event that none saw",
    ),
    (
        Column("file", "string", Text(fr="le fichier ; vide si aucune caméra ne l'a vu",
                                      en="the file; empty where no camera saw it")),
        Column("camera", "string", Text(fr="caméra", en="camera")),
        Column("seq", "int64", Text(fr="numéro de la ligne de l'événement dans events.jsonl",
                                    en="number of the event's line in events.jsonl")),
        Column("label", "string", Text(fr="l'événement, en mots", en="the event, in words")),
        Column("subject", "string", Text(fr="code de l'enfant, si cela en concerne un",
                                         en="the child's code, where it is about one")),
        Column("begins_s", "float64",
               Text(fr="temps de séance de la première image de l'extrait : le 0 de son fichier",
                    en="session time of the clip's first picture: the 0 of its file"), "s"),
        Column("ends_s", "float64", Text(fr="temps de séance de la dernière image de l'extrait",
                                         en="session time of the clip's last picture"), "s"),
        Column("pictures_copied", "bool",
               Text(fr="les images sont copiées telles quelles ; sinon elles sont réencodées",
                    en="the pictures are copied as they are; else they are encoded anew")),
        Column("sound_encoded", "bool",
               Text(fr="le son est réencodé, comme là où un prénom est caché ; sinon il est copié",
                    en="the sound is encoded anew, as where a first name is hidden; else it is copied")),
    ),
)  # fmt: skip

FRAMES = TableOf(
    "frames",
    Text(
        fr="…frames.csv : une image d'une copie à cadence constante que la caméra n'a pas donnée là",
        en="…frames.csv: a picture of a copy at a constant rate that the camera did not give there",
    ),
    (
        Column("kind", "string", Text(fr="ce qu'elle est", en="what it is"), levels=FRAMES_LISTED),
        Column("frame", "int64",
               Text(fr="rang de l'image dans la copie, depuis 0 ; divisé par la cadence : son temps là-bas",
                    en="number of the frame in the copy, from 0; over the rate: its time there")),
        Column("shows_session_s", "float64", Text(fr="temps de séance de ce que cette image montre",
                                                  en="session time of what this picture shows"), "s"),
    ),
)  # fmt: skip
