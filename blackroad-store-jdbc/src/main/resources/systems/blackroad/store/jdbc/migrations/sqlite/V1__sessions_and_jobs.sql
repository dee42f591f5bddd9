-- One row: the epoch of the sessions, the floor under all job tokens, the server that wrote both.
create table {ns}_meta (
    id integer primary key check (id = 1),
    epoch text not null,
    fingerprint text not null,
    token_floor integer not null,
    arrival integer not null
) strict;
insert into {ns}_meta values (1, lower(hex(randomblob(16))), '', 0, 0);

-- Moves with each append. Of the columns in an index only sweep_at changes while it lives, at most once a minute.
create table {ns}_session_head (
    session text primary key,
    owner text not null,
    status integer not null,
    revision integer not null,
    created_at integer not null,
    updated_at integer not null,
    active_at integer not null,
    idle integer not null,
    end_at integer not null,
    expires_at integer not null,
    sweep_at integer not null,
    snapshot_newest integer not null,
    snapshot_older integer not null
) strict;
create index {ns}_session_head_created on {ns}_session_head (created_at, session);
create index {ns}_session_head_owner on {ns}_session_head (owner, created_at, session);
create index {ns}_session_head_sweep on {ns}_session_head (status, sweep_at, session);

create table {ns}_session_event (
    session text not null,
    revision integer not null,
    at integer not null,
    actor text not null,
    client text not null,
    sequence integer not null,
    body_hash text not null,
    trace text,
    type text not null,
    version integer not null,
    payload blob not null,
    primary key (session, revision)
) strict;
create index {ns}_session_event_command on {ns}_session_event (session, client, sequence);

create table {ns}_session_snapshot (
    session text not null,
    revision integer not null,
    type text not null,
    version integer not null,
    payload blob not null,
    primary key (session, revision)
) strict;

-- Who has which of a user's numbered slots. free_at is null once it is confirmed.
create table {ns}_session_slot (
    owner text not null,
    slot integer not null,
    session text not null,
    free_at integer,
    primary key (owner, slot),
    unique (owner, session)
) strict;

-- A job's body: written once, kept until the job is deleted. Its id anchors the job's identity; its number, which other tables
-- have in place of the id since it is a quarter as long, is its place in the order of arrival.
create table {ns}_job (
    id text not null unique,
    number integer primary key,
    type text not null,
    version integer not null,
    payload blob not null,
    queue text not null,
    priority integer not null,
    max_attempts integer not null,
    actor text not null,
    schedule text,
    metadata text,
    job_key text,
    ordered integer not null,
    created_at integer not null
) strict;
create index {ns}_job_type on {ns}_job (type, number);
create index {ns}_job_queue on {ns}_job (queue, number);

-- Where a job stands: in exactly one of the next four. Index order of ready is claim order.
-- What its queue or its key may hold back is gated: it is claimed under the lock of its queue's row. lane is then its queue and
-- key, and parked says that its lane holds it back; whoever ends what the lane waits for wakes the next.
create table {ns}_ready (
    job integer primary key,
    type text not null,
    queue text not null,
    priority integer not null,
    due_at integer not null,
    token integer not null,
    settled integer not null,
    attempt integer not null,
    lost integer not null default 0,
    suspect integer not null,
    gated integer not null,
    ordered integer not null,
    parked integer not null default 0,
    lane text,
    error text,
    started_at integer
) strict;
create index {ns}_ready_claim on {ns}_ready (priority desc, due_at, job, type) where suspect = false and gated = false;
create index {ns}_ready_suspect on {ns}_ready (priority desc, due_at, job, type) where suspect = true;
create index {ns}_ready_open on {ns}_ready (queue, priority desc, due_at, job) where gated = true and parked = false;
create index {ns}_ready_parked on {ns}_ready (lane, ordered, type, priority desc, due_at, job) where parked = true;
create index {ns}_ready_ordered on {ns}_ready (lane, priority desc, due_at, job) where ordered = true;

