package systems.blackroad.benchmarks;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.concurrent.TimeUnit;

/** Where and when a benchmark runs, for the head of its report. */
final class Machine {

    private Machine() {}

    /** The time, the processors, the JVM and what else keeps the processors busy; takes a second. */
    static String describe() throws InterruptedException {
        return String.format(
                "%s, %d processors, %s %s, Java %s, %s",
                ZonedDateTime.now(ZoneOffset.UTC).format(DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm 'UTC'")),
                Runtime.getRuntime().availableProcessors(),
                System.getProperty("os.name"),
                System.getProperty("os.arch"),
                Runtime.version(),
                others());
    }

    /** How busy the processors are while this program does nothing; takes a second. */
    static String others() throws InterruptedException {
        OperatingSystemMXBean system = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
        system.getCpuLoad();
        TimeUnit.SECONDS.sleep(1);
        return String.format("%.0f %% busy with other things", 100 * system.getCpuLoad());
    }
}
