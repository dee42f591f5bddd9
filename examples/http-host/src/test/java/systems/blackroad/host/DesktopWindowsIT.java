package systems.blackroad.host;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.By;
import org.openqa.selenium.Dimension;
import org.openqa.selenium.Keys;
import org.openqa.selenium.Rectangle;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.interactions.Actions;

/** What the desktop page does with the window model: zones, workspaces, undo, full screen, small screens, watchers. */
@Tag("browser")
@DisplayNameGeneration(ReplaceUnderscores.class)
final class DesktopWindowsIT extends DesktopPage {

    @Test
    void a_window_dragged_to_an_edge_snaps_there_and_undo_brings_it_back() {
        signInWithTheLink();
        WebElement clock = open("clock");
        Rectangle before = clock.getRect();
        WebElement title = clock.findElement(By.cssSelector("[data-testid=window-titlebar]"));
        Rectangle bar = title.getRect();
        int toTheEdge = -(bar.getX() + bar.getWidth() / 2) + 2;
        Actions drag = new Actions(browser);
        drag.clickAndHold(title)
                .moveByOffset(toTheEdge / 2, 60)
                .moveByOffset(toTheEdge - toTheEdge / 2, 60)
                .perform();
        until(() -> element("[data-testid=snap-preview]").isDisplayed());
        settle();
        Rectangle desktop = element("#workspace").getRect();
        assertThat(element("[data-testid=snap-preview]").getRect().getWidth()).isEqualTo(desktop.getWidth() / 2);
        new Actions(browser).release().perform();
        until(() -> "left".equals(clock.getAttribute("data-snap")));
        settle();
        assertThat(clock.getRect())
                .isEqualTo(new Rectangle(desktop.getX(), desktop.getY(), desktop.getHeight(), desktop.getWidth() / 2));
        assertThat(element("[data-testid=snap-preview]").isDisplayed()).isFalse();
        press("z");
        until(() -> "".equals(clock.getAttribute("data-snap")));
        untilTold("Undone: Clock");
        settle();
        assertThat(clock.getRect()).isEqualTo(before);
        press(Keys.ARROW_RIGHT);
        until(() -> "right".equals(clock.getAttribute("data-snap")));
        press(Keys.ARROW_UP);
        until(() -> "top_right".equals(clock.getAttribute("data-snap")));
        noErrors();
    }

    @Test
    void a_resize_stops_at_the_windows_own_minimum_while_it_is_dragged() {
        signInWithTheLink();
        browser.executeScript("""
                window.coreOS.command({type: 'open_window', app_id: 'notes', position: {x: 120, y: 40},
                  size: {width: 700, height: 500}, min_size: {width: 600, height: 450}})
                """);
        until(() -> elements("[data-testid=window]").size() == 1);
        settle();
        WebElement notes = element("[data-testid=window]");
        Actions drag = new Actions(browser);
        drag.clickAndHold(notes.findElement(By.cssSelector("[data-testid=window-resize-se]")))
                .moveByOffset(-300, -300)
                .perform();
        until(() -> notes.getRect().getDimension().equals(new Dimension(600, 450)));
        new Actions(browser).release().perform();
        noErrors();
    }

    @Test
    void another_workspace_hides_the_windows_of_this_one() {
        signInWithTheLink();
        WebElement notes = open("notes");
        element("[data-testid=workspace-add]").click();
        until(() -> elements(".workspace-row button").size() == 2 && !notes.isDisplayed());
        until(() -> elements("#tasks button").isEmpty());
        open("clock");
        element("[data-testid=workspace-1]").click();
        until(notes::isDisplayed);
        until(() -> !element("[data-testid=window][data-app-id=clock]").isDisplayed());
        until(this::isRenaming);
        new Actions(browser).sendKeys("Mail", Keys.ENTER).perform();
        until(() -> "Mail".equals(element("[data-testid=workspace-1]").getText()));
        noErrors();
    }

    @Test
    void the_window_menu_pins_a_window_and_fills_the_screen_until_escape() {
        signInWithTheLink();
        WebElement clock = open("clock");
        new Actions(browser)
                .contextClick(clock.findElement(By.cssSelector("[data-testid=window-titlebar]")))
                .perform();
        element("[data-testid=menu-above]").click();
        until(() -> !clock.findElements(By.cssSelector(".flags svg")).isEmpty());
        clock.findElement(By.cssSelector("[data-testid=window-menu]")).click();
        element("[data-testid=menu-fullscreen]").click();
        until(() -> !element("[data-testid=taskbar]").isDisplayed());
        settle();
        Rectangle full = clock.getRect();
        assertThat(List.of(full.getX(), full.getY())).containsExactly(0, 0);
        new Actions(browser).sendKeys(Keys.ESCAPE).perform();
        until(() -> element("[data-testid=taskbar]").isDisplayed());
        assertThat(elements("[data-testid=window]")).hasSize(1);
        noErrors();
    }

