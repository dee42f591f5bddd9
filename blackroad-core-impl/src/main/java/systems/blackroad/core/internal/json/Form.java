package systems.blackroad.core.internal.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A value of a named kind, and how its fields are written.
 *
 * @param type the kind's name on the wire
 * @param fields writes the fields into an object that is open
 */
record Form(String type, Fields fields) {

    private static final String NOT_WRITTEN = "a document in memory could not be written";
    /** Writes each character as itself, to bytes as to text. */
    private static final JsonFactory FACTORY = JsonFactory.builder()
            .enable(JsonWriteFeature.COMBINE_UNICODE_SURROGATES_IN_UTF8)
            .build();

    private static final DateTimeFormatter INSTANT =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);

    /** Writes fields into an object that is open. */
    @FunctionalInterface
    interface Fields {
        void write(JsonGenerator out) throws IOException;
    }

    /** Writes one element of a list. */
    @FunctionalInterface
    interface Element<T> {
        void write(JsonGenerator out, T value) throws IOException;
    }

    /** The object that {@code fields} fill, as text. */
    static String object(Fields fields) {
        return document(out -> {
            out.writeStartObject();
            fields.write(out);
            out.writeEndObject();
        });
    }

    /** The object that {@code fields} fill, as UTF-8. */
    static byte[] bytes(Fields fields) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(256);
        try (JsonGenerator out = FACTORY.createGenerator(bytes)) {
            out.writeStartObject();
            fields.write(out);
            out.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException(NOT_WRITTEN, e);
        }
        return bytes.toByteArray();
    }

    /** What {@code body} writes, as text. */
    static String document(Fields body) {
        StringWriter text = new StringWriter(256);
        try (JsonGenerator out = FACTORY.createGenerator(text)) {
            body.write(out);
        } catch (IOException e) {
            throw new UncheckedIOException(NOT_WRITTEN, e);
        }
        return text.toString();
    }

    static void field(JsonGenerator out, String name, Fields fields) throws IOException {
        out.writeObjectFieldStart(name);
        fields.write(out);
        out.writeEndObject();
    }

    static <T> void list(JsonGenerator out, String name, Iterable<T> values, Element<T> element) throws IOException {
        out.writeArrayFieldStart(name);
        for (T value : values) {
            element.write(out, value);
        }
        out.writeEndArray();
    }

    /** An array of objects, each of which {@code fields} fill. */
    static <T> void objects(JsonGenerator out, String name, Iterable<T> values, Element<T> fields) throws IOException {
        list(out, name, values, (element, value) -> {
            element.writeStartObject();
            fields.write(element, value);
            element.writeEndObject();
        });
    }

    static void map(JsonGenerator out, String name, Map<String, String> map) throws IOException {
        out.writeObjectFieldStart(name);
        for (Map.Entry<String, String> entry : new TreeMap<>(map).entrySet()) {
            out.writeStringField(entry.getKey(), entry.getValue());
        }
        out.writeEndObject();
    }

    static void text(JsonGenerator out, String name, @Nullable Object value) throws IOException {
        if (value == null) {
            out.writeNullField(name);
        } else {
            out.writeStringField(name, value.toString());
        }
    }

    static void instant(JsonGenerator out, String name, Instant value) throws IOException {
        out.writeStringField(name, INSTANT.format(value));
    }
}
