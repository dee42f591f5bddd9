package systems.blackroad.core.internal.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import systems.blackroad.api.session.ClientId;
import systems.blackroad.api.session.CommandId;

@DisplayNameGeneration(ReplaceUnderscores.class)
class ClientLedgerTest {

    @Test
    void who_applied_longest_ago_is_forgotten_first() {
        Random random = new Random(3);
        Map<ClientId, Long> expected = new LinkedHashMap<>();
        ClientLedger ledger = ClientLedger.EMPTY;
        for (int i = 0; i < 5_000; i++) {
            List<CommandId> commands = new ArrayList<>();
            for (int j = random.nextInt(3); j >= 0; j--) {
                CommandId command = command(random.nextInt(ClientLedger.MAX_CLIENTS + 50), 1 + random.nextInt(9));
                commands.add(command);
                Long before = expected.remove(command.client());
                expected.put(command.client(), Math.max(command.sequence(), before == null ? 0 : before));
                expected.keySet().stream()
                        .limit(Math.max(0, expected.size() - ClientLedger.MAX_CLIENTS))
                        .toList()
                        .forEach(expected::remove);
            }
            ledger = ledger.with(commands);
        }
        assertThat(expected).hasSize(ClientLedger.MAX_CLIENTS);
        assertThat(new ArrayList<>(ledger.entries().entrySet())).isEqualTo(new ArrayList<>(expected.entrySet()));
        assertThat(ClientLedger.of(expected).entries()).isEqualTo(expected);
        ledger.entries().forEach(this::assertNewAbove);
    }

    private void assertNewAbove(ClientId client, long highest) {
        ClientLedger ledger = ClientLedger.EMPTY.with(List.of(new CommandId(client, highest)));
        assertThat(ledger.isCertainlyNew(new CommandId(client, highest + 1))).isTrue();
        assertThat(ledger.isCertainlyNew(new CommandId(client, highest))).isFalse();
    }

    @Test
    void a_stranger_is_certainly_new_until_the_ledger_is_full() {
        ClientLedger ledger = ClientLedger.EMPTY;
        for (int i = 0; i < ClientLedger.MAX_CLIENTS; i++) {
            assertThat(ledger.isCertainlyNew(command(-1, 1))).isTrue();
            ledger = ledger.with(List.of(command(i, 1)));
        }
        assertThat(ledger.isCertainlyNew(command(-1, 1))).isFalse();
        assertThat(ledger.knows(command(0, 1).client())).isTrue();
        assertThat(ledger.with(List.of(command(-1, 1))).knows(command(0, 1).client()))
                .isFalse();
    }

    private static CommandId command(int client, long sequence) {
        return new CommandId(ClientId.of("c" + client), sequence);
    }
}
