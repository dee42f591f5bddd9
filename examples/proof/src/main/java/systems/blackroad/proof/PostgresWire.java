package systems.blackroad.proof;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * A connection in PostgreSQL's protocol 3, not encrypted. The statement that is run is known from the client's messages and
 * not from the answer, since an append is a query whose answer reads like that of any other query. Thread-safe.
 */
final class PostgresWire implements Wire {

    private static final int SSL_REQUEST = 80877103;
    private static final int GSS_REQUEST = 80877104;
    private static final int HEAD = 5;

    private final Pattern wanted;
    private final Packets asked = new Packets();
    private final Packets answered = new Packets();
    /** The client's names for prepared statements that are wanted writes. */
    private final Set<String> prepared = new HashSet<>();

    private boolean started;
    private boolean wrote;
    private int bareAnswers;

    /** A connection on which the statements count in which {@code wanted} is found. */
    PostgresWire(Pattern wanted) {
        this.wanted = wanted;
    }

    @Override
    public synchronized void asked(byte[] bytes, int length) {
        asked.add(bytes, length);
        ByteBuffer packet = asked.next(this::lengthAsked);
        while (packet != null) {
            if (started) {
                message(packet);
            } else {
                greet(packet);
            }
            packet = asked.next(this::lengthAsked);
        }
    }

    @Override
    public synchronized boolean answered(byte[] bytes, int length) {
        answered.add(bytes, length);
        boolean committed = false;
        ByteBuffer packet = answered.next(this::lengthAnswered);
        while (packet != null) {
            committed |= packet.limit() > HEAD && answer(packet);
            packet = answered.next(this::lengthAnswered);
        }
        return committed;
    }

    private int lengthAsked(ByteBuffer head) {
        if (started) {
            return head.limit() < HEAD ? Packets.UNKNOWN : 1 + head.getInt(1);
        }
        return head.limit() < 4 ? Packets.UNKNOWN : head.getInt(0);
    }

    private int lengthAnswered(ByteBuffer head) {
        if (bareAnswers > 0 && head.hasRemaining()) {
            // "No" to encryption is one byte and no message.
            bareAnswers--;
            return 1;
        }
        return head.limit() < HEAD ? Packets.UNKNOWN : 1 + head.getInt(1);
    }

    private void greet(ByteBuffer packet) {
        int code = packet.getInt(4);
        if (code == SSL_REQUEST || code == GSS_REQUEST) {
            bareAnswers++;
        } else {
            started = true;
        }
    }

    /** Parse names a statement, Bind takes one by its name; a simple query does both. */
    private void message(ByteBuffer packet) {
        byte type = packet.get(0);
        packet.position(HEAD);
        if (type == 'P') {
            String name = text(packet);
            if (wanted.matcher(text(packet)).find()) {
                prepared.add(name);
            } else {
                prepared.remove(name);
            }
        } else if (type == 'B') {
            text(packet);
            wrote |= prepared.contains(text(packet));
        } else if (type == 'Q') {
            wrote |= wanted.matcher(text(packet)).find();
        }
    }

    /** "Ready, and in no transaction": only then has what was written been committed, unless it was rolled back. */
    private boolean answer(ByteBuffer packet) {
        byte type = packet.get(0);
        packet.position(HEAD);
        if (type == 'E' || (type == 'C' && text(packet).equals("ROLLBACK"))) {
            wrote = false;
        } else if (type == 'Z' && packet.get() == 'I') {
            boolean committed = wrote;
            wrote = false;
            return committed;
        }
        return false;
    }

    private static String text(ByteBuffer packet) {
        int from = packet.position();
        int to = from;
        while (packet.get(to) != 0) {
            to++;
        }
        packet.position(to + 1);
        return new String(packet.array(), from, to - from, StandardCharsets.UTF_8);
    }
}
