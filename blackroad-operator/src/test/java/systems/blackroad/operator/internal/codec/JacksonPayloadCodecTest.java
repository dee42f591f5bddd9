package systems.blackroad.operator.internal.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.exc.InvalidTypeIdException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import systems.blackroad.api.codec.ReadLimits;
import systems.blackroad.api.error.ErrorCode;
import systems.blackroad.api.error.RefusedException;

@DisplayNameGeneration(ReplaceUnderscores.class)
class JacksonPayloadCodecTest {

    private static final String SECRET = "hunter2";

    private final JacksonPayloadCodec codec = new JacksonPayloadCodec();

    enum Colour {
        RED,
        GREEN
    }

    record Mail(String to, int copies, List<String> tags, Colour colour) {}

    record Nothing() {}

    record Checked(String name) {
        Checked {
            if (name.startsWith(SECRET)) {
                throw new IllegalArgumentException("must not be " + name);
            }
        }
    }

    record Timed(Instant at) {}

    record Loose(Object any) {}

    /** Has no property, so nothing of it would be written. */
    static final class Opaque {
        @Override
        public String toString() {
            return SECRET;
        }
    }

    static final class Bean {
        private String name = "";

        public String getName() {
            return name;
        }

        public void setName(String name) {
            this.name = name;
        }
    }

    @Test
    void a_record_is_read_as_it_was_written() {
        Mail mail = new Mail("Zoë \"Z\" 🎉", 3, List.of("a", "b"), Colour.GREEN);
        assertThat(codec.decode(codec.encode(mail), Mail.class)).isEqualTo(mail);
        assertThat(text(codec.encode(new Mail("a", 1, List.of(), Colour.RED))))
                .isEqualTo("{\"colour\":\"RED\",\"copies\":1,\"tags\":[],\"to\":\"a\"}");
    }

    @Test
    void beans_maps_strings_and_numbers_are_read_as_they_were_written() {
        Bean bean = new Bean();
        bean.setName("x");
        assertThat(codec.decode(codec.encode(bean), Bean.class).getName()).isEqualTo("x");
        assertThat((Object) codec.decode(codec.encode(Map.of("a", 1, "b", "c")), Map.class))
                .isEqualTo(Map.of("a", 1, "b", "c"));
        assertThat(codec.decode(codec.encode("text"), String.class)).isEqualTo("text");
        assertThat(codec.decode(codec.encode(Long.MIN_VALUE), Long.class)).isEqualTo(Long.MIN_VALUE);
        assertThat(codec.decode(codec.encode(Double.NaN), Double.class)).isNaN();
        assertThat(codec.decode(codec.encode(new Nothing()), Nothing.class)).isEqualTo(new Nothing());
    }

    @Test
    void equal_maps_give_equal_bytes() {
        Map<String, Integer> first = new LinkedHashMap<>();
        first.put("b", 1);
        first.put("a", 2);
        assertThat(text(codec.encode(first))).isEqualTo("{\"a\":2,\"b\":1}");
    }

