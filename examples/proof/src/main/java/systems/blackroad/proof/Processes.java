package systems.blackroad.proof;

import java.io.File;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import systems.blackroad.api.error.RefusedException;

/** Starting, signalling and ending worker processes, each by the id of the one that was started here. */
final class Processes {

    /** A worker whose thread ended with an exception that nobody caught ends with this code. */
    static final int BROKEN = 3;

    /** A worker that could not begin, as when its storage is refused or cannot be opened, ends with this code. */
    static final int NOT_BEGUN = 4;

    /** A worker that a job killed ends with this code, as after a SIGKILL. */
    static final int KILLED = 137;

    private static final long END_SECONDS = 90;

    private Processes() {}

    /** Starts this program's own class path in another JVM, with {@code arguments}; what it prints goes to {@code log}. */
    static Process start(File log, List<String> arguments) throws IOException {
        return start(log, arguments, Map.of());
    }

    /** The same with more in its environment. */
    static Process start(File log, List<String> arguments, Map<String, String> environment) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-Xmx192m", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-cp"));
        command.add(System.getProperty("java.class.path"));
        command.add(Proof.class.getName());
        command.addAll(arguments);
        ProcessBuilder worker = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log));
        worker.environment().putAll(environment);
        return worker.start();
    }

    /** Kills as a crash would, and waits until the process is gone. */
    static void kill(Process process) throws IOException, InterruptedException {
        if (!process.destroyForcibly().waitFor(END_SECONDS, TimeUnit.SECONDS)) {
            throw new IOException("process " + process.pid() + " is still there after a kill");
        }
    }

    /** Sends a signal by name, for example STOP or CONT. */
    static void signal(Process process, String signal) throws IOException, InterruptedException {
        signal(process.pid(), signal);
    }

    /** Sends a signal by name to the process of this id, which must be one that was started here. */
    static void signal(long process, String signal) throws IOException, InterruptedException {
        int code = new ProcessBuilder("kill", "-" + signal, Long.toString(process))
                .inheritIO()
                .start()
                .waitFor();
        if (code != 0) {
            throw new IOException("signal " + signal + " to process " + process + " failed with code " + code);
        }
    }

    /** Ends a worker in good order: its input ends, and it has a while to stop. */
    static void finish(Process process) throws IOException, InterruptedException {
        process.getOutputStream().close();
        if (!process.waitFor(END_SECONDS, TimeUnit.SECONDS)) {
            kill(process);
            throw new IOException("process " + process.pid() + " did not end within " + END_SECONDS + " s");
        }
    }

    /** In a worker: waits until whoever started it closes its input, or is gone. */
    static void awaitEndOfInput() throws IOException {
        while (System.in.read() >= 0) {
            // Only the end counts here.
        }
    }

    /** In a worker: ends it, since it cannot begin. */
    static void cannotBegin(RuntimeException failure) {
        note("cannot begin: " + text(failure));
        Runtime.getRuntime().halt(NOT_BEGUN);
    }

    /** In a worker: an exception that nobody catches ends the process, so that it cannot pass unseen. */
    static void breakOnUncaught() {
        Thread.setDefaultUncaughtExceptionHandler((thread, failure) -> {
            note("uncaught in " + thread.getName() + ": " + text(failure));
            boolean begun = !(thread.getName().equals("main") && failure instanceof RefusedException);
            Runtime.getRuntime().halt(begun ? BROKEN : NOT_BEGUN);
        });
    }

    private static String text(Throwable failure) {
        StringWriter text = new StringWriter();
        failure.printStackTrace(new PrintWriter(text));
        return text.toString();
    }

    /** Tells a worker to send no more: its input gets a byte. */
    static void quiet(Process process) throws IOException {
        process.getOutputStream().write('\n');
        process.getOutputStream().flush();
    }

    /** In a worker: waits until whoever started it sends a byte, closes its input, or is gone. */
    static void awaitByte() throws IOException {
        System.in.read();
    }

    /** In a worker: says something for the log. */
    static void note(String text) {
        System.out.println(text);
    }
}
