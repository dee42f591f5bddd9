/* What follows from the state alone: which windows show, where a snap zone lies, which tasks there are. */

export const PHONE = matchMedia('(max-width: 640px)');

const EDGE = 14; // so near to a side a dragged window snaps
const CORNER = 0.22; // the share of a side that belongs to a corner
const HALF = 1 / 2;
const THIRD = 1 / 3;

/** Each snap zone with its name and, for the menu, its place as shares of the desktop: x, y, width, height. */
export const ZONES = {
  left: ['Left half', 0, 0, HALF, 1],
  right: ['Right half', HALF, 0, HALF, 1],
  top: ['Top half', 0, 0, 1, HALF],
  bottom: ['Bottom half', 0, HALF, 1, HALF],
  top_left: ['Top left quarter', 0, 0, HALF, HALF],
  top_right: ['Top right quarter', HALF, 0, HALF, HALF],
  bottom_left: ['Bottom left quarter', 0, HALF, HALF, HALF],
  bottom_right: ['Bottom right quarter', HALF, HALF, HALF, HALF],
  left_third: ['Left third', 0, 0, THIRD, 1],
  center_third: ['Centre third', THIRD, 0, THIRD, 1],
  right_third: ['Right third', 2 * THIRD, 0, THIRD, 1],
};

/** The bounds of a zone, or of the whole desktop for `maximize`. */
export const zoneBounds = (zone, room) => globalThis.CoreOSClient
  .place(zone === 'maximize' ? { state: 'maximized' } : { state: 'normal', snap: zone }, room);

/** The zone for a window dropped at a point of the desktop: one of ZONES, `maximize` at the top edge, or null. */
export function zoneAt(x, y, room) {
  const side = x <= EDGE ? 'left' : x >= room.width - EDGE ? 'right' : null;
  if (side && y <= room.height * CORNER) return 'top_' + side;
  if (side && y >= room.height * (1 - CORNER)) return 'bottom_' + side;
  if (side) return side;
  if (y <= 2) return 'maximize';
  return y >= room.height - 2 ? 'bottom' : null;
}

const BY_ARROW = {
  ArrowLeft: { top: 'top_left', bottom: 'bottom_left', top_right: 'top_left', bottom_right: 'bottom_left', other: 'left' },
  ArrowRight: { top: 'top_right', bottom: 'bottom_right', top_left: 'top_right', bottom_left: 'bottom_right', other: 'right' },
  ArrowUp: { left: 'top_left', right: 'top_right', bottom_left: 'left', bottom_right: 'right', bottom: 'top', other: 'maximize' },
  ArrowDown: { left: 'bottom_left', right: 'bottom_right', top_left: 'left', top_right: 'right', top: 'bottom', other: 'restore' },
};

/** What an arrow key does to a window: a zone of ZONES, `maximize`, `restore` or `minimize`. */
export function byArrow(key, window) {
  const step = BY_ARROW[key][window.snap] || BY_ARROW[key].other;
  return step === 'restore' && window.state === 'normal' && !window.snap && !window.fullscreen ? 'minimize' : step;
}

export const ofId = (state, id) => state.windows.find(w => w.id === id);

export const here = (state, window) => window.sticky || window.workspace_id === state.current_workspace_id;

/** Whether a window shows: here, and neither it nor a parent of it is minimized. */
export const visible = (state, window) => globalThis.CoreOSClient.isVisible(state, window);

export function rootOf(state, window) {
  let root = window;
  while (root && root.parent_id) root = ofId(state, root.parent_id) || { ...root, parent_id: null };
  return root;
}

/** Whether a modal child has to be closed first. */
export const blocked = (state, window) => state.windows.some(w => w.modal && w.parent_id === window.id);

export const filling = w => w.fullscreen || w.state === 'maximized' || (w.state === 'minimized' && w.restore_state === 'maximized');

/** The windows of the taskbar by age: the roots that are here, and those elsewhere that ask for attention. */
export function tasksOf(state) {
  return state.windows.filter(w => !w.parent_id && (here(state, w) || w.notice.urgent))
    .sort((a, b) => a.created_at.localeCompare(b.created_at) || a.id.localeCompare(b.id));
}

/** `1`, `2`, ... for a workspace with a name by default, else its name. */
export const shortName = (workspace, place) => (/^Workspace \d+$/.test(workspace.name) ? String(place + 1) : workspace.name);
