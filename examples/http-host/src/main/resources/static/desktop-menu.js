/* A menu at a point or above a button: arrows move, Enter chooses, Escape and a press elsewhere close. */

import { el, svg } from './desktop-dom.js';
import { icon } from './desktop-icons.js';
import { ZONES } from './desktop-model.js';

let open = null;

/** Answers whether a menu was open. */
export function closeMenu(backToOpener = true) {
  if (!open) return false;
  const { node, opener, anchor } = open;
  open = null;
  node.remove();
  if (anchor) anchor.setAttribute('aria-expanded', 'false');
  if (backToOpener && opener && opener.isConnected) opener.focus({ preventScroll: true });
  return true;
}

function entryOf(entry) {
  if (entry === 'line') return el('hr');
  if ('zones' in entry) return zonePicker(entry);
  if (!entry.run) return el('p', { class: 'menu-note' }, entry.icon ? icon(entry.icon) : null, el('span', { text: entry.label }), entry.hint ? el('small', { text: entry.hint }) : null);
  const checkable = entry.checked !== undefined;
  return el('button', {
    type: 'button', class: 'entry', role: checkable ? 'menuitemcheckbox' : 'menuitem', tabindex: '-1', testid: entry.testid,
    'aria-checked': checkable ? String(entry.checked) : null, disabled: entry.disabled,
    on: { click: () => { closeMenu(); entry.run(); } },
  }, icon(entry.icon || 'app-window'), el('span', { text: entry.label }), entry.checked ? icon('check') : null, entry.hint ? el('small', { text: entry.hint }) : null);
}

/** Small pictures of the desktop, each with one zone filled. */
function zonePicker({ zones: current, run }) {
  return el('div', { class: 'zones', role: 'group', 'aria-label': 'Snap' }, Object.entries(ZONES).map(([zone, [name, x, y, width, height]]) => el('button', {
    type: 'button', role: 'menuitemradio', tabindex: '-1', 'aria-checked': String(zone === current), 'aria-label': name, title: name, testid: 'zone-' + zone,
    on: { click: () => { closeMenu(); run(zone); } },
  }, svg('svg', { viewBox: '0 0 32 22', 'aria-hidden': 'true' },
    svg('rect', { class: 'zone-frame', x: 1, y: 1, width: 30, height: 20, rx: 3 }),
    svg('rect', { class: 'zone-fill', x: 3 + x * 26, y: 3 + y * 16, width: width * 26, height: height * 16, rx: 1 })))));
}

function onKey(event) {
  const items = [...open.node.querySelectorAll('[role^="menuitem"]:not(:disabled)')];
  const at = items.indexOf(document.activeElement);
  const inPicker = document.activeElement.closest('.zones');
  const next = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: items.length - 1, ...(inPicker ? { ArrowRight: at + 1, ArrowLeft: at - 1 } : {}) }[event.key];
  if (next !== undefined) {
    event.preventDefault();
    items[(next + items.length) % items.length].focus();
  } else if (event.key === 'Tab' || event.key === 'Escape') {
    event.preventDefault();
    event.stopPropagation();
    closeMenu();
  }
}

/**
 * Shows `entries`: 'line', {zones, run} for the picker of zones, {label, hint} for a note, or {label, icon, run, hint,
 * checked, disabled}. `at` is {x, y} or the button, above or below which the menu stands.
 */
export function showMenu(label, entries, at) {
  const again = open && open.anchor === at;
  closeMenu(false);
  if (again) return;
  const node = el('div', { class: 'popup', role: 'menu', 'aria-label': label, testid: 'menu', on: { keydown: onKey, contextmenu: e => e.preventDefault() } }, entries.filter(Boolean).map(entryOf));
  const anchor = at instanceof Element ? at : null;
  open = { node, anchor, opener: anchor || document.activeElement };
  document.body.append(node);
  const box = anchor ? anchor.getBoundingClientRect() : null;
  const below = box ? box.bottom + 6 : at.y;
  const above = box ? box.top - 6 - node.offsetHeight : at.y - node.offsetHeight;
  const left = box ? (box.left + box.width / 2 > innerWidth / 2 ? box.right - node.offsetWidth : box.left) : at.x;
  node.style.left = Math.max(8, Math.min(left, innerWidth - node.offsetWidth - 8)) + 'px';
  node.style.top = Math.max(8, below + node.offsetHeight > innerHeight - 8 ? above : below) + 'px';
  if (anchor) anchor.setAttribute('aria-expanded', 'true');
  const first = node.querySelector('[role^="menuitem"]:not(:disabled)');
  if (first) first.focus({ preventScroll: true });
}

document.addEventListener('pointerdown', event => {
  if (open && !open.node.contains(event.target) && !(open.anchor && open.anchor.contains(event.target))) closeMenu(false);
}, true);
