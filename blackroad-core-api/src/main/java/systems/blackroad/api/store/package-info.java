/**
 * The storage SPI: where sessions and jobs are kept.
 *
 * <p>The runtime and the job engine call this package; applications configure it through {@link
 * systems.blackroad.api.store.Storages}. To add a store, implement {@link systems.blackroad.api.store.StorageProvider},
 * register it as a service, and extend the contracts from the {@code tests} artifact. Implementations are thread-safe and
 * may block, never longer than their call timeout. Nothing here accepts or returns {@code null} unless it says so. Times
 * have millisecond precision, rounded down.
 *
 * <p>Every call is atomic over one partition: one session, or one namespace of jobs; in a batch each item stands for
 * itself and one that is refused never fails its neighbours. A call that throws {@link
 * systems.blackroad.api.error.RefusedException} wrote nothing at all; one that throws {@link
 * systems.blackroad.api.error.UnknownOutcomeException} may have written all or nothing of each item, and repeating it with
 * the same ids is safe.
 */
@NullMarked
package systems.blackroad.api.store;

import org.jspecify.annotations.NullMarked;
