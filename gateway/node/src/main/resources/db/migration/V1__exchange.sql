-- The tables of the exchange.
--
-- Every table carries the number of the log, first in its key, and every statement names one log: the
-- schema can be distributed by it (SCALE.md). No identity, no sequence, no trigger, no foreign key.
-- Names are compared byte by byte (collate "C"), whatever the database's locale.
--
-- What is confidential is ciphertext, with the number of the data key beside it (DataKeys): the keys
-- are not in the database. Every byte is stored once; what speaks of it points to it.
--
-- Partitions are made by the node ahead of time (Partitions), so that old ones can be archived and
-- dropped whole: by index where the key is a position in the log, by month elsewhere. A UUIDv7 begins
-- with its time, so a month of them is a range of ids.

-- The log ------------------------------------------------------------------------------------------

-- One row a log. Whoever appends holds it, so the log has no gaps and no branches.
create table log_head (
    log     integer not null,
    origin  text    collate "C" not null,
    size    bigint  not null,
    -- The roots of the perfect subtrees, largest first: all that the tree needs in order to grow.
    edge    bytea   not null,
    primary key (log)
) with (fillfactor = 20);

create table log_entry (
    log     integer not null,
    idx     bigint  not null,
    -- The 33 bytes of the leaf.
    entry   bytea   not null,
    primary key (log, idx)
) partition by range (idx);

-- One row a completed tile of the level below, never written again; level 0 is made from log_entry.
create table log_tile (
    log     integer  not null,
    level   smallint not null,
    idx     bigint   not null,
    hash    bytea    not null,
    primary key (log, level, idx)
);

-- What each leaf commits to. The secret is blinding and statement; where a presentation holds them,
-- the row names its delivery instead.
create table log_opening (
    log      integer not null,
    idx      bigint  not null,
    kind     text    collate "C" not null,
    channel  text    collate "C",
    seq      bigint,
    peer     text    collate "C",
    delivery uuid,
    key_id   bigint,
    secret   bytea,
    primary key (log, idx)
) partition by range (idx);
alter table log_opening alter column secret set storage external;

-- The rare kinds, which an auditor reads without their bodies.
create index log_opening_kind on log_opening (log, kind, idx)
    where kind in ('agreement', 'key', 'query', 'answer', 'read', 'erasure');

-- Published checkpoints, each a signed note.
create table log_checkpoint (
    log     integer not null,
    size    bigint  not null,
    note    text    not null,
    primary key (log, size)
);

-- What a node's parties send -----------------------------------------------------------------------

create table document (
    log       integer     not null,
    id        uuid        not null,
    issuer    text        collate "C" not null,
    vct       text        collate "C" not null,
    issued_at timestamptz not null,
    -- Position of the submitted leaf.
    idx       bigint      not null,
    key_id    bigint      not null,
    -- The seal, whole, and the recipients with their deliveries.
    content   bytea       not null,
    primary key (log, id)
) partition by range (id);
alter table document alter column content set storage external;
create index document_issuer on document (log, issuer, id);

-- Idempotency keys, blind: a party may put anything into one.
create table idempotency (
    log      integer     not null,
    tag      bytea       not null,
    document uuid        not null,
    at       timestamptz not null,
    key_id   bigint      not null,
    -- The hash of the request and the answer as first given.
    content  bytea       not null,
    primary key (log, tag)
);
alter table idempotency alter column content set storage external;

-- What a document can be found by: an HMAC of the value of a reference.
create table reference (
    log      integer     not null,
    party    text        collate "C" not null,
    kind     text        collate "C" not null,
    tag      bytea       not null,
    at       timestamptz not null,
    -- A document of the party's own, or a delivery in its inbox.
    document uuid,
    delivery uuid
) partition by range (at);
create index reference_tag on reference (log, party, tag, at);

-- Presentations that have no number yet, in the order of their documents' leaves.
create table pending (
    log      integer not null,
    channel  text    collate "C" not null,
    idx      bigint  not null,
    delivery uuid    not null,
    document uuid    not null,
    primary key (log, delivery)
) with (autovacuum_vacuum_scale_factor = 0.02, autovacuum_vacuum_threshold = 1000);
create index pending_channel on pending (log, channel, idx, delivery);

-- A presentation that took its number: the document's row, the positions of its disclosures and its
-- KB-JWT; the bytes that are sent are put together from them, always the same.
create table presentation (
    log       integer     not null,
    delivery  uuid        not null,
    document  uuid        not null,
    channel   text        collate "C" not null,
    seq       bigint      not null,
    -- Position of the sent leaf.
    idx       bigint      not null,
    agreement bytea       not null,
    expires   timestamptz not null,
    key_id    bigint      not null,
    -- Blinding, positions of the disclosures, KB-JWT.
    content   bytea       not null,
    primary key (log, delivery)
) partition by range (delivery);
alter table presentation alter column content set storage external;

-- Numbers without a receipt: what is to be sent, again and again.
create table in_flight (
    log      integer not null,
    channel  text    collate "C" not null,
    seq      bigint  not null,
    delivery uuid    not null,
    primary key (log, channel, seq)
) with (autovacuum_vacuum_scale_factor = 0.02, autovacuum_vacuum_threshold = 1000);

-- Voids in the place of presentations: the void itself is the statement of its leaf.
create table replacement (
    log      integer not null,
    delivery uuid    not null,
    idx      bigint  not null,
    primary key (log, delivery)
) partition by range (delivery);

