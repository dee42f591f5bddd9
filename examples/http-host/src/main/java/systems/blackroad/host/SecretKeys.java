package systems.blackroad.host;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Set;

/** The key that signs tokens: from SECRET_KEY, else from a file beside the data that only its owner may read. */
final class SecretKeys {

    static final String FILE = "secret.key";

    private SecretKeys() {}

    /** At least 32 bytes. In memory mode without SECRET_KEY they last as long as the process. */
    static byte[] load(HostConfig config, SecureRandom random) {
        String given = config.secrets().key();
        if (given != null) {
            return given.getBytes(StandardCharsets.UTF_8);
        }
        byte[] fresh = new byte[HostConfig.MIN_KEY_BYTES];
        random.nextBytes(fresh);
        String text = Base64.getUrlEncoder().withoutPadding().encodeToString(fresh);
        return (config.data().database().isMemory()
                        ? text
                        : kept(config.data().database().folder(), text))
                .getBytes(StandardCharsets.UTF_8);
    }

    /** The key in the folder's file; {@code fresh} becomes it if there is none. */
    private static String kept(Path folder, String fresh) {
        Path file = folder.resolve(FILE);
        try {
            Files.createDirectories(folder);
            if (!Files.exists(file)) {
                create(folder, file, fresh);
            }
            String key = Files.readString(file).strip();
            if (key.length() < HostConfig.MIN_KEY_BYTES) {
                throw new IllegalArgumentException("the key file " + file + " must hold at least "
                        + HostConfig.MIN_KEY_BYTES + " bytes, found " + key.length()
                        + "; delete it to have a new one made (everybody signs in anew), or set SECRET_KEY");
            }
            return key;
        } catch (IOException e) {
            throw new UncheckedIOException("the key file " + file + " can neither be read nor made; set SECRET_KEY", e);
        }
    }

    /** Writes a file of its own and gives it the name in one step, so that nobody reads half a key. */
    private static void create(Path folder, Path file, String key) throws IOException {
        Path draft = Files.createTempFile(folder, "secret", ".new", ownerOnly());
        try {
            Files.writeString(draft, key + System.lineSeparator(), StandardOpenOption.SYNC);
            Files.createLink(file, draft);
        } catch (FileAlreadyExistsException e) {
            return;
        } catch (UnsupportedOperationException e) {
            Files.move(draft, file);
        } finally {
            Files.deleteIfExists(draft);
        }
    }

    private static FileAttribute<?>[] ownerOnly() {
        Set<String> views = FileSystems.getDefault().supportedFileAttributeViews();
        return views.contains("posix")
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
                }
                : new FileAttribute<?>[0];
    }
}
