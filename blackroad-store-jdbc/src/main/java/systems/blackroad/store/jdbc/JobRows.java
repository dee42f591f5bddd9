package systems.blackroad.store.jdbc;

import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import systems.blackroad.api.codec.Payload;
import systems.blackroad.api.job.Job;
import systems.blackroad.api.job.JobId;
import systems.blackroad.api.job.JobKey;
import systems.blackroad.api.job.JobLogEntry;
import systems.blackroad.api.job.JobStatus;
import systems.blackroad.api.job.NodeId;
import systems.blackroad.api.job.QueueName;
import systems.blackroad.api.job.ScheduleId;
import systems.blackroad.api.store.ClaimedJob;

/** How rows of jobs read, and how their smaller parts are kept. Stateless. */
final class JobRows {

    private JobRows() {}

    /** A row of a job's body joined with the place where it stands. */
    static Job job(ResultSet row) throws SQLException {
        String node = row.getString("node");
        String schedule = row.getString("schedule");
        String resultType = row.getString("result_type");
        String key = row.getString("job_key");
        return new Job(
                JobId.of(row.getString("id")),
                payload(row),
                QueueName.of(row.getString("queue")),
                row.getInt("priority"),
                JobStatus.values()[row.getInt("status")],
                row.getInt("attempt"),
                row.getInt("max_attempts"),
                row.getLong("token"),
                Instant.ofEpochMilli(row.getLong("created_at")),
                Instant.ofEpochMilli(row.getLong("due_at")),
                instant(row, "started_at"),
                instant(row, "finished_at"),
                node == null ? null : NodeId.of(node),
                row.getDouble("progress"),
                resultType == null
                        ? null
                        : Payload.of(resultType, row.getInt("result_version"), row.getBytes("result")),
                row.getString("error"),
                schedule == null ? null : ScheduleId.of(schedule),
                metadata(row.getString("metadata")),
                key == null ? null : new JobKey(key, row.getBoolean("ordered")));
    }

    /** A row of a claim. */
    static ClaimedJob claimed(ResultSet row) throws SQLException {
        return new ClaimedJob(
                JobId.of(row.getString("id")),
                payload(row),
                QueueName.of(row.getString("queue")),
                row.getLong("token"),
                row.getInt("attempt"),
                row.getInt("max_attempts"),
                row.getBoolean("suspect"),
                Instant.ofEpochMilli(row.getLong("due_at")),
                metadata(row.getString("metadata")));
    }

    static Payload payload(ResultSet row) throws SQLException {
        return Payload.of(row.getString("type"), row.getInt("version"), row.getBytes("payload"));
    }

    static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
        Long millis = number(row, column);
        return millis == null ? null : Instant.ofEpochMilli(millis);
    }

    static @Nullable Long number(ResultSet row, String column) throws SQLException {
        long value = row.getLong(column);
        return row.wasNull() ? null : value;
    }

    static @Nullable Integer integer(ResultSet row, String column) throws SQLException {
        int value = row.getInt(column);
        return row.wasNull() ? null : (Integer) value;
    }

    /** The text in which metadata is kept: {@code key=value} pairs joined by &amp;, percent-encoded, or null for none. */
    static @Nullable String text(Map<String, String> metadata) {
        if (metadata.isEmpty()) {
            return null;
        }
        StringBuilder text = new StringBuilder();
        new TreeMap<>(metadata)
                .forEach((key, value) -> text.append(text.length() == 0 ? "" : "&")
                        .append(URLEncoder.encode(key, StandardCharsets.UTF_8))
                        .append('=')
                        .append(URLEncoder.encode(value, StandardCharsets.UTF_8)));
        return text.toString();
    }

    static Map<String, String> metadata(@Nullable String text) {
        if (text == null) {
            return Map.of();
        }
        Map<String, String> metadata = new LinkedHashMap<>();
        for (String pair : text.split("&")) {
            int equals = pair.indexOf('=');
            metadata.put(
                    URLDecoder.decode(pair.substring(0, equals), StandardCharsets.UTF_8),
                    URLDecoder.decode(pair.substring(equals + 1), StandardCharsets.UTF_8));
        }
        return metadata;
    }

    /** Free text as a database can keep it: cut to the longest, and without what is no character in UTF-8. */
    static String clean(String text) {
        String kept = text;
        if (kept.length() > JobLogEntry.MAX_TEXT_LENGTH) {
            kept = kept.substring(0, JobLogEntry.MAX_TEXT_LENGTH - 1) + "\u2026";
        }
        StringBuilder clean = null;
        for (int i = 0; i < kept.length(); i++) {
            char at = kept.charAt(i);
            boolean paired = Character.isHighSurrogate(at)
                            && i + 1 < kept.length()
                            && Character.isLowSurrogate(kept.charAt(i + 1))
                    || Character.isLowSurrogate(at) && i > 0 && Character.isHighSurrogate(kept.charAt(i - 1));
            if (at == 0 || Character.isSurrogate(at) && !paired) {
                clean = clean == null ? new StringBuilder(kept) : clean;
                clean.setCharAt(i, '\ufffd');
            }
        }
        return clean == null ? kept : clean.toString();
    }
}
