-- Agreements, and what of them is still to be handed to partners.

-- Grows with every change of an agreement. Whoever appends reads it with the head that it locks: where
-- it is another one than the process knows, it looks again at what is closed before it commits.
alter table log_head add column agreements bigint not null default 0;

-- One row an agreement or an offer.
create table agreement (
    log     integer     not null,
    -- Of the payload.
    hash    bytea       not null,
    -- Position of the first leaf that speaks of it.
    idx     bigint      not null,
    peer    text        collate "C" not null,
    state   text        collate "C" not null,
    since   timestamptz not null,
    -- When it came into force here.
    began   timestamptz,
    -- The state that it is about to come into: it carries no new number any more.
    closing text        collate "C",
    reason  text,
    key_id  bigint      not null,
    -- Its General JSON.
    content bytea       not null,
    primary key (log, hash)
);

-- The last number under it, by channel, where that was stated.
create table agreement_last (
    log     integer not null,
    hash    bytea   not null,
    channel text    collate "C" not null,
    seq     bigint  not null,
    primary key (log, hash, channel)
);

-- What is to be handed to a partner: something that was noted.
create table errand (
    log  integer not null,
    name text    collate "C" not null,
    idx  bigint  not null,
    peer text    collate "C" not null,
    primary key (log, name)
);
