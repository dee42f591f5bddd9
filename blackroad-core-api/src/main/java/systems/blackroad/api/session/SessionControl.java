package systems.blackroad.api.session;

import org.jspecify.annotations.Nullable;

/**
 * Who has a session in hand: an immutable value.
 *
 * @param holder the client that took the session over, whose commands alone change the desktop; null while every client's
 *     do
 * @param tokenGeneration how often the public token was rotated, from 0; a token of another generation is worth nothing
 * @param impersonator who acts in the owner's place, or null
 */
public record SessionControl(
        @Nullable ClientId holder,
        long tokenGeneration,
        @Nullable UserId impersonator) {

    /** The permission without which nobody begins to act in an owner's place. */
    public static final String IMPERSONATE = "session.impersonate";

    /** A session that nobody took over, with its first token. */
    public static final SessionControl INITIAL = new SessionControl(null, 0, null);

    /**
     * Checks the generation.
     *
     * @throws IllegalArgumentException if it is negative
     */
    public SessionControl {
        if (tokenGeneration < 0) {
            throw new IllegalArgumentException("token generation must be at least 0, got " + tokenGeneration);
        }
    }

    /** This control with another holder, or none. */
    public SessionControl withHolder(@Nullable ClientId newHolder) {
        return new SessionControl(newHolder, tokenGeneration, impersonator);
    }

    /** This control with tokens of another generation. */
    public SessionControl withTokenGeneration(long generation) {
        return new SessionControl(holder, generation, impersonator);
    }

    /** This control with somebody in the owner's place, or nobody. */
    public SessionControl withImpersonator(@Nullable UserId user) {
        return new SessionControl(holder, tokenGeneration, user);
    }
}
