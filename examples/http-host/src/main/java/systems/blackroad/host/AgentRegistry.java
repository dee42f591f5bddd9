package systems.blackroad.host;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import systems.blackroad.api.job.JobContext;
import systems.blackroad.api.job.JobType;
import systems.blackroad.api.runtime.Operator;

/**
 * Keeps the table {@code host_agent} equal to the job types that this node can run: what "Agent Sync" does. Thread-safe; each
 * sync is one transaction, and repeating it changes nothing.
 */
final class AgentRegistry {

    private final HostDatabase database;
    private final Supplier<Operator> operator;
    private final InstantSource clock;

    /** {@code operator} is asked when a sync runs: it does not exist before its job types do. */
    AgentRegistry(HostDatabase database, Supplier<Operator> operator, InstantSource clock) {
        this.database = database;
        this.operator = operator;
        this.clock = clock;
    }

    /** Brings the table up to date, unless this is a preview; returns what was, or would be, added, updated and removed. */
    Map<String, Object> sync(boolean preview, JobContext context) {
        Map<String, JobType<?>> found = new TreeMap<>();
        operator.get().registry().types().forEach(type -> found.put(type.name(), type));
        Changes changes = database.inTransaction(connection -> apply(connection, found, preview));
        context.log(found.size() + " agents on this node: " + changes.added.size() + " added, " + changes.updated.size()
                + " updated, " + changes.removed.size() + " removed");
        Map<String, Object> report = new LinkedHashMap<>();
        report.put("total", found.size());
        report.put("preview", preview);
        report.put("added", changes.added);
        report.put("updated", changes.updated);
        report.put("removed", changes.removed);
        return report;
    }

    private Changes apply(Connection connection, Map<String, JobType<?>> found, boolean preview) throws SQLException {
        Map<String, String> stored = new TreeMap<>();
        HostDatabase.list(
                connection,
                row -> stored.put(row.getString(1), row.getString(2)),
                "SELECT name, definition FROM host_agent");
        Changes changes = new Changes();
        for (JobType<?> type : found.values()) {
            String known = stored.remove(type.name());
            if (known == null) {
                changes.added.add(type.name());
            } else if (!known.equals(definition(type))) {
                changes.updated.add(type.name());
            }
        }
        changes.removed.addAll(stored.keySet());
        if (!preview) {
            write(connection, found, changes);
        }
        return changes;
    }

    private void write(Connection connection, Map<String, JobType<?>> found, Changes changes) throws SQLException {
        for (JobType<?> type : found.values()) {
            if (changes.added.contains(type.name()) || changes.updated.contains(type.name())) {
                save(connection, type);
            }
        }
        for (String gone : changes.removed) {
            HostDatabase.update(connection, "DELETE FROM host_agent WHERE name = ?", gone);
        }
    }

    private void save(Connection connection, JobType<?> type) throws SQLException {
        HostDatabase.update(
                connection,
                "INSERT INTO host_agent (name, title, definition, node, synced_at) VALUES (?, ?, ?, ?, ?)"
                        + " ON CONFLICT (name) DO UPDATE SET title = excluded.title, definition = excluded.definition,"
                        + " node = excluded.node, synced_at = excluded.synced_at",
                type.name(),
                type.title(),
                definition(type),
                operator.get().node().value(),
                clock.millis());
    }

    /** All that makes two registrations of a name differ. */
    private static String definition(JobType<?> type) {
        return String.join(
                "; ",
                type.title(),
                "queue " + type.queue(),
                "payload " + type.payloadClass().getSimpleName() + " v" + type.payloadVersion(),
                "attempts " + type.retry().maxAttempts(),
                "timeout " + type.timeout());
    }

    private static final class Changes {
        private final List<String> added = new ArrayList<>();
        private final List<String> updated = new ArrayList<>();
        private final List<String> removed = new ArrayList<>();
    }
}
