package systems.blackroad.benchmarks;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.UUID;

/**
 * A desktop as an application that uses Spring Session would keep it: one attribute of about 4 KB. Beside its windows it
 * counts the changes of each device, which is how a lost update is noticed. Immutable.
 *
 * @param windows twenty of them
 * @param changes by device, how many changes it made
 */
record SpringDesktop(List<Placed> windows, int[] changes) implements Serializable {

    private static final long serialVersionUID = 1;

    /** A window; {@code document} is what it shows, the application's own small fact. */
    record Placed(
            String id, String app, String title, String state, int x, int y, int width, int height, String document)
            implements Serializable {

        private static final long serialVersionUID = 1;
    }

    /** A desktop that nobody changed yet; its ids are as random as real ones, so that it compresses no better. */
    static SpringDesktop of(int windows, int devices, Random random) {
        List<Placed> placed = new ArrayList<>();
        for (int i = 0; i < windows; i++) {
            int corner = 100 + 30 * (i % 10);
            placed.add(new Placed(
                    id(random),
                    "notes-" + i,
                    "Notes " + i,
                    "normal",
                    corner,
                    corner,
                    800,
                    600,
                    "documents/" + id(random) + "/" + id(random)));
        }
        return new SpringDesktop(placed, new int[devices]);
    }

    private static String id(Random random) {
        return new UUID(random.nextLong(), random.nextLong()).toString();
    }

    /** This desktop with one window elsewhere and one more change of the device. */
    SpringDesktop moved(int device, int window, int x, int y) {
        List<Placed> placed = new ArrayList<>(windows);
        Placed old = windows.get(window);
        placed.set(
                window, new Placed(old.id, old.app, old.title, old.state, x, y, old.width, old.height, old.document));
        int[] counted = Arrays.copyOf(changes, changes.length);
        counted[device]++;
        return new SpringDesktop(placed, counted);
    }
}
