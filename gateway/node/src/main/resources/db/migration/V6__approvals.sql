-- What an operator asked for and another one has to confirm.

create table approval (
    log           integer     not null,
    id            uuid        not null,
    asked_by      text        collate "C" not null,
    asked_at      timestamptz not null,
    confirm_until timestamptz not null,
    -- While an operator's confirmation is under way: until then nobody else's is taken.
    claimed_until timestamptz,
    -- What became of it: withdrawn, done or refused. Null while nobody decided.
    state         text        collate "C",
    decided_by    text        collate "C",
    decided_at    timestamptz,
    -- Why the node refused it.
    code          text        collate "C",
    key_id        bigint      not null,
    -- The act: method, path and body of the request.
    content       bytea       not null,
    primary key (log, id)
);
