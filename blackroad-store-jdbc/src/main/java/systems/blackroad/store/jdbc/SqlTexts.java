package systems.blackroad.store.jdbc;

import java.util.Collection;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The statements of one storage, made of templates as {@link Dialect} says, each once. Thread-safe. */
final class SqlTexts {

    private static final Pattern IN = Pattern.compile("\\{(in|numbers):([a-z]+)}");

    private final Dialect dialect;
    private final String namespace;
    private final Map<String, String> texts = new ConcurrentHashMap<>();

    SqlTexts(Dialect dialect, String namespace) {
        this.dialect = dialect;
        this.namespace = namespace;
    }

    /** A statement's text for this dialect and namespace. */
    String of(String template) {
        return texts.computeIfAbsent(template, this::render);
    }

    private String render(String template) {
        return template.replace("{log}", dialect.log())
                .replace("{in log}", dialect.inLog())
                .replace("{in logs}", dialect.inLogs())
                .replace("{ns}", namespace)
                .replace("{now}", dialect.now())
                .replace("{lock}", dialect.lock())
                .replace("{skip}", dialect.skip())
                .replace("{bytes}", dialect.bytes())
                .replace("{text}", dialect.text())
                .replace("{insert new}", dialect.insertNew())
                .replace("{or nothing}", dialect.orNothing())
                .replace("{or touch}", dialect.orTouch())
                .replace("{least}", dialect.least())
                .replace("{greatest}", dialect.greatest())
                .replace("{random}", dialect.random())
                .replace("{hash}", dialect.bodyHash())
                .replace("{command}", dialect.byCommand());
    }

    /** The text for these lists. */
    String of(String template, Map<String, ? extends Collection<?>> lists) {
        String text = of(template);
        Map<String, Integer> sizes = sizes(lists);
        return texts.computeIfAbsent(
                sizes + " " + template,
                key -> IN.matcher(text)
                        .replaceAll(match -> Matcher.quoteReplacement(among(
                                match.group(1),
                                match.group(2),
                                Objects.requireNonNull(sizes.get(match.group(2)), match.group(2))))));
    }

    private Map<String, Integer> sizes(Map<String, ? extends Collection<?>> lists) {
        Map<String, Integer> sizes = new TreeMap<>();
        lists.forEach((name, values) -> sizes.put(name, dialect.listSize(values.size())));
        return sizes;
    }

    private String among(String what, String name, int size) {
        return what.equals("in") ? dialect.in(name, size) : dialect.inNumbers(name, size);
    }
}
