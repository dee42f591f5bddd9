package systems.blackroad.api.error;

/**
 * A stable name for one kind of failure or rejection, the same in Java, in HTTP answers and in {@code
 * docs/reference/errors.md}. Names never change their meaning; new ones may be added in a minor version.
 */
public enum ErrorCode {
    /** A value is outside its documented range or form. */
    INVALID_VALUE,
    /** A document is not well-formed, or exceeds a read limit. */
    MALFORMED_DOCUMENT,
    /** A limit of the session would be exceeded. */
    LIMIT_EXCEEDED,
    /** No session has this id. */
    SESSION_NOT_FOUND,
    /** The session has ended; only reading its last state is possible. */
    SESSION_ENDED,
    /** The session's log holds events newer than this node knows; it is served read-only here. */
    SESSION_NEWER,
    /** The session's log or snapshot cannot be read. */
    SESSION_UNREADABLE,
    /** The session's state at the revision that was asked for is not kept, or lies beyond its head. */
    REVISION_NOT_KEPT,
    /** Another client took the session over; only that one changes the desktop. */
    SESSION_HELD,
    /** The sender may not act in the owner's place, or somebody else does. */
    IMPERSONATION_FORBIDDEN,
    /** A session with this id exists already, opened by someone else or with other content. */
    SESSION_EXISTS,
    /** No window of the session has this id. */
    WINDOW_NOT_FOUND,
    /** The window is minimized, which the command does not allow. */
    WINDOW_MINIMIZED,
    /** The window is maximized, which the command does not allow. */
    WINDOW_MAXIMIZED,
    /** The window is fullscreen, which the command does not allow. */
    WINDOW_FULLSCREEN,
    /** The window cannot have the focus. */
    WINDOW_NOT_FOCUSABLE,
    /** The window is modal, which the command does not allow. */
    WINDOW_MODAL,
    /** No workspace of the session has this id. */
    WORKSPACE_NOT_FOUND,
    /** No item of the desktop, pinned entry, indicator or notification of the session has this id. */
    ITEM_NOT_FOUND,
    /** No layout of this name was saved in the session. */
    LAYOUT_NOT_FOUND,
    /** What is to be undone or redone is not kept, or was changed since. */
    UNDO_CONFLICT,
    /** The runtime's catalogue has no such app. */
    APP_NOT_FOUND,
    /** The sender lacks the permission that the app requires. */
    APP_FORBIDDEN,
    /** The expected revision is not the present one. */
    VERSION_CONFLICT,
    /** The command id was used before with another body. */
    COMMAND_ID_REUSED,
    /** The command id lies below the remembered window, so a repeat cannot be told from a new command. */
    COMMAND_TOO_OLD,
    /** Too many callers wait for the same resource, or too many queues have settings; nothing was done. */
    OVERLOADED,
    /** The part is closing or closed. */
    SHUTTING_DOWN,
    /** No job has this id. */
    JOB_NOT_FOUND,
    /** The job's status does not allow the action. */
    JOB_STATUS_CONFLICT,
    /** No job type is registered under this name on this node. */
    JOB_TYPE_UNKNOWN,
    /** The queue is not among those that this operator was built with. */
    JOB_QUEUE_UNKNOWN,
    /** The job's payload cannot be read as its type's payload class. */
    JOB_PAYLOAD_UNREADABLE,
    /** The lease under which a write was made is no longer the live one. */
    LEASE_LOST,
    /** No schedule has this id. */
    SCHEDULE_NOT_FOUND,
    /** No provider, or more than one, answers to a storage URL. */
    STORE_NOT_FOUND,
    /** The storage does not offer this face, option or transaction. */
    STORE_UNSUPPORTED,
    /** The storage's durability class is below the one that was asked for. */
    STORE_DURABILITY_TOO_LOW,
    /** The storage's schema is newer than this version of the library, or cannot be migrated. */
    STORE_SCHEMA_MISMATCH,
    /** The storage could not be reached, did not finish the call in time, or can write nothing now; nothing was written. */
    STORE_UNAVAILABLE,
    /** The storage refused the call; nothing was written. */
    STORE_REFUSED,
    /** The storage did not answer, so the call may have happened. */
    STORE_UNKNOWN
}
