package systems.blackroad.core.internal.json;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import systems.blackroad.api.error.ErrorCode;
import systems.blackroad.api.error.RefusedException;
import systems.blackroad.api.window.Position;
import systems.blackroad.api.window.Size;

/** An object of a parsed document, read field by field; every complaint names the field's path, never its value. */
final class Node {

    private final JsonNode json;
    private final String path;

    private Node(JsonNode json, String path) {
        this.json = json;
        this.path = path;
    }

    /** The object at {@code path}, which may have no other fields than {@code names}. */
    static Node object(JsonNode json, String path, Set<String> names) {
        if (!json.isObject()) {
            throw invalid(path, "must be an object, got " + kind(json) + "; send one with " + sorted(names));
        }
        Iterator<String> present = json.fieldNames();
        while (present.hasNext()) {
            String name = present.next();
            if (!names.contains(name)) {
                throw invalid(
                        path.isEmpty() ? shown(name) : path + "." + shown(name),
                        "is an unknown field; use only " + sorted(names));
            }
        }
        return new Node(json, path);
    }

    String path(String name) {
        return path.isEmpty() ? name : path + "." + name;
    }

    Node object(String name, Set<String> names) {
        return object(required(name, "an object"), path(name), names);
    }

    String text(String name) {
        return value(name, Function.identity());
    }

    @Nullable
    String optionalText(String name) {
        return optional(name, Function.identity());
    }

    /** The value that {@code form} makes of a text. */
    <T> T value(String name, Function<String, T> form) {
        JsonNode node = required(name, "a string");
        if (!node.isTextual()) {
            throw invalid(path(name), "must be a string, got " + kind(node) + "; correct it");
        }
        try {
            return form.apply(node.textValue());
        } catch (IllegalArgumentException e) {
            throw invalid(path(name), "is not valid: " + e.getMessage() + "; correct it");
        }
    }

    <T> @Nullable T optional(String name, Function<String, T> form) {
        return isAbsent(name) ? null : value(name, form);
    }

    <E extends Enum<E>> E constant(String name, Class<E> type) {
        List<String> allowed = new ArrayList<>();
        String text = text(name);
        for (E constant : type.getEnumConstants()) {
            String lower = constant.name().toLowerCase(Locale.ROOT);
            if (lower.equals(text)) {
                return constant;
            }
            allowed.add(lower);
        }
        throw invalid(path(name), "must be one of " + String.join(", ", allowed) + "; correct it");
    }

    Instant instant(String name) {
        return value(name, text -> {
            try {
                return Instant.parse(text);
            } catch (DateTimeException e) {
                throw new IllegalArgumentException("an instant must read like 2026-11-23T21:04:05.123Z", e);
            }
        });
    }

    int integer(String name) {
        JsonNode node = required(name, "an integer");
        if (!node.isIntegralNumber() || !node.canConvertToInt()) {
            throw invalid(path(name), "must be an integer of 32 bits, got " + kind(node) + "; correct it");
        }
        return node.intValue();
    }

    long number(String name) {
        JsonNode node = required(name, "an integer");
        if (!node.isIntegralNumber() || !node.canConvertToLong()) {
            throw invalid(path(name), "must be an integer of 64 bits, got " + kind(node) + "; correct it");
        }
        return node.longValue();
    }

    boolean flag(String name) {
        JsonNode node = required(name, "true or false");
        if (!node.isBoolean()) {
            throw invalid(path(name), "must be true or false, got " + kind(node) + "; correct it");
        }
        return node.booleanValue();
    }

    boolean flag(String name, boolean otherwise) {
        return isAbsent(name) ? otherwise : flag(name);
    }

    Position position(String name) {
        Node node = object(name, Set.of("x", "y"));
        int x = node.integer("x");
        int y = node.integer("y");
        return made(name, () -> new Position(x, y));
    }

    @Nullable
    Position optionalPosition(String name) {
        return isAbsent(name) ? null : position(name);
    }

    Size size(String name) {
        Node node = object(name, Set.of("width", "height"));
        int width = node.integer("width");
        int height = node.integer("height");
        return made(name, () -> new Size(width, height));
    }

    /** What {@code maker} makes of fields that were read; its refusal is reported at {@code name}. */
    <T> T made(String name, Supplier<T> maker) {
        try {
            return maker.get();
        } catch (IllegalArgumentException e) {
            throw invalid(name.isEmpty() ? path : path(name), "is not valid: " + e.getMessage() + "; correct it");
        }
    }

    /** The elements of an array of objects with the fields {@code names}. */
    <T> List<T> objects(String name, Set<String> names, Function<Node, T> element) {
        JsonNode array = array(name);
        List<T> values = new ArrayList<>(array.size());
        for (int i = 0; i < array.size(); i++) {
            values.add(element.apply(object(array.get(i), path(name) + "[" + i + "]", names)));
        }
        return values;
    }

    <T> List<T> texts(String name, Function<String, T> form) {
        JsonNode array = array(name);
        List<T> values = new ArrayList<>(array.size());
        for (int i = 0; i < array.size(); i++) {
            String place = name + "[" + i + "]";
            JsonNode node = array.get(i);
            if (!node.isTextual()) {
                throw invalid(path(place), "must be a string, got " + kind(node) + "; correct it");
            }
            values.add(made(place, () -> form.apply(node.textValue())));
        }
        return values;
    }

    Map<String, String> map(String name) {
        JsonNode node = required(name, "an object of strings");
        if (!node.isObject()) {
            throw invalid(path(name), "must be an object of strings, got " + kind(node) + "; correct it");
        }
        Map<String, String> map = new LinkedHashMap<>();
        for (Map.Entry<String, JsonNode> entry : node.properties()) {
            if (!entry.getValue().isTextual()) {
                throw invalid(
                        path(name), "must have strings as values, got " + kind(entry.getValue()) + "; correct it");
            }
            map.put(entry.getKey(), entry.getValue().textValue());
        }
        return map;
    }

    JsonNode array(String name) {
        JsonNode node = required(name, "an array");
        if (!node.isArray()) {
            throw invalid(path(name), "must be an array, got " + kind(node) + "; correct it");
        }
        return node;
    }

    boolean isAbsent(String name) {
        JsonNode node = json.get(name);
        return node == null || node.isNull();
    }

    static RefusedException invalid(String path, String problem) {
        return new RefusedException(ErrorCode.INVALID_VALUE, (path.isEmpty() ? "document" : path) + " " + problem);
    }

    private JsonNode required(String name, String expected) {
        JsonNode node = json.get(name);
        if (node == null || node.isNull()) {
            throw invalid(path(name), "must be " + expected + " and is absent; add it");
        }
        return node;
    }

    private static String kind(JsonNode node) {
        return node.getNodeType().name().toLowerCase(Locale.ROOT);
    }

    /** A field's name as far as it can be shown: short, and without characters that could forge a log line. */
    private static String shown(String name) {
        String cut = name.length() > 64 ? name.substring(0, 64) + "…" : name;
        return "'" + cut.replaceAll("[^A-Za-z0-9_.…-]", "?") + "'";
    }

    private static String sorted(Set<String> names) {
        return String.join(", ", names.stream().sorted().toList());
    }
}
