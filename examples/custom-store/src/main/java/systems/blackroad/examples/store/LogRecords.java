package systems.blackroad.examples.store;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;
import systems.blackroad.api.codec.Payload;
import systems.blackroad.api.error.ErrorCode;
import systems.blackroad.api.error.RefusedException;
import systems.blackroad.api.session.ClientId;
import systems.blackroad.api.session.CommandId;
import systems.blackroad.api.session.SessionId;
import systems.blackroad.api.session.SessionStatus;
import systems.blackroad.api.session.UserId;
import systems.blackroad.api.store.Append;
import systems.blackroad.api.store.SessionSnapshot;
import systems.blackroad.api.store.SessionTerms;
import systems.blackroad.api.store.StoredEvent;

/**
 * The form of what a frame holds: records one after the other, each a kind and its fields. Stateless.
 *
 * <p>A record never changes its form; a new form is a new kind, which an older program refuses to open.
 */
final class LogRecords {

    private static final int APPEND = 1;
    private static final int SNAPSHOT = 2;
    private static final int EPOCH = 3;
    private static final int TIME = 4;
    private static final int TERMS = 5;
    private static final int TOUCHED = 6;
    private static final int TRIMMED = 7;
    private static final int DELETED = 8;
    private static final int FORGOTTEN = 9;
    private static final int SLOT = 10;

    /** How long a time record is. */
    static final int TIME_BYTES = 9;

    /** Longer than any record that has no payload. */
    static final int MAX_BARE_BYTES = 300;

    private static final long NONE = -1;

    private LogRecords() {}

    static byte[] append(Append append) {
        return bytes(out -> {
            out.writeByte(APPEND);
            out.writeUTF(append.session().value());
            out.writeUTF(append.user().value());
            out.writeBoolean(append.statusAfter() == SessionStatus.LIVE);
            out.writeInt(append.events().size());
            for (StoredEvent event : append.events()) {
                writeBlock(out, bytes(block -> writeEvent(block, event)));
            }
        });
    }

    static byte[] snapshot(SessionId session, SessionSnapshot snapshot) {
        return bytes(out -> {
            out.writeByte(SNAPSHOT);
            out.writeUTF(session.value());
            writeBlock(out, bytes(block -> {
                block.writeLong(snapshot.revision());
                writePayload(block, snapshot.payload());
            }));
        });
    }

    static byte[] epoch(String epoch) {
        return bytes(out -> {
            out.writeByte(EPOCH);
            out.writeUTF(epoch);
        });
    }

    /** The store time of all that follows in the frame. */
    static byte[] time(Instant now) {
        return bytes(out -> {
            out.writeByte(TIME);
            out.writeLong(now.toEpochMilli());
        });
    }

    /** How long a session may live; follows the append that created it. */
    static byte[] terms(SessionId session, SessionTerms terms) {
        return bytes(out -> {
            out.writeByte(TERMS);
            out.writeUTF(session.value());
            out.writeLong(terms.idle().map(Duration::toMillis).orElse(NONE));
            out.writeLong(terms.absolute().map(Duration::toMillis).orElse(NONE));
        });
    }

    static byte[] touched(SessionId session) {
        return bare(TOUCHED, session);
    }

    static byte[] deleted(SessionId session) {
        return bare(DELETED, session);
    }

    static byte[] forgotten(SessionId session) {
        return bare(FORGOTTEN, session);
    }

    static byte[] trimmed(SessionId session, long first) {
        return bytes(out -> {
            out.writeByte(TRIMMED);
            out.writeUTF(session.value());
            out.writeLong(first);
        });
    }

    static byte[] slot(UserId user, int number, SessionId session, long freeAt) {
        return bytes(out -> {
            out.writeByte(SLOT);
            out.writeUTF(user.value());
            out.writeInt(number);
            out.writeUTF(session.value());
            out.writeLong(freeAt);
        });
    }

    private static byte[] bare(int kind, SessionId session) {
        return bytes(out -> {
            out.writeByte(kind);
            out.writeUTF(session.value());
        });
    }

    /**
     * Reads every record of a frame.
     *
     * @param offset where the frame's body lies in the file
     * @throws RefusedException with code {@code STORE_SCHEMA_MISMATCH} at a kind that this program does not know
     * @throws IOException or an {@code IllegalArgumentException}, if the frame holds no such records
     */
    static void replay(byte[] body, long offset, Reader reader) throws IOException {
        DataInputStream in = new DataInputStream(new ByteArrayInputStream(body));
        while (in.available() > 0) {
            int kind = in.readUnsignedByte();
            if (kind == APPEND) {
                replayAppend(in, offset + body.length, reader);
            } else if (kind == SNAPSHOT) {
                SessionId session = SessionId.of(in.readUTF());
                byte[] block = readBlock(in);
                Place place = placeBefore(in, offset + body.length, block);
                reader.snapshotKept(session, snapshot(block).revision(), place);
            } else if (kind == EPOCH) {
                reader.epochBegun(in.readUTF());
            } else if (!replayLife(kind, in, reader)) {
                throw new RefusedException(
                        ErrorCode.STORE_SCHEMA_MISMATCH,
                        "the frame whose body begins at offset " + offset + " holds a record of kind " + kind
                                + ", which this version does not know; open the file with the version that wrote it");
            }
        }
    }

