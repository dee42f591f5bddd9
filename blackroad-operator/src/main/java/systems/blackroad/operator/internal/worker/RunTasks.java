package systems.blackroad.operator.internal.worker;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import systems.blackroad.api.codec.PayloadCodec;
import systems.blackroad.api.job.JobType;
import systems.blackroad.api.store.ClaimedJob;
import systems.blackroad.api.store.LeaseNote;
import systems.blackroad.operator.internal.engine.Effect;
import systems.blackroad.operator.internal.engine.RunKey;

/** The runs whose handlers or notes are here. Thread-safe; as many as the engine has runs. */
final class RunTasks {

    private final Map<String, JobType<?>> types;
    private final PayloadCodec codec;
    private final Elapsed elapsed;
    private final Map<RunKey, RunTask> tasks = new ConcurrentHashMap<>();

    RunTasks(Map<String, JobType<?>> types, PayloadCodec codec, Elapsed elapsed) {
        this.types = Map.copyOf(types);
        this.codec = codec;
        this.elapsed = elapsed;
    }

    RunTask add(ClaimedJob job, RunTask.Listener listener) {
        JobType<?> type = types.get(job.payload().type());
        if (type == null) {
            throw new IllegalStateException(
                    "job " + job.id() + " is of type " + job.payload().type() + ", which was never claimed");
        }
        RunTask task = new RunTask(job, type, codec, elapsed, listener);
        tasks.put(task.key(), task);
        return task;
    }

    void stop(Effect.Stop stop) {
        RunTask task = tasks.get(stop.run());
        if (task != null) {
            task.stop(stop.interrupt(), stop.lost());
        }
    }

    void remove(RunKey run) {
        tasks.remove(run);
    }

    List<LeaseNote> takeNotes(RunKey run) {
        RunTask task = tasks.get(run);
        return task == null ? List.of() : task.notes().take();
    }

    void putBack(LeaseNote note) {
        RunTask task = tasks.get(new RunKey(note.job(), note.token()));
        if (task != null) {
            task.notes().putBack(note);
        }
    }
}
