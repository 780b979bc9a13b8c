-- The ledger. Types in braces differ between databases, see dialect.py.

create table meta (key text primary key, value text not null);

create table writers (
    num integer primary key,
    id text not null unique,
    label text not null,
    seq bigint not null,        -- of its last fact; 0 before the first
    hash {bytes} not null       -- of its last fact
);

create table facts (
    num integer primary key,
    id {bytes} not null,        -- two writers may find out the same, and say it under one id
    kind text not null,
    time bigint not null,       -- microseconds
    writer integer not null references writers (num),
    seq bigint not null,
    hash {bytes} not null,
    salt {bytes},               -- null when redacted
    digest {bytes},             -- only when redacted: otherwise it follows from the payload
    payload {bytes},            -- see codec.py; null when redacted
    unique (writer, seq)
);
create index facts_by_id on facts (id);
-- Executions are most of the facts, and have a table. Ask with: and kind <> 'execution'
create index facts_by_kind on facts (kind, num) where kind <> 'execution';

-- Everything below is a view of the facts, and can be built again from them.

create table names (num integer primary key, text {exact} not null unique);
create table artifacts (
    num integer primary key, oid {bytes} not null unique, size bigint, nfiles bigint
);
-- An artifact under a path: the nodes of the graph.
create table items (
    num integer primary key,
    path integer not null,
    artifact integer not null,
    unique (path, artifact)
);
create index items_by_artifact on items (artifact);

create table runs (
    num integer primary key,    -- of the fact
    id {bytes} not null unique,
    tail bigint not null,
    started bigint not null,
    seconds {float} not null,
    status text not null,
    author integer not null,    -- a name, as are host and git_commit
    host integer not null,
    command integer not null,
    git_commit integer,
    ran integer not null,
    skipped integer not null,
    failed integer not null
);
create index runs_by_start on runs (started, num);
create index runs_by_tail on runs (tail);

create table executions (
    num integer primary key,    -- of the fact
    id {bytes} not null unique,
    tail bigint not null,
    run {bytes},                -- the id of a run, whose fact may come later
    stage integer not null,
    time bigint not null,
    status text not null,
    git_commit integer,
    seconds {float},
    entry {bytes}
);
create index executions_by_run on executions (run);
create index executions_by_stage on executions (stage, time);
create index executions_by_entry on executions (entry);
create index executions_by_commit on executions (git_commit);
create index executions_by_tail on executions (tail);

create table uses (
    execution integer not null, item integer not null, role text not null,
    primary key (execution, item)
) {clustered};
create index uses_by_item on uses (item, execution);

create table makes (
    execution integer not null, item integer not null, role text not null,
    primary key (execution, item)
) {clustered};
create index makes_by_item on makes (item, execution);

create table params (
    execution integer not null, key integer not null, value text not null, number {float},
    primary key (execution, key)
) {clustered};
create index params_by_key on params (key, number);

create table metrics (
    execution integer not null, key integer not null, value text not null, number {float},
    primary key (execution, key)
) {clustered};
create index metrics_by_key on metrics (key, number);

create table column_edges (
    execution integer not null,
    source integer not null, source_column integer not null,
    target integer not null, target_column integer not null,
    how text not null
);
create index column_edges_by_source on column_edges (source, source_column);
create index column_edges_by_target on column_edges (target, target_column);

create table listings (directory integer primary key, base integer);
create index listings_by_base on listings (base);
-- What a listing adds to its base, or removes from it.
create table listed (
    directory integer not null, artifact integer not null, name integer not null,
    added integer not null
);
create index listed_by_artifact on listed (artifact);
create index listed_by_directory on listed (directory);

create table commits (
    num integer primary key,    -- of the fact
    name integer not null unique,
    author integer not null,
    committed bigint not null,
    subject text not null
);
create table commit_entries (
    git_commit integer not null, entry {bytes} not null, primary key (git_commit, entry)
) {clustered};
create index commit_entries_by_entry on commit_entries (entry);

create table versions (
    num integer primary key,    -- of the fact
    model integer not null,     -- a name
    number bigint not null,     -- two copies of a project may both have given it
    bundle {bytes} not null,    -- the SHA-256 of its manifest
    item integer,               -- null for a bundle that lies outside the project
    execution {bytes},          -- the id of the one that registered it
    verdict text not null
);
create index versions_by_model on versions (model, number);
create index versions_by_bundle on versions (bundle);
create index versions_by_item on versions (item);

create table alias_moves (
    num integer primary key,    -- of the fact
    model integer not null,     -- a name, as is alias
    alias integer not null,
    verb text not null,
    outcome text not null,      -- moved or refused
    number bigint not null,
    bundle {bytes} not null
);
create index alias_moves_by_model on alias_moves (model, alias);
