package systems.blackroad.store.jdbc;

import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Function;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.argument.Argument;
import org.jdbi.v3.core.statement.Query;
import org.jspecify.annotations.Nullable;
import systems.blackroad.api.session.SessionStatus;
import systems.blackroad.api.store.Append;
import systems.blackroad.api.store.StoredEvent;

/*
 * One statement for a whole batch of appends. Two lists come in as arrays: the appends (i), by session, and their events
 * (e). Heads that still stand at the expected revision move (u), and new ones, where the batch has any, are created unless
 * they exist (c). Events are inserted for those that won (w) alone, so a session that lost does not disturb its neighbours,
 * and a gap is impossible: whoever moved a head owns the numbers up to it. Concurrent movers of one head wait for its row;
 * the second then sees the first one's revision and loses. The row of no epoch (s) is never there: asking for a share of it
 * takes the table's share lock, before the statement looks at its data, so that a new epoch waits for appends that run, and
 * those that wait for it see the new one.
 *
 * Nothing but the planner says in which order heads are moved, so that batches of two nodes that share sessions, and touches,
 * can deadlock; the server then ends one of them after a second, which wrote nothing and is sent again. To lock the heads
 * first (k), in the order of their ids, costs a third of the statement's time and a record in the log for each head, so it
 * is done only for a while after another node was met.
 *
 * "status + 0" keeps the planner from the index of deadlines: on a table that was never analysed it takes few sessions to be
 * live, and would read them all.
 */
/** Appends to PostgreSQL in one round trip and one commit. Stateless. */
final class PostgresAppends {

    private static final HexFormat HEX = HexFormat.of();

    private static final String META = " m as materialized (select m.epoch, {now} as now from {ns}_meta m,"
            + " (select count(*) from (select 1 from {ns}_meta where id = 0 for share) none) s where m.id = 1),";

    private static final String LOCK = " k as materialized (select h.session from {ns}_session_head h"
            + " where h.session = any(cast(:ids as text[])) order by h.session for update),";

    private static final String EPOCH = " and i.epoch = m.epoch";

    private static final String MOVE = " u as (update {ns}_session_head h set revision = i.revision,"
            + " updated_at = i.last_at, status = i.status,"
            + " active_at = greatest(h.active_at, m.now),"
            + " expires_at = least(greatest(h.active_at, m.now) + h.idle, h.end_at),"
            + " sweep_at = case when i.status > 0 then greatest(h.active_at, m.now)"
            + " else least(greatest(h.active_at, m.now) + h.idle, h.end_at)"
            + " - least(greatest(h.active_at, m.now) + h.idle, h.end_at) % 60000 end"
            + " from i, m where h.session = i.session and i.expected > 0 and h.revision = i.expected and h.status + 0 = 0"
            + " and (h.expires_at <= m.now) = i.expiring"
            + EPOCH
            + " returning h.session, h.log, h.owner, h.created_at, h.active_at, h.expires_at),";

    private static final String EVENTS = " x as (insert into {ns}_session_event (log, revision, at, actor, client,"
            + " sequence, body_hash, trace, type, version, payload) select w.log, e.revision, e.at, e.actor, e.client,"
            + " e.sequence, e.body_hash, e.trace, e.type, e.version, e.payload from w join"
            + " unnest(cast(:esessions as text[]), cast(:erevisions as int8[]),"
            + " cast(:eats as int8[]), cast(:eactors as text[]), cast(:eclients as text[]),"
            + " cast(:esequences as int8[]), cast(:ehashes as bytea[]), cast(:etraces as text[]),"
            + " cast(:etypes as text[]), cast(:eversions as int4[]), cast(:epayloads as bytea[]))"
            + " as e(session, revision, at, actor, client, sequence, body_hash, trace, type, version, payload)"
            + " on e.session = w.session)"
            + " select w.session, w.owner, w.created_at, m.epoch, w.active_at, w.expires_at from w cross join m";

    /** Moves heads alone, which is what nearly every append does: a statement of half the parts costs less to begin. */
    private static final String MOVES =
            "with i as materialized (select * from unnest(cast(:ids as text[])," + " cast(:expected as int8[]),"
                    + " cast(:epochs as text[]), cast(:statuses as int2[]), cast(:revisions as int8[]),"
                    + " cast(:lasts as int8[]), cast(:expiring as bool[]))"
                    + " as i(session, expected, epoch, status, revision, last_at, expiring)),"
                    + META + MOVE.replace(" u as (", " w as (") + EVENTS;

    private static final String ALL = "with i as materialized (select * from unnest(cast(:ids as text[]),"
            + " cast(:owners as text[]), cast(:expected as int8[]), cast(:epochs as text[]), cast(:statuses as int2[]),"
            + " cast(:revisions as int8[]), cast(:firsts as int8[]), cast(:lasts as int8[]), cast(:idles as int8[]),"
            + " cast(:absolutes as int8[]), cast(:expiring as bool[]))"
            + " as i(session, owner, expected, epoch, status, revision, first_at, last_at, idle, absolute, expiring)),"
            + META
            + MOVE
            + " n as (select i.*, m.now, least(m.now + i.absolute, " + SessionLife.NEVER + ") as end_at,"
            + " least(m.now + i.idle, m.now + i.absolute, " + SessionLife.NEVER + ") as expires_at from i, m"
            + " where i.expected = 0),"
            + " c as (insert into {ns}_session_head (session, owner, status, revision, created_at, updated_at, active_at,"
            + " idle, end_at, expires_at, sweep_at, snapshot_newest, snapshot_older) select n.session, n.owner, n.status,"
            + " n.revision, n.first_at, n.last_at, n.now, n.idle, n.end_at, n.expires_at,"
            + " case when n.status > 0 then n.now else n.expires_at - n.expires_at % 60000 end, 0, 0 from n"
            + " order by n.session on conflict (session) do nothing"
            + " returning session, log, owner, created_at, active_at, expires_at),"
            + " w as (select * from u union all select * from c),"
            + EVENTS;

