package systems.blackroad.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import systems.blackroad.api.error.ErrorCode;
import systems.blackroad.api.session.Actor;
import systems.blackroad.api.session.ClientId;
import systems.blackroad.api.session.DesktopCommand.SetTheme;
import systems.blackroad.api.session.LayoutCommand.AddWorkspace;
import systems.blackroad.api.session.OsState;
import systems.blackroad.api.session.SessionCommand.BeginImpersonation;
import systems.blackroad.api.session.SessionCommand.EndImpersonation;
import systems.blackroad.api.session.SessionCommand.EndSession;
import systems.blackroad.api.session.SessionCommand.Release;
import systems.blackroad.api.session.SessionCommand.RotateToken;
import systems.blackroad.api.session.SessionCommand.TakeOver;
import systems.blackroad.api.session.SessionControl;
import systems.blackroad.api.session.SessionLimits;
import systems.blackroad.api.session.SessionStatus;
import systems.blackroad.api.session.Theme;
import systems.blackroad.api.session.UserId;
import systems.blackroad.api.session.WindowCommand.OpenWindow;

@DisplayNameGeneration(ReplaceUnderscores.class)
class ControlLawsTest {

    private static final Actor ADA = TestDesktop.ADA;
    private static final Actor BOB = new Actor(UserId.of("bob"), Set.of(SessionControl.IMPERSONATE));
    private static final Actor EVE = new Actor(UserId.of("eve"), Set.of(SessionControl.IMPERSONATE));
    private static final BeginImpersonation BEGIN = new BeginImpersonation("ticket 17");

    private final TestDesktop desktop = TestDesktop.with();

    @Test
    void every_client_acts_until_one_takes_over() {
        desktop.by(ADA, "phone").open("a");
        desktop.by(ADA, "desk").open("b");
        desktop.by(ADA, "phone").apply(new TakeOver());
        assertThat(control().holder()).isEqualTo(ClientId.of("phone"));
        assertThat(desktop.decide(new TakeOver())).isEqualTo(new Decision.Unchanged());

        desktop.by(ADA, "desk");
        assertThat(desktop.code(OpenWindow.of("c"))).isEqualTo(ErrorCode.SESSION_HELD);
        assertThat(desktop.code(new AddWorkspace("Two"))).isEqualTo(ErrorCode.SESSION_HELD);
        assertThat(desktop.code(new SetTheme(Theme.of("dark")))).isEqualTo(ErrorCode.SESSION_HELD);
        assertThat(desktop.code(new Release())).isEqualTo(ErrorCode.SESSION_HELD);
        assertThat(desktop.by(ADA, "phone").code(OpenWindow.of("c"))).isNull();

        desktop.by(ADA, "desk").apply(new TakeOver(), OpenWindow.of("c"));
        assertThat(desktop.state().windows()).hasSize(3);
        assertThat(desktop.by(ADA, "phone").code(OpenWindow.of("d"))).isEqualTo(ErrorCode.SESSION_HELD);
    }

    @Test
    void releasing_lets_every_client_act_again() {
        assertThat(desktop.decide(new Release())).isEqualTo(new Decision.Unchanged());
        desktop.by(ADA, "phone").apply(new TakeOver());
        desktop.apply(new Release());
        assertThat(control()).isEqualTo(SessionControl.INITIAL);
        assertThat(desktop.by(ADA, "desk").code(OpenWindow.of("c"))).isNull();
    }

    @Test
    void a_held_session_can_be_ended_and_its_token_rotated_by_every_client() {
        desktop.by(ADA, "phone").apply(new TakeOver());
        desktop.by(ADA, "desk").apply(new RotateToken());
        assertThat(control().tokenGeneration()).isEqualTo(1);
        desktop.apply(new EndSession("user"));
        assertThat(desktop.state().status()).isEqualTo(SessionStatus.ENDED);
        assertThat(desktop.code(new TakeOver())).isEqualTo(ErrorCode.SESSION_ENDED);
    }

    @Test
    void impersonation_takes_a_permission_and_a_reason_and_is_seen() {
        assertThat(desktop.by(Actor.of(UserId.of("bob")), "x").code(BEGIN))
                .isEqualTo(ErrorCode.IMPERSONATION_FORBIDDEN);
        desktop.by(BOB, "x");
        assertThat(desktop.code(new BeginImpersonation(" "))).isEqualTo(ErrorCode.INVALID_VALUE);
        int longest = SessionLimits.defaults().maxTitleLength();
        assertThat(desktop.code(new BeginImpersonation("r".repeat(longest + 1))))
                .isEqualTo(ErrorCode.LIMIT_EXCEEDED);
        assertThat(desktop.code(new BeginImpersonation("r".repeat(longest)))).isNull();
        desktop.apply(BEGIN);
        assertThat(control().impersonator()).isEqualTo(BOB.user());
        assertThat(desktop.decide(BEGIN)).isEqualTo(new Decision.Unchanged());
        assertThat(desktop.state().session().userId()).isEqualTo(ADA.user());
    }

    @Test
    void one_user_at_a_time_impersonates_and_never_the_owner() {
        Actor owner = new Actor(ADA.user(), Set.of(SessionControl.IMPERSONATE));
        assertThat(desktop.by(owner, "x").code(BEGIN)).isEqualTo(ErrorCode.IMPERSONATION_FORBIDDEN);
        desktop.by(BOB, "x").apply(BEGIN);
        desktop.by(EVE, "y");
        assertThat(desktop.code(BEGIN)).isEqualTo(ErrorCode.IMPERSONATION_FORBIDDEN);
        assertThat(desktop.code(new EndImpersonation())).isEqualTo(ErrorCode.IMPERSONATION_FORBIDDEN);
    }

    @Test
    void impersonation_is_ended_by_the_impersonator_or_the_owner() {
        assertThat(desktop.decide(new EndImpersonation())).isEqualTo(new Decision.Unchanged());
        for (Actor ending : new Actor[] {BOB, ADA}) {
            desktop.by(BOB, "x").apply(BEGIN);
            desktop.by(ending, "z").apply(new EndImpersonation());
            assertThat(control().impersonator()).isNull();
        }
    }

    @Test
    void control_comes_back_from_json_and_is_everybodys_in_a_state_of_old() {
        desktop.by(ADA, "phone").apply(new TakeOver(), new RotateToken());
        desktop.by(BOB, "x").apply(BEGIN);
        OsState state = desktop.state();
        String json = OsJson.state(state);
        assertThat(OsJson.readState(json)).isEqualTo(state);
        String control = "\"control\":{\"holder\":\"phone\",\"token_generation\":1,\"impersonator\":\"bob\"},";
        assertThat(json).contains(control);
        assertThat(OsJson.readState(json.replace(control, "")).control()).isEqualTo(SessionControl.INITIAL);
    }

    private SessionControl control() {
        return desktop.state().control();
    }
}
