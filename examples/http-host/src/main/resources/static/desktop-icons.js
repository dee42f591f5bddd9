/* Which drawing stands for what: icons are SVG, so that they look the same on a machine without a font of emoji. */

import { svg } from './desktop-dom.js';
import { ICONS } from './icons.js';

const BY_ID = {
  computer: 'monitor', 'my-computer': 'monitor', notes: 'notebook-pen', prism: 'pyramid', 'prism-console': 'pyramid', lucidia: 'brain',
  calculator: 'calculator', clock: 'clock', about: 'info', 'start-menu': 'layout-grid',
};
const BY_STATUS = {
  network: status => (status === 'connected' ? 'wifi' : 'wifi-off'),
  volume: status => (['off', 'muted'].includes(status) ? 'volume-x' : 'volume-2'),
};
const COLOURED = ['monitor', 'notebook-pen', 'pyramid', 'brain', 'calculator', 'clock', 'info']; // each has a tile colour in the style sheet

/** The icon of a name in icons.js. */
export function icon(name) {
  return svg('svg', { class: 'svg-icon', viewBox: '0 0 24 24', 'aria-hidden': 'true', 'data-icon': name },
    ...ICONS[name].map(([tag, attributes]) => svg(tag, attributes)));
}

/**
 * The icon of an item of the state: by its own text if that names one, by its app, by its id; for a single letter or
 * digit that sign; for everything else the one for any app.
 */
export function iconOf({ icon: text = '', app_id: app = null, id = null, status = null }) {
  const name = BY_STATUS[id] ? BY_STATUS[id](status) : BY_ID[app] || BY_ID[id];
  if (Object.hasOwn(ICONS, text)) return icon(text);
  if (name) return icon(name);
  if (/^[\p{L}\p{N}]$/u.test(text)) return text;
  return icon('app-window');
}

/** The same on a tile of the app's colour, as launchers show it. */
export function tileOf(item) {
  const drawing = iconOf(item);
  const name = drawing instanceof Node ? drawing.dataset.icon : '';
  const tile = document.createElement('span');
  tile.className = 'tile';
  if (COLOURED.includes(name)) tile.dataset.colour = name;
  tile.setAttribute('aria-hidden', 'true');
  tile.append(drawing);
  return tile;
}
