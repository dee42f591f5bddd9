package systems.blackroad.proof;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import systems.blackroad.api.error.BlackRoadException;
import systems.blackroad.api.store.Storage;
import systems.blackroad.api.store.StorageOptions;
import systems.blackroad.api.store.Storages;

/**
 * The program: {@code sessions|jobs <storage> [nodes=4] [kills=30] [stops=10] [cuts=0] [lost=0] [restarts=0] [full=0]
 * [clocks=0] [disk=<folder>] [lease=PT2S] [seed=1]} makes a chaos run, prints its report, and exits with 0 only if it is a
 * proof; {@code rates <storage url>} measures and prints rates; {@code outages postgresql|mariadb [seconds=]1,60,600} takes the
 * server away from running jobs for so long, one span after another; {@code crowd <storage> [nodes=4] [threads=64]
 * [seconds=600]} has many threads do to jobs whatever can be done. A storage is a URL, or {@code postgresql} or {@code mariadb} for a
 * server of the run's own, which alone can be restarted. The workers that it starts are this program too.
 */
public final class Proof {

    private static final Set<String> WORKERS = Set.of("session-worker", "job-worker", "crowd-worker", "late-node");

    private static final int OUTAGE_NODES = 3;
    private static final Path TEMPORARY = Path.of(System.getProperty("java.io.tmpdir"));
    private static final String DISK = "disk";

    private Proof() {}

