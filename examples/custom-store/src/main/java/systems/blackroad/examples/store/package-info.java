/** A store plug-in, found by its URL scheme: keeps sessions in an append-only file. */
@NullMarked
package systems.blackroad.examples.store;

import org.jspecify.annotations.NullMarked;
