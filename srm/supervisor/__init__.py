"""One process that starts the others, watches them and stops them: database, web, worker, beat."""
