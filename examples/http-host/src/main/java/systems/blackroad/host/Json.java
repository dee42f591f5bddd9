package systems.blackroad.host;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.javalin.http.Context;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import systems.blackroad.api.codec.ReadLimits;
import systems.blackroad.api.error.ErrorCode;

/** The host's JSON, in and out: snake_case, instants at millisecond precision, read within {@link ReadLimits}. */
final class Json {

    private static final JsonMapper MAPPER = mapper();
    private static final DateTimeFormatter INSTANT =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);

    private Json() {}

    static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }

    static @Nullable String instant(@Nullable Instant at) {
        return at == null ? null : INSTANT.format(at);
    }

    /** A keyset page: what is listed, and where to go on. */
    static <T> ObjectNode page(List<T> items, @Nullable String next, Function<T, JsonNode> form) {
        ObjectNode json = object();
        ArrayNode array = json.putArray("items");
        items.forEach(item -> array.add(form.apply(item)));
        return json.put("next", next);
    }

    static ObjectNode texts(Map<String, String> map) {
        ObjectNode json = object();
        map.forEach(json::put);
        return json;
    }

    static byte[] bytes(JsonNode json) {
        try {
            return MAPPER.writeValueAsBytes(json);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Answers {@code json} with {@code status}. */
    static void answer(Context ctx, int status, JsonNode json) {
        ctx.status(status).contentType("application/json").result(bytes(json));
    }

    /** Reads what the host or the library itself wrote. */
    static JsonNode trusted(String json) {
        try {
            return MAPPER.readTree(json);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Reads what a client sent; ends the request with a problem document if it is no JSON object. */
    static ObjectNode object(byte[] body) {
        try {
            JsonNode json = MAPPER.readTree(body);
            if (json instanceof ObjectNode) {
                return (ObjectNode) json;
            }
        } catch (IOException e) {
            throw Problem.of(
                            ErrorCode.MALFORMED_DOCUMENT,
                            "the body is no well-formed JSON within the read limits: "
                                    + (e instanceof JsonProcessingException
                                            ? at((JsonProcessingException) e)
                                            : "it cannot be read"))
                    .exception();
        }
        throw Problem.of(ErrorCode.MALFORMED_DOCUMENT, "the body must be a JSON object")
                .exception();
    }

    /** The value of class {@code type} that {@code node} describes; unknown fields are refused by name. */
    static <T> T value(JsonNode node, Class<T> type, String field) {
        try {
            return MAPPER.treeToValue(node, type);
        } catch (JsonProcessingException | IllegalArgumentException e) {
            String reason = e instanceof JsonProcessingException
                    ? ((JsonProcessingException) e).getOriginalMessage()
                    : String.valueOf(e.getMessage());
            throw Problem.field(field, reason.replaceAll("[a-z]+(\\.[a-z0-9]+)+\\.", ""))
                    .exception();
        }
    }

    private static String at(JsonProcessingException e) {
        return e.getLocation() == null
                ? "its end is missing"
                : "line " + e.getLocation().getLineNr() + ", column "
                        + e.getLocation().getColumnNr();
    }

    private static JsonMapper mapper() {
        StreamReadConstraints limits = StreamReadConstraints.builder()
                .maxNestingDepth(ReadLimits.MAX_DEPTH)
                .maxStringLength(ReadLimits.MAX_STRING_LENGTH)
                .maxNameLength(ReadLimits.MAX_NAME_LENGTH)
                .maxNumberLength(ReadLimits.MAX_NUMBER_LENGTH)
                .maxTokenCount(ReadLimits.MAX_TOKENS)
                .maxDocumentLength(ReadLimits.MAX_DOCUMENT_BYTES)
                .build();
        JsonFactory factory = JsonFactory.builder()
                .streamReadConstraints(limits)
                .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                .build();
        return JsonMapper.builder(factory)
                .enable(
                        DeserializationFeature.FAIL_ON_TRAILING_TOKENS,
                        DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                .build();
    }
}
