# ruff: noqa: S608  # table names are the product's own, and every value is bound
"""The statements of a search on SQLite and PostgreSQL, as SQL and the values bound in it.

Written for the drivers directly: a search runs at every key stroke, and compiling it costs as much as running it.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from backend.core.search_tokens import Alternatives, QueryPlan, TierLookup

UNORDERED_CANDIDATES: Final = 200

Bound = tuple[str, tuple[object, ...]]


class SearchStatement:
    """Writes the statements of one search. A piece of SQL always travels with the values bound in it."""

    def __init__(self, name: str, dialect: str, within: tuple[str, ...]) -> None:
        self.name = name
        self.sqlite = dialect == "sqlite"
        self.mark = "?" if self.sqlite else "%s"
        self.position = "instr" if self.sqlite else "strpos"
        self.within = within

    def nodes_below(self, limit: int) -> Bound:
        marks = ", ".join([self.mark] * len(self.within))
        return (
            (
                "SELECT DISTINCT descendant_id FROM identity_scope_closure "
                f"WHERE ancestor_id IN ({marks}) LIMIT {self.mark}"
            ),
            (*self.within, limit),
        )

    def from_tokens(self, plan: QueryPlan, limit: int, skip: int = 0) -> Bound:
        """Tier by tier, each from its tokens."""
        branches: list[str] = []
        values: list[object] = []
        scope, scope_values = self._in_scope()
        for position, lookup in enumerate(plan.tiers):
            source, source_values = self._fts_source(lookup) if self.sqlite else self._gin_source(lookup)
            found, found_values = self._found(lookup)
            missed, missed_values = self._missed(plan.tiers[:position])
            rows = f"{source} {found}{missed} AND {scope}"
            values += [*source_values, *found_values, *missed_values, *scope_values]
            if self.sqlite:
                # FTS5 gives row ids in order: reading ends at the limit, and nothing is sorted.
                branches.append(
                    f"SELECT * FROM (SELECT e.entity_id, {position} AS tier {rows} ORDER BY f.rowid LIMIT ?)"
                )
            else:
                # GIN gives no order, so the best of the first few hundred must do for common tokens.
                branches.append(
                    f"(SELECT entity_id, {position} AS tier FROM (SELECT e.entity_id, e.rank {rows} "
                    f"LIMIT {UNORDERED_CANDIDATES}) AS c ORDER BY rank LIMIT %s)"
                )
            values.append(skip + limit)
        return " UNION ALL ".join(branches) + f" LIMIT {self.mark} OFFSET {self.mark}", (*values, limit, skip)

    def from_scope(self, plan: QueryPlan, nodes: Sequence[str], limit: int, skip: int = 0) -> Bound:
        """All rows of a few nodes, ranked by their keys alone."""
        cases: list[str] = []
        values: list[object] = []
        for position, lookup in enumerate(plan.tiers):
            found, found_values = self._found(lookup)
            cases.append(f"WHEN {found} THEN {position}")
            values += found_values
        marks = ", ".join([self.mark] * len(nodes)) or "NULL"
        return (
            (
                f"SELECT entity_id, tier FROM (SELECT e.entity_id, e.rank, CASE {' '.join(cases)} END AS tier "
                f"FROM {self.name} AS e WHERE e.scope_node_id IN ({marks})) AS ranked "
                f"WHERE tier IS NOT NULL ORDER BY tier, rank LIMIT {self.mark} OFFSET {self.mark}"
            ),
            (*values, *nodes, limit, skip),
        )

    def _in_scope(self) -> Bound:
        marks = ", ".join([self.mark] * len(self.within))
        # A scalar subquery, not EXISTS: PostgreSQL would turn EXISTS into a join and read the whole closure.
        return (
            (
                "COALESCE((SELECT 1 FROM identity_scope_closure AS s WHERE "
                f"s.ancestor_id IN ({marks}) AND s.descendant_id = e.scope_node_id LIMIT 1), 0) = 1"
            ),
            self.within,
        )

    def _fts_source(self, lookup: TierLookup) -> Bound:
        match = " AND ".join(fts_expression(term.tokens) for term in lookup.terms)
        # CROSS JOIN keeps SQLite from turning the two round.
        return (
            (
                f"FROM {self.name}_fts AS f CROSS JOIN {self.name} AS e ON e.rank = f.rowid "
                f"WHERE f.{self.name}_fts MATCH ? AND"
            ),
            (match,),
        )

    def _gin_source(self, lookup: TierLookup) -> Bound:
        conditions = [gin_condition(term.tokens) for term in lookup.terms]
        tokens = " AND ".join(sql for sql, _ in conditions)
        # MATERIALIZED is planned for all its rows, which keeps the planner on the GIN index whatever it believes
        # about the filters outside, and still runs only as far as it is read.
        return (
            (
                f"FROM (WITH found AS MATERIALIZED (SELECT rank, entity_id, scope_node_id, keys "
                f"FROM {self.name} AS e WHERE {tokens}) SELECT * FROM found) AS e WHERE"
            ),
            tuple(value for _, values in conditions for value in values),
        )

    def _found(self, lookup: TierLookup) -> Bound:
        condition = " AND ".join(
            "(" + " OR ".join(f"{self.position}(e.keys, {self.mark}) > 0" for _ in term.needles) + ")"
            for term in lookup.terms
        )
        return f"({condition})", tuple(needle for term in lookup.terms for needle in term.needles)

    def _missed(self, earlier: Sequence[TierLookup]) -> Bound:
        found = [self._found(lookup) for lookup in earlier]
        return (
            "".join(f" AND NOT {sql}" for sql, _ in found),
            tuple(value for _, values in found for value in values),
        )


def fts_expression(alternatives: Alternatives) -> str:
    both = [" AND ".join(f'"{token}"' for token in tokens) for tokens in alternatives]
    return "(" + " OR ".join(f"({tokens})" for tokens in both) + ")"


def gin_condition(alternatives: Alternatives) -> Bound:
    single = [tokens[0] for tokens in alternatives if len(tokens) == 1]
    several = [list(tokens) for tokens in alternatives if len(tokens) > 1]
    conditions = ["e.tokens @> %s::text[]"] * len(several)
    values: list[object] = [*several]
    if single:
        conditions.insert(0, "e.tokens && %s::text[]")
        values.insert(0, single)
    return f"({' OR '.join(conditions)})", tuple(values)
