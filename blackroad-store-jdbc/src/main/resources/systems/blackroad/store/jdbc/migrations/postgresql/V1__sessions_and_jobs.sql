-- One row: the epoch of the sessions, the floor under all job tokens, the server that wrote both.
create table {ns}_meta (
    id smallint primary key check (id = 1),
    epoch text not null,
    fingerprint text not null,
    token_floor bigint not null
);
insert into {ns}_meta values (1, cast(gen_random_uuid() as text), '', 0);

-- Moves with each append. Of the columns in an index only sweep_at changes while it lives, at most once a minute, so that
-- updates stay within the page. What an append changes comes last: the log of an update skips what stays before it.
create table {ns}_session_head (
    session text collate "C" primary key,
    owner text collate "C" not null,
    log bigint not null generated always as identity,
    created_at bigint not null,
    idle bigint not null,
    end_at bigint not null,
    snapshot_newest bigint not null,
    snapshot_older bigint not null,
    status smallint not null,
    sweep_at bigint not null,
    revision bigint not null,
    updated_at bigint not null,
    active_at bigint not null,
    expires_at bigint not null
) with (fillfactor = 70);
create index {ns}_session_head_created on {ns}_session_head (created_at, session);
create index {ns}_session_head_owner on {ns}_session_head (owner, created_at, session);
create index {ns}_session_head_sweep on {ns}_session_head (status, sweep_at, session);

-- A session's events and snapshots are kept under the number of its log, which is a quarter as long as its id.
-- One index serves reads in order, and the search for a command, which passes over the entries of one session's kept log and
-- looks at no other row. Revisions are unique since whoever moves a head owns the numbers up to it. Columns of a fixed size
-- come first, so that none is padded.
create table {ns}_session_event (
    log bigint not null,
    revision bigint not null,
    at bigint not null,
    sequence bigint not null,
    version integer not null,
    command integer not null generated always as (cast(hashtextextended(client, sequence) & 2147483647 as integer)) stored,
    actor text not null,
    client text collate "C" not null,
    body_hash bytea not null,
    trace text,
    type text not null,
    payload bytea not null,
    primary key (log, revision, command)
);

create table {ns}_session_snapshot (
    log bigint not null,
    revision bigint not null,
    type text not null,
    version integer not null,
    payload bytea not null,
    primary key (log, revision)
);

-- Who has which of a user's numbered slots. free_at is null once it is confirmed.
create table {ns}_session_slot (
    owner text collate "C" not null,
    slot smallint not null,
    session text collate "C" not null,
    free_at bigint,
    primary key (owner, slot),
    unique (owner, session)
);

-- A job's body: written once, kept until the job is deleted. Its id anchors the job's identity; its number, which other tables
-- have in place of the id since it is a quarter as long, is its place in the order of arrival.
create sequence {ns}_arrival;
create table {ns}_job (
    id text collate "C" not null unique,
    number bigint primary key,
    type text collate "C" not null,
    version integer not null,
    payload bytea not null,
    queue text collate "C" not null,
    priority integer not null,
    max_attempts integer not null,
    actor text not null,
    schedule text,
    metadata text,
    job_key text,
    ordered boolean not null,
    created_at bigint not null
);
create index {ns}_job_type on {ns}_job (type, number);
create index {ns}_job_queue on {ns}_job (queue, number);

-- Where a job stands: in exactly one of the next four. The index of ready has one scan for each priority, in claim order.
-- What its queue or its key may hold back is gated: it is claimed under the lock of its queue's row. lane is then its queue and
-- key, and parked says that its lane holds it back; whoever ends what the lane waits for wakes the next.
create table {ns}_ready (
    job bigint primary key,
    type text collate "C" not null,
    queue text collate "C" not null,
    priority integer not null,
    due_at bigint not null,
    token bigint not null,
    settled bigint not null,
    attempt integer not null,
    lost boolean not null default false,
    suspect boolean not null,
    gated boolean not null,
    ordered boolean not null,
    parked boolean not null default false,
    lane text collate "C",
    error text,
    started_at bigint
) with (autovacuum_vacuum_scale_factor = 0.05, autovacuum_analyze_scale_factor = 0.05);
create index {ns}_ready_claim on {ns}_ready (priority, due_at, job) where not suspect and not gated;
create index {ns}_ready_suspect on {ns}_ready (priority desc, due_at, job) where suspect;
create index {ns}_ready_open on {ns}_ready (queue, priority desc, due_at, job) where gated and not parked;
create index {ns}_ready_parked on {ns}_ready (lane, ordered, type, priority desc, due_at, job) where parked;
create index {ns}_ready_ordered on {ns}_ready (lane, priority desc, due_at, job) where ordered;

-- How often jobs came to stand behind the place where claims may have gone on: each claim that sees another number than the one
-- before begins at the start.
create sequence {ns}_late;

-- The priorities that were ever ready: each claim goes through them, the highest first, and in each from where it left off.
create table {ns}_priority (
    priority integer primary key
);

