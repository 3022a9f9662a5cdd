"""Every read of evidence by a person: the own, somebody's in scope, objections, entries."""
