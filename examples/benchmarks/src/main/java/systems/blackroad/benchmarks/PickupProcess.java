package systems.blackroad.benchmarks;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** A process of its own that runs {@link PickupNode}. */
final class PickupProcess implements AutoCloseable {

    private static final int PATIENCE_SECONDS = 30;

    private final Process process;
    private final Writer input;
    private final BufferedReader output;

    private PickupProcess(Process process) {
        this.process = process;
        this.input = new OutputStreamWriter(process.getOutputStream(), StandardCharsets.UTF_8);
        this.output = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    }

    /** Hears of the jobs that the process ran, each as it does; called by one thread. */
    interface Listener {

        /** A job began at a time in microseconds. */
        void began(int job, long micros);
    }

    /** Starts the process on the database at {@code url}. */
    static PickupProcess start(JobEngines engine, String url) throws IOException {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        PickupNode.class.getName(),
                        engine.name())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        PickupProcess started = new PickupProcess(process);
        started.input.write(url + "\n");
        started.input.flush();
        return started;
    }

    /**
     * Returns when the process's node has started, and tells {@code listener} of its jobs from then on.
     *
     * @throws IllegalStateException if it ended before
     */
    void listen(Listener listener) throws IOException {
        String line = output.readLine();
        while (line != null && !line.equals(PickupNode.READY)) {
            line = output.readLine();
        }
        if (line == null) {
            throw new IllegalStateException("the process that was to run jobs ended; its errors are above");
        }
        Thread listening = new Thread(() -> pass(listener), "pickup-listener");
        listening.setDaemon(true);
        listening.start();
    }

    private void pass(Listener listener) {
        try {
            for (String line = output.readLine(); line != null; line = output.readLine()) {
                String[] words = line.split(" ");
                if (words[0].equals(PickupNode.BEGAN)) {
                    listener.began(Integer.parseInt(words[1]), Long.parseLong(words[2]));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Ends it by the end of its input, or else by force. */
    @Override
    public void close() throws IOException {
        input.close();
        process.onExit()
                .completeOnTimeout(process, PATIENCE_SECONDS, TimeUnit.SECONDS)
                .join();
        process.destroyForcibly();
    }
}
