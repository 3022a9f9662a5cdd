"""The ground floor: storage, time, secrets, events, jobs and the web edge. It knows no domain."""
