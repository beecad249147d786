"""Database migrations: numbered, one head. The test database is built by them, so what ships is what is tested."""
