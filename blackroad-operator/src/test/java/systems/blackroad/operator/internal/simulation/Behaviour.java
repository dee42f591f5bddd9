package systems.blackroad.operator.internal.simulation;

/** What a job does to whoever runs it. */
enum Behaviour {
    /** Returns or throws, soon or late. */
    ORDINARY,
    /** Kills the process. */
    KILLS,
    /** Stands the process still until its lease has lapsed. */
    STALLS,
    /** Ends in a way that the store refuses to write, as long as there are faults. */
    UNWRITABLE
}
