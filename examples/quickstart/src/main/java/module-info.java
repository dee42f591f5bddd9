/** The smallest program that uses the library, as a module. */
module systems.blackroad.quickstart {
    requires systems.blackroad.api;
    requires systems.blackroad.core;
    requires systems.blackroad.operator;
    requires static org.jspecify;
}
