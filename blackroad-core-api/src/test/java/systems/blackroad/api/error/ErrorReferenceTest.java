package systems.blackroad.api.error;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

/** The page for people against the list of codes. */
@DisplayNameGeneration(ReplaceUnderscores.class)
final class ErrorReferenceTest {

    private static final Path PAGE = Path.of("../docs/reference/errors.md");
    private static final Pattern ROW = Pattern.compile("\\| `([A-Z_]+)` \\|.*");

    @Test
    void the_page_has_each_code_once_and_no_other_in_the_order_of_the_list() throws IOException {
        List<String> codes = new ArrayList<>();
        for (String line : Files.readAllLines(PAGE)) {
            Matcher row = ROW.matcher(line);
            if (row.matches()) {
                codes.add(row.group(1));
            }
        }
        assertThat(codes)
                .as("codes of %s", PAGE)
                .isEqualTo(Stream.of(ErrorCode.values()).map(Enum::name).collect(Collectors.toList()));
    }
}
