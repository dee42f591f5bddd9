/** The example host: embeds the library behind an HTTP interface. */
@NullMarked
package systems.blackroad.host;

import org.jspecify.annotations.NullMarked;