    /** Reads a record about a session's life or a slot, if {@code kind} is one. */
    private static boolean replayLife(int kind, DataInputStream in, Reader reader) throws IOException {
        switch (kind) {
            case TIME -> reader.timeIs(Instant.ofEpochMilli(in.readLong()));
            case TERMS -> reader.bounded(SessionId.of(in.readUTF()), new SessionTerms(readBound(in), readBound(in)));
            case TOUCHED -> reader.touched(SessionId.of(in.readUTF()));
            case TRIMMED -> reader.trimmed(SessionId.of(in.readUTF()), in.readLong());
            case DELETED -> reader.deleted(SessionId.of(in.readUTF()));
            case FORGOTTEN -> reader.forgotten(SessionId.of(in.readUTF()));
            case SLOT ->
                reader.slotSet(UserId.of(in.readUTF()), in.readInt(), SessionId.of(in.readUTF()), in.readLong());
            default -> {
                return false;
            }
        }
        return true;
    }

    private static @Nullable Duration readBound(DataInputStream in) throws IOException {
        long millis = in.readLong();
        return millis == NONE ? null : Duration.ofMillis(millis);
    }

    private static void replayAppend(DataInputStream in, long end, Reader reader) throws IOException {
        SessionId session = SessionId.of(in.readUTF());
        UserId user = UserId.of(in.readUTF());
        SessionStatus after = in.readBoolean() ? SessionStatus.LIVE : SessionStatus.ENDED;
        int count = in.readInt();
        List<StoredEvent> events = new ArrayList<>();
        List<Place> places = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            byte[] block = readBlock(in);
            events.add(event(block));
            places.add(placeBefore(in, end, block));
        }
        reader.appended(session, user, after, events, places);
    }

    /** The event whose block is {@code bytes}. */
    static StoredEvent event(byte[] bytes) throws IOException {
        DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes));
        return new StoredEvent(
                in.readLong(),
                Instant.ofEpochMilli(in.readLong()),
                UserId.of(in.readUTF()),
                new CommandId(ClientId.of(in.readUTF()), in.readLong()),
                in.readUTF(),
                readOptional(in),
                readPayload(in));
    }

    private static void writeEvent(DataOutputStream out, StoredEvent event) throws IOException {
        out.writeLong(event.revision());
        out.writeLong(event.at().toEpochMilli());
        out.writeUTF(event.actor().value());
        out.writeUTF(event.command().client().value());
        out.writeLong(event.command().sequence());
        out.writeUTF(event.bodyHash());
        String trace = event.trace();
        out.writeBoolean(trace != null);
        if (trace != null) {
            out.writeUTF(trace);
        }
        writePayload(out, event.payload());
    }

    private static @Nullable String readOptional(DataInputStream in) throws IOException {
        return in.readBoolean() ? in.readUTF() : null;
    }

    /** The snapshot whose block is {@code bytes}. */
    static SessionSnapshot snapshot(byte[] bytes) throws IOException {
        DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes));
        return new SessionSnapshot(in.readLong(), readPayload(in));
    }

    private static void writePayload(DataOutputStream out, Payload payload) throws IOException {
        out.writeUTF(payload.type());
        out.writeInt(payload.version());
        writeBlock(out, payload.bytes());
    }

    private static Payload readPayload(DataInputStream in) throws IOException {
        return Payload.of(in.readUTF(), in.readInt(), readBlock(in));
    }

    private static void writeBlock(DataOutputStream out, byte[] block) throws IOException {
        out.writeInt(block.length);
        out.write(block);
    }

    private static byte[] readBlock(DataInputStream in) throws IOException {
        int length = in.readInt();
        if (length < 0 || length > in.available()) {
            throw new EOFException("a block of " + length + " bytes does not fit into its frame");
        }
        return in.readNBytes(length);
    }

    /** Where the block lies that was just read from a frame whose body ends at {@code end}. */
    private static Place placeBefore(DataInputStream in, long end, byte[] block) throws IOException {
        return new Place(end - in.available() - block.length, block.length, crc(block));
    }

    static int crc(byte[] block) {
        CRC32C crc = new CRC32C();
        crc.update(block);
        return (int) crc.getValue();
    }

    private static byte[] bytes(Content content) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            content.writeTo(new DataOutputStream(bytes));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    @FunctionalInterface
    private interface Content {
        void writeTo(DataOutputStream out) throws IOException;
    }

    /** Hears the records of a frame in order. An argument that does not fit what came before is refused. */
    interface Reader {

        /** Events were added to a session; {@code places} has the place of each. */
        void appended(
                SessionId session, UserId user, SessionStatus after, List<StoredEvent> events, List<Place> places);

        /** A snapshot became a session's newest. */
        void snapshotKept(SessionId session, long revision, Place place);

        /** Everything until the next call happened at this store time. */
        void timeIs(Instant now);

        /** The session that was just created may live so long. */
        void bounded(SessionId session, SessionTerms terms);

        /** A session was active. */
        void touched(SessionId session);

        /** A session's events before {@code first} are dropped. */
        void trimmed(SessionId session, long first);

        /** A session's events and snapshots are gone. */
        void deleted(SessionId session);

        /** A deleted session is gone. */
        void forgotten(SessionId session);

        /** A user's slot is a session's until {@code freeAt}; free if that is 0. */
        void slotSet(UserId user, int number, SessionId session, long freeAt);

        /** Every session has this epoch from here on. */
        void epochBegun(String epoch);
    }
}
