"""Any plan against the rules, without ortools."""

from solver.auditing.audit import AuditReport, audit, audit_sessions

__all__ = ["AuditReport", "audit", "audit_sessions"]
