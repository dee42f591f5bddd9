/* One window: its element, what the state shows in it and what its user does with it. */

import { el, problem } from './desktop-dom.js';
import { follow, keepInView, moved, resized } from './desktop-gestures.js';
import { appOf } from './desktop-apps.js';
import { icon, tileOf } from './desktop-icons.js';
import { filling, PHONE, zoneAt, zoneBounds } from './desktop-model.js';

const GRIPS = ['n', 's', 'e', 'w', 'ne', 'nw', 'se', 'sw'];
const CONTROLS = { menu: 'ellipsis-vertical', minimize: 'minus', maximize: 'square', restore: 'copy', close: 'x' };
const STEP = 20;
const ABOVE_ALL = 5000;
const LIVE_MS = 60; // the host passes on at most 20 places of a drag a second

const boundsOf = w => ({ x: w.position.x, y: w.position.y, width: w.size.width, height: w.size.height });

/** One window's element. The pointer moves it freely; the state decides where it rests. */
export class WindowView {
  /** `desk` holds the client, the actions, the area and preview(zone). */
  constructor(desk, model) {
    this.desk = desk;
    this.client = desk.client;
    this.area = desk.area;
    this.model = model;
    this.held = null; // bounds of a gesture, shown until the host has answered
    this.app = appOf(model.app_id);
    this.build();
    this.unmount = this.app.mount(this.content, { client: this.client, window: model }) || (() => {});
  }

  build() {
    const titleId = 'title-' + this.model.id;
    const control = (name, label, action) => el('button', {
      type: 'button', class: name, 'aria-label': label, title: label, testid: 'window-' + name, on: { click: action },
    }, icon(CONTROLS[name]));
    this.title = el('span', { class: 'window-title', id: titleId, testid: 'window-title' });
    this.toggle = control('maximize', 'Maximize', () => this.toggleMaximized());
    this.titlebar = el('div', {
      class: 'titlebar', tabindex: '0', role: 'group', testid: 'window-titlebar',
      'aria-label': 'Title bar: arrows move, Shift and arrows resize, Enter maximizes, F2 renames',
      on: { contextmenu: e => this.menuAt(e), pointerdown: e => this.drag(e), dblclick: e => this.onTitle(e, () => this.toggleMaximized()), keydown: e => this.onKey(e) },
    },
    tileOf({ app_id: this.app.id }), this.title,
    this.flags = el('div', { class: 'flags' }),
    el('div', { class: 'controls' },
      this.more = control('menu', 'Window menu', () => this.desk.actions.windowMenu(this.model.id, this.more)),
      control('minimize', 'Minimize', () => this.send(this.client.minimizeWindow(this.model.id))),
      this.toggle,
      control('close', 'Close', () => this.send(this.client.closeWindow(this.model.id)))));
    this.content = el('div', { class: 'content' });
    this.node = el('section', {
      class: 'window', role: 'dialog', 'aria-labelledby': titleId, tabindex: '-1', testid: 'window',
      data: { windowId: this.model.id, appId: this.model.app_id },
      on: { pointerdown: e => this.press(e), focusin: e => this.focused(e), transitionend: () => this.node.classList.remove('settling') },
    }, this.titlebar, this.content,
    ...GRIPS.map(side => el('div', { class: 'grip ' + side, testid: 'window-resize-' + side, on: { pointerdown: e => this.resize(e, side) } })));
  }

  // ---- the state's side

