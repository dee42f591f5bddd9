/* The desktop page: signs in, attaches to the session and keeps the page equal to the live state. */

import './core-os-client.js';
import { ensureSignedIn, problem } from './desktop-dom.js';
import { createActions } from './desktop-actions.js';
import { recordEvents } from './desktop-apps.js';
import { onShortcut } from './desktop-keys.js';
import { deviceName, followGestures, showPresence } from './desktop-live.js';
import { closeMenu } from './desktop-menu.js';
import { showNotices } from './desktop-notices.js';
import { Palette } from './desktop-palette.js';
import { Shell } from './desktop-shell.js';
import { WindowLayer } from './desktop-windows.js';

const client = window.coreOS;
const byId = id => document.getElementById(id);
const wanted = new URLSearchParams(location.search).get('session');

const actions = createActions(client);
const shell = new Shell(client, actions);
const palette = new Palette(client, actions);
const layer = new WindowLayer(client, byId('windows'), byId('workspace'), actions);
followGestures(client, byId('windows'), byId('workspace'));
showPresence(client, byId('viewers'), actions);
showNotices(client, byId('bell'), actions);

let pending = null; // the newest state that the page does not show yet
let ownChange = false;

function render() {
  const state = pending;
  pending = null;
  if (!state) return;
  shell.render(state);
  layer.render(state, ownChange && document.hasFocus() && !palette.node);
  ownChange = false;
  document.documentElement.dataset.revision = String(state.revision);
}

client.on('state:updated', ({ state, event }) => {
  ownChange = ownChange || Boolean(event && event.client_id === client.clientId);
  if (!pending) queueMicrotask(render); // a burst of events in one frame is drawn once
  pending = state;
});
client.on('connection:changed', status => shell.showConnection(status));
client.on('auth:required', () => location.reload());
const reported = new WeakSet(); // errors of the session itself, which its promise brings a second time
client.on('os:error', error => {
  reported.add(error);
  if (error.status === 410 || error.status === 404) showEnded(error);
  else if (error.status !== 401) problem(error); // 401: auth:required has the page signed in again
});

function showEnded(error) {
  byId('ended-title').textContent = error.status === 410 ? 'This session has ended' : 'There is no such session';
  byId('ended-text').textContent = error.status === 410 ? 'Its windows are closed for good. A new desktop starts empty.' : error.message;
  byId('ended').hidden = false;
  byId('ended-open').focus();
}

byId('ended-open').addEventListener('click', () => location.assign(location.pathname));

/** Escape closes the innermost thing that is open: palette, menu, a field being edited, full screen, then the active window. */
function onEscape(event) {
  if (palette.close() || closeMenu() || shell.closeStart(true)) return;
  if (event.target.closest('input, textarea, select')) {
    event.target.blur();
    return;
  }
  const window = actions.active();
  if (!window || client.readOnly) return;
  if (window.fullscreen) actions.toggleFullscreen(window);
  else actions.send(client.closeWindow(window.id));
}

function find() {
  shell.closeStart();
  closeMenu(false);
  palette.toggle();
}

byId('find').addEventListener('click', find);

document.addEventListener('keydown', event => {
  if (byId('desktop').hidden || !byId('ended').hidden || event.defaultPrevented || document.querySelector('dialog[open]')) return;
  if ((event.ctrlKey || event.metaKey) && !event.shiftKey && !event.altKey && event.key.toLowerCase() === 'k') {
    event.preventDefault();
    find();
  } else if (event.key === 'Escape') onEscape(event);
  else if (!palette.node && !client.readOnly && client.getLocalState() && onShortcut(event, actions)) event.preventDefault();
});

// Another tab that signs out, or in as someone else, changes whose page this is.
window.addEventListener('storage', event => {
  if (event.key !== 'blackroad.auth' && event.key !== null) return;
  const id = text => (text ? (JSON.parse(text).user || {}).id : null);
  if (id(event.oldValue) !== id(event.newValue)) location.reload();
});

// A sign-in link opened in this tab changes only the fragment.
window.addEventListener('hashchange', () => { if (location.hash.startsWith('#ticket=')) location.reload(); });

async function start() {
  const worn = localStorage.getItem('blackroad-theme');
  if (worn) document.documentElement.dataset.theme = worn;
  recordEvents(client);
  client.device = deviceName();
  await ensureSignedIn(client, byId('signin'));
  byId('desktop').hidden = false;
  shell.showConnection('reconnecting');
  await (wanted ? client.attach(wanted) : client.openSession());
}

start().catch(error => { if (!reported.has(error)) problem(error); });
