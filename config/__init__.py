"""Settings of a running Luqin: read once from the environment, typed, handed to the application."""
