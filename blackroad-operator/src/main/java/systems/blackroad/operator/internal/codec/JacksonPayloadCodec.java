package systems.blackroad.operator.internal.codec;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.StreamWriteConstraints;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.exc.InvalidDefinitionException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.jsontype.BasicPolymorphicTypeValidator;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import systems.blackroad.api.codec.PayloadCodec;
import systems.blackroad.api.codec.ReadLimits;
import systems.blackroad.api.error.ErrorCode;
import systems.blackroad.api.error.RefusedException;

/**
 * The codec for values as JSON in UTF-8, read and written within {@link ReadLimits}. Thread-safe, stateless to its
 * callers.
 *
 * <p>Supported are records, beans, enums, lists, sets, maps, strings, numbers and booleans, nested at will. The types of
 * {@code java.time} and {@code Optional} are not: hold them as text or numbers, or bring another codec. Classes of a named
 * module must be open to {@code com.fasterxml.jackson.databind}.
 *
 * <p>Reading ignores fields that the class does not have, since a newer version of the application may have written them,
 * and refuses duplicate names, anything after the value, the value null, text where a number is expected, fractions where
 * a whole number is, and class names in the data. Writing orders properties and map keys, so that equal values give equal
 * bytes unless they hold sets, and refuses what reading would refuse by a limit.
 *
 * <p>Messages name the class and the kind of failure, never the content; for that reason they carry no cause.
 */
public final class JacksonPayloadCodec implements PayloadCodec {

    private final JsonMapper mapper = newMapper();

    /** A codec with the limits of {@link ReadLimits}. */
    public JacksonPayloadCodec() {}

    static JsonMapper newMapper() {
        JsonFactory factory = JsonFactory.builder()
                .streamReadConstraints(StreamReadConstraints.builder()
                        .maxNestingDepth(ReadLimits.MAX_DEPTH)
                        .maxStringLength(ReadLimits.MAX_STRING_LENGTH)
                        .maxNameLength(ReadLimits.MAX_NAME_LENGTH)
                        .maxNumberLength(ReadLimits.MAX_NUMBER_LENGTH)
                        .maxDocumentLength(ReadLimits.MAX_DOCUMENT_BYTES)
                        .maxTokenCount(ReadLimits.MAX_TOKENS)
                        .build())
                .streamWriteConstraints(StreamWriteConstraints.builder()
                        .maxNestingDepth(ReadLimits.MAX_DEPTH)
                        .build())
                .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
                .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
                .build();
        return JsonMapper.builder(factory)
                .polymorphicTypeValidator(
                        BasicPolymorphicTypeValidator.builder().build())
                .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
                .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                .enable(DeserializationFeature.FAIL_ON_NUMBERS_FOR_ENUMS)
                .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
                .enable(MapperFeature.SORT_PROPERTIES_ALPHABETICALLY)
                .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
                .build();
    }

    @Override
    public byte[] encode(Object value) {
        Objects.requireNonNull(value, "value");
        String type = value.getClass().getName();
        BoundedBytes bytes = new BoundedBytes(ReadLimits.MAX_DOCUMENT_BYTES);
        try {
            mapper.writeValue(bytes, value);
        } catch (BoundedBytes.FullException e) {
            throw unwritable(type, "it is longer than " + ReadLimits.MAX_DOCUMENT_BYTES + " bytes; keep less in it");
        } catch (InvalidDefinitionException e) {
            String part = e.getType() == null ? type : e.getType().toCanonical();
            throw unwritable(
                    type, "its part " + part + " has no JSON form here; use a record, bean, map, string or number");
        } catch (IOException | RuntimeException e) {
            throw unwritable(type, "writing it failed" + kind(e) + "; keep within the limits of ReadLimits");
        }
        byte[] data = bytes.toByteArray();
        requireReadable(data, type);
        return data;
    }

    /** Walks the document once as a reader would, so that nothing is stored that no node could read. */
    private void requireReadable(byte[] data, String type) {
        try (JsonParser parser = mapper.getFactory().createParser(text(data))) {
            for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
                // The parser checks a string's length only when the string is asked for.
                parser.getText();
            }
        } catch (IOException e) {
            throw unwritable(type, "reading it back failed" + kind(e) + "; keep within the limits of ReadLimits");
        }
    }

    @Override
    public <T> T decode(byte[] data, Class<T> type) {
        Objects.requireNonNull(type, "type");
        if (data.length > ReadLimits.MAX_DOCUMENT_BYTES) {
            throw malformed(
                    type, "must be at most " + ReadLimits.MAX_DOCUMENT_BYTES + " bytes, got " + data.length, null);
        }
        @Nullable T value;
        try {
            value = mapper.readValue(text(data), type);
        } catch (CharacterCodingException e) {
            throw malformed(type, "must be UTF-8 and is not", e);
        } catch (StreamConstraintsException e) {
            throw malformed(type, "exceeds a read limit", e);
        } catch (IOException | RuntimeException e) {
            throw malformed(type, "must be one JSON value of that class without duplicate names", e);
        }
        if (value == null) {
            throw malformed(type, "must not be null", null);
        }
        return value;
    }

    private static String text(byte[] data) throws CharacterCodingException {
        return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(data)).toString();
    }

    private static RefusedException unwritable(String type, String reason) {
        return new RefusedException(
                ErrorCode.INVALID_VALUE, "a value of class " + type + " cannot be written: " + reason);
    }

    private static RefusedException malformed(Class<?> type, String reason, @Nullable Exception cause) {
        return new RefusedException(
                ErrorCode.MALFORMED_DOCUMENT,
                "the document of a " + type.getName() + " " + reason + (cause == null ? "" : kind(cause)));
    }

    /** What failed and where, without the cause's message: that may quote the content. */
    private static String kind(Exception e) {
        JsonLocation location = e instanceof JsonProcessingException json ? json.getLocation() : null;
        String place = location == null ? "" : ", line " + location.getLineNr() + ", column " + location.getColumnNr();
        Throwable root = e.getCause() == null ? e : e.getCause();
        String names = e.getClass().getSimpleName()
                + (root == e ? "" : " by " + root.getClass().getSimpleName());
        return " (" + names + place + ")";
    }
}
