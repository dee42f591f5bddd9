package systems.blackroad.host;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;
import org.openqa.selenium.Rectangle;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.WindowType;
import org.openqa.selenium.interactions.Actions;

/** The desktop page in a real Chromium, over the embedded host. */
@Tag("browser")
@DisplayNameGeneration(ReplaceUnderscores.class)
final class DesktopIT extends DesktopPage {

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
        // The last part of the form to come; it moves the others.
        until(() -> element("[data-testid=signin-guest]").isDisplayed());
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

    @Test
    void icons_are_drawings_and_no_text_needs_a_font_of_emoji() {
        signInWithTheLink();
        open("calculator");
        element("[data-testid=start-button]").click();
        until(() -> element("[data-testid=app-notes]").isDisplayed());
        assertThat(elements("#icons svg")).hasSize(elements("#icons li").size()).isNotEmpty();
        assertThat(elements("#tray svg")).isNotEmpty();
        assertThat(elements("#start-menu [role=menuitem][data-testid^=app-] svg"))
                .hasSize(elements("[data-testid^=app-]").size());
        assertThat(elements("[data-testid=window-titlebar] .tile svg")).hasSize(1);
        assertThat(elements("#tasks svg")).hasSize(1);
        assertThat(textBeyondPlainFonts()).isEmpty();
        new Actions(browser)
                .keyDown(Keys.CONTROL)
                .sendKeys("k")
                .keyUp(Keys.CONTROL)
                .perform();
        until(() -> elements(".palette .entry svg").size() > 7);
        assertThat(textBeyondPlainFonts()).isEmpty();
        noErrors();
    }

    /** The texts of the page, shown or not, that have a character above U+2FFF or an emoji from below. */
    private List<?> textBeyondPlainFonts() {
        return (List<?>) Objects.requireNonNull(browser.executeScript("""
                const texts = [];
                const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
                while (walk.nextNode()) texts.push(walk.currentNode.data);
                return texts.filter(text => /[^\\u0000-\\u2FFF]|\\p{Emoji_Presentation}|\\uFE0F/u.test(text));
                """));
    }
}
