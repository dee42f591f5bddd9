/* The windows on the desktop: one element for each window of the state, reconciled after every event. */

import { el, glyph, problem } from './desktop-dom.js';
import { follow, keepInView, moved, resized } from './desktop-gestures.js';
import { appOf } from './desktop-apps.js';

const GRIPS = ['n', 's', 'e', 'w', 'ne', 'nw', 'se', 'sw'];
const STEP = 20;
const ABOVE_ALL = 5000;

const boundsOf = w => ({ x: w.position.x, y: w.position.y, width: w.size.width, height: w.size.height });

/** One window's element. The pointer moves it freely; the state decides where it rests. */
class WindowView {
  constructor(client, area, model) {
    this.client = client;
    this.area = area;
    this.model = model;
    this.held = null; // bounds of a gesture, shown until the host has answered
    this.app = appOf(model.app_id);
    this.build();
    this.unmount = this.app.mount(this.content, { client, window: model }) || (() => {});
  }

  build() {
    const titleId = 'title-' + this.model.id;
    const control = (name, label, action) => el('button', {
      type: 'button', class: name, 'aria-label': label, title: label, testid: 'window-' + name, on: { click: action },
    }, glyph(name));
    this.title = el('span', { class: 'window-title', id: titleId, testid: 'window-title' });
    this.toggle = control('maximize', 'Maximize', () => this.toggleMaximized());
    this.titlebar = el('div', {
      class: 'titlebar', tabindex: '0', role: 'group', testid: 'window-titlebar',
      'aria-label': 'Title bar: arrows move, Shift and arrows resize, Enter maximizes, F2 renames',
      on: { pointerdown: e => this.drag(e), dblclick: e => this.onTitle(e, () => this.toggleMaximized()), keydown: e => this.onKey(e) },
    },
    el('span', { class: 'titlebar-icon', 'aria-hidden': 'true', text: this.app.icon }), this.title,
    el('div', { class: 'controls' },
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

  update(model, active) {
    const first = !this.node.dataset.state;
    this.model = model;
    this.active = active;
    this.node.dataset.state = model.state;
    this.node.style.zIndex = String(10 + model.z_index);
    this.node.classList.toggle('active', active);
    this.node.inert = model.state === 'minimized';
    if (!this.renaming) this.title.textContent = model.title;
    const maximized = model.state === 'maximized';
    if (this.toggle.dataset.shows !== String(maximized)) {
      this.toggle.dataset.shows = String(maximized);
      this.toggle.replaceChildren(glyph(maximized ? 'restore' : 'maximize'));
      this.toggle.setAttribute('aria-label', maximized ? 'Restore' : 'Maximize');
      this.toggle.title = maximized ? 'Restore' : 'Maximize';
    }
    if (!this.held) this.place(!first);
  }

  /** Puts the element where the state says, within reach on a smaller screen, gently if it stood elsewhere. */
  place(gently) {
    const room = this.area.getBoundingClientRect();
    const full = this.model.state === 'maximized' || (this.model.state === 'minimized' && this.model.restore_state === 'maximized');
    const bounds = full ? { x: 0, y: 0, width: room.width, height: room.height } : keepInView(boundsOf(this.model), room);
    if (gently && this.shown && Object.keys(bounds).some(k => bounds[k] !== this.shown[k])) this.node.classList.add('settling');
    this.show(bounds);
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
    if (this.asked || this.model.state === 'minimized') return;
    this.asked = true;
    this.node.style.zIndex = String(ABOVE_ALL);
    this.send(this.client.focusWindow(this.model.id)).finally(() => { this.asked = false; });
  }

  toggleMaximized() {
    const { id, state } = this.model;
    this.send(state === 'maximized' ? this.client.restoreWindow(id) : this.client.maximizeWindow(id));
  }

  onTitle(event, action) {
    if (!event.target.closest('.controls, input')) action();
  }

  get fixed() {
    return this.model.state !== 'normal' || matchMedia('(max-width: 640px)').matches;
  }

  drag(event) {
    if (event.button !== 0 || this.fixed) return;
    this.onTitle(event, () => this.gesture(event, (start, dx, dy, room) => moved(start, dx, dy, room)));
  }

  resize(event, side) {
    if (event.button === 0 && !this.fixed) this.gesture(event, (start, dx, dy) => resized(start, side, dx, dy));
  }

  /** While the pointer is down only this page moves the window; the release sends one command. */
  gesture(event, next) {
    const start = { ...this.shown };
    const room = this.area.getBoundingClientRect();
    this.node.classList.remove('settling');
    follow(event, {
      move: (dx, dy) => {
        this.held = next(start, dx, dy, room);
        this.show(this.held);
      },
      end: () => this.commit(this.held),
      cancel: () => this.letGo(),
    });
  }

  commit(bounds) {
    const { id, size } = this.model;
    const position = { x: bounds.x, y: bounds.y };
    const extent = { width: bounds.width, height: bounds.height };
    const same = extent.width === size.width && extent.height === size.height;
    this.send(same ? this.client.moveWindow(id, position) : this.client.resizeWindow(id, extent, position))
      .finally(() => { if (this.held === bounds) this.letGo(); });
  }

  letGo() {
    this.held = null;
    if (this.node.isConnected) this.place(true);
  }

  onKey(event) {
    if (event.target !== this.titlebar) return;
    const by = { ArrowLeft: [-STEP, 0], ArrowRight: [STEP, 0], ArrowUp: [0, -STEP], ArrowDown: [0, STEP] }[event.key];
    if (by && !this.fixed) {
      event.preventDefault();
      const room = this.area.getBoundingClientRect();
      this.held = event.shiftKey ? resized(this.shown, 'se', ...by) : moved(this.shown, ...by, room);
      this.show(this.held);
      this.commit(this.held);
    } else if (event.key === 'Enter') this.toggleMaximized();
    else if (event.key === 'F2') this.rename(event);
  }

  rename(event) {
    event.preventDefault();
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

/** All windows: creates, updates and removes views so that they match a state. */
export class WindowLayer {
  constructor(client, layer, area) {
    this.client = client;
    this.layer = layer;
    this.area = area;
    this.views = new Map();
    new ResizeObserver(() => this.views.forEach(view => { if (!view.held) view.place(false); })).observe(area);
  }

  render(state, takeFocus) {
    const present = new Set(state.windows.map(w => w.id));
    for (const [id, view] of this.views) {
      if (present.has(id)) continue;
      view.remove();
      this.views.delete(id);
    }
    for (const model of state.windows) {
      let view = this.views.get(model.id);
      if (!view) {
        view = new WindowView(this.client, this.area, model);
        this.views.set(model.id, view);
        this.layer.append(view.node);
      }
      view.update(model, model.id === state.active_window_id);
    }
    const active = this.views.get(state.active_window_id);
    if (takeFocus && active && !active.node.contains(document.activeElement)) active.node.focus({ preventScroll: true });
  }

  clear() {
    this.views.forEach(view => view.remove());
    this.views.clear();
  }
}
