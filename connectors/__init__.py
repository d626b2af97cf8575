"""The ways in for a reporter. What they have in common is `connectors.reporter`."""
