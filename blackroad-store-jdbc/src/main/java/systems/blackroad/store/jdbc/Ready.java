package systems.blackroad.store.jdbc;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;
import systems.blackroad.api.job.QueueName;
import systems.blackroad.api.store.Claim;

/**
 * A job that is due, as its row was found and locked.
 *
 * @param job its number
 * @param queue its queue
 * @param priority its priority
 * @param dueAt when it was due
 * @param token the token of its last run
 * @param attempt the attempts counted so far
 * @param lost whether its last lease was lost
 * @param suspect whether its last two were lost
 * @param gated whether its queue or its key may hold it back
 * @param ordered whether it waits for its turn
 * @param lane its queue and key, if it is gated and has one, else null
 * @param error why its last attempt failed, or null
 */
record Ready(
        long job,
        String queue,
        int priority,
        long dueAt,
        long token,
        int attempt,
        boolean lost,
        boolean suspect,
        boolean gated,
        boolean ordered,
        @Nullable String lane,
        @Nullable String error) {

    static final Comparator<Ready> CLAIM_ORDER = Comparator.comparingInt(Ready::priority)
            .reversed()
            .thenComparingLong(Ready::dueAt)
            .thenComparingLong(Ready::job);

    static final String COLUMNS =
            "job, queue, priority, due_at, token, attempt, lost, suspect, gated, ordered, lane, error";

    static final String OF_TYPES = " and type {in:types}";
    static final String OF_QUEUES = " and queue {in:queues}";

    private static final String SELECT = "select " + COLUMNS + " from {ns}_ready";
    private static final String ORDER = " order by priority desc, due_at, job limit :most{skip}";

    static Ready of(ResultSet row) throws SQLException {
        return new Ready(
                row.getLong("job"),
                row.getString("queue"),
                row.getInt("priority"),
                row.getLong("due_at"),
                row.getLong("token"),
                row.getInt("attempt"),
                row.getBoolean("lost"),
                row.getBoolean("suspect"),
                row.getBoolean("gated"),
                row.getBoolean("ordered"),
                row.getString("lane"),
                row.getString("error"));
    }

    /** Those that nothing holds back and that are no suspects, by an index for all types. */
    static List<Ready> free(Database db, Handle handle, Claim wish, int most) {
        return free(db, handle, wish, "suspect = false", most);
    }

    /** Suspects that nothing holds back. */
    static List<Ready> suspects(Database db, Handle handle, Claim wish, int most) {
        return free(db, handle, wish, "suspect = true", most);
    }

    private static List<Ready> free(Database db, Handle handle, Claim wish, String which, int most) {
        String select = SELECT + db.dialect().byIndex("ready_claim") + " where gated = false and " + which
                + wished(wish) + ORDER;
        return list(db, handle, select, lists(wish, List.of()), most, "");
    }

    /** Gated suspects of some queues that are not parked. */
    static List<Ready> gatedSuspects(Database db, Handle handle, Claim wish, Collection<String> queues, int most) {
        String select = SELECT + db.dialect().byIndex("ready_claim")
                + " where gated = true and suspect = true and parked = false"
                + OF_TYPES + OF_QUEUES + ORDER;
        return list(db, handle, select, lists(wish, queues), most, "");
    }

    /** Gated jobs of a queue that are not parked and no suspects. */
    static List<Ready> gated(Database db, Handle handle, Claim wish, String queue, int most) {
        String select = SELECT + db.dialect().byIndex("ready_open")
                + " where gated = true and parked = false and queue = :queue and suspect = false"
                + OF_TYPES + ORDER;
        return list(db, handle, select, Map.of("types", wish.types()), most, queue);
    }

    private static List<Ready> list(
            Database db,
            Handle handle,
            String select,
            Map<String, ? extends Collection<?>> lists,
            int most,
            String queue) {
        return db.query(handle, select, lists)
                .bind("most", most)
                .bind("queue", queue)
                .map((row, context) -> of(row))
                .list();
    }

    /** The condition that a job is wished. */
    static String wished(Claim wish) {
        return wish.queues().isEmpty() ? OF_TYPES : OF_TYPES + OF_QUEUES;
    }

    /** The lists for {@link #wished(Claim)}, or with other queues than it names. */
    static Map<String, Collection<?>> lists(Claim wish, Collection<String> queues) {
        Map<String, Collection<?>> lists = new HashMap<>();
        lists.put("types", wish.types());
        Collection<String> named =
                queues.isEmpty() ? wish.queues().stream().map(QueueName::value).toList() : queues;
        if (!named.isEmpty()) {
            lists.put("queues", named);
        }
        return lists;
    }
}
