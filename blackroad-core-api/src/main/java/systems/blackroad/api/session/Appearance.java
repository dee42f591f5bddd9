package systems.blackroad.api.session;

import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * How a desktop looks: an immutable value, equal by content.
 *
 * @param theme the theme by name
 * @param tokens values that override the theme's own, by the token's name, for example {@code accent}; they stay when
 *     the theme changes. A value is text for one property, never markup.
 * @param wallpaper what lies behind the windows, in the application's own words, or null; the library does not
 *     interpret it
 */
public record Appearance(
        Theme theme, Map<String, String> tokens, @Nullable String wallpaper) {

    /** The most tokens. */
    public static final int MAX_TOKENS = 50;
    /** The longest name of a token, and the longest value, in UTF-16 chars. */
    public static final int MAX_TOKEN_LENGTH = 64;
    /** The longest wallpaper, in UTF-16 chars. */
    public static final int MAX_WALLPAPER_LENGTH = 512;

    /** Copies the map. */
    public Appearance {
        Objects.requireNonNull(theme, "theme");
        tokens = Map.copyOf(tokens);
    }

    /** A theme as it comes. */
    public static Appearance of(Theme theme) {
        return new Appearance(theme, Map.of(), null);
    }

    /** This in another theme. */
    public Appearance withTheme(Theme newTheme) {
        return new Appearance(newTheme, tokens, wallpaper);
    }

    /** This with other tokens. */
    public Appearance withTokens(Map<String, String> newTokens) {
        return new Appearance(theme, newTokens, wallpaper);
    }

    /** This with another wallpaper, or without one. */
    public Appearance withWallpaper(@Nullable String newWallpaper) {
        return new Appearance(theme, tokens, newWallpaper);
    }
}
