package systems.blackroad.api.session;

/**
 * The bounds of a session's state; a command that would exceed one is rejected with {@code LIMIT_EXCEEDED}, naming it.
 * Immutable. Defaults: 20 windows, 10 workspaces, titles of 256 chars, 4 KiB of metadata a window, 16 KiB a session.
 */
public final class SessionLimits {

    private final int maxWindows;
    private final int maxWorkspaces;
    private final int maxTitleLength;
    private final int maxWindowMetadataBytes;
    private final int maxSessionMetadataBytes;

    private SessionLimits(Builder builder) {
        this.maxWindows = builder.maxWindows;
        this.maxWorkspaces = builder.maxWorkspaces;
        this.maxTitleLength = builder.maxTitleLength;
        this.maxWindowMetadataBytes = builder.maxWindowMetadataBytes;
        this.maxSessionMetadataBytes = builder.maxSessionMetadataBytes;
    }

    /** The documented defaults. */
    public static SessionLimits defaults() {
        return builder().build();
    }

    /** A builder that starts at the defaults. */
    public static Builder builder() {
        return new Builder();
    }

    /** The most windows open at once. */
    public int maxWindows() {
        return maxWindows;
    }

    /** The most workspaces. */
    public int maxWorkspaces() {
        return maxWorkspaces;
    }

    /** The longest title, name of a workspace or display name, in UTF-16 chars. */
    public int maxTitleLength() {
        return maxTitleLength;
    }

    /** The largest metadata of one window: the UTF-8 bytes of all keys and values. */
    public int maxWindowMetadataBytes() {
        return maxWindowMetadataBytes;
    }

    /** The largest metadata of the session: the UTF-8 bytes of all keys and values. */
    public int maxSessionMetadataBytes() {
        return maxSessionMetadataBytes;
    }

    /** Collects limits; not thread-safe. Every setter refuses a value outside its range. */
    public static final class Builder {

        private int maxWindows = 20;
        private int maxWorkspaces = 10;
        private int maxTitleLength = 256;
        private int maxWindowMetadataBytes = 4 * 1024;
        private int maxSessionMetadataBytes = 16 * 1024;

        private Builder() {}

        /** Sets the most windows open at once, 1 to 1000; 20 by default. */
        public Builder maxWindows(int count) {
            maxWindows = requireRange("maxWindows", count, 1000);
            return this;
        }

        /** Sets the most workspaces, 1 to 100; 10 by default. */
        public Builder maxWorkspaces(int count) {
            maxWorkspaces = requireRange("maxWorkspaces", count, 100);
            return this;
        }

        /** Sets the longest title, 1 to 4096 chars; 256 by default. */
        public Builder maxTitleLength(int chars) {
            maxTitleLength = requireRange("maxTitleLength", chars, 4096);
            return this;
        }

        /** Sets the largest metadata of one window, 1 to 65536 bytes; 4 KiB by default. */
        public Builder maxWindowMetadataBytes(int bytes) {
            maxWindowMetadataBytes = requireRange("maxWindowMetadataBytes", bytes, 65_536);
            return this;
        }

        /** Sets the largest metadata of the session, 1 to 65536 bytes; 16 KiB by default. */
        public Builder maxSessionMetadataBytes(int bytes) {
            maxSessionMetadataBytes = requireRange("maxSessionMetadataBytes", bytes, 65_536);
            return this;
        }

        /** The limits as set. */
        public SessionLimits build() {
            return new SessionLimits(this);
        }

        private static int requireRange(String name, int value, int max) {
            if (value < 1 || value > max) {
                throw new IllegalArgumentException(name + " must be 1 to " + max + ", got " + value);
            }
            return value;
        }
    }
}
