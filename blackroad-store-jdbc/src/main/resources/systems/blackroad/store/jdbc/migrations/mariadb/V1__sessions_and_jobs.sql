-- One row: the epoch of the sessions, the floor under all job tokens, the server that wrote both.
create table if not exists {ns}_meta (
    id smallint primary key check (id = 1),
    epoch varchar(64) not null,
    fingerprint varchar(128) not null,
    token_floor bigint not null
) engine = InnoDB default character set utf8mb4 collate utf8mb4_nopad_bin;
insert ignore into {ns}_meta values (1, lower(hex(random_bytes(16))), '', 0);

-- Moves with each append. Of the columns in an index only sweep_at changes while it lives, at most once a minute, so that
-- updates stay within the page.
create table if not exists {ns}_session_head (
    session varchar(64) primary key,
    owner varchar(128) not null,
    status smallint not null,
    revision bigint not null,
    created_at bigint not null,
    updated_at bigint not null,
    active_at bigint not null,
    idle bigint not null,
    end_at bigint not null,
    expires_at bigint not null,
    sweep_at bigint not null,
    snapshot_newest bigint not null,
    snapshot_older bigint not null,
    key {ns}_session_head_created (created_at, session),
    key {ns}_session_head_owner (owner, created_at, session),
    key {ns}_session_head_sweep (status, sweep_at, session)
) engine = InnoDB default character set utf8mb4 collate utf8mb4_nopad_bin;

create table if not exists {ns}_session_event (
    session varchar(64) not null,
    revision bigint not null,
    at bigint not null,
    actor varchar(128) not null,
    client varchar(64) not null,
    sequence bigint not null,
    body_hash varchar(64) not null,
    trace varchar(128),
    type varchar(128) not null,
    version integer not null,
    payload longblob not null,
    primary key (session, revision),
    key {ns}_session_event_command (session, client, sequence)
) engine = InnoDB default character set utf8mb4 collate utf8mb4_nopad_bin;

create table if not exists {ns}_session_snapshot (
    session varchar(64) not null,
    revision bigint not null,
    type varchar(128) not null,
    version integer not null,
    payload longblob not null,
    primary key (session, revision)
) engine = InnoDB default character set utf8mb4 collate utf8mb4_nopad_bin;

-- Who has which of a user's numbered slots. free_at is null once it is confirmed.
create table if not exists {ns}_session_slot (
    owner varchar(128) not null,
    slot smallint not null,
    session varchar(64) not null,
    free_at bigint,
    primary key (owner, slot),
    unique key {ns}_session_slot_session (owner, session)
) engine = InnoDB default character set utf8mb4 collate utf8mb4_nopad_bin;

-- A job's body: written once, kept until the job is deleted. Its id anchors the job's identity; its number, which other tables
-- have in place of the id since it is a quarter as long, is its place in the order of arrival.
create sequence if not exists {ns}_arrival;
create table if not exists {ns}_job (
    id varchar(128) not null,
    number bigint primary key,
    type varchar(128) not null,
    version integer not null,
    payload longblob not null,
    queue varchar(64) not null,
    priority integer not null,
    max_attempts integer not null,
    actor varchar(128) not null,
    schedule varchar(100),
    metadata mediumtext,
    job_key varchar(128),
    ordered boolean not null,
    created_at bigint not null,
    unique key {ns}_job_id (id),
    key {ns}_job_type (type, number),
    key {ns}_job_queue (queue, number)
) engine = InnoDB default character set utf8mb4 collate utf8mb4_nopad_bin;

-- Where a job stands: in exactly one of the next four. Index order of ready is claim order.
-- What its queue or its key may hold back is gated: it is claimed under the lock of its queue's row. lane is then its queue and
-- key, and parked says that its lane holds it back; whoever ends what the lane waits for wakes the next.
create table if not exists {ns}_ready (
    job bigint primary key,
    type varchar(128) not null,
    queue varchar(64) not null,
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
    lane varchar(200),
    error mediumtext,
    started_at bigint,
    key {ns}_ready_claim (gated, suspect, priority desc, due_at, job, type),
    key {ns}_ready_open (gated, parked, queue, priority desc, due_at, job),
    key {ns}_ready_parked (lane, parked, ordered, type, priority desc, due_at, job),
    key {ns}_ready_ordered (lane, ordered, priority desc, due_at, job)
) engine = InnoDB default character set utf8mb4 collate utf8mb4_nopad_bin;

create table if not exists {ns}_deferred (
    job bigint primary key,
    type varchar(128) not null,
    queue varchar(64) not null,
    priority integer not null,
    due_at bigint not null,
    token bigint not null,
    settled bigint not null,
    attempt integer not null,
    lost boolean not null default false,
    suspect boolean not null,
    gated boolean not null,
    ordered boolean not null,
    lane varchar(200),
    error mediumtext,
    started_at bigint,
    key {ns}_deferred_due (due_at)
) engine = InnoDB default character set utf8mb4 collate utf8mb4_nopad_bin;

