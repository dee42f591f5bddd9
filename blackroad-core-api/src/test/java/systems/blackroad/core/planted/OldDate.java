package systems.blackroad.core.planted;

import java.util.Date;

/** Planted against A8.date. */
record OldDate(Date value) {}
