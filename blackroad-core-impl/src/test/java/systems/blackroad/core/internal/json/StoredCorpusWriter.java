package systems.blackroad.core.internal.json;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import systems.blackroad.api.codec.Payload;
import systems.blackroad.api.event.OsEvent;
import systems.blackroad.api.session.Actor;
import systems.blackroad.api.session.ClientId;
import systems.blackroad.api.session.OsCommand;
import systems.blackroad.api.session.PortableDesktop;
import systems.blackroad.api.session.SessionCommand;
import systems.blackroad.api.session.SessionControl;
import systems.blackroad.api.session.UserId;
import systems.blackroad.core.Decision;
import systems.blackroad.core.OsJson;
import systems.blackroad.core.TestDesktop;

/** Writes the corpus of the version that is being made: a session in which everything happens once. */
final class StoredCorpusWriter {

    private static final Actor SUPPORT = new Actor(UserId.of("support"), Set.of(SessionControl.IMPERSONATE));

    private final TestDesktop desktop = new TestDesktop();
    private final List<String> lines = new ArrayList<>();

    private StoredCorpusWriter() {}

    /** Writes to the file that the first argument names. */
    public static void main(String[] arguments) throws IOException {
        Files.write(Path.of(arguments[0]), new StoredCorpusWriter().write(), UTF_8);
    }

    private List<String> write() {
        apply(TestDesktop.furnished());
        windows();
        state();
        layouts();
        snapshot();
        desktop();
        state();
        apply("{'type':'take_over'}", "{'type':'release'}", "{'type':'take_over'}", "{'type':'rotate_token'}");
        desktop.by(SUPPORT, "console");
        apply("{'type':'begin_impersonation','reason':'ticket 17'}", "{'type':'end_impersonation'}");
        desktop.by(TestDesktop.ADA, "tab");
        snapshot();
        apply(new SessionCommand.ImportDesktop(
                PortableDesktop.of(TestDesktop.with("a", "b").state())));
        state();
        apply(new SessionCommand.EndSession("user"));
        state();
        return lines;
    }

    /** Windows w2 to w4. */
    private void windows() {
        apply(
                "{'type':'open_window','app_id':'notes','metadata':{'b':'2','a':'\u00e9'}}",
                "{'type':'open_window','app_id':'clock','title':'Clock','max_size':{'width':900,'height':700}}",
                "{'type':'open_window','app_id':'ask','parent_id':'w3','modal':true}",
                "{'type':'close_window','window_id':'w4'}",
                "{'type':'focus_window','window_id':'w2'}",
                "{'type':'minimize_window','window_id':'w2'}",
                "{'type':'restore_window','window_id':'w2'}",
                "{'type':'maximize_window','window_id':'w2'}",
                "{'type':'restore_window','window_id':'w2'}",
                "{'type':'move_window','window_id':'w2','position':{'x':-5,'y':7}}",
                "{'type':'resize_window','window_id':'w2','size':{'width':500,'height':400}}",
                "{'type':'rename_window','window_id':'w2','title':'Mine'}",
                "{'type':'set_notice','window_id':'w3','badge':'3','progress':40,'busy':true,'urgent':true}",
                "{'type':'set_window_metadata','window_id':'w2','key':'a','value':null}");
    }

    /** Workspace w20. */
    private void layouts() {
        apply(
                "{'type':'snap_window','window_id':'w3','zone':'left_third'}",
                "{'type':'set_fullscreen','window_id':'w3','fullscreen':true}",
                "{'type':'set_layer','window_id':'w2','layer':'above'}",
                "{'type':'set_sticky','window_id':'w3','sticky':true}",
                "{'type':'add_workspace','name':'Two'}",
                "{'type':'rename_workspace','workspace_id':'w20','name':'Second'}",
                "{'type':'move_to_workspace','window_id':'w2','workspace_id':'w20'}",
                "{'type':'switch_workspace','workspace_id':'w20'}",
                "{'type':'undo_layout'}",
                "{'type':'redo_layout'}",
                "{'type':'save_layout','name':'work'}",
                "{'type':'save_layout','name':'home'}",
                "{'type':'delete_layout','name':'home'}",
                "{'type':'move_window','window_id':'w2','position':{'x':70,'y':80}}",
                "{'type':'restore_layout','name':'work'}",
                "{'type':'undo_layout'}",
                "{'type':'add_workspace','name':'Three'}",
                "{'type':'remove_workspace','workspace_id':'w20'}");
    }

    private void desktop() {
        apply(
                "{'type':'put_desktop_item','item':{'id':'i','title':'I','icon':'i','app_id':'notes'}}",
                "{'type':'remove_desktop_item','item_id':'my-computer'}",
                "{'type':'put_taskbar_item','item':{'id':'p','title':'P','icon':'p','app_id':null}}",
                "{'type':'move_taskbar_item','item_id':'p','index':0}",
                "{'type':'remove_taskbar_item','item_id':'notes'}",
                "{'type':'put_tray_item','item':{'id':'t','icon':'t','status':'on'}}",
                "{'type':'remove_tray_item','item_id':'network'}",
                "{'type':'set_theme','theme':'contrast'}",
                "{'type':'set_theme_tokens','tokens':{'accent':'red'}}",
                "{'type':'set_wallpaper','wallpaper':'hills'}",
                "{'type':'notify','title':'One','body':'1','app_id':'notes'}");
        String first =
                desktop.state().desktop().notifications().list().get(0).id().value();
        apply("{'type':'read_notification','notification_id':'" + first + "'}", "{'type':'notify','title':'Two'}");
        apply(
                "{'type':'read_all_notifications'}",
                "{'type':'dismiss_notification','notification_id':'" + first + "'}",
                "{'type':'copy_to_clipboard','text':'a'}",
                "{'type':'clear_clipboard'}",
                "{'type':'copy_to_clipboard','text':'b'}",
                "{'type':'set_shortcut','keys':'ctrl+s','action':'save'}",
                "{'type':'set_display_name','display_name':'Countess'}",
                "{'type':'set_session_metadata','key':'team','value':null}");
    }

    private void apply(String... commands) {
        for (String command : commands) {
            OsJson.readCommands(command.replace('\'', '"')).forEach(this::apply);
        }
    }

    private void apply(OsCommand command) {
        if (!(desktop.apply(command) instanceof Decision.Accepted accepted)) {
            throw new IllegalStateException("the corpus must show an event of " + command);
        }
        for (OsEvent event : accepted.events()) {
            line("event", StoredFormats.event(event));
        }
    }

    private void state() {
        lines.add("{\"state\":" + OsJson.state(desktop.state()) + "}");
    }

    private void snapshot() {
        line(
                "snapshot",
                StoredFormats.snapshot(new StoredFormats.Snapshot(desktop.state(), Map.of(ClientId.of("tab"), 7L))));
    }

    private void line(String kind, Payload payload) {
        lines.add("{\"" + kind + "\":{\"type\":\"" + payload.type() + "\",\"version\":" + payload.version()
                + (kind.equals("event")
                        ? ",\"data\":" + payload.json()
                        : ",\"base64\":\"" + Base64.getEncoder().encodeToString(payload.bytes()) + "\"")
                + "}}");
    }
}
