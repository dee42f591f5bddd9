/** The operator: job registry, scheduler and workers. */
module systems.blackroad.operator {
    requires transitive systems.blackroad.api;
    requires com.fasterxml.jackson.core;
    requires com.fasterxml.jackson.databind;
    requires org.slf4j;
    requires static transitive org.jspecify;

    exports systems.blackroad.operator;
}
