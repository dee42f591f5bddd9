package systems.blackroad.core.internal.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import systems.blackroad.api.codec.ReadLimits;
import systems.blackroad.api.error.ErrorCode;
import systems.blackroad.api.error.RefusedException;

/** Parses documents into trees within fixed limits. Thread-safe. */
final class StrictReader {

    /** For what comes from outside: all of {@link ReadLimits}. */
    static final StrictReader OUTSIDE = new StrictReader(ReadLimits.MAX_DOCUMENT_BYTES, ReadLimits.MAX_TOKENS);

    /**
     * For what this library stored. The same limits on depth, names, strings and numbers; a state may hold more tokens
     * than a request, and escapes make its text up to six times as long as what its own limits count.
     */
    static final StrictReader STORED =
            new StrictReader(8 * ReadLimits.MAX_DOCUMENT_BYTES, 8 * ReadLimits.MAX_DOCUMENT_BYTES);

    private final JsonMapper mapper;
    private final int maxLength;

    private StrictReader(int maxLength, int maxTokens) {
        this.maxLength = maxLength;
        JsonFactory factory = JsonFactory.builder()
                .streamReadConstraints(StreamReadConstraints.builder()
                        .maxNestingDepth(ReadLimits.MAX_DEPTH)
                        .maxStringLength(ReadLimits.MAX_STRING_LENGTH)
                        .maxNameLength(ReadLimits.MAX_NAME_LENGTH)
                        .maxNumberLength(ReadLimits.MAX_NUMBER_LENGTH)
                        .maxDocumentLength(maxLength)
                        .maxTokenCount(maxTokens)
                        .build())
                .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
                .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
                .build();
        this.mapper = JsonMapper.builder(factory)
                .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                .build();
    }

    /** The longest document, in bytes. */
    int maxLength() {
        return maxLength;
    }

    /** The tree of UTF-8 bytes. */
    JsonNode tree(byte[] document) {
        requireLength(document.length);
        try {
            return tree(StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(document))
                    .toString());
        } catch (CharacterCodingException e) {
            throw malformed("document must be UTF-8 and is not; encode it again", null);
        }
    }

    /** The tree of a text. */
    JsonNode tree(String document) {
        requireLength(document.length());
        JsonNode node;
        try {
            node = mapper.readTree(document);
        } catch (StreamConstraintsException e) {
            throw malformed("document exceeds a read limit" + place(e) + "; send a smaller or flatter one", e);
        } catch (JsonProcessingException e) {
            throw malformed(
                    "document must be one well-formed JSON value without duplicate names" + place(e) + "; correct it",
                    e);
        }
        if (node.isMissingNode()) {
            throw malformed("document must be one JSON value and is empty; send one", null);
        }
        return node;
    }

    private void requireLength(int length) {
        if (length > maxLength) {
            throw malformed(
                    "document must be at most " + maxLength + " bytes, got " + length + "; send a smaller one", null);
        }
    }

    /** Where it went wrong; never what stands there, since that is the sender's. */
    private static String place(JsonProcessingException e) {
        JsonLocation location = e.getLocation();
        return location == null ? "" : " (line " + location.getLineNr() + ", column " + location.getColumnNr() + ")";
    }

    /** The cause is kept out: its message may quote the document. */
    private static RefusedException malformed(String message, @Nullable JsonProcessingException unquoted) {
        return new RefusedException(
                ErrorCode.MALFORMED_DOCUMENT,
                unquoted == null
                        ? message
                        : message + " [" + unquoted.getClass().getSimpleName() + "]");
    }
}
