package systems.blackroad.quickstart;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

/** What the front page shows is what compiles here; line breaks and indents may differ. */
@DisplayNameGeneration(ReplaceUnderscores.class)
final class ReadmeTest {

    private static final Path README = Path.of("../../README.md");
    private static final Path SOURCE = Path.of("src/main/java/systems/blackroad/quickstart/Quickstart.java");
    private static final Pattern BLOCK = Pattern.compile("```java\\n(.*?)```", Pattern.DOTALL);

    @Test
    void the_example_of_the_readme_is_a_region_of_the_quickstart() throws IOException {
        Matcher block = BLOCK.matcher(Files.readString(README));
        assertThat(block.find()).as("a block of Java in %s", README).isTrue();
        String example = withoutBlanks(block.group(1));
        assertThat(example).startsWith("try(Storagestorage=").endsWith("}");
        assertThat(withoutBlanks(Files.readString(SOURCE))).contains(example);
        assertThat(block.find())
                .as("a second block of Java, which nothing compares")
                .isFalse();
    }

    private static String withoutBlanks(String text) {
        return text.replaceAll("\\s+", "");
    }
}
