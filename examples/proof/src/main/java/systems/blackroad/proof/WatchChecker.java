package systems.blackroad.proof;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/*
 * No run restores a storage, so no subscriber may ever be told of another epoch or of a log that ends before its position.
 */
/** Checks what subscribers got: each event once and in order, and in the end the same state as a fresh read. Stateless. */
final class WatchChecker {

    private static final Set<String> LOSSES = Set.of("EPOCH", "FUTURE");

    private WatchChecker() {}

    /**
     * A session as a fresh read gives it at the end.
     *
     * @param revision its revision
     * @param hash the hash of its state
     */
    record Final(long revision, String hash) {}

    /**
     * Checks the subscribers of all workers.
     *
     * @param finals each session at the end
     * @param concluded the names of those subscribers that lived to the end, so that they must have caught up
     * @return a line for each violation, beginning with its kind; none if all is as promised
     */
    static List<String> check(List<WatchHistory> histories, Map<String, Final> finals, Set<String> concluded) {
        List<String> violations = new ArrayList<>();
        Map<String, String> hashes = new HashMap<>();
        finals.forEach((session, end) -> hashes.put(session + " " + end.revision(), end.hash()));
        for (WatchHistory history : histories) {
            checkOrder(history, violations);
            checkHashes(history, hashes, violations);
        }
        for (String name : concluded) {
            checkEnd(name, histories, finals, violations);
        }
        return violations;
    }

    private static void checkOrder(WatchHistory history, List<String> violations) {
        boolean begun = false;
        long position = 0;
        String epoch = "-";
        for (WatchHistory.Seen seen : history.frames()) {
            String place = history.name() + " at revision " + position;
            switch (seen.kind()) {
                case "A":
                    if (!begun) {
                        // It may go on where the subscriber of a killed worker stood.
                        position = seen.revision();
                        epoch = seen.epoch();
                        begun = true;
                    }
                    break;
                case "S":
                    if (LOSSES.contains(seen.detail()) || seen.revision() < position) {
                        violations.add("BACK " + place + " got a snapshot of revision " + seen.revision() + ", reason "
                                + seen.detail());
                    }
                    position = seen.revision();
                    epoch = seen.epoch();
                    break;
                case "E":
                    checkEvent(seen, position, epoch, place, violations);
                    position = seen.revision();
                    break;
                case "F":
                    violations.add(
                            "MISFIT " + place + " got event " + seen.revision() + ", which does not fit its state");
                    break;
                case "P":
                    if (seen.revision() != position) {
                        violations.add("GAP " + place + " was resumed at " + seen.revision());
                    }
                    break;
                default:
                    break;
            }
        }
    }

    private static void checkEvent(
            WatchHistory.Seen seen, long position, String epoch, String place, List<String> violations) {
        if (seen.revision() <= position) {
            violations.add("REPEAT " + place + " got event " + seen.revision() + " again");
        } else if (seen.revision() > position + 1) {
            violations.add("GAP " + place + " got event " + seen.revision());
        }
        if (!seen.epoch().equals(epoch)) {
            violations.add("EPOCH " + place + " got an event of epoch " + seen.epoch() + " in epoch " + epoch);
        }
    }

    private static void checkHashes(WatchHistory history, Map<String, String> hashes, List<String> violations) {
        for (WatchHistory.Seen seen : history.frames()) {
            boolean hashed = seen.kind().equals("C") || seen.kind().equals("Z");
            String known = hashed
                    ? hashes.putIfAbsent(history.session() + " " + seen.revision(), seen.detail())
                    : seen.detail();
            if (known != null && !known.equals(seen.detail())) {
                violations.add("DIVERGED " + history.name() + " has hash " + seen.detail() + " at revision "
                        + seen.revision() + ", and others have " + known);
            }
        }
    }

    private static void checkEnd(
            String name, List<WatchHistory> histories, Map<String, Final> finals, List<String> violations) {
        WatchHistory history = histories.stream()
                .filter(one -> one.name().equals(name))
                .findFirst()
                .orElse(null);
        if (history == null || history.frames().isEmpty()) {
            violations.add("BEHIND " + name + " got nothing");
            return;
        }
        Final end = finals.get(history.session());
        WatchHistory.Seen last = history.frames().get(history.frames().size() - 1);
        if (end == null || !last.kind().equals("Z") || last.revision() != end.revision()) {
            violations.add("BEHIND " + name + " ended at revision " + last.revision() + ", and a fresh read gives "
                    + (end == null ? "no session" : String.valueOf(end.revision())));
        }
    }
}
