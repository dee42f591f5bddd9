package systems.blackroad.proof;

import java.util.Random;
import systems.blackroad.api.job.JobId;
import systems.blackroad.api.job.JobKey;
import systems.blackroad.api.job.JobType;
import systems.blackroad.api.job.QueueLimits;
import systems.blackroad.api.job.QueueName;
import systems.blackroad.api.runtime.JobRequest;
import systems.blackroad.api.runtime.Operator;
import systems.blackroad.api.session.UserId;

/**
 * Which limit holds a job of a chaos run back. Its id tells: what follows the last dot is the lane's name.
 *
 * @param name its name
 * @param limit how many of its jobs may run at a time
 * @param ordered whether they run one after another, each until it has finished
 */
record Lane(String name, int limit, boolean ordered) {

    private static final QueueName NARROW = QueueName.of("narrow");
    private static final QueueName KEYED = QueueName.of("keyed");
    private static final QueueName LINE = QueueName.of("line");

    private static final int WIDTH = 3;
    private static final int KEYS = 5;
    /** One of so many jobs is in a limited queue, two have a key, and two are ordered. */
    private static final int SHARE = 40;

    /** Sets the limits, as every worker does when it begins. */
    static void configure(Operator operator, UserId actor) {
        operator.configure(NARROW, QueueLimits.NONE.withConcurrency(WIDTH), actor);
        operator.configure(KEYED, QueueLimits.NONE.withKeyConcurrency(1), actor);
    }

    /** The name of the lane of one more job. */
    static String draw(Random random) {
        int key = random.nextInt(KEYS);
        return switch (random.nextInt(SHARE)) {
            case 0 -> "n";
            case 1, 2 -> "k" + key;
            case 3, 4 -> "o" + key;
            default -> "p";
        };
    }

    /** The lane of a job. */
    static Lane of(String job) {
        String name = job.substring(job.lastIndexOf('.') + 1);
        return switch (name.charAt(0)) {
            case 'n' -> new Lane(name, WIDTH, false);
            case 'k' -> new Lane(name, 1, false);
            case 'o' -> new Lane(name, 1, true);
            default -> new Lane(name, Integer.MAX_VALUE, false);
        };
    }

    /** A request that puts the job where its id says. */
    static JobRequest.Builder<String> request(JobType<String> type, String job) {
        JobRequest.Builder<String> request = JobRequest.builder(type, job).id(JobId.of(job));
        String name = of(job).name();
        return switch (name.charAt(0)) {
            case 'n' -> request.queue(NARROW);
            case 'k' -> request.queue(KEYED).key(JobKey.of(name));
            case 'o' -> request.queue(LINE).key(JobKey.ordered(name));
            default -> request;
        };
    }

    /** Whether jobs may be delayed; an ordered one would lose its place. */
    boolean mayWait() {
        return !ordered;
    }

    /** The lanes that limit anything. */
    static boolean isLimited(String job) {
        return of(job).limit() < Integer.MAX_VALUE;
    }
}
