"""Why a document, or one part of it, is not made anew in the way that was tried."""


class Unsure(Exception):
    """Not understood well enough to be rewritten; a picture of it may still be made."""


class Locked(Exception):
    """A password that nobody gave stands before it."""


class TooHeavy(Exception):
    """More pages, parts or bytes than are taken."""
