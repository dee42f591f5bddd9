package systems.blackroad.proof.model;

import org.jspecify.annotations.Nullable;
import systems.blackroad.api.error.ErrorCode;
import systems.blackroad.api.event.DesktopEvent.ThemeChanged;
import systems.blackroad.api.session.CommandEnvelope;
import systems.blackroad.api.session.OsState;
import systems.blackroad.api.session.SessionCommand.ImportDesktop;
import systems.blackroad.api.session.SessionLimits;
import systems.blackroad.api.session.WindowCommand.OpenWindow;
import systems.blackroad.core.Decision;
import systems.blackroad.core.OsLogic;

/** Defects of what holds for every command list, of permissions and of limits. */
enum ListMutation implements Mutation {
    /** Law 13e. */
    PERMISSIONS_ARE_IGNORED {
        @Override
        public Decision rejected(
                World world, @Nullable OsState state, CommandEnvelope list, Decision.Rejected rejected) {
            return rejected.code() == ErrorCode.APP_FORBIDDEN
                    ? Logic.production(world).decide(state, Planting.from(World.BOB, list))
                    : rejected;
        }
    },
    /** Law 14. */
    A_REJECTED_LIST_IS_APPLIED_IN_PART {
        @Override
        public Decision rejected(
                World world, @Nullable OsState state, CommandEnvelope list, Decision.Rejected rejected) {
            int count = list.commands().size();
            return count == 1
                    ? rejected
                    : Logic.production(world)
                            .decide(state, Planting.of(list, list.commands().subList(0, count - 1)));
        }
    },
    /** Law 15. */
    WHAT_CHANGES_NOTHING_HAS_AN_EVENT {
        @Override
        public Decision unchanged(@Nullable OsState state) {
            return state == null
                    ? new Decision.Unchanged()
                    : Planting.fold(state, new ThemeChanged(state.desktop().theme()));
        }
    },
    /** Law 20a. */
    A_HELD_SESSION_TAKES_EVERYBODYS_COMMANDS {
        @Override
        public Decision rejected(
                World world, @Nullable OsState state, CommandEnvelope list, Decision.Rejected rejected) {
            return rejected.code() == ErrorCode.SESSION_HELD ? new Decision.Unchanged() : rejected;
        }
    },
    /** Law 21. */
    AN_IMPORT_THAT_BREAKS_A_LAW_CHANGES_NOTHING {
        @Override
        public Decision rejected(
                World world, @Nullable OsState state, CommandEnvelope list, Decision.Rejected rejected) {
            return list.commands().get(0) instanceof ImportDesktop && rejected.code() == ErrorCode.INVALID_VALUE
                    ? new Decision.Unchanged()
                    : rejected;
        }
    },
    /** The limits. */
    ONE_WINDOW_TOO_MANY_MAY_OPEN {
        @Override
        public int mostCommands() {
            return SessionLimits.defaults().maxWindows() + 1;
        }

        @Override
        public Decision rejected(
                World world, @Nullable OsState state, CommandEnvelope list, Decision.Rejected rejected) {
            SessionLimits more = SessionLimits.builder()
                    .maxWindows(world.limits().maxWindows() + 1)
                    .maxWorkspaces(world.limits().maxWorkspaces())
                    .maxTitleLength(world.limits().maxTitleLength())
                    .maxWindowMetadataBytes(world.limits().maxWindowMetadataBytes())
                    .build();
            return rejected.code() == ErrorCode.LIMIT_EXCEEDED
                            && list.commands().get(0) instanceof OpenWindow
                    ? OsLogic.of(more, world.apps()).decide(state, list)
                    : rejected;
        }
    }
}
