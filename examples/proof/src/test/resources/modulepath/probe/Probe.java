package probe;

import java.util.ServiceLoader;
import java.util.TreeSet;
import systems.blackroad.api.error.BlackRoadException;
import systems.blackroad.api.runtime.OsRuntime;
import systems.blackroad.api.runtime.OsSession;
import systems.blackroad.api.session.Actor;
import systems.blackroad.api.session.SessionCommand.OpenSession;
import systems.blackroad.api.session.WindowCommand.OpenWindow;
import systems.blackroad.api.session.UserId;
import systems.blackroad.api.store.Storage;
import systems.blackroad.api.store.StorageProvider;
import systems.blackroad.api.store.Storages;
import systems.blackroad.core.BlackRoad;

/** Opens a session with one window in each storage URL it is given, and prints what came of it. */
public final class Probe {

    private Probe() {}

    public static void main(String[] urls) throws Exception {
        var providers = new TreeSet<String>();
        ServiceLoader.load(StorageProvider.class).forEach(provider -> providers.add(
                provider.getClass().getModule().getName()));
        System.out.println("providers " + providers);
        System.out.println("runtime in " + BlackRoad.class.getModule());
        for (String url : urls) {
            System.out.println(url.substring(0, url.indexOf(':')) + " " + windows(url));
        }
    }

    private static String windows(String url) throws Exception {
        try (Storage storage = Storages.open(url);
                OsRuntime os = BlackRoad.runtime(storage).build()) {
            OsSession desktop = os.open(Actor.of(UserId.of("ada")), OpenSession.empty());
            desktop.execute(OpenWindow.of("notes"));
            return desktop.state().windows().size() + " window";
        } catch (BlackRoadException e) {
            return e.code().name();
        }
    }
}
