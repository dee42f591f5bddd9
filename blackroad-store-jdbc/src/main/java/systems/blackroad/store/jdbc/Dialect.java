package systems.blackroad.store.jdbc;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.SqlStatement;
import org.jspecify.annotations.Nullable;
import systems.blackroad.api.store.Append;
import systems.blackroad.api.store.Claim;
import systems.blackroad.api.store.Durability;
import systems.blackroad.api.store.NewJob;
import systems.blackroad.api.store.StorageOptions;

/**
 * What differs between databases. Statements are written once, with <code>{ns}</code> for the prefix, <code>{now}</code>
 * for the store's clock, <code>{lock}</code> and <code>{skip}</code> for row locks, <code>{in:x}</code> for membership in
 * the bound list x, <code>{numbers:x}</code> in one of numbers, and <code>{insert new} t (..) values (..){or nothing}</code> for a row whose keys are new; the few whose
 * form decides their speed are methods here.
 */
interface Dialect {

    /** The kind that a face shows, and the folder of the migrations. */
    String kind();

    /** The store's clock in epoch milliseconds, unless {@code :clock} is bound to one. */
    String now();

    /** Ends a select whose rows the transaction is about to change. */
    String lock();

    /** As {@link #lock()}, leaving out rows that others have locked. */
    String skip();

    /** The condition that a value is in the list of {@code size} values bound as {@code name}. */
    String in(String name, int size);

    /** As {@link #in(String, int)}, for numbers. */
    String inNumbers(String name, int size);

    /** How long the list of {@code size} values is made, so that few texts serve lists of all sizes. */
    int listSize(int size);

    /** Binds the list for {@link #in(String, int)}. */
    void bindList(SqlStatement<?> statement, String name, Collection<?> values);

    /** Begins an insert that leaves a row whose key exists as it is; {@link #orNothing()} ends it. */
    String insertNew();

    /** Ends what {@link #insertNew()} began. */
    String orNothing();

    /** Ends an insert of one {@code name}, its table's key, that locks the row if there is one and leaves it as it is. */
    String orTouch();

    /** The name of the function that gives the smallest of its arguments. */
    String least();

    /** The name of the function that gives the largest of its arguments. */
    String greatest();

    /** Lets no append run until the transaction ends, so that none stands under an epoch that is over. */
    void lockEpoch(Database db, Handle handle);

    /** Touches sessions; answers with those that are live. Inside {@link Database#writeWhole}. */
    List<String> touch(Database db, Handle handle, List<String> sessions);

    /** Begins a transaction that writes. */
    void begin(Handle handle);

    /** Commits it; a failure here may leave the outcome unknown. */
    void commit(Handle handle);

    /** Rolls it back. */
    void rollback(Handle handle);

    /** Keeps every other node from migrating until {@link #unlockSchema} or the end of the transaction. */
    void lockSchema(Handle handle, StorageOptions options);

    /** Lets others migrate, where the end of the transaction does not. */
    void unlockSchema(Handle handle, String namespace);

    /** Whether a table of this name exists where unqualified names lead. */
    boolean hasTable(Handle handle, String table);

    /** What tells this server from another or from its own restored copy; empty where nothing does. */
    Optional<String> fingerprint(Handle handle, String namespace);

    /** A random text, as an expression. */
    String random();

    /** The column of a head, of its events and of its snapshots that joins them. */
    String log();

    /** The condition that an event or a snapshot is of the session bound as {@code session}. */
    String inLog();

    /** The condition that an event or a snapshot is of one of the sessions in the bound list {@code ids}. */
    String inLogs();

    /** The column body_hash of an event as hexadecimal digits, as an expression. */
    String bodyHash();

    /** What else is true of the events of the command {@code :client}, {@code :sequence}, where an index asks for it. */
    String byCommand();

    /** The class that a commit on this connection has, or nothing if the server does not tell. */
    Optional<Durability> durability(Handle handle);

    /** What to change at the server when its durability is too low. */
    String durabilityAdvice();

    /** The type of binary columns, for casts. */
    String bytes();

    /** The type of texts, for casts. */
    String text();

    /**
     * Appends, each a compare-and-set; who won is answered, who lost is not. Inside {@link Database#write} or alone.
     *
     * @param batch by session
     * @param inOrder whether heads must be locked in this order, where that costs something
     */
    List<SessionAppends.Won> append(Database db, Handle handle, List<Append> batch, boolean inOrder);

    /** Whether a server stands behind a wire: many writers, and statements that need a time limit. Else one writer. */
    boolean hasServer();

    /** Whether {@link #append} and {@link #enqueue} are one statement each, which needs no transaction around it. */
    boolean writesAtOnce();

    /**
     * Takes in jobs whose ids are new, at most one per id; answers with the ids taken in.
     *
     * @param callers whether this is in a caller's transaction
     * @param hint what to send to other nodes with the commit, where the database can; null for nothing
     */
    List<String> enqueue(Database db, Handle handle, List<NewJob> jobs, boolean callers, @Nullable String hint);

    /** More columns of a claim's first select: the count of late jobs, and the priorities there are, joined by commas. */
    String claimState();

    /** Has the next claim of every node begin at the start, since jobs came to stand late; outside other transactions. */
    void tellLate(Database db);

    /** Names the index to take, after a table; where the planner does not, a locking read would lock what it passes. */
    String byIndex(String index);

    /** Locks the first {@code most} jobs in claim order that nothing may hold back and that are no suspects. */
    List<Ready> pick(Database db, Handle handle, Claim wish, int most, ClaimCursor.Start start);

    /** Whether {@link #trade} writes completions; else each is settled like any other end of a run. */
    boolean completesAtOnce();

    /** Writes completions, the node's newest exchange and a claim. */
    Trade.Traded trade(Database db, Handle handle, Trade trade);

    /** The newest exchange through the pipe whose row {@code n} is locked, as a column that is read after that. */
    String newestExchange();

    /** Deletes nodes that are locked. */
    void forget(Database db, Handle handle, List<String> nodes);

    /** More columns of a transaction's first select, which set what plans the rest of it gets; empty for none. */
    String planHints();

    /** Folds the rows of differences of the job counts, where there are such. */
    void fold(Database db);

    /** The link that carries hints to other nodes, or null if there is none. */
    @Nullable
    PostgresHints link(Database db);

    /**
     * Makes deferred jobs ready that are due at {@code now}, the longest overdue first, at most {@code most}; answers with
     * the due time of the first, if there was one that nobody had locked.
     */
    Optional<Long> promote(Database db, Handle handle, long now, int most);

    /** Makes writes that do not depend on one another. */
    void flush(Database db, Handle handle, Bulk bulk);
}
