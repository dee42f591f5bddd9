package systems.blackroad.store.redis;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** The scripts of the jar: each changes or reads one session as a whole. */
enum Scripts {
    APPEND("append.lua"),
    READ("read.lua"),
    SNAPSHOT("snapshot.lua"),
    COMMAND("command.lua"),
    EPOCH("epoch.lua");

    private final String source;
    private final String digest;

    Scripts(String file) {
        try (InputStream in = Scripts.class.getResourceAsStream(file)) {
            if (in == null) {
                throw new IllegalStateException("script " + file + " is missing from the jar");
            }
            source = new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        try {
            digest = HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-1").digest(source.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this JDK lacks SHA-1", e);
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
