package systems.blackroad.store.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import systems.blackroad.api.job.JobId;
import systems.blackroad.api.job.UniqueKey;
import systems.blackroad.api.store.NewJob;

@DisplayNameGeneration(ReplaceUnderscores.class)
final class UniquePlanTest {

    @Test
    void what_a_plan_creates_is_created_by_the_next_one_too_whatever_ids_turn_out_to_exist() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int round = 0; round < 5_000; round++) {
            Map<String, UniquePlan.Holder> holders = new HashMap<>();
            for (String key : List.of("a", "b", "c")) {
                boolean waits = random.nextBoolean();
                if (random.nextBoolean()) {
                    holders.put(
                            key, new UniquePlan.Holder(JobId.of("of-" + key), waits, !waits && random.nextBoolean()));
                }
            }
            List<NewJob> batch = new ArrayList<>();
            Set<JobId> existing = new HashSet<>();
            for (int i = 0; i < 8; i++) {
                UniqueKey key = UniqueKey.whileLive(String.valueOf((char) ('a' + random.nextInt(3))));
                batch.add(UniqueKeyChecks.keyed("j" + i, random.nextBoolean() ? key : key.replacing()));
                if (random.nextInt(3) == 0) {
                    existing.add(JobId.of("j" + i));
                }
            }
            UniquePlan before = new UniquePlan(holders);
            List<NewJob> kept = new ArrayList<>(before.then(batch, Set.of()).created());
            kept.removeIf(job -> existing.contains(job.id()));
            UniquePlan next = before.then(batch, existing);
            assertThat(next.created()).as("seed %d, round %d", seed, round).containsAll(kept);
            assertThat(next.outcomes()).hasSameSizeAs(batch);
            assertThat(next.created()).noneMatch(job -> existing.contains(job.id()));
        }
    }
}
