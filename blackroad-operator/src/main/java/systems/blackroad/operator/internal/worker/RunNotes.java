package systems.blackroad.operator.internal.worker;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;
import systems.blackroad.api.job.JobLogEntry;
import systems.blackroad.api.store.LeaseNote;
import systems.blackroad.operator.internal.engine.RunKey;

/** What a handler reported and nobody wrote yet. Thread-safe: guarded by itself, which is private to its run. */
final class RunNotes {

    private static final int MAX_LINES = 1000;

    private final RunKey key;
    private final Deque<LeaseNote.Line> lines = new ArrayDeque<>();
    private LeaseNote.@Nullable Progress progress;
    private int dropped;
    /** Whether the engine was told that there are some. */
    private boolean told;

    RunNotes(RunKey key) {
        this.key = key;
    }

    /** Keeps the latest progress; returns whether the engine is to be told. */
    boolean progress(double fraction, @Nullable String message) {
        LeaseNote.Progress latest = new LeaseNote.Progress(key.job(), key.token(), fraction, message);
        synchronized (this) {
            progress = latest;
            return tell();
        }
    }

    /** Keeps a line, or counts it if there are 1,000 already; returns whether the engine is to be told. */
    boolean line(String text) {
        String cut = text.length() > JobLogEntry.MAX_TEXT_LENGTH
                ? text.substring(0, JobLogEntry.MAX_TEXT_LENGTH - 1) + "…"
                : text;
        synchronized (this) {
            if (lines.size() < MAX_LINES) {
                lines.add(new LeaseNote.Line(key.job(), key.token(), cut));
            } else {
                dropped++;
            }
            return tell();
        }
    }

    private boolean tell() {
        boolean news = !told;
        told = true;
        return news;
    }

    boolean isEmpty() {
        synchronized (this) {
            return progress == null && lines.isEmpty();
        }
    }

    /** Takes all, oldest first. */
    List<LeaseNote> take() {
        synchronized (this) {
            told = false;
            List<LeaseNote> taken = new ArrayList<>();
            if (progress != null) {
                taken.add(progress);
                progress = null;
            }
            taken.addAll(lines);
            lines.clear();
            if (dropped > 0) {
                taken.add(new LeaseNote.Line(key.job(), key.token(), dropped + " lines were dropped here"));
                dropped = 0;
            }
            return taken;
        }
    }

    /** Puts back what was taken and not written, unless newer notes take its place. */
    void putBack(LeaseNote note) {
        synchronized (this) {
            told = true;
            if (note instanceof LeaseNote.Progress old) {
                progress = progress == null ? old : progress;
            } else if (lines.size() < MAX_LINES) {
                lines.addFirst((LeaseNote.Line) note);
            } else {
                dropped++;
            }
        }
    }
}
