package systems.blackroad.host;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.By;
import org.openqa.selenium.NoSuchElementException;
import org.openqa.selenium.Rectangle;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.WindowType;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.interactions.Actions;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.support.ui.WebDriverWait;

/** The desktop page in a real Chromium, over the embedded host. */
@Tag("browser")
@DisplayNameGeneration(ReplaceUnderscores.class)
final class DesktopIT {

    private TestHost host;
    private ChromeDriver browser;

    @BeforeEach
    void start() {
        host = TestHost.start("memory:");
        browser = chromium();
    }

    /** A browser of its own; quit it. */
    static ChromeDriver chromium() {
        ChromeOptions options = new ChromeOptions();
        options.setBinary(onPath("chromium", "chromium-browser", "google-chrome"));
        options.addArguments(
                "--headless=new", "--no-sandbox", "--disable-dev-shm-usage", "--disable-gpu", "--window-size=1280,900");
        ChromeDriverService service = new ChromeDriverService.Builder()
                .usingDriverExecutable(new File(onPath("chromedriver")))
                .build();
        return new ChromeDriver(service, options);
    }

    @AfterEach
    void stop() {
        browser.quit();
        host.close();
    }

    @Test
    void windows_open_move_minimize_and_come_back() {
        signInWithTheLink();
        WebElement notes = open("notes");
        WebElement second = open("clock");
        assertThat(elements("[data-testid=window]")).hasSize(2);
        int x = second.getRect().getX();
        int y = second.getRect().getY();
        new Actions(browser)
                .moveToElement(second.findElement(By.cssSelector("[data-testid=window-titlebar]")), -60, 0)
                .clickAndHold()
                .moveByOffset(90, 70)
                .release()
                .perform();
        until(() -> second.getRect().getX() == x + 90 && second.getRect().getY() == y + 70);
        String id = Objects.requireNonNull(second.getAttribute("data-window-id"));
        second.findElement(By.cssSelector("[data-testid=window-minimize]")).click();
        until(() -> "minimized".equals(second.getAttribute("data-state")));
        element("[data-testid='task-" + id + "']").click();
        until(() -> "normal".equals(second.getAttribute("data-state")));
        settle();
        assertThat(second.getRect().getX()).isEqualTo(x + 90);
        second.findElement(By.cssSelector("[data-testid=window-maximize]")).click();
        until(() -> "maximized".equals(second.getAttribute("data-state")));
        settle();
        second.findElement(By.cssSelector("[data-testid=window-close]")).click();
        until(() -> elements("[data-testid=window]").size() == 1);
        assertThat(notes.isDisplayed()).isTrue();
        noErrors();
    }

    @Test
    void a_second_tab_shows_the_same_desktop_live() {
        signInWithTheLink();
        open("notes");
        String first = browser.getWindowHandle();
        browser.switchTo().newWindow(WindowType.TAB);
        browser.get("http://localhost:" + host.host().port() + "/");
        until(() -> elements("[data-testid=window]").size() == 1);
        open("clock");
        String there = inStep(3);
        browser.switchTo().window(first);
        until(() -> elements("[data-testid=window]").size() == 2);
        assertThat(inStep(3)).isEqualTo(there);
        noErrors();
    }

    @Test
    void a_reload_keeps_windows_where_they_were() {
        signInWithTheLink();
        open("notes");
        WebElement window = open("clock");
        Rectangle before = window.getRect();
        String hash = inStep(3);
        browser.navigate().refresh();
        until(() -> elements("[data-testid=window]").size() == 2);
        WebElement again = element("[data-testid=window][data-app-id=clock]");
        settle();
        assertThat(again.getRect()).isEqualTo(before);
        assertThat(inStep(3)).isEqualTo(hash);
        noErrors();
    }

    @Test
    void a_wrong_password_is_told_and_the_page_stays() {
        browser.get("http://localhost:" + host.host().port() + "/");
        element("[data-testid=signin-username]").sendKeys("admin");
        element("[data-testid=signin-password]").sendKeys("wrong");
        element("[data-testid=signin-submit]").click();
        until(() -> !element(".signin-error").getText().isBlank());
        assertThat(element("[data-testid=desktop]").isDisplayed()).isFalse();
    }

    @Test
    void the_console_shows_jobs_to_those_who_may_see_them() {
        signInWithTheLink();
        browser.get("http://localhost:" + host.host().port() + "/prism/#jobs");
        until(() -> element("#panel").getText().contains("Health Check Monitor"));
        noErrors();
    }

    private void signInWithTheLink() {
        String link = host.host().announcements().stream()
                .filter(line -> line.contains("#ticket="))
                .findFirst()
                .orElseThrow();
        browser.get(link.substring(link.indexOf("http://")));
        until(() -> "live".equals(element("[data-testid=connection]").getAttribute("data-status")));
        assertThat(browser.getCurrentUrl()).doesNotContain("ticket");
    }

    /** Opens a window by the start menu and waits until it stands. */
    private WebElement open(String app) {
        element("[data-testid=start-button]").click();
        WebElement entry = element("[data-testid=app-" + app + "]");
        until(entry::isDisplayed);
        entry.click();
        String selector = "[data-testid=window][data-app-id=" + app + "]";
        until(() -> elements(selector).size() == 1);
        WebElement window = element(selector);
        settle();
        return window;
    }

    /** Waits until nothing on the page moves by itself. */
    private void settle() {
        until(() -> Boolean.TRUE.equals(browser.executeScript("return document.getAnimations().length === 0")));
    }

    /** The canonical hash of the state that this page shows, once it shows {@code revision}. */
    private String inStep(int revision) {
        until(() -> Integer.toString(revision).equals(element("html").getAttribute("data-revision")));
        Object hash =
                browser.executeAsyncScript("const done = arguments[0]; window.coreOS.canonicalHash().then(done);");
        return String.valueOf(hash);
    }

    private WebElement element(String selector) {
        return browser.findElement(By.cssSelector(selector));
    }

    private List<WebElement> elements(String selector) {
        return browser.findElements(By.cssSelector(selector));
    }

    private void until(BooleanSupplier condition) {
        new WebDriverWait(browser, Duration.ofSeconds(15), Duration.ofMillis(50))
                .ignoring(NoSuchElementException.class)
                .until(driver -> condition.getAsBoolean());
    }

    /** No script failed and nothing broke the content security policy. */
    private void noErrors() {
        assertThat(browser.manage().logs().get(LogType.BROWSER).getAll().stream()
                        .filter(entry -> entry.getLevel().intValue() >= 1000)
                        .map(Object::toString))
                .isEmpty();
    }

    private static String onPath(String... names) {
        for (String name : names) {
            for (String folder : System.getenv("PATH").split(File.pathSeparator)) {
                File file = new File(folder, name);
                if (file.canExecute()) {
                    return file.getPath();
                }
            }
        }
        throw new AssertionError("the PATH has none of " + List.of(names) + "; install Chromium with its chromedriver");
    }
}
