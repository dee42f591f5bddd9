package systems.blackroad.proof.model;

import java.lang.reflect.RecordComponent;
import java.time.Instant;
import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import systems.blackroad.api.session.CommandEnvelope;
import systems.blackroad.api.session.Desktop;
import systems.blackroad.api.session.OsCommand;
import systems.blackroad.api.window.WindowOptions;

/** A script as lines of Java that a test can take over. */
final class JavaLines {

    private JavaLines() {}

    static String of(Script script) {
        return script.lists().stream()
                .map(JavaLines::of)
                .collect(
                        Collectors.joining("\n", "// in World." + script.world().name() + "\n", ""));
    }

    private static String of(CommandEnvelope list) {
        String actor = list.actor().equals(World.BOB) ? "BOB" : "ANN";
        return list.commands().stream()
                .map(command -> value(command))
                .collect(Collectors.joining(",\n        ", "list(" + actor + ", \"" + list.freshId() + "\", ", ");"));
    }

    static String of(OsCommand command) {
        return value(command);
    }

    private static String value(@Nullable Object value) {
        if (value == null) {
            return "null";
        }
        if (value instanceof String text) {
            return text.length() > 300 ? "\"x\".repeat(" + text.length() + ")" : "\"" + text + "\"";
        }
        if (value instanceof Long number) {
            return number + "L";
        }
        if (value instanceof Enum<?> constant) {
            return constant.getDeclaringClass().getSimpleName() + "." + constant.name();
        }
        if (value instanceof Instant time) {
            return "Instant.parse(\"" + time + "\")";
        }
        if (value.equals(WindowOptions.DEFAULTS)) {
            return "WindowOptions.DEFAULTS";
        }
        if (value.equals(Desktop.empty())) {
            return "Desktop.empty()";
        }
        if (value instanceof Map<?, ?> map) {
            return new TreeMap<>(map)
                    .entrySet().stream()
                            .map(entry -> value(entry.getKey()) + ", " + value(entry.getValue()))
                            .collect(Collectors.joining(", ", "Map.of(", ")"));
        }
        if (value instanceof Collection<?> items) {
            return items.stream().map(JavaLines::value).collect(Collectors.joining(", ", "List.of(", ")"));
        }
        return value instanceof Record ? construct(value) : value.toString();
    }

    private static String construct(Object value) {
        RecordComponent[] components = value.getClass().getRecordComponents();
        String parts = Stream.of(components)
                .map(component -> value(read(component, value)))
                .collect(Collectors.joining(", "));
        String name = value.getClass().getSimpleName();
        boolean text = components.length == 1 && components[0].getName().equals("value");
        return text ? name + ".of(" + parts + ")" : "new " + name + "(" + parts + ")";
    }

    private static @Nullable Object read(RecordComponent component, Object value) {
        try {
            return component.getAccessor().invoke(value);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("cannot read " + component, e);
        }
    }
}