  /** `where` tells whether the window is active, shows, waits for a modal child, or is covered on a small screen. */
  update(model, { active, visible, blocked, covered }) {
    const first = !this.node.dataset.state;
    this.model = model;
    this.active = active;
    this.node.dataset.state = model.state;
    this.node.dataset.snap = model.snap || '';
    this.node.classList.toggle('fullscreen', model.fullscreen);
    this.node.classList.toggle('away', !visible);
    this.node.classList.toggle('covered', covered);
    this.node.classList.toggle('blocked', blocked);
    this.node.classList.toggle('modal', model.modal);
    this.content.inert = blocked;
    this.showFlags();
    this.node.style.zIndex = String(10 + model.z_index);
    this.node.classList.toggle('active', active);
    this.node.inert = !visible || covered;
    if (!this.renaming) this.title.textContent = model.title;
    const maximized = model.state === 'maximized' || model.fullscreen;
    if (this.toggle.dataset.shows !== String(maximized)) {
      this.toggle.dataset.shows = String(maximized);
      this.toggle.replaceChildren(icon(CONTROLS[maximized ? 'restore' : 'maximize']));
      this.toggle.setAttribute('aria-label', maximized ? 'Restore' : 'Maximize');
      this.toggle.title = maximized ? 'Restore' : 'Maximize';
    }
    if (!this.held) this.place(!first);
  }

  /** Puts the element where the state says, within reach on a smaller screen, gently if it stood elsewhere. */
  place(gently) {
    const room = this.area.getBoundingClientRect();
    const bounds = filling(this.model) || this.model.snap ? zoneBounds(filling(this.model) ? 'maximize' : this.model.snap, room) : keepInView(boundsOf(this.model), room);
    if (gently && this.shown && Object.keys(bounds).some(k => bounds[k] !== this.shown[k])) this.node.classList.add('settling');
    this.show(bounds);
  }

  showFlags() {
    const names = [this.model.layer === 'above' ? 'pin' : null, this.model.sticky ? 'layers' : null].filter(Boolean);
    if (this.flags.dataset.names === names.join()) return;
    this.flags.dataset.names = names.join();
    this.flags.replaceChildren(...names.map(name => el('span', { role: 'img', 'aria-label': name === 'pin' ? 'Always on top' : 'On all workspaces', title: name === 'pin' ? 'Always on top' : 'On all workspaces' }, icon(name))));
  }

  show(bounds) {
    this.shown = bounds;
    this.node.style.left = bounds.x + 'px';
    this.node.style.top = bounds.y + 'px';
    this.node.style.width = bounds.width + 'px';
    this.node.style.height = bounds.height + 'px';
  }

  remove() {
    this.unmount();
    this.node.classList.add('leaving');
    this.node.inert = true;
    this.node.removeAttribute('data-testid');
    setTimeout(() => this.node.remove(), 150);
  }

  // ---- the user's side

  send(command) {
    return command.catch(problem);
  }

  press(event) {
    if (this.active || event.target.closest('.controls')) return;
    this.focus();
  }

  focused(event) {
    if (!this.active && event.target.matches(':focus-visible') && event.target !== this.node) this.focus();
  }

  focus() {
    if (this.asked || this.model.state === 'minimized' || this.client.readOnly) return;
    this.asked = true;
    this.node.style.zIndex = String(ABOVE_ALL);
    this.send(this.client.focusWindow(this.model.id)).finally(() => { this.asked = false; });
  }

  toggleMaximized() {
    const { id, state, fullscreen } = this.model;
    if (this.client.readOnly) return;
    this.send(state === 'maximized' || fullscreen ? this.client.restoreWindow(id) : this.client.maximizeWindow(id));
  }

  onTitle(event, action) {
    if (!event.target.closest('.controls, input')) action();
  }

  menuAt(event) {
    if (event.target.closest('input')) return;
    event.preventDefault();
    this.desk.actions.windowMenu(this.model.id, { x: event.clientX, y: event.clientY });
  }

  /** Whether its place is not the user's to change with the pointer. */
  get fixed() {
    return this.client.readOnly || this.model.fullscreen || this.model.state === 'minimized' || PHONE.matches;
  }

  /** The window's own bounds, under the pointer: a snapped or maximized one that is dragged takes them again. */
  loose(event) {
    const own = boundsOf(this.model);
    if (this.model.state !== 'maximized' && !this.model.snap) return { ...this.shown };
    const room = this.area.getBoundingClientRect();
    const share = (event.clientX - room.left - this.shown.x) / this.shown.width;
    return { ...own, x: Math.round(event.clientX - room.left - own.width * share), y: this.shown.y };
  }

