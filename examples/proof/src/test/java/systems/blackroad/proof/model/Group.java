package systems.blackroad.proof.model;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import systems.blackroad.api.window.WindowLayer;
import systems.blackroad.api.window.WorkspaceId;

/** A root window with all that descend from it, and what they have in common (laws 3a, 13b). Not thread-safe. */
final class Group {

    WindowLayer layer;
    WorkspaceId workspace;
    boolean sticky;

    /** Set right after the group is made. */
    @Nullable
    Pane root;

    Group(WindowLayer layer, WorkspaceId workspace, boolean sticky) {
        this.layer = layer;
        this.workspace = workspace;
        this.sticky = sticky;
    }

    Group copy() {
        Group copy = new Group(layer, workspace, sticky);
        copy.root = root().copy(copy, null);
        return copy;
    }

    Pane root() {
        if (root == null) {
            throw new IllegalStateException("a group needs a root");
        }
        return root;
    }

    /** Its windows, the lowest first: each above its parent, its descendants right above it (law 3b). */
    List<Pane> panes() {
        List<Pane> panes = new ArrayList<>();
        root().walk(panes);
        return panes;
    }
}
