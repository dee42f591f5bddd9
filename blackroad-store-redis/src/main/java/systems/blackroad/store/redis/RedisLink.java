package systems.blackroad.store.redis;

import io.lettuce.core.RedisChannelHandler;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisConnectionStateListener;
import io.lettuce.core.RedisException;
import io.lettuce.core.RedisNoScriptException;
import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.async.RedisAsyncCommands;
import io.lettuce.core.codec.ByteArrayCodec;
import io.lettuce.core.codec.RedisCodec;
import io.lettuce.core.codec.StringCodec;
import java.net.SocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import systems.blackroad.api.error.BlackRoadException;

/**
 * The one connection for commands, with the scripts loaded and the store's epoch known. Thread-safe: Lettuce pipelines what
 * several threads send.
 */
final class RedisLink implements AutoCloseable {

    private final StatefulRedisConnection<String, byte[]> connection;
    private final RedisAsyncCommands<String, byte[]> commands;
    private final Keys keys;
    private final Duration timeout;
    private volatile @Nullable String epoch;

    private RedisLink(StatefulRedisConnection<String, byte[]> connection, Keys keys, Duration timeout) {
        this.connection = connection;
        this.commands = connection.async();
        this.keys = keys;
        this.timeout = timeout;
    }

    static RedisLink connect(RedisClient client, Keys keys, Duration timeout) {
        StatefulRedisConnection<String, byte[]> connection =
                client.connect(RedisCodec.of(StringCodec.UTF8, ByteArrayCodec.INSTANCE));
        RedisLink link = new RedisLink(connection, keys, timeout);
        connection.addListener(new RedisConnectionStateListener() {
            @Override
            public void onRedisConnected(RedisChannelHandler<?, ?> handler, SocketAddress address) {
                link.forgetEpoch();
            }
        });
        try {
            link.epoch();
        } catch (BlackRoadException e) {
            connection.close();
            throw e;
        }
        return link;
    }

    Keys keys() {
        return keys;
    }

    RedisAsyncCommands<String, byte[]> commands() {
        return commands;
    }

    /** Lets the next call ask the server anew: it may be another one since, or be restored. */
    void forgetEpoch() {
        epoch = null;
    }

    /** The store's epoch; a round trip or two after a reconnect, else none. */
    String epoch() {
        String known = epoch;
        return known == null ? readEpoch(false) : known;
    }

    void newEpoch() {
        readEpoch(true);
        await("publishing a new epoch", commands.publish(keys.hints(), bytes(Hints.EPOCH)), true);
    }

    private String readEpoch(boolean anew) {
        String info = await("reading the server's identity", commands.info("replication"), false);
        String server = info.lines()
                .filter(line -> line.startsWith("master_replid:"))
                .findFirst()
                .orElse("master_replid:unknown")
                .substring("master_replid:".length());
        CompletionStage<byte[]> kept = run(
                Scripts.EPOCH,
                ScriptOutputType.VALUE,
                new String[] {keys.epoch()},
                bytes(server),
                bytes(UUID.randomUUID().toString().substring(0, 8)),
                bytes(anew ? "1" : "0"));
        String current = text(await("reading the epoch", kept, true));
        epoch = current;
        return current;
    }

    Map<String, String> settings(String pattern) {
        return await("reading the server's settings", commands.configGet(pattern), false);
    }

    void ping() {
        await("ping", commands.ping(), false);
    }

    /** Runs a script by its digest; a server that has lost it, as after a restart, is sent the source. */
    <T> CompletionStage<T> run(Scripts script, ScriptOutputType output, String[] scriptKeys, byte[]... args) {
        CompletionStage<T> first = commands.evalsha(script.digest(), output, scriptKeys, args);
        return first.handle((answer, failure) -> {
                    if (failure instanceof RedisNoScriptException) {
                        CompletionStage<T> again = commands.eval(script.source(), output, scriptKeys, args);
                        return again;
                    }
                    return failure == null
                            ? CompletableFuture.completedFuture(answer)
                            : CompletableFuture.<T>failedFuture(failure);
                })
                .thenCompose(stage -> stage);
    }

    /** The answer, or the failure as the library reports it. */
    <T> T await(String what, CompletionStage<T> answer, boolean writes) {
        try {
            return get(answer);
        } catch (RedisException e) {
            throw writes ? Failures.writing(what, e) : Failures.reading(what, e);
        }
    }

    /** The answer within the call timeout, or Lettuce's own exception. */
    <T> T get(CompletionStage<T> answer) {
        try {
            return answer.toCompletableFuture().get(timeout.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof RedisException known ? known : new RedisException(e.getCause());
        } catch (TimeoutException e) {
            throw new RedisException("no answer within " + timeout, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new RedisException("interrupted while waiting for the answer", e);
        }
    }

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    static byte[] bytes(long number) {
        return bytes(Long.toString(number));
    }

    static String text(Object answer) {
        return new String((byte[]) answer, StandardCharsets.UTF_8);
    }

    static long number(Object answer) {
        return answer instanceof Long integer ? integer : Long.parseLong(text(answer));
    }

    @SuppressWarnings("unchecked")
    static List<Object> asList(Object answer) {
        return (List<Object>) answer;
    }

    @Override
    public void close() {
        connection.close();
    }
}
