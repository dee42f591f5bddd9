package systems.blackroad.quickstart;

import systems.blackroad.api.error.RefusedException;
import systems.blackroad.api.job.Job;
import systems.blackroad.api.job.JobId;
import systems.blackroad.api.job.JobType;
import systems.blackroad.api.runtime.CommandOutcome.Rejected;
import systems.blackroad.api.runtime.Operator;
import systems.blackroad.api.runtime.OsRuntime;
import systems.blackroad.api.runtime.OsSession;
import systems.blackroad.api.session.Actor;
import systems.blackroad.api.session.OsCommand;
import systems.blackroad.api.session.SessionCommand.OpenSession;
import systems.blackroad.api.session.UserId;
import systems.blackroad.api.session.WindowCommand.MoveWindow;
import systems.blackroad.api.session.WindowCommand.OpenWindow;
import systems.blackroad.api.store.Storage;
import systems.blackroad.api.store.Storages;
import systems.blackroad.api.window.Position;
import systems.blackroad.api.window.WindowId;
import systems.blackroad.core.BlackRoad;
import systems.blackroad.operator.BlackRoadJobs;

/** The smallest program: a desktop with three windows, and a job that greets. */
public final class Quickstart {

    private Quickstart() {}

    /** Runs on the storage whose URL is the first argument, or in memory without one. */
    public static void main(String[] args) {
        try (Storage storage = Storages.open(args.length == 0 ? "memory:" : args[0]);
                OsRuntime os = BlackRoad.runtime(storage).build()) {
            OsSession session = os.open(Actor.of(UserId.of("ada")), OpenSession.empty());
            apply(session, OpenWindow.of("notes"), OpenWindow.of("terminal"), OpenWindow.of("prism-console"));
            WindowId notes = session.state().windows().get(0).id();
            apply(session, new MoveWindow(notes, new Position(40, 60)));
            session.state().windows().forEach(w -> System.out.println(w.title() + " at " + w.position()));

            JobType<String> greet = JobType.named("greet", String.class).handledBy((name, run) -> "Hello, " + name);
            try (Operator operator =
                    BlackRoadJobs.operator(storage).register(greet).build()) {
                JobId id = operator.enqueue(greet, "Ada").job();
                operator.runDueJobs();
                Job job = operator.queries().find(id).orElseThrow();
                System.out.println(job.status() + " "
                        + (job.result() == null ? job.error() : job.result().json()));
            }
        } catch (RefusedException e) {
            System.err.println(e.getMessage());
            System.exit(1);
        }
    }

    private static void apply(OsSession session, OsCommand... commands) {
        if (session.execute(commands) instanceof Rejected rejected) {
            throw new IllegalStateException(rejected.message());
        }
    }
}
