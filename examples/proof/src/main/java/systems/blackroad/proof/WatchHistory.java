package systems.blackroad.proof;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * What one subscriber got, in order.
 *
 * @param name the worker and the session, for reports
 * @param session the session's id
 * @param frames what it got
 */
record WatchHistory(String name, String session, List<Seen> frames) {

    WatchHistory {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(session, "session");
        frames = List.copyOf(frames);
    }

    /**
     * One line of a subscriber.
     *
     * @param kind {@code A}, {@code P}, {@code S}, {@code E}, {@code C}, {@code K}, {@code Z} or {@code F}, as {@link Watcher} says
     * @param epoch the epoch it stands in, {@code -} before the first
     * @param revision the revision that the line is about
     * @param detail the reason of a snapshot, a hash or a state
     */
    record Seen(String kind, String epoch, long revision, String detail) {}

    /** Whether it went on from what a killed worker's subscriber had kept. */
    boolean tookOver() {
        return !frames.isEmpty() && frames.get(0).revision() > 0;
    }

    /** Reads one worker's subscribers. */
    static List<WatchHistory> read(Path journal) throws IOException {
        Map<String, List<Seen>> bySession = new LinkedHashMap<>();
        for (String[] line : Journal.read(journal)) {
            if (!line[0].equals("V")) {
                throw new IOException("journal " + journal + " has a line of unknown kind " + line[0]);
            }
            bySession
                    .computeIfAbsent(line[1], session -> new ArrayList<>())
                    .add(new Seen(line[2], line[3], Long.parseLong(line[4]), line[5]));
        }
        List<WatchHistory> histories = new ArrayList<>();
        bySession.forEach((session, frames) ->
                histories.add(new WatchHistory(journal.getFileName() + " " + session, session, frames)));
        return histories;
    }
}
