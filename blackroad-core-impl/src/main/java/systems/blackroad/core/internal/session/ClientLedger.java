package systems.blackroad.core.internal.session;

import java.util.Collection;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import systems.blackroad.api.session.ClientId;
import systems.blackroad.api.session.CommandId;

/**
 * The highest sequence with events of each client, as of one revision of a log. Immutable. Bounded: of more than {@value
 * #MAX_CLIENTS} clients, those that applied something longest ago are forgotten.
 */
final class ClientLedger {

    static final int MAX_CLIENTS = 512;
    static final ClientLedger EMPTY = new ClientLedger(new LinkedHashMap<>());

    private final Map<ClientId, Long> highest;

    private ClientLedger(Map<ClientId, Long> highest) {
        this.highest = highest;
    }

    /** A ledger of {@code entries}, of which the first applied something longest ago. */
    static ClientLedger of(Map<ClientId, Long> entries) {
        return new ClientLedger(new LinkedHashMap<>(entries));
    }

    /** The ledger once {@code commands} have applied, in this order. */
    ClientLedger with(Collection<CommandId> commands) {
        Map<ClientId, Long> next = new LinkedHashMap<>(highest);
        for (CommandId command : commands) {
            Long before = next.remove(command.client());
            next.put(command.client(), before == null ? command.sequence() : Math.max(before, command.sequence()));
        }
        Iterator<ClientId> oldest = next.keySet().iterator();
        while (next.size() > MAX_CLIENTS) {
            oldest.next();
            oldest.remove();
        }
        return new ClientLedger(next);
    }

    /**
     * Whether the log up to this revision certainly has no event of {@code command}: its sequence is above its client's
     * highest, or its client is unknown and none was ever forgotten.
     */
    boolean isCertainlyNew(CommandId command) {
        Long known = highest.get(command.client());
        return known == null ? highest.size() < MAX_CLIENTS : command.sequence() > known;
    }

    /** Whether the client has applied something that is remembered. */
    boolean knows(ClientId client) {
        return highest.containsKey(client);
    }

    Map<ClientId, Long> entries() {
        return highest;
    }
}
