package systems.blackroad.proof;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import systems.blackroad.api.job.JobStatus;

/** Compares what workers were told about jobs with what the storage holds after everything has drained. Stateless. */
final class JobChecker {

    private JobChecker() {}

    /**
     * How a job stands in the storage at the end.
     *
     * @param status its status
     * @param token its last token
     */
    record Final(JobStatus status, long token) {}

    /**
     * Checks a history.
     *
     * @param finals every job that the storage holds, by id
     * @return a line for each violation, beginning with its kind; none if all is as promised
     */
    static List<String> check(JobHistory history, Map<String, Final> finals) {
        List<String> violations = new ArrayList<>();
        for (String job : history.acknowledged()) {
            if (!finals.containsKey(job)) {
                violations.add("LOST job " + job + " was acknowledged, and is not there");
            }
        }
        Set<String> runs = new HashSet<>();
        Map<String, Long> highest = new HashMap<>();
        for (JobHistory.Run run : history.runs()) {
            if (!runs.add(run.job() + " " + run.token())) {
                violations.add("TOKEN job " + run.job() + " ran twice under token " + run.token());
            }
            highest.merge(run.job(), run.token(), Math::max);
        }
        finals.forEach((job, end) -> checkFinal(job, end, history, highest.getOrDefault(job, 0L), violations));
        return violations;
    }

    private static void checkFinal(
            String job, Final end, JobHistory history, long highestToken, List<String> violations) {
        if (!history.sent().containsKey(job)) {
            violations.add("PHANTOM job " + job + " is there, and nobody sent it");
        }
        if (!end.status().isFinished()) {
            violations.add("STUCK job " + job + " is " + end.status() + " after everything drained");
        }
        if (end.token() < highestToken) {
            violations.add("STALE job " + job + " ended under token " + end.token() + ", and token " + highestToken
                    + " had run");
        }
        if (end.status() == JobStatus.COMPLETED && end.token() > highestToken) {
            violations.add("UNRUN job " + job + " is completed under token " + end.token() + ", which never ran");
        }
    }
}
