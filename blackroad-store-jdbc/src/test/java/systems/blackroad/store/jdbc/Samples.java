package systems.blackroad.store.jdbc;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import systems.blackroad.api.codec.Payload;
import systems.blackroad.api.job.Due;
import systems.blackroad.api.job.JobId;
import systems.blackroad.api.job.NodeId;
import systems.blackroad.api.job.QueueName;
import systems.blackroad.api.session.ClientId;
import systems.blackroad.api.session.CommandId;
import systems.blackroad.api.session.SessionId;
import systems.blackroad.api.session.SessionStatus;
import systems.blackroad.api.session.UserId;
import systems.blackroad.api.store.Append;
import systems.blackroad.api.store.Heartbeat;
import systems.blackroad.api.store.NewJob;
import systems.blackroad.api.store.SessionHead;
import systems.blackroad.api.store.StoredEvent;

/** Appends and jobs as tests need them. */
final class Samples {

    static final UserId USER = UserId.of("ada");

    private Samples() {}

    /** An append of one event after {@code head}, or one that creates the session. */
    static Append append(SessionId session, @Nullable SessionHead head, long command) {
        long revision = head == null ? 0 : head.revision();
        StoredEvent event = new StoredEvent(
                revision + 1,
                Instant.parse("2026-01-05T09:00:00Z"),
                USER,
                new CommandId(ClientId.of("tab"), command),
                "0".repeat(64),
                null,
                Payload.ofJson("window_moved", 1, "{\"n\":" + command + "}"));
        return new Append(
                session, USER, revision, head == null ? null : head.epoch(), SessionStatus.LIVE, List.of(event));
    }

    static NewJob job(String id) {
        return job(id, QueueName.of("main"));
    }

    static NewJob job(String id, QueueName queue) {
        return new NewJob(JobId.of(id), Payload.ofJson("report", 1, "{}"), queue, 0, Due.NOW, 3, "ada", null, Map.of());
    }

    static Heartbeat heartbeat(NodeId node) {
        return new Heartbeat(node, "host", "1", Duration.ofMinutes(1), 0, Map.of());
    }
}
