package systems.blackroad.operator.internal.schedule;

import java.util.List;
import java.util.Locale;

/** One of the five fields of a cron expression: its range, its names, and how its text becomes a set of values. */
enum CronField {
    MINUTE("minute", 0, 59, List.of()),
    HOUR("hour", 0, 23, List.of()),
    DAY_OF_MONTH("day-of-month", 1, 31, List.of()),
    MONTH("month", 1, 12, List.of("JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC")),
    /** From 0 for Sunday to 6; a 7 is read too, and means Sunday. */
    DAY_OF_WEEK("day-of-week", 0, 7, List.of("SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"));

    private static final int SUNDAY_AGAIN = 7;

    private final String label;
    private final int min;
    private final int max;
    private final List<String> names;

    CronField(String label, int min, int max, List<String> names) {
        this.label = label;
        this.min = min;
        this.max = max;
        this.names = names;
    }

    /**
     * The values that {@code text} names, each as the bit of its number.
     *
     * @throws IllegalArgumentException if the text cannot be read; the message names field, range and what was found
     */
    long parse(String text) {
        long bits = 0;
        for (String item : text.split(",", -1)) {
            bits |= item(item, text);
        }
        if (this == DAY_OF_WEEK && (bits & (1L << SUNDAY_AGAIN)) != 0) {
            bits = (bits & ~(1L << SUNDAY_AGAIN)) | 1;
        }
        return bits;
    }

    private long item(String item, String text) {
        int slash = item.indexOf('/');
        String range = slash < 0 ? item : item.substring(0, slash);
        int step = slash < 0 ? 1 : step(item.substring(slash + 1), text);
        int dash = range.indexOf('-');
        int low;
        int high;
        if (range.equals("*")) {
            low = min;
            high = last();
        } else if (dash >= 0) {
            low = value(range.substring(0, dash), text);
            high = value(range.substring(dash + 1), text);
            if (low > high) {
                throw refused(
                        "a range from low to high, got '" + range + "'; split it in two, joined by a comma", text);
            }
        } else {
            low = value(range, text);
            high = slash < 0 ? low : Math.max(low, last());
        }
        long bits = 0;
        for (int value = low; value <= high; value += step) {
            bits |= 1L << value;
        }
        return bits;
    }

    private int value(String word, String text) {
        int named = names.indexOf(word.toUpperCase(Locale.ROOT));
        int value = named >= 0 ? named + min : number(word);
        if (value < min || value > max) {
            throw refused(
                    "of " + min + " to " + max + (names.isEmpty() ? "" : " or " + nameRange()) + ", got '" + word + "'",
                    text);
        }
        return value;
    }

    private int step(String word, String text) {
        int most = last() - min + 1;
        int step = number(word);
        if (step < 1 || step > most) {
            throw refused("with a step of 1 to " + most + ", got '" + word + "'", text);
        }
        return step;
    }

    /** The number that one or two digits name; -1 for any other text. */
    private static int number(String word) {
        if (word.isEmpty() || word.length() > 2) {
            return -1;
        }
        int number = 0;
        for (int i = 0; i < word.length(); i++) {
            char digit = word.charAt(i);
            if (digit < '0' || digit > '9') {
                return -1;
            }
            number = 10 * number + digit - '0';
        }
        return number;
    }

    /** Where a star and an open step end: 7 repeats Sunday and is not part of them. */
    private int last() {
        return this == DAY_OF_WEEK ? SUNDAY_AGAIN - 1 : max;
    }

    private String nameRange() {
        return names.get(0) + " to " + names.get(names.size() - 1);
    }

    private IllegalArgumentException refused(String expected, String text) {
        return new IllegalArgumentException("field " + label + " must be " + expected + " (field '" + text + "')");
    }
}
