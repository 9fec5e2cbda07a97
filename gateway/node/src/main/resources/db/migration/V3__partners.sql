-- Partners that an operator added while the node runs.

create table partner (
    log           integer not null,
    node          text    collate "C" not null,
    -- Where it published what it says of itself.
    address       text    collate "C" not null,
    -- That: the newest entity configuration, signed by itself.
    configuration text    not null,
    primary key (log, node)
);