-- Presentations that never took a number.
create table cancellation (
    log      integer not null,
    delivery uuid    not null,
    code     text    collate "C" not null,
    primary key (log, delivery)
) partition by range (delivery);

create table receipt (
    log         integer not null,
    delivery    uuid    not null,
    -- Why it was refused; null if it was admitted.
    code        text    collate "C",
    -- Position of the receipted leaf.
    idx         bigint  not null,
    -- The receiver's leaf in its own log, and its checkpoint that the proof leads to: null for a
    -- house delivery, whose receipt is a leaf of this log.
    their_idx   bigint,
    note_origin text    collate "C",
    note_size   bigint,
    key_id      bigint,
    -- Blinding, inclusion proof, statement.
    content     bytea,
    primary key (log, delivery)
) partition by range (delivery);
alter table receipt alter column content set storage external;

-- One row a channel that starts here. Next number, the hash before it, and who may number.
create table channel_out (
    log         integer not null,
    channel     text    collate "C" not null,
    next_seq    bigint  not null,
    prev        bytea   not null,
    epoch       bigint  not null,
    owner       text    collate "C",
    lease_until timestamptz,
    primary key (log, channel)
) with (fillfactor = 20);

-- Rounds of a channel: what was tried, and how it ended.
create table attempt (
    log       integer     not null,
    channel   text        collate "C" not null,
    at        timestamptz not null,
    first_seq bigint      not null,
    last_seq  bigint      not null,
    outcome   text        collate "C" not null,
    primary key (log, channel, at, first_seq)
) partition by range (at);

-- What arrives for them ------------------------------------------------------------------------------

create table channel_in (
    log      integer not null,
    channel  text    collate "C" not null,
    next_seq bigint  not null,
    prev     bytea   not null,
    primary key (log, channel)
) with (fillfactor = 20);

-- How each number was answered: the answer is the statement of the leaf. Not partitioned: a number
-- and a delivery id are used once, for ever.
create table delivery_id (
    log        integer     not null,
    channel    text        collate "C" not null,
    seq        bigint      not null,
    delivery   uuid        not null,
    idx        bigint      not null,
    at         timestamptz not null,
    input_hash bytea       not null,
    primary key (log, channel, seq),
    unique (log, delivery, channel)
);

create table inbox (
    log         integer     not null,
    -- Position of the admitted leaf: the order in which a party reads.
    idx         bigint      not null,
    at          timestamptz not null,
    party       text        collate "C" not null,
    role        text        collate "C" not null,
    delivery    uuid        not null,
    channel     text        collate "C" not null,
    document    uuid        not null,
    vct         text        collate "C" not null,
    issuer      text        collate "C" not null,
    agreement   bytea       not null,
    -- The sender's leaf in its own log, and its checkpoint that the proof leads to: null for a house
    -- delivery, whose sent leaf is one of this log.
    sender_idx  bigint,
    note_origin text        collate "C",
    note_size   bigint,
    -- Sender's blinding and proof, issuer JWT, KB-JWT: what outlives the disclosures.
    key_id      bigint      not null,
    content     bytea       not null,
    -- The disclosures, under a key of their grant and month: deleting the key erases them.
    body_key_id bigint,
    body        bytea,
    primary key (log, idx, at)
) partition by range (at);
alter table inbox alter column content set storage external;
alter table inbox alter column body set storage external;
create index inbox_party on inbox (log, party, idx);

-- Deliveries that took a number and were refused: never a disclosure.
create table refusal (
    log      integer     not null,
    idx      bigint      not null,
    at       timestamptz not null,
    delivery uuid        not null,
    channel  text        collate "C" not null,
    code     text        collate "C" not null,
    key_id   bigint      not null,
    content  bytea       not null,
    primary key (log, idx, at)
) partition by range (at);
alter table refusal alter column content set storage external;

-- What a receiving party said of what it read, once: by the position of the inbox's row.
create table acknowledgement (
    log     integer     not null,
    idx     bigint      not null,
    verdict text        collate "C" not null,
    at      timestamptz not null,
    key_id  bigint,
    reason  bytea,
    primary key (log, idx)
);

-- What is known of others ----------------------------------------------------------------------------

-- Verified checkpoints of partners' logs: the largest is the newest, the others are what proofs of
-- receipts and of senders' leaves lead to.
create table peer_checkpoint (
    log    integer not null,
    origin text    collate "C" not null,
    size   bigint  not null,
    note   text    not null,
    primary key (log, origin, size)
);

-- Two contradicting signed things in one place, as hashes: the first pair of each place.
create table equivocation (
    log     integer     not null,
    channel text        collate "C" not null,
    seq     bigint      not null,
    kept    bytea       not null,
    shown   bytea       not null,
    at      timestamptz not null,
    primary key (log, channel, seq)
);

-- Agreements, keys and directories that were seen and logged.
create table noted (
    log     integer not null,
    name    text    collate "C" not null,
    hash    bytea   not null,
    idx     bigint  not null,
    key_id  bigint  not null,
    content bytea   not null,
    primary key (log, name)
);
create index noted_hash on noted (log, hash);

-- Whether there is room to write: filled and emptied again after the disk was full.
create table room (
    payload bytea not null
);
alter table room alter column payload set storage external;
