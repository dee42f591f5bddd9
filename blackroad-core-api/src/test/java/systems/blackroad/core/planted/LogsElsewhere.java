package systems.blackroad.core.planted;

import java.util.logging.Logger;

/** Planted against A8.logging. */
final class LogsElsewhere {
    final Logger log = Logger.getLogger("planted");
}
