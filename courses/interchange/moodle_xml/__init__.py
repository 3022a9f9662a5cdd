"""The XML in which Moodle exports its question bank."""
