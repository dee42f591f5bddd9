/**
 * The operator: job registry, scheduler and workers.
 *
 * <p>On the module path, a module whose payload classes Jackson reads by reflection, records among them, opens their
 * package to {@code com.fasterxml.jackson.databind}.
 */
module systems.blackroad.operator {
    requires transitive systems.blackroad.api;
    requires com.fasterxml.jackson.core;
    requires com.fasterxml.jackson.databind;
    requires org.slf4j;
    requires static transitive org.jspecify;

    exports systems.blackroad.operator;
}
