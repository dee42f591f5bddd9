package systems.blackroad.api.store;

import java.util.Objects;

/**
 * What one face of a storage is and how durable it is, for start-up logs and health pages.
 *
 * @param name {@code sessions} or {@code jobs}
 * @param kind the store's kind, for example {@code postgresql}
 * @param durability what an acknowledged write survives
 * @param declared whether the application declared the class, because the server does not tell its settings
 */
public record Face(String name, String kind, Durability durability, boolean declared) {

    /** Checks that every part is there. */
    public Face {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(kind, "kind");
        Objects.requireNonNull(durability, "durability");
    }
}
