/**
 * Benchmarks: the pure core, durable window commands beside Spring Session, and loading a session from the log.
 *
 * <p>{@code Benchmarks} is the program. {@code Rounds}, {@code Load}, {@code Spread}, {@code Machine} and {@code
 * PostgresServer} know nothing of sessions, so that another benchmark can be put beside these.
 */
@NullMarked
package systems.blackroad.benchmarks;

import org.jspecify.annotations.NullMarked;
