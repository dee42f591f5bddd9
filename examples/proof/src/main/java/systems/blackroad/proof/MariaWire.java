package systems.blackroad.proof;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * A connection in MariaDB's protocol, neither encrypted nor compressed. Only commits count that are a statement of their own,
 * as the store sends them. Thread-safe.
 */
final class MariaWire implements Wire {

    private static final int HEAD = 4;
    private static final byte QUERY = 0x03;
    private static final byte PREPARE = 0x16;
    private static final byte EXECUTE = 0x17;
    private static final byte BULK_EXECUTE = (byte) 0xfa;
    private static final byte OK = 0;

    private final Pattern wanted;
    private final Packets asked = new Packets();
    private final Packets answered = new Packets();
    /** The server's numbers of prepared statements that are wanted writes. */
    private final Set<Integer> prepared = new HashSet<>();

    private boolean wrote;
    private boolean committing;
    private boolean preparing;
    private boolean preparingWanted;

    /** A connection on which the statements count in which {@code wanted} is found. */
    MariaWire(Pattern wanted) {
        this.wanted = wanted;
    }

    @Override
    public synchronized void asked(byte[] bytes, int length) {
        asked.add(bytes, length);
        ByteBuffer packet = asked.next(MariaWire::length);
        while (packet != null) {
            // A command begins with packet 0; the login and the rest of a long command do not.
            if (packet.limit() > HEAD && packet.get(3) == 0) {
                command(packet);
            }
            packet = asked.next(MariaWire::length);
        }
    }

    @Override
    public synchronized boolean answered(byte[] bytes, int length) {
        answered.add(bytes, length);
        boolean committed = false;
        ByteBuffer packet = answered.next(MariaWire::length);
        while (packet != null) {
            if (packet.limit() > HEAD && packet.get(3) == 1) {
                committed |= answer(packet.order(ByteOrder.LITTLE_ENDIAN));
            }
            packet = answered.next(MariaWire::length);
        }
        return committed;
    }

    private static int length(ByteBuffer head) {
        return head.limit() < HEAD
                ? Packets.UNKNOWN
                : HEAD + (head.get(0) & 0xff) + ((head.get(1) & 0xff) << 8) + ((head.get(2) & 0xff) << 16);
    }

    private void command(ByteBuffer packet) {
        byte type = packet.get(HEAD);
        if (type == QUERY) {
            String text = text(packet);
            String word = text.strip().toLowerCase(Locale.ROOT);
            committing = word.equals("commit");
            wrote = !word.equals("rollback") && (wrote || wanted.matcher(text).find());
        } else if (type == PREPARE) {
            preparing = true;
            preparingWanted = wanted.matcher(text(packet)).find();
            // It may be run before its number is known.
            wrote |= preparingWanted;
        } else if ((type == EXECUTE || type == BULK_EXECUTE) && packet.limit() >= HEAD + 5) {
            wrote |= prepared.contains(packet.order(ByteOrder.LITTLE_ENDIAN).getInt(HEAD + 1));
        }
    }

    /** The first packet of an answer. */
    private boolean answer(ByteBuffer packet) {
        boolean ok = packet.get(HEAD) == OK;
        if (preparing) {
            preparing = false;
            if (ok && packet.limit() >= HEAD + 5) {
                int number = packet.getInt(HEAD + 1);
                if (preparingWanted) {
                    prepared.add(number);
                } else {
                    prepared.remove(number);
                }
            }
            return false;
        }
        if (!committing) {
            return false;
        }
        boolean committed = ok && wrote;
        committing = false;
        wrote = false;
        return committed;
    }

    private static String text(ByteBuffer packet) {
        return new String(packet.array(), HEAD + 1, packet.limit() - HEAD - 1, StandardCharsets.UTF_8);
    }
}
