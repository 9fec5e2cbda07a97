-- Changes of the exclusion list are among the rare kinds that an auditor reads without their bodies.

drop index log_opening_kind;
create index log_opening_kind on log_opening (log, kind, idx)
    where kind in ('agreement', 'exclusion', 'key', 'query', 'answer', 'read', 'erasure');
