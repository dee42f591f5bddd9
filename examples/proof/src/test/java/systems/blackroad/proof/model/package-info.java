/**
 * The window model once more, written from {@code docs/reference/window-model.md} alone, and random command lists against
 * it.
 *
 * <p>The model shares no code and no data structure with {@code OsLogic}: windows are nodes of mutable trees, a group is
 * one object with its layer and workspace, the stacking order is what walking five bands of trees yields, and the order
 * of focus is a time in each window. To add a command: a method in {@code ModelRules}, {@code ModelLayout} or {@code
 * ModelDesktop}, and a line in {@code Commands}.
 */
@NullMarked
package systems.blackroad.proof.model;

import org.jspecify.annotations.NullMarked;
