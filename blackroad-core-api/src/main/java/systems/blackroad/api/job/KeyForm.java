package systems.blackroad.api.job;

/** The form of texts by which jobs are held to be the same: one that every store keeps and compares char by char. */
final class KeyForm {

    private KeyForm() {}

    /**
     * Checks the length of {@code text} and its characters.
     *
     * @param what what it is, for the message
     * @throws IllegalArgumentException if it is empty, too long, or has control characters or half a surrogate pair
     */
    static void require(String what, String text, int maxLength) {
        if (text.isEmpty() || text.length() > maxLength || !text.codePoints().allMatch(KeyForm::isPlain)) {
            throw new IllegalArgumentException(what + " must be 1 to " + maxLength
                    + " chars without control characters and halves of surrogate pairs, got " + text.length()
                    + " chars; use a hash of longer ones");
        }
    }

    private static boolean isPlain(int point) {
        return !Character.isISOControl(point) && Character.getType(point) != Character.SURROGATE;
    }
}
