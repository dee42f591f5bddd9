package systems.blackroad.proof.model;

import java.util.List;
import java.util.Set;
import systems.blackroad.api.session.Actor;
import systems.blackroad.api.session.SessionLimits;
import systems.blackroad.api.session.UserId;
import systems.blackroad.api.window.App;
import systems.blackroad.api.window.AppCatalog;
import systems.blackroad.api.window.Size;

/** Under which limits and catalogue a script runs. */
record World(String name, SessionLimits limits, AppCatalog apps) {

    static final Actor ANN = Actor.of(UserId.of("ann"));
    static final Actor BOB = new Actor(UserId.of("bob"), Set.of("app.admin", "session.impersonate"));

    /** The defaults. */
    static final World PLAIN = new World("PLAIN", SessionLimits.defaults(), AppCatalog.empty());

    /** Every limit is near. */
    static final World TIGHT = new World(
            "TIGHT",
            SessionLimits.builder()
                    .maxWindows(4)
                    .maxWorkspaces(2)
                    .maxTitleLength(16)
                    .maxWindowMetadataBytes(40)
                    .maxSessionMetadataBytes(60)
                    .build(),
            AppCatalog.empty());

    /** A catalogue, with sizes, permissions and apps of one window. */
    static final World SHOP = new World(
            "SHOP",
            SessionLimits.defaults(),
            AppCatalog.of(
                    App.of("notes"),
                    App.of("mail")
                            .withTitle("Post", "m")
                            .withSizes(new App.Sizes(new Size(500, 400), new Size(200, 100), new Size(1000, 900)))
                            .asSingleInstance(),
                    App.of("admin-tool").requiring("app.admin"),
                    App.of("kiosk").asSingleInstance().requiring("app.admin")));

    /** Metadata so large that the limit of the whole state is near. */
    static final World WIDE = new World(
            "WIDE", SessionLimits.builder().maxWindowMetadataBytes(65_536).build(), AppCatalog.empty());

    static final List<World> ALL = List.of(PLAIN, TIGHT, SHOP, WIDE);
}
