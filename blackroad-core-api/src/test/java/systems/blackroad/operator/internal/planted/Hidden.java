package systems.blackroad.operator.internal.planted;

/** Something internal that the planted intruder and the planted signature reach for. */
public record Hidden() {}
