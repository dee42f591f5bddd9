package systems.blackroad.host;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.javalin.http.Context;
import java.io.IOException;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import systems.blackroad.api.codec.ReadLimits;

/** A request's JSON object: size, type and field names are checked before anything is read from it. */
final class Body {

    private static final int MAX_TEXTS = 64;

    private final ObjectNode json;

    private Body(ObjectNode json) {
        this.json = json;
    }

    /**
     * The body of a request that may have the fields {@code allowed}; an empty body is an empty object. Another field ends
     * the request with a problem document that names it.
     */
    static Body of(Context ctx, String... allowed) {
        byte[] bytes = bytes(ctx);
        ObjectNode json = bytes.length == 0 ? Json.object() : Json.object(bytes);
        Set<String> names = Set.of(allowed);
        for (Iterator<String> fields = json.fieldNames(); fields.hasNext(); ) {
            String name = fields.next();
            if (!names.contains(name)) {
                throw Problem.field(name, "is not a field of this request; it takes " + String.join(", ", allowed))
                        .exception();
            }
        }
        return new Body(json);
    }

    /** The bytes of the body, of at most 1 MiB and of type JSON; none if there is no body. */
    static byte[] bytes(Context ctx) {
        try {
            byte[] bytes = ctx.req().getInputStream().readNBytes(ReadLimits.MAX_DOCUMENT_BYTES + 1);
            if (bytes.length > ReadLimits.MAX_DOCUMENT_BYTES) {
                throw Problem.of(413, "BODY_TOO_LARGE", "a body may have " + ReadLimits.MAX_DOCUMENT_BYTES + " bytes")
                        .exception();
            }
            String type = ctx.contentType();
            if (bytes.length > 0
                    && (type == null || !type.split(";", 2)[0].strip().equalsIgnoreCase("application/json"))) {
                throw Problem.of(415, "UNSUPPORTED_MEDIA_TYPE", "the body must be of Content-Type application/json")
                        .exception();
            }
            return bytes;
        } catch (IOException e) {
            throw Problem.of(400, "BAD_REQUEST", "the body ended before its announced length")
                    .exception();
        }
    }

    /** Makes a value of the request, and ends the request naming {@code field} if it is outside its form. */
    static <T> T value(String field, Supplier<T> maker) {
        try {
            return maker.get();
        } catch (IllegalArgumentException e) {
            throw Problem.field(field, String.valueOf(e.getMessage())).exception();
        }
    }

    /** The text {@code name}, or null if it is missing or null. */
    @Nullable
    String text(String name, int maxLength) {
        JsonNode node = node(name);
        if (node == null) {
            return null;
        }
        if (!node.isTextual() || node.textValue().length() > maxLength) {
            throw Problem.field(name, "must be a text of at most " + maxLength + " chars")
                    .exception();
        }
        return node.textValue();
    }

    String requireText(String name, int maxLength) {
        String text = text(name, maxLength);
        if (text == null || text.isBlank()) {
            throw Problem.field(name, "is missing").exception();
        }
        return text;
    }

    @Nullable
    Integer integer(String name) {
        JsonNode node = node(name);
        if (node == null) {
            return null;
        }
        if (!node.isIntegralNumber() || !node.canConvertToInt()) {
            throw Problem.field(name, "must be a whole number").exception();
        }
        return node.intValue();
    }

    /** The map of texts {@code name}, empty if it is missing; at most 64 entries. */
    Map<String, String> texts(String name) {
        JsonNode node = node(name);
        Map<String, String> texts = new LinkedHashMap<>();
        if (node == null) {
            return texts;
        }
        if (!node.isObject() || node.size() > MAX_TEXTS) {
            throw Problem.field(name, "must be an object of at most " + MAX_TEXTS + " texts")
                    .exception();
        }
        for (Map.Entry<String, JsonNode> entry : node.properties()) {
            if (!entry.getValue().isTextual()) {
                throw Problem.field(name + "." + entry.getKey(), "must be a text")
                        .exception();
            }
            texts.put(entry.getKey(), entry.getValue().textValue());
        }
        return texts;
    }

    /** The field {@code name}, or null if it is missing or null. */
    @Nullable
    JsonNode node(String name) {
        JsonNode node = json.get(name);
        return node == null || node.isNull() ? null : node;
    }
}
