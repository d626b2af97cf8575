"""Pictures that a reporter adds: taken apart and made anew, sealed, and shown to the team alone."""
