"""What is raised where a rule of the city can't be taken as it stands."""


class RulesError(ValueError):
    """A rule that can't be taken as it stands: its key, what was found there and what would be right."""

    def __init__(self, key: str, found: str, wanted: str) -> None:
        super().__init__(f"{key}: found {found}, wanted {wanted}")
        self.key = key
        self.found = found
        self.wanted = wanted

    def under(self, section: str) -> "RulesError":
        """The same error seen from outside the section."""
        return RulesError(f"{section}.{self.key}" if section else self.key, self.found, self.wanted)
