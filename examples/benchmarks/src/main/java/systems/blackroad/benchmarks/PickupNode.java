package systems.blackroad.benchmarks;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.concurrent.TimeUnit;

/**
 * A process that runs jobs of the engine that its argument names, on the database whose URL is the first line of its
 * input, and tells when each began. It ends with its input, and so with whoever started it.
 */
final class PickupNode {

    /** The line that says that it has started. */
    static final String READY = "ready";

    /** What a line that tells of a job begins with; its number and the time in microseconds follow. */
    static final String BEGAN = "began";

    private PickupNode() {}

    /** Runs until the input ends. */
    public static void main(String[] arguments) throws Exception {
        BufferedReader input = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        String url = input.readLine();
        try (JobEngine node = JobEngines.valueOf(arguments[0]).open(url, PickupNode::tell)) {
            node.start();
            System.out.println(READY);
            while (input.readLine() != null) {
                continue;
            }
        }
        Runtime.getRuntime().halt(0);
    }

    private static void tell(int job) {
        long began = micros(Instant.now());
        System.out.println(BEGAN + " " + job + " " + began);
    }

    /** The machine's clock, which both processes read. */
    static long micros(Instant time) {
        return TimeUnit.SECONDS.toMicros(time.getEpochSecond()) + TimeUnit.NANOSECONDS.toMicros(time.getNano());
    }
}
