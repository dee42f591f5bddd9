package systems.blackroad.host;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.util.function.Supplier;
import systems.blackroad.api.runtime.CommandOutcome;
import systems.blackroad.api.runtime.OsRuntime;
import systems.blackroad.api.session.LayoutCommand.RedoLayout;
import systems.blackroad.api.session.LayoutCommand.UndoLayout;
import systems.blackroad.api.session.OsCommand;
import systems.blackroad.api.session.PortableDesktop;
import systems.blackroad.api.session.SessionCommand.ImportDesktop;
import systems.blackroad.api.store.SessionHead;
import systems.blackroad.core.OsJson;

/**
 * A whole desktop: its layout back and forth, and as a document that goes elsewhere. Each call is a client of its own, so a
 * session that a client took over refuses it. Repeating an import is harmless; who must repeat an undo safely sends it as a
 * command. Thread-safe.
 */
final class DesktopRoutes {

    private final OsRuntime runtime;
    private final Desktops desktops;

    DesktopRoutes(OsRuntime runtime, Desktops desktops) {
        this.runtime = runtime;
        this.desktops = desktops;
    }

    void install(RoutesConfig routes) {
        routes.post("/api/sessions/{id}/undo", ctx -> apply(ctx, () -> new UndoLayout(null)), Role.USER);
        routes.post("/api/sessions/{id}/redo", ctx -> apply(ctx, () -> new RedoLayout(null)), Role.USER);
        routes.get("/api/sessions/{id}/export", this::export, Role.USER);
        routes.post(
                "/api/sessions/{id}/import",
                ctx -> apply(ctx, () -> new ImportDesktop(OsJson.readDesktop(Body.bytes(ctx)))),
                Role.USER);
    }

    private void export(Context ctx) {
        SessionHead head = desktops.require(ctx.pathParam("id"), AccessControl.caller(ctx), false);
        PortableDesktop desktop = PortableDesktop.of(runtime.requireState(head.id()));
        ctx.header("Content-Disposition", "attachment; filename=\"desktop.json\"");
        ctx.status(200).contentType("application/json").result(OsJson.desktop(desktop));
    }

    private void apply(Context ctx, Supplier<OsCommand> command) {
        Caller caller = AccessControl.caller(ctx);
        SessionHead head = desktops.require(ctx.pathParam("id"), caller, false);
        CommandOutcome outcome = runtime.attach(head.id(), caller.actor()).execute(command.get());
        if (outcome instanceof CommandOutcome.Rejected rejected) {
            throw Problem.of(rejected.code(), rejected.message()).exception();
        }
        ObjectNode json = Json.object();
        json.put("outcome", outcome instanceof CommandOutcome.Applied ? "applied" : "unchanged");
        Json.answer(ctx, 200, json.put("revision", outcome.revision()));
    }
}
