package systems.blackroad.host;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.time.Duration;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.openqa.selenium.By;
import org.openqa.selenium.NoSuchElementException;
import org.openqa.selenium.StaleElementReferenceException;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.support.ui.WebDriverWait;

/** A host and a browser for each test of the desktop page, and what these tests do to the page. */
abstract class DesktopPage {

    TestHost host;
    ChromeDriver browser;

    @BeforeEach
    final void start() {
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
    final void stop() {
        browser.quit();
        host.close();
    }

    final void signInWithTheLink() {
        String link = host.host().announcements().stream()
                .filter(line -> line.contains("#ticket="))
                .findFirst()
                .orElseThrow();
        browser.get(link.substring(link.indexOf("http://")));
        until(() -> "live".equals(element("[data-testid=connection]").getAttribute("data-status")));
        assertThat(browser.getCurrentUrl()).doesNotContain("ticket");
        // A toast goes after five seconds, perhaps before a test looks.
        browser.executeScript("""
                window.told = [];
                new MutationObserver(changes => changes.forEach(change =>
                  change.addedNodes.forEach(toast => window.told.push(toast.textContent))))
                  .observe(document.getElementById('toasts'), {childList: true});
                """);
    }

    /** Waits until the page has told {@code text} in a toast since the sign-in. */
    final void untilTold(String text) {
        until(() -> Boolean.TRUE.equals(
                browser.executeScript("return window.told.some(toast => toast.includes(arguments[0]))", text)));
    }

    /** Opens a window by the start menu and waits until it stands. */
    final WebElement open(String app) {
        element("[data-testid=start-button]").click();
        WebElement entry = element("[data-testid=app-" + app + "]");
        until(entry::isDisplayed);
        settle();
        entry.click();
        String selector = "[data-testid=window][data-app-id=" + app + "]";
        until(() -> elements(selector).size() == 1);
        WebElement window = element(selector);
        settle();
        return window;
    }

    /** Waits until nothing on the page moves by itself. */
    final void settle() {
        until(() -> Boolean.TRUE.equals(browser.executeScript("return document.getAnimations().length === 0")));
    }

    /** The canonical hash of the state that this page shows, once it shows {@code revision}. */
    final String inStep(int revision) {
        until(() -> Integer.toString(revision).equals(element("html").getAttribute("data-revision")));
        Object hash =
                browser.executeAsyncScript("const done = arguments[0]; window.coreOS.canonicalHash().then(done);");
        return String.valueOf(hash);
    }

    final WebElement element(String selector) {
        return browser.findElement(By.cssSelector(selector));
    }

    final List<WebElement> elements(String selector) {
        return browser.findElements(By.cssSelector(selector));
    }

    final void until(BooleanSupplier condition) {
        new WebDriverWait(browser, Duration.ofSeconds(15), Duration.ofMillis(50))
                .ignoring(NoSuchElementException.class, StaleElementReferenceException.class)
                .until(driver -> condition.getAsBoolean());
    }

    /** No script failed and nothing broke the content security policy. */
    final void noErrors() {
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