    @Test
    void a_notification_is_shown_and_kept_under_the_bell_until_it_is_dismissed() {
        signInWithTheLink();
        WebElement bell = element("[data-testid=bell]");
        assertThat(bell.isDisplayed()).isFalse();
        browser.executeScript("window.coreOS.notify('Backup is done', '3 files', 'notes')");
        untilTold("Backup is done");
        until(() -> "1".equals(bell.getText()));
        bell.click();
        // What only begins to fade in has no text yet.
        until(() -> List.of("Backup is done", "3 files").stream()
                .allMatch(element("[data-testid=notice]").getText()::contains));
        element("[data-testid=notices-read]").click();
        until(() -> "No unread notification".equals(bell.getAttribute("aria-label")));
        element("[data-testid=notice-dismiss]").click();
        until(() -> elements("[data-testid=notice]").isEmpty() && !bell.isDisplayed());
        noErrors();
    }

    @Test
    void a_small_screen_shows_one_window_at_a_time_and_nothing_leaves_it() {
        signInWithTheLink();
        open("notes");
        WebElement clock = open("clock");
        browser.executeCdpCommand(
                "Emulation.setDeviceMetricsOverride",
                Map.of("width", 390, "height", 844, "deviceScaleFactor", 2, "mobile", true));
        until(() -> elements("[data-testid=window]").stream()
                .filter(WebElement::isDisplayed)
                .collect(Collectors.toList())
                .equals(List.of(clock)));
        settle();
        Rectangle window = clock.getRect();
        Rectangle bar = element("[data-testid=taskbar]").getRect();
        assertThat(window.getX()).isZero();
        assertThat(window.getY() + window.getHeight()).isEqualTo(bar.getY());
        assertThat(bar.getY() + bar.getHeight()).isEqualTo(844);
        assertThat(browser.executeScript("return document.documentElement.scrollWidth"))
                .isEqualTo(390L);
        assertThat(elements("#tasks button")).allSatisfy(task -> {
            assertThat(task.getRect().getWidth()).isGreaterThanOrEqualTo(44);
            assertThat(task.getRect().getHeight()).isGreaterThanOrEqualTo(44);
        });
        noErrors();
    }

    @Test
    void a_watcher_sees_the_owners_drag_and_a_banner_and_can_do_nothing() {
        String ada = host.signIn("ada", Role.USER);
        String session = host.openSession(ada);
        host.openWindow(ada, session, "clock");
        host.signIn("bob", Role.USER);
        assertThat(host.post("/api/sessions/" + session + "/shares", ada, "{\"username\":\"bob\"}")
                        .status())
                .isEqualTo(201);
        User bob = host.host().users().createIfAbsent("bob", "bob", Role.USER, null);
        browser.get("http://localhost:" + host.host().port() + "/?session=" + session + "#ticket="
                + host.host().signIns().newTicket(bob));
        until(() -> element("[data-testid=readonly]").isDisplayed());
        WebElement clock = element("[data-testid=window]");
        assertThat(element("[data-testid=readonly]").getText()).contains("You are watching");
        assertThat(clock.findElement(By.cssSelector("[data-testid=window-close]"))
                        .isDisplayed())
                .isFalse();
        new Actions(browser)
                .clickAndHold(clock.findElement(By.cssSelector("[data-testid=window-titlebar]")))
                .moveByOffset(50, 50)
                .release()
                .sendKeys(Keys.ESCAPE)
                .perform();
        String id = Objects.requireNonNull(clock.getAttribute("data-window-id"));
        String place = "{\"client_id\":\"elsewhere\",\"window_id\":\"" + id
                + "\",\"position\":{\"x\":300,\"y\":200},\"size\":{\"width\":400,\"height\":300}}";
        until(() ->
                host.post("/api/sessions/" + session + "/gestures", ada, place).status() == 204
                        && element("[data-testid=ghost]").getRect().getX() == 300);
        assertThat(host.state(ada, session).path("revision").intValue()).isEqualTo(2);
        assertThat(elements("[data-testid=toast]")).isEmpty();
        noErrors();
    }

    @Test
    void the_taskbar_shows_what_an_app_wants_to_be_known_and_refusals_show_their_code() {
        signInWithTheLink();
        WebElement notes = open("notes");
        open("clock");
        String id = notes.getAttribute("data-window-id");
        browser.executeScript(
                "window.coreOS.setNotice(arguments[0], {badge: '7', progress: 40, busy: false, urgent: true})", id);
        WebElement task = element("[data-testid='task-" + id + "']");
        until(() -> task.getText().contains("7"));
        assertThat(task.getAttribute("aria-label")).contains("badge 7", "40 %", "asks for attention");
        for (int i = 1; i < 10; i++) {
            int made = i + 1;
            element("[data-testid=workspace-add]").click();
            until(() -> elements(".workspace-row button").size() == made);
        }
        element("[data-testid=workspace-add]").click();
        untilTold("LIMIT_EXCEEDED");
    }

    /** Double-clicks the first workspace if need be: two clicks count as one only if the second comes soon enough. */
    private boolean isRenaming() {
        if (elements("[data-testid=workspace-name]").isEmpty()) {
            new Actions(browser)
                    .doubleClick(element("[data-testid=workspace-1]"))
                    .perform();
        }
        return !elements("[data-testid=workspace-name]").isEmpty();
    }

    /** Presses a key with Ctrl and Alt. */
    private void press(CharSequence key) {
        new Actions(browser)
                .keyDown(Keys.CONTROL)
                .keyDown(Keys.ALT)
                .sendKeys(key)
                .keyUp(Keys.ALT)
                .keyUp(Keys.CONTROL)
                .perform();
    }
}
