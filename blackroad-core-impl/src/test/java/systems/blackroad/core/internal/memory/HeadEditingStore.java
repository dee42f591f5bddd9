package systems.blackroad.core.internal.memory;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import systems.blackroad.api.session.SessionId;
import systems.blackroad.api.session.UserId;
import systems.blackroad.api.store.Append;
import systems.blackroad.api.store.AppendResult;
import systems.blackroad.api.store.Page;
import systems.blackroad.api.store.SessionHead;
import systems.blackroad.api.store.SessionSlice;
import systems.blackroad.api.store.SessionStore;

/** A session store that shows every head edited, wherever it answers with one. */
abstract class HeadEditingStore extends ForwardingSessionStore {

    HeadEditingStore(SessionStore store) {
        super(store);
    }

    abstract SessionHead edit(SessionHead head);

    @Override
    public List<AppendResult> append(List<Append> batch) {
        List<AppendResult> edited = new ArrayList<>();
        for (AppendResult result : super.append(batch)) {
            if (result instanceof AppendResult.Appended appended) {
                edited.add(new AppendResult.Appended(edit(appended.head())));
            } else if (result instanceof AppendResult.Expired expired) {
                edited.add(new AppendResult.Expired(edit(expired.head())));
            } else {
                SessionHead actual = ((AppendResult.Conflict) result).actual();
                edited.add(new AppendResult.Conflict(actual == null ? null : edit(actual)));
            }
        }
        return edited;
    }

    @Override
    public Optional<SessionSlice> read(SessionId session, long afterRevision, long snapshotUpTo, int maxEvents) {
        return super.read(session, afterRevision, snapshotUpTo, maxEvents)
                .map(slice -> new SessionSlice(edit(slice.head()), slice.newest(), slice.events()));
    }

    @Override
    public Map<SessionId, SessionHead> heads(Set<SessionId> sessions) {
        Map<SessionId, SessionHead> edited = new HashMap<>();
        super.heads(sessions).forEach((session, head) -> edited.put(session, edit(head)));
        return edited;
    }

    @Override
    public List<SessionHead> expired(int limit) {
        return super.expired(limit).stream().map(this::edit).toList();
    }

    @Override
    public Page<SessionHead> list(@Nullable UserId user, @Nullable String after, int limit) {
        Page<SessionHead> page = super.list(user, after, limit);
        return new Page<>(page.items().stream().map(this::edit).toList(), page.next());
    }
}
