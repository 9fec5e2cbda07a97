-- Disclosures are erased when their time is over.

-- Position of the leaf that says so.
alter table inbox add column erased_idx bigint;

-- What is still there, by the key that covers it.
create index inbox_body on inbox (log, body_key_id, at) where body_key_id is not null;
