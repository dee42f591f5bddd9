package systems.blackroad.api.codec;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Objects;

/**
 * A versioned document that stores keep without reading it: a type name, the version of that type's form, and the bytes
 * (JSON, UTF-8). Immutable, equal by content, safe to share between threads.
 */
public final class Payload {

    /** The longest type name, in UTF-16 chars. */
    public static final int MAX_TYPE_LENGTH = 128;

    private final String type;
    private final int version;
    private final byte[] data;

    private Payload(String type, int version, byte[] data) {
        Objects.requireNonNull(type, "type");
        if (type.isBlank() || type.length() > MAX_TYPE_LENGTH) {
            throw new IllegalArgumentException(
                    "payload type must be 1 to " + MAX_TYPE_LENGTH + " chars and not blank, got " + type.length());
        }
        if (version < 1) {
            throw new IllegalArgumentException("payload version must be at least 1, got " + version);
        }
        this.type = type;
        this.version = version;
        this.data = data;
    }

    /** A payload of a copy of {@code data}. */
    public static Payload of(String type, int version, byte[] data) {
        return new Payload(type, version, data.clone());
    }

    /** A payload of {@code json}, encoded as UTF-8. */
    public static Payload ofJson(String type, int version, String json) {
        return new Payload(type, version, json.getBytes(StandardCharsets.UTF_8));
    }

    /** The name of the document's type, 1 to {@value #MAX_TYPE_LENGTH} chars. */
    public String type() {
        return type;
    }

    /** The version of the type's form, from 1. */
    public int version() {
        return version;
    }

    /** A copy of the bytes. */
    public byte[] bytes() {
        return data.clone();
    }

    /** The bytes as text. */
    public String json() {
        return new String(data, StandardCharsets.UTF_8);
    }

    /** The number of bytes. */
    public int size() {
        return data.length;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Payload that
                && version == that.version
                && type.equals(that.type)
                && Arrays.equals(data, that.data);
    }

    @Override
    public int hashCode() {
        return 31 * Objects.hash(type, version) + Arrays.hashCode(data);
    }

    /** The type, version and size; never the content. */
    @Override
    public String toString() {
        return type + " v" + version + " (" + data.length + " bytes)";
    }
}