    @Test
    void fields_of_a_newer_version_are_ignored() {
        Mail mail =
                decode("{\"to\":\"a\",\"copies\":1,\"tags\":[],\"colour\":\"RED\",\"new\":{\"x\":[1]}}", Mail.class);
        assertThat(mail).isEqualTo(new Mail("a", 1, List.of(), Colour.RED));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "null",
                "[]",
                "\"hunter2\"",
                "{\"to\":\"hunter2\"",
                "{\"to\":\"hunter2\"} {}",
                "{\"to\":\"hunter2\",\"to\":\"b\"}",
                "{\"new\":{\"hunter2\":1,\"hunter2\":2}}",
                "{\"copies\":\"hunter2\"}",
                "{\"copies\":\"7\"}",
                "{\"copies\":1.5}",
                "{\"copies\":99999999999}",
                "{\"colour\":\"hunter2\"}",
                "{\"colour\":1}",
                "{\"to\":{\"hunter2\":1}}",
                "{\"to\":'hunter2'}",
                "\uFEFF{}"
            })
    void what_is_no_such_value_is_refused_without_repeating_it(String json) {
        assertRefused(ErrorCode.MALFORMED_DOCUMENT, Mail.class, () -> decode(json, Mail.class));
    }

    @Test
    void a_refusal_by_the_class_itself_does_not_repeat_its_message() {
        assertRefused(
                ErrorCode.MALFORMED_DOCUMENT, Checked.class, () -> decode("{\"name\":\"hunter2\"}", Checked.class));
    }

    @Test
    void other_encodings_than_utf_8_are_refused() {
        assertRefused(
                ErrorCode.MALFORMED_DOCUMENT, Mail.class, () -> codec.decode(new byte[] {'"', -1, '"'}, Mail.class));
        assertRefused(
                ErrorCode.MALFORMED_DOCUMENT,
                Map.class,
                () -> codec.decode("{\"a\":1}".getBytes(StandardCharsets.UTF_16LE), Map.class));
    }

    @Test
    void every_read_limit_holds_at_its_edge() {
        assertLimit(array(ReadLimits.MAX_DEPTH), array(ReadLimits.MAX_DEPTH + 1), List.class);
        assertLimit(string(ReadLimits.MAX_STRING_LENGTH), string(ReadLimits.MAX_STRING_LENGTH + 1), String.class);
        assertLimit(name(ReadLimits.MAX_NAME_LENGTH), name(ReadLimits.MAX_NAME_LENGTH + 1), Map.class);
        assertLimit(
                "1".repeat(ReadLimits.MAX_NUMBER_LENGTH), "1".repeat(ReadLimits.MAX_NUMBER_LENGTH + 1), Number.class);
        assertLimit(zeros(ReadLimits.MAX_TOKENS - 2), zeros(ReadLimits.MAX_TOKENS - 1), List.class);
        String spaces = " ".repeat(ReadLimits.MAX_DOCUMENT_BYTES - 1);
        assertLimit(spaces + "1", spaces + " 1", Integer.class);
    }

    @Test
    void hostile_documents_are_refused() {
        assertRefused(
                ErrorCode.MALFORMED_DOCUMENT, Mail.class, () -> decode("{\"x\":" + array(1_000) + "}", Mail.class));
        assertRefused(ErrorCode.MALFORMED_DOCUMENT, List.class, () -> decode("[".repeat(1_000), List.class));
        assertRefused(ErrorCode.MALFORMED_DOCUMENT, String.class, () -> decode(string(20_000_000), String.class));
        assertRefused(ErrorCode.MALFORMED_DOCUMENT, Long.class, () -> decode("1e999999999", Long.class));
    }

    @Test
    void class_names_in_the_data_are_plain_text() {
        assertThat(decode("{\"any\":[\"java.util.concurrent.atomic.AtomicLong\",1]}", Loose.class)
                        .any())
                .isEqualTo(List.of("java.util.concurrent.atomic.AtomicLong", 1));
        ObjectMapper typed = JacksonPayloadCodec.newMapper();
        typed.activateDefaultTyping(typed.getPolymorphicTypeValidator());
        assertThatExceptionOfType(JsonProcessingException.class)
                .as("a class that asks for class names by annotation gets none either")
                .isThrownBy(() -> typed.readValue("[\"java.util.concurrent.atomic.AtomicLong\",1]", Object.class))
                .isInstanceOf(InvalidTypeIdException.class);
    }

    @Test
    void what_cannot_be_read_back_is_not_written() {
        List<Object> deep = List.of();
        for (int i = 0; i < ReadLimits.MAX_DEPTH; i++) {
            deep = List.of(deep);
        }
        List<Object> cyclic = new ArrayList<>();
        cyclic.add(new Loose(cyclic));
        List<Object> tooDeep = deep;
        assertRefused(ErrorCode.INVALID_VALUE, tooDeep.getClass(), () -> codec.encode(tooDeep));
        assertRefused(ErrorCode.INVALID_VALUE, ArrayList.class, () -> codec.encode(cyclic));
        assertRefused(ErrorCode.INVALID_VALUE, Timed.class, () -> codec.encode(new Timed(Instant.EPOCH)));
        assertRefused(ErrorCode.INVALID_VALUE, Opaque.class, () -> codec.encode(new Opaque()));
        assertRefused(
                ErrorCode.INVALID_VALUE,
                String.class,
                () -> codec.encode(SECRET + "a".repeat(ReadLimits.MAX_STRING_LENGTH)));
        assertRefused(ErrorCode.INVALID_VALUE, String.class, () -> codec.encode("a".repeat(20_000_000)));
        List<Integer> many = Collections.nCopies(ReadLimits.MAX_TOKENS, 0);
        assertRefused(ErrorCode.INVALID_VALUE, many.getClass(), () -> codec.encode(many));
    }

    private void assertLimit(String within, String beyond, Class<?> type) {
        assertThat(decode(within, type)).isNotNull();
        assertRefused(ErrorCode.MALFORMED_DOCUMENT, type, () -> decode(beyond, type));
    }

    private static void assertRefused(ErrorCode code, Class<?> type, ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        RefusedException.class,
                        refused -> assertThat(refused.code()).isEqualTo(code))
                .hasMessageContaining(type.getName())
                .hasMessageNotContaining(SECRET)
                .hasNoCause();
    }

    private <T> T decode(String json, Class<T> type) {
        return codec.decode(json.getBytes(StandardCharsets.UTF_8), type);
    }

    private static String text(byte[] data) {
        return new String(data, StandardCharsets.UTF_8);
    }

    private static String array(int depth) {
        return "[".repeat(depth) + "]".repeat(depth);
    }

    private static String string(int length) {
        return '"' + "a".repeat(length) + '"';
    }

    private static String name(int length) {
        return "{\"" + "a".repeat(length) + "\":1}";
    }

    private static String zeros(int count) {
        return "[" + "0,".repeat(count - 1) + "0]";
    }
}
