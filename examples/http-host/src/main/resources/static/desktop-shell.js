/* The frame around the windows: menu bar, icons, task bar, start menu and tray. */

import { day, el, mark, problem, shortTime } from './desktop-dom.js';
import { APPS, appOf } from './desktop-apps.js';

export const THEMES = ['classic', 'dark', 'contrast'];

const byId = id => document.getElementById(id);
const capital = word => word[0].toUpperCase() + word.slice(1);
const LABELS = { live: 'Live', reconnecting: 'Reconnecting', offline: 'Offline' };

/** What a click on a task does: minimized is restored, the active one minimized, any other focused. */
export function switchTo(client, window, activeId) {
  if (window.state === 'minimized') return client.restoreWindow(window.id).catch(problem);
  if (window.id === activeId) return client.minimizeWindow(window.id).catch(problem);
  return client.focusWindow(window.id).catch(problem);
}

export class Shell {
  /** `actions` holds open(appId, title) and signOut(). */
  constructor(client, actions) {
    this.client = client;
    this.actions = actions;
    this.tasks = new Map();
    this.lists = new Map();
    byId('brand').append(mark(), el('b', { text: 'BlackRoad OS' }));
    this.buildThemes();
    this.start = byId('start-menu');
    this.start.addEventListener('keydown', event => this.onMenuKey(event));
    document.addEventListener('pointerdown', event => {
      if (!event.target.closest('#start-menu, [data-testid="start-button"]')) this.closeStart();
    });
    setInterval(() => this.tick(), 1000);
  }

  // ---- menu bar

  buildThemes() {
    byId('themes').append(...THEMES.map(theme => el('button', {
      type: 'button', class: theme, role: 'radio', 'aria-checked': 'false', title: capital(theme) + ' theme', 'aria-label': capital(theme),
      testid: 'theme-' + theme, on: { click: () => this.client.setTheme(theme).catch(problem) },
    }, el('i'))));
  }

  showTheme(theme) {
    document.documentElement.dataset.theme = theme;
    localStorage.setItem('blackroad-theme', theme); // the sign-in page wears it next time
    [...byId('themes').children].forEach(button => button.setAttribute('aria-checked', String(button.classList.contains(theme))));
  }

  showConnection(status) {
    const pill = byId('connection');
    pill.dataset.status = status;
    pill.title = LABELS[status];
    pill.lastElementChild.textContent = LABELS[status];
  }

  tick() {
    const now = new Date();
    byId('menubar-clock').textContent = `${day(now)}  ${shortTime(now)}`;
    document.querySelectorAll('.tray time').forEach(time => { time.textContent = shortTime(now); });
  }

  // ---- what the state holds

  render(state) {
    byId('session-name').textContent = state.session.display_name;
    this.showTheme(state.theme);
    this.list('icons', state.desktop_items, item => el('li', {}, el('button', {
      type: 'button', class: 'icon', testid: 'icon-' + item.id, title: 'Open ' + item.title,
      on: { dblclick: () => this.openItem(item), keydown: e => { if (e.key === 'Enter') this.openItem(item); }, click: e => this.onTap(e, item) },
    }, el('span', { 'aria-hidden': 'true', text: item.icon }), item.title)));
    this.list('taskbar-items', state.taskbar_items, item => (item.app_id ? this.launcher(item) : this.startButton(item)));
    this.list('tray', state.system_tray_items, item => (item.id === 'clock'
      ? el('time', { title: 'Clock: ' + item.status })
      : el('span', { text: item.icon, role: 'img', 'aria-label': `${item.id}: ${item.status}`, title: `${capital(item.id)}: ${item.status}` })));
    this.tick();
    this.renderTasks(state);
  }

  /** Rebuilds a list only when its items are others: an icon keeps its focus while windows move. */
  list(id, items, build) {
    if (this.lists.get(id) === items) return;
    this.lists.set(id, items);
    byId(id).replaceChildren(...items.map(build));
  }

  openItem(item) {
    this.actions.open(item.app_id, item.title);
  }

