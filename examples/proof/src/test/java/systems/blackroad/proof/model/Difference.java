package systems.blackroad.proof.model;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import systems.blackroad.api.session.OsState;
import systems.blackroad.api.window.Window;

/** Where two states differ, as text for people. */
final class Difference {

    private Difference() {}

    static String summary(Model.Answer answer) {
        if (!answer.rejected().isEmpty()) {
            return "a rejection with " + answer.rejected();
        }
        return answer.states().isEmpty()
                ? "that nothing changes"
                : answer.states().size() + " events";
    }

    /** One line for each part that differs. */
    static String of(OsState expected, OsState found) {
        Map<String, String> left = parts(expected);
        Map<String, String> right = parts(found);
        StringBuilder text = new StringBuilder();
        Map<String, String> all = new LinkedHashMap<>(left);
        right.forEach(all::putIfAbsent);
        for (String part : all.keySet()) {
            String wanted = left.getOrDefault(part, "nothing");
            String got = right.getOrDefault(part, "nothing");
            if (!wanted.equals(got)) {
                text.append("  ").append(part).append("\n    expected ").append(wanted);
                text.append("\n    found    ").append(got).append('\n');
            }
        }
        return text.toString();
    }

    private static Map<String, String> parts(OsState state) {
        Map<String, String> parts = new LinkedHashMap<>();
        parts.put("active", String.valueOf(state.activeWindowId()));
        parts.put("stacking", state.windows().stream().map(Window::id).toList().toString());
        parts.put("focus order", state.focusOrder().toString());
        parts.put("workspaces", state.workspaces().toString());
        parts.put("history", state.memory().history().toString());
        parts.put("saved layouts", state.memory().saved().toString());
        parts.put("remembered bounds", state.memory().bounds().toString());
        parts.put("revision", String.valueOf(state.revision()));
        parts.put("status", state.status().toString());
        parts.put("control", state.control().toString());
        parts.put("session", state.session().toString());
        parts.put("desktop", state.desktop().toString());
        parts.put("metadata", new TreeMap<>(state.metadata()).toString());
        for (Window window : state.windows()) {
            String name = "window " + window.id();
            parts.put(name, window.appId() + ", " + window.title() + ", created " + window.createdAt());
            parts.put(name + " layout", window.layout().toString());
            parts.put(name + " hints", window.hints().toString());
            parts.put(name + " notice", window.notice().toString());
            parts.put(name + " metadata", new TreeMap<>(window.metadata()).toString());
        }
        return parts;
    }
}
