"""Forty and more files made by code, with canaries wherever a program hides something."""

from tests.planted.canaries import Planted
from tests.planted.documents import DOCUMENTS
from tests.planted.films import FILMS
from tests.planted.heic import HEICS
from tests.planted.old_office import OLD_OFFICE
from tests.planted.papers import PAPERS
from tests.planted.pictures import PICTURES
from tests.planted.sheets import SHEETS
from tests.planted.sounds import SOUNDS

PLANTED: tuple[Planted, ...] = (
    *PICTURES, *HEICS, *PAPERS, *DOCUMENTS, *SHEETS, *FILMS, *SOUNDS, *OLD_OFFICE,
)  # fmt: skip