create table {ns}_deferred (
    job bigint primary key,
    type text collate "C" not null,
    queue text collate "C" not null,
    priority integer not null,
    due_at bigint not null,
    token bigint not null,
    settled bigint not null,
    attempt integer not null,
    lost boolean not null default false,
    suspect boolean not null,
    gated boolean not null,
    ordered boolean not null,
    lane text collate "C",
    error text,
    started_at bigint
) with (autovacuum_vacuum_scale_factor = 0.05, autovacuum_analyze_scale_factor = 0.05);
create index {ns}_deferred_due on {ns}_deferred (due_at);

create table {ns}_lease (
    job bigint primary key,
    node text collate "C" not null,
    exchange bigint not null,
    token bigint not null,
    attempt integer not null,
    lost boolean not null default false,
    suspect boolean not null,
    cancel boolean not null,
    due_at bigint not null,
    started_at bigint not null,
    error text,
    progress double precision not null,
    log_lines integer not null,
    queue text collate "C",
    lane text collate "C"
) with (fillfactor = 70, autovacuum_vacuum_scale_factor = 0.05, autovacuum_analyze_scale_factor = 0.05);
create index {ns}_lease_node on {ns}_lease (node, exchange);
create index {ns}_lease_queue on {ns}_lease (queue) where queue is not null;
create index {ns}_lease_lane on {ns}_lease (lane) where lane is not null;

-- What is set for queues, and the bucket of a rate: when it is full again, in nanoseconds. Its row is locked by whoever claims
-- gated jobs of the queue or wakes parked ones. That without a name is locked by whoever changes settings or joins as a node.
create table {ns}_queue (
    name text collate "C" primary key,
    paused boolean not null default false,
    concurrency integer,
    key_concurrency integer,
    permits integer,
    period bigint,
    full_at bigint not null default 0,
    changed_by text
) with (fillfactor = 50);
insert into {ns}_queue (name) values ('');

-- Which ordered job of a lane has begun and not finished.
create table {ns}_turn (
    lane text collate "C" primary key,
    job bigint not null
);

-- Lanes to be looked after since a caller's transaction took a job out of them,
-- or someone had locked the job that was next.
create table {ns}_left_lane (
    id bigint primary key generated always as identity,
    lane text collate "C" not null,
    queue text collate "C" not null
);

create table {ns}_done (
    job bigint primary key,
    status smallint not null,
    queue text collate "C" not null,
    token bigint not null,
    settled bigint not null,
    attempt integer not null,
    due_at bigint not null,
    started_at bigint,
    finished_at bigint not null,
    progress double precision not null,
    error text,
    result_type text,
    result_version integer,
    result bytea
);
create index {ns}_done_history on {ns}_done (status, queue, finished_at);
create index {ns}_done_unsuccessful on {ns}_done (status, job) where status <> 2;

create table {ns}_job_log (
    job bigint not null,
    sequence bigint generated always as identity,
    at bigint not null,
    kind smallint not null,
    text text not null,
    actor text,
    primary key (job, sequence)
);

-- Which job took a unique key last; whether it still holds it is told by where it stands, so a row may be out of date. It may
-- outlive its job, whose id holder keeps. All but the name is null while the key is being taken. scope: 0 while the job waits,
-- 1 while it waits or runs, 2 until free_at.
create table {ns}_unique_key (
    name text collate "C" primary key,
    job bigint,
    holder text collate "C",
    scope smallint,
    free_at bigint
) with (fillfactor = 70);
create index {ns}_unique_key_job on {ns}_unique_key (job) where job is not null;
create index {ns}_unique_key_free on {ns}_unique_key (free_at) where free_at is not null;

-- How many jobs stand where, as differences: appended by each commit, folded now and then.
create table {ns}_job_count (
    status smallint not null,
    delta bigint not null
);

-- A row for each pipe of a node: an exchange locks that of its pipe, all others lock them all.
create table {ns}_node (
    id text collate "C" not null,
    pipe smallint not null,
    host text not null,
    version text not null,
    started_at bigint not null,
    lease_until bigint not null,
    dead boolean not null,
    emptied boolean not null,
    limited boolean not null,
    primary key (id, pipe)
) with (fillfactor = 50);

-- The newest exchange through each pipe: each writes a number and deletes the one before. The newest is the first that is found,
-- however many dead ones an old snapshot keeps; versions of one row would all be passed over. The function is volatile, so that
-- it sees what was committed while the pipe's row was waited for.
create table {ns}_exchange (
    node text collate "C" not null,
    pipe smallint not null,
    number bigint not null,
    primary key (node, pipe, number)
) with (autovacuum_vacuum_scale_factor = 0.05);
create or replace function {ns}_newest_exchange(of_node text, of_pipe smallint) returns bigint language sql volatile as
    'select e.number from {ns}_exchange e where e.node = of_node collate "C" and e.pipe = of_pipe order by e.number desc limit 1';

create table {ns}_schedule (
    id text collate "C" primary key,
    spec text not null,
    type text not null,
    version integer not null,
    payload bytea not null,
    queue text not null,
    priority integer not null,
    max_attempts integer not null,
    enabled boolean not null,
    next_at bigint,
    last_tick bigint,
    changed_by text
);
create index {ns}_schedule_next on {ns}_schedule (next_at) where enabled;
