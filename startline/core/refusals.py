"""How a service says no: an exception with a stable code and numbers, never a sentence."""


class Refusal(Exception):  # noqa: N818  -- the house's word; its children end in Error
    """A deed that was refused for a reason the person can read in their language."""

    code = "refused"

    def __init__(self, **numbers: object) -> None:
        super().__init__(self.code)
        self.numbers = numbers
