"""Goals of the year (目标责任制), broken down to people and months, and routine checks (平时考核)."""
