/**
 * A store plug-in that keeps sessions in its own append-only file.
 *
 * <p>{@code Storages.open} finds it by URLs such as {@code file:./data/sessions}; nobody else calls this package. It is an
 * example for authors of stores: what a call does on its way is in one class each, {@code FileSessionStore} (arguments and
 * answers), {@code Plan} (decisions), {@code GroupCommit} (many callers, one sync), {@code LogFile} (frames on disk),
 * {@code LogRecords} (what is in a frame) and {@code SessionIndex} (where each event lies).
 */
@NullMarked
package systems.blackroad.examples.store;

import org.jspecify.annotations.NullMarked;