create table if not exists {ns}_lease (
    job bigint primary key,
    node varchar(64) not null,
    exchange bigint not null,
    token bigint not null,
    attempt integer not null,
    lost boolean not null default false,
    suspect boolean not null,
    cancel boolean not null,
    due_at bigint not null,
    started_at bigint not null,
    error mediumtext,
    progress double not null,
    log_lines integer not null,
    queue varchar(64),
    lane varchar(200),
    key {ns}_lease_node (node, exchange),
    key {ns}_lease_queue (queue),
    key {ns}_lease_lane (lane)
) engine = InnoDB default character set utf8mb4 collate utf8mb4_nopad_bin;

-- What is set for queues, and the bucket of a rate: when it is full again, in nanoseconds. Its row is locked by whoever claims
-- gated jobs of the queue or wakes parked ones. That without a name is locked by whoever changes settings or joins as a node.
create table if not exists {ns}_queue (
    name varchar(64) primary key,
    paused boolean not null default false,
    concurrency integer,
    key_concurrency integer,
    permits integer,
    period bigint,
    full_at bigint not null default 0,
    changed_by varchar(128)
) engine = InnoDB default character set utf8mb4 collate utf8mb4_nopad_bin;
insert ignore into {ns}_queue (name) values ('');

-- Which ordered job of a lane has begun and not finished.
create table if not exists {ns}_turn (
    lane varchar(200) primary key,
    job bigint not null
) engine = InnoDB default character set utf8mb4 collate utf8mb4_nopad_bin;

-- Lanes to be looked after since a caller's transaction took a job out of them,
-- or someone had locked the job that was next.
create table if not exists {ns}_left_lane (
    id bigint primary key auto_increment,
    lane varchar(200) not null,
    queue varchar(64) not null
) engine = InnoDB default character set utf8mb4 collate utf8mb4_nopad_bin;

create table if not exists {ns}_done (
    job bigint primary key,
    status smallint not null,
    queue varchar(64) not null,
    token bigint not null,
    settled bigint not null,
    attempt integer not null,
    due_at bigint not null,
    started_at bigint,
    finished_at bigint not null,
    progress double not null,
    error mediumtext,
    result_type varchar(128),
    result_version integer,
    result longblob,
    key {ns}_done_unsuccessful (status, job),
    key {ns}_done_history (status, queue, finished_at)
) engine = InnoDB default character set utf8mb4 collate utf8mb4_nopad_bin;

create table if not exists {ns}_job_log (
    job bigint not null,
    sequence bigint auto_increment,
    at bigint not null,
    kind smallint not null,
    text mediumtext not null,
    actor varchar(128),
    primary key (sequence),
    key {ns}_job_log_job (job, sequence)
) engine = InnoDB default character set utf8mb4 collate utf8mb4_nopad_bin;

-- Which job took a unique key last; whether it still holds it is told by where it stands, so a row may be out of date. It may
-- outlive its job, whose id holder keeps. All but the name is null while the key is being taken. scope: 0 while the job waits,
-- 1 while it waits or runs, 2 until free_at.
create table if not exists {ns}_unique_key (
    name varchar(256) primary key,
    job bigint,
    holder varchar(128),
    scope smallint,
    free_at bigint,
    key {ns}_unique_key_job (job),
    key {ns}_unique_key_free (free_at)
) engine = InnoDB default character set utf8mb4 collate utf8mb4_nopad_bin;

-- How many jobs stand where, as differences: appended by each commit, folded now and then.
create table if not exists {ns}_job_count (
    id bigint auto_increment primary key,
    status smallint not null,
    delta bigint not null
) engine = InnoDB default character set utf8mb4 collate utf8mb4_nopad_bin;

-- A row for each pipe of a node: an exchange locks that of its pipe, all others lock them all.
create table if not exists {ns}_node (
    id varchar(128) not null,
    pipe smallint not null,
    host mediumtext not null,
    version mediumtext not null,
    started_at bigint not null,
    lease_until bigint not null,
    dead boolean not null,
    emptied boolean not null,
    limited boolean not null,
    exchange bigint not null default 0,
    primary key (id, pipe)
) engine = InnoDB default character set utf8mb4 collate utf8mb4_nopad_bin;

create table if not exists {ns}_schedule (
    id varchar(128) primary key,
    spec mediumtext not null,
    type varchar(128) not null,
    version integer not null,
    payload longblob not null,
    queue varchar(64) not null,
    priority integer not null,
    max_attempts integer not null,
    enabled boolean not null,
    next_at bigint,
    last_tick bigint,
    changed_by varchar(128),
    key {ns}_schedule_next (enabled, next_at)
) engine = InnoDB default character set utf8mb4 collate utf8mb4_nopad_bin;
