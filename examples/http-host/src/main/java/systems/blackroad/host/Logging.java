package systems.blackroad.host;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.JsonEncoder;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.Configurator;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.encoder.Encoder;
import ch.qos.logback.core.spi.ContextAwareBase;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Sets up the log by LOG_LEVEL and LOG_FORMAT: one line an event, to standard error. Found by Logback as a service; a file in
 * XML would do the same and cost the start a quarter of a second.
 */
public final class Logging extends ContextAwareBase implements Configurator {

    /** UTC, level, logger, message on one line whatever it holds, stack trace. */
    private static final String LINE = "%d{yyyy-MM-dd'T'HH:mm:ss.SSS'Z',UTC} %-5level %logger{24} - "
            + "%replace(%msg){'[\\p{Cntrl}\\u2028\\u2029]', '?'}%n";

    /** For Logback, which makes the one instance. */
    public Logging() {}

    @Override
    public ExecutionStatus configure(LoggerContext context) {
        ConsoleAppender<ILoggingEvent> console = new ConsoleAppender<>();
        console.setContext(context);
        console.setName("console");
        console.setTarget("System.err");
        console.setEncoder(encoder(context, System.getenv("LOG_FORMAT")));
        console.start();
        Logger root = context.getLogger(Logger.ROOT_LOGGER_NAME);
        root.setLevel(Level.toLevel(System.getenv("LOG_LEVEL"), Level.INFO));
        root.addAppender(console);
        for (String talkative : List.of("io.javalin", "org.eclipse.jetty", "com.zaxxer.hikari")) {
            context.getLogger(talkative).setLevel(Level.WARN);
        }
        return ExecutionStatus.DO_NOT_INVOKE_NEXT_IF_ANY;
    }

    private static Encoder<ILoggingEvent> encoder(LoggerContext context, @Nullable String format) {
        if ("json".equals(format)) {
            JsonEncoder json = new JsonEncoder();
            json.setContext(context);
            json.start();
            return json;
        }
        PatternLayoutEncoder text = new PatternLayoutEncoder();
        text.setContext(context);
        text.setPattern(LINE);
        text.start();
        return text;
    }
}