create table {ns}_deferred (
    job integer primary key,
    type text not null,
    queue text not null,
    priority integer not null,
    due_at integer not null,
    token integer not null,
    settled integer not null,
    attempt integer not null,
    lost integer not null default 0,
    suspect integer not null,
    gated integer not null,
    ordered integer not null,
    lane text,
    error text,
    started_at integer
) strict;
create index {ns}_deferred_due on {ns}_deferred (due_at);

create table {ns}_lease (
    job integer primary key,
    node text not null,
    exchange integer not null,
    token integer not null,
    attempt integer not null,
    lost integer not null default 0,
    suspect integer not null,
    cancel integer not null,
    due_at integer not null,
    started_at integer not null,
    error text,
    progress real not null,
    log_lines integer not null,
    queue text,
    lane text
) strict;
create index {ns}_lease_node on {ns}_lease (node, exchange);
create index {ns}_lease_queue on {ns}_lease (queue) where queue is not null;
create index {ns}_lease_lane on {ns}_lease (lane) where lane is not null;

-- What is set for queues, and the bucket of a rate: when it is full again, in nanoseconds. The row without a name is locked by
-- whoever changes settings or joins as a node, where there are locks of rows.
create table {ns}_queue (
    name text primary key,
    paused integer not null default 0,
    concurrency integer,
    key_concurrency integer,
    permits integer,
    period integer,
    full_at integer not null default 0,
    changed_by text
) strict;
insert into {ns}_queue (name) values ('');

-- Which ordered job of a lane has begun and not finished.
create table {ns}_turn (
    lane text primary key,
    job integer not null
) strict;

-- Lanes to be looked after since a caller's transaction took a job out of them,
-- or someone had locked the job that was next.
create table {ns}_left_lane (
    id integer primary key,
    lane text not null,
    queue text not null
) strict;

create table {ns}_done (
    job integer primary key,
    status integer not null,
    queue text not null,
    token integer not null,
    settled integer not null,
    attempt integer not null,
    due_at integer not null,
    started_at integer,
    finished_at integer not null,
    progress real not null,
    error text,
    result_type text,
    result_version integer,
    result blob
) strict;
create index {ns}_done_history on {ns}_done (status, queue, finished_at);
create index {ns}_done_unsuccessful on {ns}_done (status, job) where status <> 2;

create table {ns}_job_log (
    job integer not null,
    sequence integer primary key autoincrement,
    at integer not null,
    kind integer not null,
    text text not null,
    actor text
) strict;
create index {ns}_job_log_job on {ns}_job_log (job, sequence);

-- Which job took a unique key last; whether it still holds it is told by where it stands, so a row may be out of date. It may
-- outlive its job, whose id holder keeps. All but the name is null while the key is being taken. scope: 0 while the job waits,
-- 1 while it waits or runs, 2 until free_at.
create table {ns}_unique_key (
    name text primary key not null,
    job integer,
    holder text,
    scope integer,
    free_at integer
) strict, without rowid;
create index {ns}_unique_key_job on {ns}_unique_key (job) where job is not null;
create index {ns}_unique_key_free on {ns}_unique_key (free_at) where free_at is not null;

-- How many jobs stand where; one row a status, since there is one writer at a time.
create table {ns}_job_count (
    status integer primary key,
    delta integer not null
) strict;
insert into {ns}_job_count values (0, 0), (1, 0), (2, 0), (3, 0), (4, 0);

-- A row for each pipe of a node: an exchange locks that of its pipe, all others lock them all.
create table {ns}_node (
    id text not null,
    pipe integer not null,
    host text not null,
    version text not null,
    started_at integer not null,
    lease_until integer not null,
    dead integer not null,
    emptied integer not null,
    limited integer not null,
    exchange integer not null default 0,
    primary key (id, pipe)
) strict;

create table {ns}_schedule (
    id text primary key,
    spec text not null,
    type text not null,
    version integer not null,
    payload blob not null,
    queue text not null,
    priority integer not null,
    max_attempts integer not null,
    enabled integer not null,
    next_at integer,
    last_tick integer,
    changed_by text
) strict;
create index {ns}_schedule_next on {ns}_schedule (next_at) where enabled;
