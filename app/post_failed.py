"""Why a message did not go out, whichever way it was to go."""


class PostFailed(Exception):
    """A message did not go out; `is_whole` when no other one would go out now either."""

    def __init__(self, problem: str, *, is_whole: bool) -> None:
        super().__init__(problem)
        self.problem = problem
        self.is_whole = is_whole
