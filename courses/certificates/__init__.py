"""Certificates: who completed a course, on paper, for anybody to verify."""