    /** Runs what the arguments say. */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        if (arguments.length < 2) {
            throw new IllegalArgumentException(
                    "say: sessions|jobs <storage url>|postgresql|mariadb [nodes=4] [kills=30] [stops=10] [cuts=0] [lost=0]"
                            + " [restarts=0] [full=0] [clocks=0] [disk=<folder>] [lease=PT2S] [seed=1],"
                            + " or: rates <storage url>, or: outages postgresql|mariadb 1,60,600,"
                            + " or: crowd <storage> [nodes=4] [threads=64] [seconds=600]");
        }
        if (WORKERS.contains(arguments[0])) {
            Processes.breakOnUncaught();
        }
        switch (arguments[0]) {
            case "session-worker":
                try (Storage storage = open(arguments)) {
                    SessionWorker.run(
                            storage,
                            Path.of(arguments[3]),
                            Path.of(arguments[6]),
                            Integer.parseInt(arguments[5]),
                            Long.parseLong(arguments[4]));
                }
                break;
            case "job-worker":
                try (Storage storage = open(arguments)) {
                    JobWorker.run(
                            storage,
                            Path.of(arguments[3]),
                            Duration.parse(arguments[5]),
                            Long.parseLong(arguments[4]),
                            Boolean.parseBoolean(arguments[6]));
                }
                break;
            case "crowd-worker":
                try (Storage storage = open(arguments)) {
                    CrowdWorker.run(
                            storage,
                            Path.of(arguments[3]),
                            Integer.parseInt(arguments[5]),
                            Long.parseLong(arguments[4]));
                }
                break;
            case "late-node":
                try (Storage storage = open(arguments)) {
                    LateNode.run(storage, Path.of(arguments[3]), Duration.parse(arguments[4]));
                }
                break;
            case "rates":
                try (Storage storage = Storages.open(
                        arguments[1],
                        StorageOptions.builder().namespace("rates").build())) {
                    Rates.print(storage);
                }
                break;
            case "outages":
                System.exit(outages(arguments, folder()).isProof() ? 0 : 1);
                break;
            case "crowd":
                System.exit(crowd(arguments, folder()).isProof() ? 0 : 1);
                break;
            default:
                System.exit(chaos(arguments, folder()).isProof() ? 0 : 1);
        }
    }

    private static Path folder() throws IOException {
        Path folder = Files.createTempDirectory("blackroad-proof");
        System.out.println("journals and logs are in " + folder);
        return folder;
    }

    private static Report outages(String[] arguments, Path folder) throws IOException, InterruptedException {
        List<Duration> outages = new ArrayList<>();
        for (String seconds : arguments[2].replace("seconds=", "").split(",")) {
            outages.add(Duration.ofSeconds(Long.parseLong(seconds)));
        }
        try (Server server = server(arguments[1], TEMPORARY)) {
            if (server == null) {
                throw new IllegalArgumentException("outages need postgresql or mariadb, a server of the run's own");
            }
            Map<Fault, Integer> faults = Map.of(Fault.RESTART, outages.size());
            Scenario scenario = new Scenario(
                    server.url(), "outages", Scenario.Work.JOBS, OUTAGE_NODES, faults, Duration.ofSeconds(10), 1);
            Report report = OutageRun.run(scenario, outages, folder, server);
            System.out.println(report);
            return report;
        }
    }

    private static Report crowd(String[] arguments, Path folder) throws IOException, InterruptedException {
        try (Server server = server(arguments[1], TEMPORARY)) {
            Scenario scenario = new Scenario(
                    server == null ? arguments[1] : server.url(),
                    "crowd",
                    Scenario.Work.JOBS,
                    number(arguments, "nodes", 4),
                    Map.of(),
                    Duration.ofSeconds(10),
                    1);
            Report report = CrowdRun.run(
                    scenario,
                    number(arguments, "threads", CrowdRun.CALLERS),
                    Duration.ofSeconds(number(arguments, "seconds", 600)),
                    folder);
            System.out.println(report);
            return report;
        }
    }

    private static int number(String[] arguments, String name, int unlessGiven) {
        return argument(arguments, name).map(Integer::parseInt).orElse(unlessGiven);
    }

    private static Report chaos(String[] arguments, Path folder) throws IOException, InterruptedException {
        Path data = argument(arguments, DISK).map(Path::of).orElse(null);
        try (Server server = server(arguments[1], data == null ? TEMPORARY : data)) {
            Scenario scenario = scenario(server == null ? arguments[1] : server.url(), arguments);
            Disk disk = data == null ? null : Disk.of(data, Disk.MOST_BYTES);
            Report report = ChaosRun.run(scenario, folder, server, disk);
            System.out.println(report);
            return report;
        }
    }

    private static Optional<String> argument(String[] arguments, String name) {
        return Arrays.stream(arguments)
                .filter(argument -> argument.startsWith(name + "="))
                .map(argument -> argument.substring(name.length() + 1))
                .findFirst();
    }

    private static @Nullable Server server(String storage, Path data) throws IOException, InterruptedException {
        return switch (storage) {
            case "postgresql" -> PostgresServer.createIn(data);
            case "mariadb" -> MariaServer.createIn(data);
            default -> null;
        };
    }

    /** A worker's storage. Whatever went wrong, a commit without an answer too, another worker may begin in its place. */
    private static Storage open(String[] arguments) {
        try {
            return Storages.open(
                    arguments[1],
                    StorageOptions.builder().namespace(arguments[2]).build());
        } catch (BlackRoadException e) {
            Processes.cannotBegin(e);
            throw e;
        }
    }

    private static Scenario scenario(String url, String[] arguments) {
        int nodes = 4;
        Map<Fault, Integer> faults = new EnumMap<>(Map.of(Fault.KILL, 30, Fault.STOP, 10));
        Duration lease = Duration.ofSeconds(2);
        long seed = 1;
        for (int i = 2; i < arguments.length; i++) {
            String value = arguments[i].substring(arguments[i].indexOf('=') + 1);
            String name = arguments[i].substring(0, Math.max(arguments[i].indexOf('='), 0));
            switch (name) {
                case "nodes":
                    nodes = Integer.parseInt(value);
                    break;
                case "lease":
                    lease = Duration.parse(value);
                    break;
                case DISK:
                    break;
                case "seed":
                    seed = Long.parseLong(value);
                    break;
                default:
                    faults.put(fault(name), Integer.parseInt(value));
            }
        }
        Scenario.Work work = Scenario.Work.valueOf(arguments[0].toUpperCase(Locale.ROOT));
        return new Scenario(url, "proof" + Math.floorMod(seed, 1_000_000), work, nodes, faults, lease, seed);
    }

    private static Fault fault(String name) {
        return Arrays.stream(Fault.values())
                .filter(fault -> fault.plural().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        "arguments read like kills=30, with nodes, kills, stops, cuts, lost, restarts, full, clocks, disk,"
                                + " lease or seed; got '" + name + "'"));
    }
}
