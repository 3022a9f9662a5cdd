"""The question bank, papers drawn from it, attempts at them, and what attempts say about questions."""
