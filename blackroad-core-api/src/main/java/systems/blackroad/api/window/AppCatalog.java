package systems.blackroad.api.window;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The applications of a runtime. An empty catalogue lets every app id be opened, with defaults; one that is not empty
 * refuses those that it does not list. Immutable and thread-safe.
 */
public final class AppCatalog {

    private static final AppCatalog EMPTY = new AppCatalog(Map.of());

    private final Map<AppId, App> apps;

    private AppCatalog(Map<AppId, App> apps) {
        this.apps = apps;
    }

    /** The catalogue that allows every app. */
    public static AppCatalog empty() {
        return EMPTY;
    }

    /**
     * A catalogue of {@code apps}.
     *
     * @throws IllegalArgumentException if an id occurs twice
     */
    public static AppCatalog of(App... apps) {
        Map<AppId, App> byId = new LinkedHashMap<>();
        for (App app : apps) {
            if (byId.put(app.id(), app) != null) {
                throw new IllegalArgumentException("app " + app.id() + " is listed twice; list it once");
            }
        }
        return new AppCatalog(byId);
    }

    /** Whether every app is allowed. */
    public boolean isEmpty() {
        return apps.isEmpty();
    }

    /** The app of this id, if it is listed. */
    public Optional<App> find(AppId id) {
        return Optional.ofNullable(apps.get(id));
    }

    /** All apps, in the order in which they were given. */
    public List<App> apps() {
        return List.copyOf(apps.values());
    }

    @Override
    public String toString() {
        return apps.isEmpty() ? "every app" : "apps " + apps.keySet();
    }
}
