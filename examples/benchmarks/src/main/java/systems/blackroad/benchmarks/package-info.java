/**
 * Benchmarks: the pure core, durable window commands beside Spring Session, loading a session from the log, and background
 * jobs beside db-scheduler, JobRunr and Quartz.
 *
 * <p>{@code Benchmarks} is the program. {@code Rounds}, {@code Load}, {@code Spread}, {@code Machine} and {@code
 * PostgresServer} know neither of sessions nor of jobs, so that another benchmark can be put beside these.
 */
@NullMarked
package systems.blackroad.benchmarks;

import org.jspecify.annotations.NullMarked;
