"""The composition root: settings, the web application, the supervisor, the command line."""
