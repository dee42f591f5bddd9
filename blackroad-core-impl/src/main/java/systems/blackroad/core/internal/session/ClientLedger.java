package systems.blackroad.core.internal.session;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import systems.blackroad.api.session.ClientId;
import systems.blackroad.api.session.CommandId;

/**
 * The highest sequence with events of each client, as of one revision of a log. Immutable. Bounded: of more than {@value
 * #MAX_CLIENTS} clients, those that applied something longest ago are forgotten. As arrays, since most sessions have few
 * clients and each append copies it.
 */
final class ClientLedger {

    static final int MAX_CLIENTS = 512;
    static final ClientLedger EMPTY = new ClientLedger(new ClientId[0], new long[0]);

    /** Who applied something longest ago comes first. */
    private final ClientId[] clients;

    private final long[] highest;

    private ClientLedger(ClientId[] clients, long[] highest) {
        this.clients = clients;
        this.highest = highest;
    }

    /** A ledger of {@code entries}, of which the first applied something longest ago. */
    static ClientLedger of(Map<ClientId, Long> entries) {
        return new ClientLedger(
                entries.keySet().toArray(ClientId[]::new),
                entries.values().stream().mapToLong(Long::longValue).toArray());
    }

    /** The ledger once {@code commands} have applied, in this order. */
    ClientLedger with(Collection<CommandId> commands) {
        ClientLedger next = this;
        for (CommandId command : commands) {
            next = next.with(command);
        }
        return next;
    }

    private ClientLedger with(CommandId command) {
        int known = indexOf(command.client());
        int oldest = known >= 0 ? 0 : Math.max(0, clients.length + 1 - MAX_CLIENTS);
        int size = clients.length - oldest + (known >= 0 ? 0 : 1);
        ClientId[] nextClients = new ClientId[size];
        long[] nextHighest = new long[size];
        int place = 0;
        for (int i = oldest; i < clients.length; i++) {
            if (i != known) {
                nextClients[place] = clients[i];
                nextHighest[place++] = highest[i];
            }
        }
        nextClients[place] = known < 0 ? command.client() : clients[known];
        nextHighest[place] = known < 0 ? command.sequence() : Math.max(highest[known], command.sequence());
        return new ClientLedger(nextClients, nextHighest);
    }

    private int indexOf(ClientId client) {
        for (int i = clients.length - 1; i >= 0; i--) {
            if (clients[i].equals(client)) {
                return i;
            }
        }
        return -1;
    }

    /**
     * Whether the log up to this revision certainly has no event of {@code command}: its sequence is above its client's
     * highest, or its client is unknown and none was ever forgotten.
     */
    boolean isCertainlyNew(CommandId command) {
        int known = indexOf(command.client());
        return known < 0 ? clients.length < MAX_CLIENTS : command.sequence() > highest[known];
    }

    /** Whether the client has applied something that is remembered. */
    boolean knows(ClientId client) {
        return indexOf(client) >= 0;
    }

    /** Who applied something longest ago comes first. */
    Map<ClientId, Long> entries() {
        Map<ClientId, Long> entries = new LinkedHashMap<>();
        for (int i = 0; i < clients.length; i++) {
            entries.put(clients[i], highest[i]);
        }
        return entries;
    }
}
