"""What can go wrong in a use-case, as one tree with stable codes.

The edges dress each error twice: as a Thai/English page and as `application/problem+json`.
The sentences stand in `rules.words.ERRORS` under the same codes. No error carries a value that
somebody typed: an error may be logged.
"""

from collections.abc import Mapping
from typing import ClassVar


class ServiceError(Exception):
    """A refusal with a stable `code` and the HTTP status that its edges answer with."""

    code: ClassVar[str] = "internal"
    status: ClassVar[int] = 500


class InvalidInput(ServiceError):
    """Something typed must be mended: `fields` maps a field's name to a problem code.

    Problem codes are the keys of `rules.words.FIELD_ERRORS`; `limits` holds the number that a
    problem's sentence names (a greatest length, for instance).
    """

    code = "invalid_input"
    status = 422

    def __init__(
        self, fields: Mapping[str, str], *, limits: Mapping[str, int] | None = None
    ) -> None:
        super().__init__(self.code)
        self.fields = dict(fields)
        self.limits = dict(limits or {})


class NotFound(ServiceError):
    """Not here: also another agency's case, an unknown code, and a case one may not open."""

    code = "not_found"
    status = 404


class NotSignedIn(ServiceError):
    """Nobody is signed in, or the session has ended."""

    code = "not_signed_in"
    status = 401


class ProofNeeded(ServiceError):
    """What is asked for is grave, and nobody has proven lately who sits there."""

    code = "proof_needed"
    status = 401


class SignInFailed(ServiceError):
    """The login, the passphrase or the six digits are wrong; it is not said which."""

    code = "sign_in_failed"
    status = 401


class NotAllowed(ServiceError):
    """The actor's roles do not allow it."""

    code = "not_allowed"
    status = 403


class CrossSite(ServiceError):
    """A form came from another site."""

    code = "cross_site"
    status = 403


class PlainHttp(ServiceError):
    """The desk was asked for over plain http from off this machine."""

    code = "plain_http"
    status = 403


class WrongState(ServiceError):
    """The case's state does not allow this move."""

    code = "wrong_state"
    status = 409


class CaseHeld(ServiceError):
    """A hold stands on the case: nothing of it is deleted until a supervisor has lifted it."""

    code = "case_held"
    status = 409


class FollowUpsOpen(ServiceError):
    """The case cannot be closed while a follow-up of it has not come to its end."""

    code = "follow_ups_open"
    status = 409


class StaleCase(ServiceError):
    """The case has changed since the page was drawn."""

    code = "stale_case"
    status = 409


class OriginalOver(ServiceError):
    """A released file can be downloaded for some minutes, in the session that was shown it."""

    code = "original_over"
    status = 409


class RequestOver(ServiceError):
    """A request that needs two persons was used, refused or not yet agreed, or its time is over."""

    code = "request_over"
    status = 409


class CaseDeleted(ServiceError):
    """Two officers have destroyed what the case held; its reporter is told so."""

    code = "case_deleted"
    status = 410


class AlreadyReceived(ServiceError):
    """This very page was sent before, and its code has been written down already.

    `slug` is the address of the agency at which it is followed.
    """

    code = "already_received"
    status = 409
    slug: str = ""


class CodeToReplace(ServiceError):
    """The code was printed by an officer, so its holder takes another before anything is shown.

    `ticket` is the new code and what the printed one opens, sealed for the page that shows it.
    """

    code = "code_to_replace"
    status = 409
    ticket: str = ""


class ReadersChanged(ServiceError):
    """Others would read it than the page named before sending; the page must be seen anew."""

    code = "readers_changed"
    status = 409


class FormExpired(ServiceError):
    """The form is older than yesterday; its text is kept and the page drawn anew."""

    code = "form_expired"
    status = 409


class ChannelClosed(ServiceError):
    """The channel has too few keys to protect anybody, so it takes nothing."""

    code = "channel_closed"
    status = 409


class NoOutwardRoute(ServiceError):
    """Those who could read are the accused, and no outside authority is configured."""

    code = "no_outward_route"
    status = 409


class NobodyThere(ServiceError):
    """Nobody of the other channel could open the case: it is closed, or all are kept out."""

    code = "nobody_there"
    status = 409


class JoinedCases(ServiceError):
    """Other cases are joined to this one, and would lose the case that answers for them."""

    code = "joined_cases"
    status = 409


class TooLarge(ServiceError):
    """A text, a file or a case's files together are over their limit."""

    code = "too_large"
    status = 413


class UnsupportedFile(ServiceError):
    """The file's content is of no kind that is taken, or it cannot be opened."""

    code = "unsupported_file"
    status = 415


class InfectedFile(UnsupportedFile):
    """The antivirus of this installation knows the file for a harmful one; nothing is stored."""

    code = "infected_file"


class TooManyTries(ServiceError):
    """Too many at once or too often; nothing is lost, try again shortly."""

    code = "too_many_tries"
    status = 429


class Busy(ServiceError):
    """The database or the upload places are taken; nothing is lost, try again."""

    code = "busy"
    status = 503


class Unreadable(ServiceError):
    """A seal is broken or a key is missing: an alarm, not a mistake of the one who asks."""

    code = "unreadable"
    status = 503