  drag(event) {
    if (event.button !== 0 || this.fixed || event.target.closest('.controls, input')) return;
    const start = this.loose(event);
    this.gesture(event, (dx, dy, room) => {
      this.zone = zoneAt(event.clientX + dx - room.left, event.clientY + dy - room.top, room);
      this.desk.preview(this.zone, this.node);
      return moved(start, dx, dy, room);
    });
  }

  resize(event, side) {
    if (event.button !== 0 || this.fixed || this.model.state === 'maximized') return;
    const start = { ...this.shown };
    this.gesture(event, (dx, dy) => resized(start, side, dx, dy, this.model.min_size, this.model.max_size));
  }

  /** While the pointer is down only this page moves the window, and others see an outline; the release sends one command. */
  gesture(event, next) {
    const room = this.area.getBoundingClientRect();
    this.zone = null;
    this.node.classList.remove('settling');
    follow(event, {
      move: (dx, dy) => {
        this.held = next(dx, dy, room);
        this.show(this.held);
        this.tell(this.held);
      },
      end: () => (this.zone ? this.drop(room) : this.commit(this.held)),
      cancel: () => this.letGo(),
    });
  }

  /** A place that is lost harms nothing: the command at the end brings the last one. */
  tell(bounds) {
    const now = performance.now();
    if (now - (this.told || 0) < LIVE_MS) return;
    this.told = now;
    this.client.gesture(this.model.id, { x: bounds.x, y: bounds.y }, { width: bounds.width, height: bounds.height })
      .catch(error => console.info('A place of a drag was not passed on', error.code));
  }

  drop(room) {
    const zone = this.zone;
    const held = zoneBounds(zone, room);
    this.desk.preview(null);
    this.held = held;
    this.node.classList.add('settling');
    this.show(held);
    this.desk.actions.snap(this.model.id, zone).finally(() => { if (this.held === held) this.letGo(); });
  }

  commit(bounds) {
    const { id, size, state } = this.model;
    const position = { x: bounds.x, y: bounds.y };
    const extent = { width: bounds.width, height: bounds.height };
    const same = extent.width === size.width && extent.height === size.height;
    this.desk.preview(null);
    const change = same ? { type: 'move_window', window_id: id, position } : { type: 'resize_window', window_id: id, size: extent, position };
    this.send(this.client.command(state === 'maximized' ? [{ type: 'restore_window', window_id: id }, change] : change))
      .finally(() => { if (this.held === bounds) this.letGo(); });
  }

  letGo() {
    this.held = null;
    this.desk.preview(null);
    if (this.node.isConnected) this.place(true);
  }

  onKey(event) {
    if (event.target !== this.titlebar || event.ctrlKey || event.altKey) return;
    const by = { ArrowLeft: [-STEP, 0], ArrowRight: [STEP, 0], ArrowUp: [0, -STEP], ArrowDown: [0, STEP] }[event.key];
    if (by && !this.fixed && this.model.state === 'normal') {
      event.preventDefault();
      const room = this.area.getBoundingClientRect();
      this.held = event.shiftKey ? resized(this.shown, 'se', ...by, this.model.min_size, this.model.max_size) : moved(this.shown, ...by, room);
      this.show(this.held);
      this.commit(this.held);
    } else if (event.key === 'Enter') this.toggleMaximized();
    else if (event.key === 'F2') this.rename(event);
  }

  rename(event) {
    event.preventDefault();
    if (this.client.readOnly) return;
    const input = el('input', { value: this.model.title, 'aria-label': 'Window title', maxlength: '200' });
    const finish = keep => {
      if (!this.renaming) return;
      this.renaming = false;
      const title = input.value.trim();
      this.title.textContent = this.model.title;
      if (keep && title && title !== this.model.title) this.send(this.client.renameWindow(this.model.id, title));
      this.titlebar.focus();
    };
    input.addEventListener('keydown', e => {
      if (e.key !== 'Enter' && e.key !== 'Escape') return;
      e.stopPropagation();
      finish(e.key === 'Enter');
    });
    input.addEventListener('blur', () => finish(true));
    this.renaming = true;
    this.title.replaceChildren(input);
    input.select();
  }
}