  onTap(event, item) {
    if (event.pointerType === 'touch') this.openItem(item);
  }

  launcher(item) {
    return el('button', { type: 'button', title: item.title, on: { click: () => this.openItem(item) } }, item.icon);
  }

  startButton(item) {
    this.startToggle = el('button', {
      type: 'button', testid: 'start-button', 'aria-haspopup': 'menu', 'aria-expanded': 'false', 'aria-controls': 'start-menu',
      on: { click: () => (this.start.hidden ? this.openStart() : this.closeStart()) },
    }, el('span', { 'aria-hidden': 'true', text: item.icon }), item.title);
    return this.startToggle;
  }

  renderTasks(state) {
    const present = new Set(state.windows.map(w => w.id));
    for (const [id, button] of this.tasks) {
      if (present.has(id)) continue;
      button.remove();
      this.tasks.delete(id);
    }
    // By age, not by stacking order: a task stays where it is while windows rise and sink.
    const aged = [...state.windows].sort((a, b) => a.created_at.localeCompare(b.created_at) || a.id.localeCompare(b.id));
    aged.forEach((window, place) => {
      const button = this.tasks.get(window.id) || this.addTask(window);
      const active = window.id === state.active_window_id;
      button.classList.toggle('active', active);
      button.classList.toggle('minimized', window.state === 'minimized');
      button.setAttribute('aria-pressed', String(active));
      button.title = window.title;
      button.lastElementChild.textContent = window.title;
      const row = byId('tasks');
      if (row.children[place] !== button) row.insertBefore(button, row.children[place] || null);
      if (active && this.lastActive !== window.id) {
        const end = button.offsetLeft - row.offsetLeft + button.offsetWidth; // within the row alone: the page never scrolls
        row.scrollLeft = Math.min(Math.max(row.scrollLeft, end - row.clientWidth), end - button.offsetWidth);
      }
    });
    this.lastActive = state.active_window_id;
  }

  addTask(window) {
    const button = el('button', { type: 'button', testid: 'task-' + window.id, on: { click: () => {
      const state = this.client.getLocalState();
      const current = state.windows.find(w => w.id === window.id);
      if (current) switchTo(this.client, current, state.active_window_id);
    } } }, el('span', { 'aria-hidden': 'true', text: appOf(window.app_id).icon }), el('b'));
    this.tasks.set(window.id, button);
    return button;
  }

  // ---- start menu

  openStart() {
    const user = this.client.user || {};
    const entry = app => el('button', {
      type: 'button', class: 'entry', role: 'menuitem', tabindex: '-1', testid: 'app-' + app.id,
      on: { click: () => { this.closeStart(); this.actions.open(app.id, app.title); } },
    }, el('span', { class: 'entry-icon', 'aria-hidden': 'true', text: app.icon }), app.title);
    this.start.replaceChildren(
      ...APPS.map(entry), el('hr'),
      el('div', { class: 'who' },
        el('div', {}, user.display_name || user.username || 'Signed in', el('small', { text: user.role || '' })),
        el('button', { type: 'button', class: 'button small', role: 'menuitem', tabindex: '-1', text: 'Sign out', testid: 'signout', on: { click: () => this.actions.signOut() } })));
    this.start.hidden = false;
    this.startToggle.setAttribute('aria-expanded', 'true');
    this.start.querySelector('[role="menuitem"]').focus();
  }

  /** Answers whether it was open. */
  closeStart(backToButton = false) {
    if (this.start.hidden) return false;
    this.start.hidden = true;
    this.startToggle.setAttribute('aria-expanded', 'false');
    if (backToButton) this.startToggle.focus();
    return true;
  }

  onMenuKey(event) {
    const items = [...this.start.querySelectorAll('[role="menuitem"]')];
    const at = items.indexOf(document.activeElement);
    const to = { ArrowDown: at + 1, ArrowUp: at - 1 + items.length, Home: 0, End: items.length - 1 }[event.key];
    if (to !== undefined) {
      event.preventDefault();
      items[to % items.length].focus();
    } else if (event.key === 'Tab') this.closeStart(true);
  }
}
