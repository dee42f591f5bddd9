package systems.blackroad.api.session;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;

/**
 * The texts that were copied last: an immutable value, equal by content, safe to share between threads.
 *
 * @param entries each text once, the one that was copied last first; none is empty
 */
public record Clipboard(List<String> entries) {

    /** The most texts that are kept. */
    public static final int MAX_ENTRIES = 20;
    /** The largest text, in bytes of its UTF-8 form. */
    public static final int MAX_ENTRY_BYTES = 4 * 1024;

    private static final Clipboard EMPTY = new Clipboard(List.of());

    /**
     * Copies the list.
     *
     * @throws IllegalArgumentException if there are more than {@value #MAX_ENTRIES}, one is empty or one is listed twice
     */
    public Clipboard {
        entries = List.copyOf(entries);
        if (entries.size() > MAX_ENTRIES) {
            throw new IllegalArgumentException(
                    "a clipboard must have at most " + MAX_ENTRIES + " entries, got " + entries.size());
        }
        if (entries.contains("") || new HashSet<>(entries).size() < entries.size()) {
            throw new IllegalArgumentException("a clipboard must list each text once and no empty one");
        }
    }

    /** No text. */
    public static Clipboard empty() {
        return EMPTY;
    }

    /** How many texts there are once {@code text} is copied. */
    public int sizeWith(String text) {
        return entries.contains(text) ? entries.size() : Math.min(entries.size() + 1, MAX_ENTRIES);
    }

    /**
     * This clipboard after a text was copied: that one first, then the others in their order.
     *
     * @param size how many there are then; the last ones go
     */
    public Clipboard with(String text, int size) {
        List<String> after = new ArrayList<>(entries.size() + 1);
        after.add(text);
        for (String entry : entries) {
            if (!entry.equals(text) && after.size() < size) {
                after.add(entry);
            }
        }
        return new Clipboard(after);
    }
}
