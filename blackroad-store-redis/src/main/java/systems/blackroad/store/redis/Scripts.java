package systems.blackroad.store.redis;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** The scripts of the jar: each changes or reads one session, user or index as a whole. */
enum Scripts {
    APPEND("append.lua"),
    READ("read.lua"),
    SNAPSHOT("snapshot.lua"),
    COMMAND("command.lua"),
    TOUCH("touch.lua"),
    TRIM("trim.lua"),
    DELETE("delete.lua"),
    FORGET("forget.lua"),
    SLOTS("slots.lua"),
    DUE("due.lua"),
    UNLIST("unlist.lua"),
    EPOCH("epoch.lua");

    /** What stands before each script. */
    private static final String SHARED = "head.lua";

    private final String source;
    private final String digest;

    Scripts(String file) {
        source = text(SHARED) + text(file);
        try {
            digest = HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-1").digest(source.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this JDK lacks SHA-1", e);
        }
    }

    private static String text(String file) {
        try (InputStream in = Scripts.class.getResourceAsStream(file)) {
            if (in == null) {
                throw new IllegalStateException("script " + file + " is missing from the jar");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    String source() {
        return source;
    }

    /** What Redis calls the script. */
    String digest() {
        return digest;
    }
}
