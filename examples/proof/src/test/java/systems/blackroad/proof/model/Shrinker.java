package systems.blackroad.proof.model;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import systems.blackroad.api.session.CommandEnvelope;
import systems.blackroad.api.session.LayoutCommand.RedoLayout;
import systems.blackroad.api.session.LayoutCommand.UndoLayout;
import systems.blackroad.api.session.OsCommand;
import systems.blackroad.api.session.WindowCommand.OpenWindow;
import systems.blackroad.api.window.WindowOptions;

/**
 * Makes a failing script small: takes lists out, then commands, then makes what is left plain, as long as it fails. Windows
 * are named by the list that opens them, so that taking one list out leaves the names of all others.
 */
final class Shrinker {

    private final Predicate<Script> fails;

    private Shrinker(Predicate<Script> fails) {
        this.fails = fails;
    }

    /** The smallest script found from {@code failing} on; it fails too. */
    static Script shrink(Script failing, Predicate<Script> fails) {
        Shrinker shrinker = new Shrinker(fails);
        Script before;
        Script after = failing;
        do {
            before = after;
            after = shrinker.plain(shrinker.fewerCommands(shrinker.fewerLists(before)));
        } while (!after.equals(before));
        return after;
    }

    /** Takes out runs of lists, long ones first. */
    private Script fewerLists(Script script) {
        Script best = script;
        for (int run = best.lists().size() / 2; run >= 1; run /= 2) {
            for (int from = best.lists().size() - run; from >= 0; from--) {
                if (from + run > best.lists().size()) {
                    continue;
                }
                List<CommandEnvelope> lists = new ArrayList<>(best.lists());
                lists.subList(from, from + run).clear();
                best = better(best, new Script(best.world(), lists));
            }
        }
        return best;
    }

    private Script fewerCommands(Script script) {
        Script best = script;
        for (int at = 0; at < best.lists().size(); at++) {
            for (int drop = best.lists().get(at).commands().size() - 1; drop >= 0; drop--) {
                List<OsCommand> commands = new ArrayList<>(best.lists().get(at).commands());
                commands.remove(drop);
                if (!commands.isEmpty()) {
                    best = better(best, with(best, at, commands));
                }
            }
        }
        return best;
    }

    private Script plain(Script script) {
        Script best = better(script, new Script(World.PLAIN, script.lists()));
        for (int at = 0; at < best.lists().size(); at++) {
            for (int place = 0; place < best.lists().get(at).commands().size(); place++) {
                for (UnaryOperator<OsCommand> simpler : SIMPLER) {
                    List<OsCommand> commands =
                            new ArrayList<>(best.lists().get(at).commands());
                    commands.set(place, simpler.apply(commands.get(place)));
                    best = better(best, with(best, at, commands));
                }
            }
        }
        return best;
    }

    /** An undo that names its step by a revision would hold on to every event before it. */
    private static final List<UnaryOperator<OsCommand>> SIMPLER = List.of(
            command -> command instanceof UndoLayout ? new UndoLayout(null) : command,
            command -> command instanceof RedoLayout ? new RedoLayout(null) : command,
            opening(open -> new OpenWindow(open.appId(), null, open.metadata(), open.options())),
            opening(open -> new OpenWindow(open.appId(), open.title(), Map.of(), open.options())),
            opening(open -> OpenWindow.of("notes", open.options())),
            opening(open -> options(open, WindowOptions.DEFAULTS)),
            opening(open -> options(open, open.options().withBounds(null, null))),
            opening(open -> options(open, open.options().withSizes(null, null))),
            opening(open -> options(open, open.options().withFocusable(true))),
            opening(open -> options(open, withoutLayer(open.options()))));

    private static UnaryOperator<OsCommand> opening(UnaryOperator<OpenWindow> simpler) {
        return command -> command instanceof OpenWindow open ? simpler.apply(open) : command;
    }

    private static OpenWindow options(OpenWindow open, WindowOptions options) {
        return new OpenWindow(open.appId(), open.title(), open.metadata(), options);
    }

    private static WindowOptions withoutLayer(WindowOptions options) {
        return new WindowOptions(
                options.position(),
                options.size(),
                options.minSize(),
                options.maxSize(),
                options.parent(),
                options.modal(),
                options.focusable(),
                null);
    }

    private static Script with(Script script, int at, List<OsCommand> commands) {
        List<CommandEnvelope> lists = new ArrayList<>(script.lists());
        CommandEnvelope old = lists.get(at);
        lists.set(at, new CommandEnvelope(old.session(), old.actor(), old.id(), old.at(), old.freshId(), commands));
        return new Script(script.world(), lists);
    }

    private Script better(Script old, Script other) {
        return !other.equals(old) && fails.test(other) ? other : old;
    }
}
