package systems.blackroad.host;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import systems.blackroad.api.error.ErrorCode;

@DisplayNameGeneration(ReplaceUnderscores.class)
class ProblemTest {

    private static final Path PAGE = Path.of("../../docs/reference/errors.md");
    private static final Pattern ROW = Pattern.compile("\\| `([A-Z_]+)` \\|.*\\| (\\d{3}) \\|[^|]*\\|");

    @Test
    void each_code_has_the_status_that_the_page_of_codes_says() throws IOException {
        Map<ErrorCode, Integer> told = new EnumMap<>(ErrorCode.class);
        for (String line : Files.readAllLines(PAGE)) {
            Matcher row = ROW.matcher(line);
            if (row.matches()) {
                told.put(ErrorCode.valueOf(row.group(1)), Integer.valueOf(row.group(2)));
            }
        }
        Map<ErrorCode, Integer> answered = new EnumMap<>(ErrorCode.class);
        for (ErrorCode code : ErrorCode.values()) {
            answered.put(code, Problem.status(code));
        }
        assertThat(answered).isEqualTo(told);
    }
}
