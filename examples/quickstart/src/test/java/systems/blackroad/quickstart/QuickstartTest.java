package systems.blackroad.quickstart;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(ReplaceUnderscores.class)
final class QuickstartTest {

    @Test
    void it_prints_the_desktop_and_what_the_job_found() {
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        PrintStream console = System.out;
        System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
        try {
            Quickstart.main(new String[0]);
        } finally {
            System.setOut(console);
        }
        assertThat(printed.toString(StandardCharsets.UTF_8).lines())
                .containsExactly(
                        "Notes at Position[x=40, y=60]",
                        "Terminal at Position[x=130, y=130]",
                        "Prism Console at Position[x=160, y=160]",
                        "COMPLETED \"Hello, Ada\"");
    }

    @Test
    void it_is_as_short_as_promised() throws IOException {
        Path source = Path.of("src/main/java/systems/blackroad/quickstart/Quickstart.java");
        assertThat(Files.readAllLines(source)).hasSizeLessThan(60);
    }
}
