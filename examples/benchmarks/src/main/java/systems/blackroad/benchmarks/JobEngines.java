package systems.blackroad.benchmarks;

import java.util.function.IntConsumer;

/** The engines that are compared: how each is opened, and what it must reach to count as set up well. */
enum JobEngines {
    BLACKROAD("BlackRoad", BlackRoadEngine.SETTINGS, BlackRoadEngine::new, PeerRates.NONE, Integer.MAX_VALUE),
    DB_SCHEDULER(
            "db-scheduler",
            DbSchedulerEngine.SETTINGS,
            DbSchedulerEngine::new,
            new PeerRates(7_323, 11_361, 7_938, 147_011),
            Integer.MAX_VALUE),
    JOBRUNR("JobRunr", JobRunrEngine.SETTINGS, JobRunrEngine::new, new PeerRates(2_307, 3_970, 4_021, 23_375), 250_000),
    QUARTZ(
            "Quartz",
            QuartzEngine.SETTINGS,
            QuartzEngine::new,
            new PeerRates(390, Double.NaN, 1_361, Double.NaN),
            20_000);

    private final String title;
    private final String settings;
    private final Opener opener;
    private final PeerRates known;
    private final int mostJobs;

    JobEngines(String title, String settings, Opener opener, PeerRates known, int mostJobs) {
        this.title = title;
        this.settings = settings;
        this.opener = opener;
        this.known = known;
        this.mostJobs = mostJobs;
    }

    /** How a node is made. */
    interface Opener {

        /** A node on the database at {@code url}, with its tables made, that runs nothing yet. */
        JobEngine open(String url, IntConsumer handler) throws Exception;
    }

    /** Its name for people. */
    String title() {
        return title;
    }

    /** How it is set up. */
    String settings() {
        return settings;
    }

    /** What it reached elsewhere. */
    PeerRates known() {
        return known;
    }

    /** Whether it does not end a full backlog in reasonable time, so that it is stopped and rated on what it did. */
    boolean isSlow() {
        return mostJobs < Integer.MAX_VALUE;
    }

    /** How many jobs it is given where others get {@code wanted}: a slow one no more than it can do until it is stopped. */
    int jobs(int wanted) {
        return Math.min(wanted, mostJobs);
    }

    /** A node on the database at {@code url}, with its tables made, that runs nothing yet. */
    JobEngine open(String url, IntConsumer handler) throws Exception {
        return opener.open(url, handler);
    }
}
