"""Names of files as Canvas and Moodle give them, and archives made of such names.

The forms are those of Canvas' `ContentZipper` and of Moodle's `mod_assign\\downloader`, as their
sources write them and as people who wrote scripts for them quote them. The people are made up.
"""

from __future__ import annotations

import json
import zipfile
from collections.abc import Mapping
from pathlib import Path

PERCEPTRON = "01_perceptron"
NAME = "01_perceptron.ipynb"
ADA = "ada/01_perceptron/01_perceptron.ipynb"
EARLIER = "ada/01_perceptron/01_perceptron.earlier-{}.ipynb"
LATER = (2026, 3, 9, 10, 0, 0)

# name: (student's id, Canvas' user id, late, file id, the student's own name for it)
CANVAS = {
    "unoada_12345_67890_01_perceptron.ipynb": (
        "unoada-12345", "12345", "no", 67890, "01_perceptron.ipynb",
    ),
    "dosbea_LATE_12346_67893_01_perceptron-1.ipynb": (
        "dosbea-12346", "12346", "yes", 67893, "01_perceptron-1.ipynb",
    ),
    "trescai_late_12347_67894_Copy of 01_perceptron.ipynb": (
        "trescai-12347", "12347", "yes", 67894, "Copy of 01_perceptron.ipynb",
    ),
    "cuatrozoë_12348_67895_01_perceptron (1).ipynb": (
        "cuatrozoë-12348", "12348", "no", 67895, "01_perceptron (1).ipynb",
    ),
    "cinco-seis--eva_12349_67896_01_perceptron+%281%29.ipynb": (  # older Canvas
        "cinco-seis--eva-12349", "12349", "no", 67896, "01_perceptron+%281%29.ipynb",
    ),
    "o_siete_10000000000123_67897_tarea_1_final.ipynb": (  # a user of another institution's
        "o_siete-10000000000123", "10000000000123", "no", 67897, "tarea_1_final.ipynb",
    ),
    "anon_Ab3dE_67898_01_perceptron.ipynb": (
        "anon-Ab3dE", "", "no", 67898, "01_perceptron.ipynb",
    ),
    "LATE_anon_Zz9xY_67899_01_perceptron.ipynb": (
        "anon-Zz9xY", "", "yes", 67899, "01_perceptron.ipynb",
    ),
    # Today's Canvas takes all but letters, digits and _ out of a name, and / : ? … out of a file's.
    "dochonuevezoëana_LATE_12352_67901_week 1_ 01_perceptron_.ipynb": (
        "dochonuevezoëana-12352", "12352", "yes", 67901, "week 1_ 01_perceptron_.ipynb",
    ),
    "late_12350_67900_01_perceptron.ipynb": (  # somebody's name
        "late-12350", "12350", "no", 67900, "01_perceptron.ipynb",
    ),
}  # fmt: skip

CANVAS_TYPED = ("ochoivo_12351_text.html", "ochoivo_LATE_12351_link.html")

NOT_CANVAS = ("01_perceptron.ipynb", "Copy of 01_perceptron (2).ipynb", "ada_01.ipynb", "")

# path: (student's id, name, participant's number, the student's own name for it)
MOODLE = {
    "Ada Uno_1327627_assignsubmission_file_/01_perceptron.ipynb": (  # up to 3.x
        "ada-uno-1327627", "Ada Uno", "1327627", "01_perceptron.ipynb",
    ),
    "Bea de Dos_1327628_assignsubmission_file/01_perceptron.ipynb": (  # from 4.1 on
        "bea-de-dos-1327628", "Bea de Dos", "1327628", "01_perceptron.ipynb",
    ),
    "Cai Tres_1327629_assignsubmission_file/week 1/Copia de 01_perceptron.ipynb": (
        "cai-tres-1327629", "Cai Tres", "1327629", "Copia de 01_perceptron.ipynb",
    ),
    "Zoë Cuatro-Cinco_1327630_assignsubmission_file_01_perceptron_2.ipynb": (  # not in folders
        "zoë-cuatro-cinco-1327630", "Zoë Cuatro-Cinco", "1327630", "01_perceptron_2.ipynb",
    ),
    "NN101-Week one-4232467/SEIS,EVA-77_1327631_assignsubmission_file_/01_perceptron.ipynb": (
        "seis-eva-77-1327631", "SEIS,EVA-77", "1327631", "01_perceptron.ipynb",
    ),
    "Oona OOcho_1327634_assignsubmission_file/01_perceptron.ipynb": (  # an apostrophe is taken out
        "oona-oocho-1327634", "Oona OOcho", "1327634", "01_perceptron.ipynb",
    ),
    "Participant_1327632_assignsubmission_file/01_perceptron.ipynb": (
        "participant-1327632", "", "1327632", "01_perceptron.ipynb",
    ),
    "Participante_1327633_assignsubmission_file_01_perceptron.ipynb": (
        "participante-1327633", "", "1327633", "01_perceptron.ipynb",
    ),
}  # fmt: skip

MOODLE_TYPED = (
    "Ada Uno_1327627_assignsubmission_onlinetext_/onlinetext.html",
    "Ada Uno_1327627_assignsubmission_onlinetext/onlinetext.html",
    "Ada Uno_1327627_assignsubmission_onlinetext_onlinetext.html",
)


def notebook(assignment: str = PERCEPTRON, text: str = "", says: bool = True) -> bytes:
    """Make a small notebook; unless it `says` so, nothing in it tells what it is for."""
    about = {"neurona": {"chapter": assignment, "language": "en"}} if says else {}
    cell = {"cell_type": "code", "source": f"# {text}", "metadata": {}, "outputs": []}
    content = {"cells": [cell], "metadata": about, "nbformat": 4, "nbformat_minor": 5}
    return json.dumps(content).encode()


def make_zip(path: Path, files: Mapping[str, bytes], date=(2026, 3, 2, 10, 0, 0)) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(zipfile.ZipInfo(name, date), content, zipfile.ZIP_DEFLATED)
    return path


def make_folder(path: Path, files: Mapping[str, bytes]) -> Path:
    for name, content in files.items():
        file = path / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content)
    return path
