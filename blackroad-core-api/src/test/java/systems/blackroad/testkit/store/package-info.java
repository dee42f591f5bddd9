/**
 * The store contract as tests. To prove a store, write a {@link systems.blackroad.testkit.store.StoreFixture} for it and
 * one short class each that extends {@link systems.blackroad.testkit.store.SessionStoreContract} and {@link
 * systems.blackroad.testkit.store.JobStoreContract}. The rules are numbered in {@code docs/reference/store-contract.md},
 * which also lists what the contract leaves open. No test skips: where stores may differ the fixture says how, and both
 * answers are asserted.
 */
@NullMarked
package systems.blackroad.testkit.store;

import org.jspecify.annotations.NullMarked;
