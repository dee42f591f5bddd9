package systems.blackroad.api.codec;

/**
 * The limits within which every JSON document is read, whoever sent it. Each part of the library configures its parser
 * from these constants, so that all agree.
 */
public final class ReadLimits {

    /** The deepest nesting of arrays and objects. */
    public static final int MAX_DEPTH = 32;
    /** The longest string value, in chars: 64 Ki. */
    public static final int MAX_STRING_LENGTH = 65_536;
    /** The longest field name, in chars. */
    public static final int MAX_NAME_LENGTH = 128;
    /** The longest number, in digits. */
    public static final int MAX_NUMBER_LENGTH = 40;
    /** The most tokens in one document. */
    public static final int MAX_TOKENS = 10_000;
    /** The largest document, in bytes: 1 MiB. */
    public static final int MAX_DOCUMENT_BYTES = 1_048_576;

    private ReadLimits() {}
}
