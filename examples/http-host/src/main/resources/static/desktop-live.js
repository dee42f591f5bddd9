/* What others do just now, and nobody keeps: their drags as outlines, and who watches. */

import { el, when } from './desktop-dom.js';
import { icon } from './desktop-icons.js';
import { keepInView } from './desktop-gestures.js';
import { showMenu } from './desktop-menu.js';
import { ofId, PHONE, visible } from './desktop-model.js';

const LINGER_MS = 1000;

/** Shows an outline where someone else drags a window, until its next event or for a second. */
export function followGestures(client, layer, area) {
  const ghosts = new Map();
  const drop = id => {
    const ghost = ghosts.get(id);
    if (!ghost) return;
    clearTimeout(ghost.timer);
    ghost.node.remove();
    ghosts.delete(id);
  };
  client.on('gesture', ({ actor, window_id: id, position, size }) => {
    const state = client.getLocalState();
    const window = state && ofId(state, id);
    if (!window || PHONE.matches || !visible(state, window)) return;
    if (!ghosts.has(id)) {
      const mine = client.user && client.user.id === actor;
      const node = el('div', { class: 'ghost', testid: 'ghost', 'aria-hidden': 'true' }, el('span', { text: mine ? 'You, elsewhere' : state.session.display_name }));
      ghosts.set(id, { node });
      layer.append(node);
    }
    const ghost = ghosts.get(id);
    const bounds = keepInView({ ...position, ...size }, area.getBoundingClientRect());
    Object.entries({ left: bounds.x, top: bounds.y, width: bounds.width, height: bounds.height }).forEach(([name, px]) => { ghost.node.style[name] = px + 'px'; });
    clearTimeout(ghost.timer);
    ghost.timer = setTimeout(() => drop(id), LINGER_MS);
  });
  client.on('state:updated', ({ event }) => {
    if (!event) return [...ghosts.keys()].forEach(drop);
    [event.data.window_id, ...(event.data.windows || []).map(w => w.window_id)].forEach(drop);
  });
}

/** An id begins with the user's name, then a dot and what makes it unlike a later user's. */
const nameOf = id => (id ? id.replace(/\.[0-9a-f]{16}$/, '') : 'Somebody');

/** The number of those who watch, in the tray; a press names them. */
export function showPresence(client, place, actions) {
  let presence = { total: 1, viewers: [] };
  const number = el('span', { class: 'number' });
  const button = el('button', {
    type: 'button', class: 'viewers', testid: 'viewers', 'aria-haspopup': 'menu', 'aria-expanded': 'false',
    on: { click: () => showMenu('Viewers', [
      ...presence.viewers.map(viewer => ({ label: client.user && viewer.user_id === client.user.id ? 'You' : nameOf(viewer.user_id), icon: 'eye', hint: `${viewer.device}, since ${when(viewer.since)}` })),
      presence.total > presence.viewers.length ? { label: `${presence.total - presence.viewers.length} more`, icon: 'users' } : null,
      ...(client.readOnly ? [] : ['line', { label: 'Share this desktop', icon: 'share-2', run: actions.showShare }]),
    ], button) },
  }, icon('users'), number);
  place.append(button);
  const show = () => {
    number.textContent = String(presence.total);
    button.title = presence.total === 1 ? 'One viewer' : `${presence.total} viewers`;
    button.setAttribute('aria-label', button.title);
    button.classList.toggle('several', presence.total > 1);
  };
  client.on('presence:changed', seen => { presence = seen; show(); });
  show();
}

/** What this page is called in the list of viewers. */
export function deviceName() {
  const system = /Android|iPhone|iPad|Windows|Mac|Linux/.exec(navigator.userAgent);
  return (PHONE.matches ? 'Phone' : 'Desktop') + (system ? ', ' + system[0] : '');
}
