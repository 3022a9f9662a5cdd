"""Telling people: notices, signals to open apps, Web Push. Listens to every domain; no domain knows of it."""
