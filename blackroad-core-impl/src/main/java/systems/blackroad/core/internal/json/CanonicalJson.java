package systems.blackroad.core.internal.json;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.TreeMap;

/**
 * The canonical form of a document: no blanks, the fields of each object in the order of their UTF-16 code units, strings
 * escaped as JavaScript's {@code JSON.stringify} does. Equal documents have equal text, here and in browsers. This is the
 * JSON Canonicalization Scheme of RFC 8785 for documents whose numbers are integers.
 */
public final class CanonicalJson {

    private static final String SHORT_ESCAPES = "btn?fr";

    private CanonicalJson() {}

    /** The canonical form of {@code json}, which the library wrote. */
    public static String of(String json) {
        StringBuilder out = new StringBuilder(json.length());
        write(StrictReader.STORED.tree(json), out);
        return out.toString();
    }

    private static void write(JsonNode node, StringBuilder out) {
        if (node.isObject()) {
            Map<String, JsonNode> fields = new TreeMap<>();
            node.properties().forEach(field -> fields.put(field.getKey(), field.getValue()));
            char before = '{';
            for (Map.Entry<String, JsonNode> field : fields.entrySet()) {
                out.append(before);
                string(field.getKey(), out);
                write(field.getValue(), out.append(':'));
                before = ',';
            }
            out.append(fields.isEmpty() ? "{}" : "}");
        } else if (node.isArray()) {
            char before = '[';
            for (JsonNode element : node) {
                write(element, out.append(before));
                before = ',';
            }
            out.append(node.isEmpty() ? "[]" : "]");
        } else if (node.isTextual()) {
            string(node.textValue(), out);
        } else {
            out.append(node.asText());
        }
    }

    private static void string(String text, StringBuilder out) {
        out.append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\') {
                out.append('\\').append(c);
            } else if (c >= '\b' && c <= '\r' && c != 0x0b) {
                out.append('\\').append(SHORT_ESCAPES.charAt(c - '\b'));
            } else if (c < ' ' || isLoneSurrogate(text, i)) {
                out.append(String.format("\\u%04x", (int) c));
            } else {
                out.append(c);
            }
        }
        out.append('"');
    }

    private static boolean isLoneSurrogate(String text, int i) {
        char c = text.charAt(i);
        if (Character.isHighSurrogate(c)) {
            return i + 1 == text.length() || !Character.isLowSurrogate(text.charAt(i + 1));
        }
        return Character.isLowSurrogate(c) && (i == 0 || !Character.isHighSurrogate(text.charAt(i - 1)));
    }
}
