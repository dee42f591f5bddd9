package systems.blackroad.store.jdbc;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/**
 * The notifications that a PostgreSQL connection received. The driver is the application's to bring, so its own interface
 * is looked up by name when it is needed. Used by one thread.
 */
final class Notifications {

    private final Object source;
    private final Method wait;
    private final Method parameter;

    private Notifications(Object source, Method wait, Method parameter) {
        this.source = source;
        this.wait = wait;
        this.parameter = parameter;
    }

    /** Those of {@code connection}, which may be wrapped by a pool. */
    static Notifications of(Connection connection) throws SQLException {
        try {
            Class<?> type = Class.forName("org.postgresql.PGConnection");
            Class<?> notification = Class.forName("org.postgresql.PGNotification");
            return new Notifications(
                    connection.unwrap(type),
                    type.getMethod("getNotifications", int.class),
                    notification.getMethod("getParameter"));
        } catch (ReflectiveOperationException e) {
            throw new SQLException("the PostgreSQL driver on the path has no notifications", e);
        }
    }

    /** The payloads of what came, or none if nothing does within {@code millis}. */
    List<String> await(int millis) throws SQLException {
        List<String> payloads = new ArrayList<>();
        if (call(wait, source, millis) instanceof Object[] received) {
            for (Object notification : received) {
                payloads.add(String.valueOf(call(parameter, notification)));
            }
        }
        return payloads;
    }

    private static Object call(Method method, Object target, Object... arguments) throws SQLException {
        try {
            Object result = method.invoke(target, arguments);
            return result == null ? List.of() : result;
        } catch (InvocationTargetException e) {
            throw e.getCause() instanceof SQLException cause
                    ? cause
                    : new SQLException("the driver failed while it waited for notifications", e.getCause());
        } catch (IllegalAccessException e) {
            throw new SQLException("the driver does not let its notifications be read", e);
        }
    }
}
