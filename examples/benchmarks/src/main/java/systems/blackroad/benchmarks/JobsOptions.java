package systems.blackroad.benchmarks;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What of the jobs benchmark is run, and for how long.
 *
 * @param parts the names of the parts; all if empty
 * @param jobs how many wait when a drain begins
 * @param rounds how many rounds each part has
 * @param slowRound after what time a slow engine is stopped
 * @param pickups how many pickups are timed for each engine
 * @param offered for how many seconds jobs are offered
 */
record JobsOptions(List<String> parts, int jobs, int rounds, Duration slowRound, int pickups, int offered) {

    /** The parts that there are, in the order in which they are run. */
    static final List<String> PARTS = List.of("drain", "enqueue", "backlog", "snapshot", "pickup", "offered");

    private static final int TENTH = 10;
    private static final int FEW = 10_000;

    /**
     * The options in the words of a command line, the first of which is the benchmark's name.
     *
     * @throws IllegalArgumentException if a part or an option is unknown, or an option has no positive number
     */
    static JobsOptions of(List<String> words, boolean quick) {
        Map<String, Integer> numbers = new HashMap<>(
                quick
                        ? Map.of("--jobs", 2_000, "--rounds", 1, "--seconds", 5, "--pickups", 10, "--offered", 5)
                        : Map.of(
                                "--jobs",
                                500_000,
                                "--rounds",
                                9,
                                "--seconds",
                                60,
                                "--pickups",
                                300,
                                "--offered",
                                1_800));
        List<String> named =
                words.stream().filter(word -> !word.startsWith("--")).skip(1).toList();
        if (!PARTS.containsAll(named)) {
            throw new IllegalArgumentException("the parts are " + PARTS + ", got " + named);
        }
        words.stream()
                .filter(word -> word.startsWith("--") && !word.equals("--quick"))
                .forEach(word -> set(numbers, word));
        return new JobsOptions(
                named,
                number(numbers, "--jobs"),
                number(numbers, "--rounds"),
                Duration.ofSeconds(number(numbers, "--seconds")),
                number(numbers, "--pickups"),
                number(numbers, "--offered"));
    }

    private static void set(Map<String, Integer> numbers, String word) {
        String name = word.substring(0, Math.max(0, word.indexOf('=')));
        String value = word.substring(word.indexOf('=') + 1);
        if (!numbers.containsKey(name) || !value.matches("[1-9][0-9]{0,6}")) {
            throw new IllegalArgumentException(
                    "an option is one of " + numbers.keySet() + " with = and a number of 1 to 7 digits, got " + word);
        }
        numbers.put(name, Integer.parseInt(value));
    }

    private static int number(Map<String, Integer> numbers, String name) {
        return numbers.getOrDefault(name, 0);
    }

    /** Whether a part is to be run. */
    boolean includes(String part) {
        return parts.isEmpty() || parts.contains(part);
    }

    /** A tenth of the jobs, for warming up. */
    int warmUpJobs() {
        return Math.max(1, jobs / TENTH);
    }

    /** The smaller backlog: {@value #FEW} jobs, or half of all if they are so few. */
    int fewJobs() {
        return Math.max(1, Math.min(FEW, jobs / 2));
    }

    /** How long one round of enqueues takes, a tenth of a slow engine's round. */
    Duration enqueueRound() {
        return slowRound.dividedBy(TENTH);
    }
}