    private static final String MOVES_IN_ORDER = inOrder(MOVES);
    private static final String ALL_IN_ORDER = inOrder(ALL);

    private static final String TOUCH = "with m as materialized (select {now} as now),"
            + " k as materialized (select session from {ns}_session_head where session {in:ids} order by session"
            + " for update), u as (update {ns}_session_head h set active_at = greatest(h.active_at, m.now),"
            + " expires_at = least(greatest(h.active_at, m.now) + h.idle, h.end_at),"
            + " sweep_at = least(greatest(h.active_at, m.now) + h.idle, h.end_at)"
            + " - least(greatest(h.active_at, m.now) + h.idle, h.end_at) % 60000 from m, k"
            + " where h.session = k.session and h.status + 0 = 0 and h.expires_at > m.now returning h.session)"
            + " select session from u";

    private PostgresAppends() {}

    /** The statement with the heads locked before any of them moves. */
    private static String inOrder(String statement) {
        return statement.replace(META, LOCK + META).replace(EPOCH, EPOCH + " and (select count(*) from k) >= 0");
    }

    static List<String> touch(Database db, Handle handle, List<String> ids) {
        return db.query(handle, TOUCH, "ids", ids).mapTo(String.class).list();
    }

    static List<SessionAppends.Won> append(Database db, Handle handle, List<Append> batch, boolean inOrder) {
        boolean opens = batch.stream().anyMatch(append -> append.expectedRevision() == 0);
        Query query = db.query(handle, statement(opens, inOrder && batch.size() > 1));
        bindHeads(query, batch);
        if (opens) {
            bindFirsts(query, batch);
        }
        bindEvents(query, batch);
        return query.map((row, context) -> new SessionAppends.Won(
                        row.getString(1),
                        row.getString(2),
                        row.getLong(3),
                        row.getString(4),
                        row.getLong(5),
                        row.getLong(6)))
                .list();
    }

    private static String statement(boolean opens, boolean inOrder) {
        if (opens) {
            return inOrder ? ALL_IN_ORDER : ALL;
        }
        return inOrder ? MOVES_IN_ORDER : MOVES;
    }

    private static void bindHeads(Query query, List<Append> batch) {
        query.bind("ids", array("text", batch, append -> append.session().value()))
                .bind("expected", array("int8", batch, Append::expectedRevision))
                .bind("epochs", array("text", batch, Append::expectedEpoch))
                .bind("statuses", array("int2", batch, append -> append.statusAfter() == SessionStatus.LIVE ? 0 : 1))
                .bind("revisions", array("int8", batch, append -> last(append).revision()))
                .bind("lasts", array("int8", batch, append -> last(append).at().toEpochMilli()))
                .bind("expiring", array("bool", batch, Append::onlyIfExpired));
    }

    /** What only a new head has. */
    private static void bindFirsts(Query query, List<Append> batch) {
        query.bind("owners", array("text", batch, append -> append.user().value()))
                .bind(
                        "firsts",
                        array(
                                "int8",
                                batch,
                                append -> append.events().get(0).at().toEpochMilli()))
                .bind(
                        "idles",
                        array(
                                "int8",
                                batch,
                                append -> SessionLife.millis(append.terms().idleTimeout())))
                .bind(
                        "absolutes",
                        array(
                                "int8",
                                batch,
                                append -> SessionLife.millis(append.terms().absoluteTimeout())));
    }

    private static void bindEvents(Query query, List<Append> batch) {
        List<String> sessions = new ArrayList<>();
        List<StoredEvent> events = new ArrayList<>();
        for (Append append : batch) {
            for (StoredEvent event : append.events()) {
                sessions.add(append.session().value());
                events.add(event);
            }
        }
        query.bind("esessions", PostgresDialect.array("text", sessions.toArray()))
                .bind("erevisions", array("int8", events, StoredEvent::revision))
                .bind("eats", array("int8", events, event -> event.at().toEpochMilli()))
                .bind("eactors", array("text", events, event -> event.actor().value()))
                .bind(
                        "eclients",
                        array("text", events, event -> event.command().client().value()))
                .bind(
                        "esequences",
                        array("int8", events, event -> event.command().sequence()))
                .bind("ehashes", array("bytea", events, event -> HEX.parseHex(event.bodyHash())))
                .bind("etraces", array("text", events, StoredEvent::trace))
                .bind("etypes", array("text", events, event -> event.payload().type()))
                .bind(
                        "eversions",
                        array("int4", events, event -> event.payload().version()))
                .bind(
                        "epayloads",
                        array("bytea", events, event -> event.payload().bytes()));
    }

    private static StoredEvent last(Append append) {
        return append.events().get(append.events().size() - 1);
    }

    private static <T> Argument array(String type, List<T> rows, Function<T, @Nullable Object> column) {
        @Nullable Object[] values = new Object[rows.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = column.apply(rows.get(i));
        }
        return PostgresDialect.array(type, values);
    }
}
