/* Drag and resize: what the pointer does to a window's bounds, and nothing else. */

const THRESHOLD = 3;

const between = (low, value, high) => Math.max(low, Math.min(value, high));

/** The nearest position at which the window can still be grasped: 100 px in view, its top never above the desktop. */
export const keepInView = (bounds, area) => globalThis.CoreOSClient.reachable(bounds, area);

export function moved(start, dx, dy, area) {
  return keepInView({ ...start, x: start.x + dx, y: start.y + dy }, area);
}

/**
 * `direction` is one of n, s, e, w and their pairs; the opposite edge stays where it is. `min` and `max` (null for none)
 * are the window's own limits, so that the host finds nothing to correct; where they conflict the minimum wins.
 */
export function resized(start, direction, dx, dy, min, max) {
  const width = value => between(min.width, value, max ? max.width : Infinity);
  const height = value => between(min.height, value, max ? max.height : Infinity);
  const next = { ...start };
  if (direction.includes('e')) next.width = width(start.width + dx);
  if (direction.includes('s')) next.height = height(start.height + dy);
  if (direction.includes('w')) {
    next.width = width(start.width - dx);
    next.x = start.x + start.width - next.width;
  }
  if (direction.includes('n')) {
    next.height = height(Math.min(start.height - dy, start.height + start.y));
    next.y = start.y + start.height - next.height;
  }
  return Object.fromEntries(Object.entries(next).map(([name, value]) => [name, Math.round(value)]));
}

/**
 * Follows one pointer from its press to its release. `move(dx, dy)` is called once the pointer has left a small
 * circle; then exactly one of `end()` and `cancel()`. Escape cancels.
 */
export function follow(press, { move, end, cancel }) {
  const target = press.currentTarget;
  let started = false;
  const onMove = event => {
    const dx = event.clientX - press.clientX;
    const dy = event.clientY - press.clientY;
    started = started || Math.hypot(dx, dy) >= THRESHOLD;
    if (started) move(dx, dy);
  };
  const finish = kept => {
    target.removeEventListener('pointermove', onMove);
    target.removeEventListener('pointerup', onUp);
    target.removeEventListener('pointercancel', onCancel);
    window.removeEventListener('keydown', onKey, true);
    if (target.hasPointerCapture(press.pointerId)) target.releasePointerCapture(press.pointerId);
    if (kept && started) end();
    else cancel();
  };
  const onUp = () => finish(true);
  const onCancel = () => finish(false);
  const onKey = event => {
    if (event.key !== 'Escape') return;
    event.stopPropagation();
    finish(false);
  };
  target.setPointerCapture(press.pointerId);
  target.addEventListener('pointermove', onMove);
  target.addEventListener('pointerup', onUp);
  target.addEventListener('pointercancel', onCancel);
  window.addEventListener('keydown', onKey, true);
}
