package systems.blackroad.operator.planted;

import java.util.List;
import systems.blackroad.operator.internal.planted.Hidden;

/** Planted against A7: an internal type in a public signature. */
public interface ShowsHidden {
    /** Planted. */
    List<Hidden> hidden();
}
