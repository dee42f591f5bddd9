/** What tests of applications and plug-ins share: a clock that moves only when told. Called by tests alone. */
@NullMarked
package systems.blackroad.testkit;

import org.jspecify.annotations.NullMarked;
