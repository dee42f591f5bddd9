/* The frame around the windows: menu bar, icons, task bar, start menu and tray. */

import { day, el, mark, shortTime } from './desktop-dom.js';
import { APPS, appOf } from './desktop-apps.js';
import { icon, iconOf, tileOf } from './desktop-icons.js';
import { here, ofId, PHONE, rootOf, tasksOf } from './desktop-model.js';
import { Workspaces } from './desktop-workspaces.js';

export const THEMES = ['classic', 'dark', 'contrast'];

const byId = id => document.getElementById(id);
const capital = word => word[0].toUpperCase() + word.slice(1);
const LABELS = { live: 'Live', reconnecting: 'Reconnecting', offline: 'Offline' };

export class Shell {
  constructor(client, actions) {
    this.client = client;
    this.actions = actions;
    this.tasks = new Map();
    this.lists = new Map();
    byId('brand').append(mark(), el('b', { text: 'BlackRoad OS' }));
    this.buildThemes();
    byId('find').prepend(icon('search'));
    this.workspaces = new Workspaces(client, byId('workspaces'), actions);
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
      testid: 'theme-' + theme, on: { click: () => this.actions.send(this.client.setTheme(theme)) },
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
    this.showReadOnly(state);
    this.workspaces.render(state);
    const active = ofId(state, state.active_window_id);
    byId('desktop').classList.toggle('immersed', Boolean(active && active.fullscreen));
    this.list('icons', state.desktop_items, item => el('li', {}, el('button', {
      type: 'button', class: 'icon', testid: 'icon-' + item.id, title: 'Open ' + item.title,
      on: { dblclick: () => this.openItem(item), keydown: e => { if (e.key === 'Enter') this.openItem(item); }, click: e => this.onTap(e, item) },
    }, tileOf(item), el('span', { text: item.title }))));
    this.list('taskbar-items', state.taskbar_items, item => (item.app_id ? this.launcher(item) : this.startButton(item)));
    this.list('tray', state.system_tray_items, item => (item.id === 'clock'
      ? el('time', { title: 'Clock: ' + item.status })
      : el('span', { class: 'indicator', role: 'img', 'aria-label': `${item.id}: ${item.status}`, title: `${capital(item.id)}: ${item.status}` }, iconOf(item))));
    this.tick();
    this.renderTasks(state);
  }

  /** Says plainly that this is somebody else's desktop, and takes away what would be refused. */
  showReadOnly(state) {
    const watching = this.client.readOnly;
    document.documentElement.dataset.readonly = String(watching);
    const banner = byId('banner');
    banner.hidden = !watching;
    if (!watching || banner.hasChildNodes()) return;
    banner.append(icon('eye'), el('span', {}, 'You are watching ', el('b', { text: state.session.display_name }), ', live. You cannot change anything here.'),
      el('button', { type: 'button', class: 'button small', text: 'Open my own desktop', on: { click: () => this.actions.ownDesktop() } }));
  }

  /** Rebuilds a list only when its items are others: an icon keeps its focus while windows move. */
  list(id, items, build) {
    if (this.lists.get(id) === items) return;
    this.lists.set(id, items);
    byId(id).replaceChildren(...items.map(build));
  }

  openItem(item) {
    if (!this.client.readOnly) this.actions.open(item.app_id, item.title);
  }

  onTap(event, item) {
    if (event.pointerType === 'touch') this.openItem(item);
  }

  launcher(item) {
    return el('button', { type: 'button', title: item.title, 'aria-label': item.title, on: { click: () => this.openItem(item) } }, tileOf(item));
  }

  startButton(item) {
    this.startToggle = el('button', {
      type: 'button', testid: 'start-button', 'aria-haspopup': 'menu', 'aria-expanded': 'false', 'aria-controls': 'start-menu',
      on: { click: () => (this.start.hidden ? this.openStart() : this.closeStart()) },
    }, iconOf(item), el('span', { text: item.title }));
    return this.startToggle;
  }

  renderTasks(state) {
    const tasks = tasksOf(state); // by age: a task stays where it is while windows rise and sink
    const present = new Set(tasks.map(w => w.id));
    for (const [id, button] of this.tasks) {
      if (present.has(id)) continue;
      button.remove();
      this.tasks.delete(id);
    }
    const focused = rootOf(state, ofId(state, state.active_window_id));
    tasks.forEach((window, place) => {
      const button = this.tasks.get(window.id) || this.addTask(window);
      const active = Boolean(focused && focused.id === window.id);
      button.classList.toggle('active', active);
      button.classList.toggle('minimized', window.state === 'minimized');
      button.setAttribute('aria-pressed', String(active));
      this.showNotice(button, window, state);
      const row = byId('tasks');
      if (row.children[place] !== button) row.insertBefore(button, row.children[place] || null);
      if (active && this.lastActive !== window.id) {
        const end = button.offsetLeft - row.offsetLeft + button.offsetWidth; // within the row alone: the page never scrolls
        row.scrollLeft = Math.min(Math.max(row.scrollLeft, end - row.clientWidth), end - button.offsetWidth);
      }
    });
    this.lastActive = focused ? focused.id : null;
  }

  /** The title with what its app wants to be known: a badge, progress, that it is busy or asks for attention. */
  showNotice(button, window, state) {
    const { badge, progress, busy, urgent } = window.notice;
    const [title, count, bar] = [button.querySelector('b'), button.querySelector('.count'), button.querySelector('progress')];
    const says = [window.title, badge && `badge ${badge}`, progress !== null && `${progress} %`, busy && 'busy', urgent && 'asks for attention', !here(state, window) && 'on another workspace'].filter(Boolean).join(', ');
    title.textContent = window.title;
    button.title = says;
    button.setAttribute('aria-label', says);
    count.hidden = !badge;
    count.textContent = badge || '';
    bar.hidden = progress === null && !busy;
    if (progress === null) bar.removeAttribute('value');
    else bar.value = progress;
    button.classList.toggle('urgent', urgent);
    button.classList.toggle('busy', busy);
  }

  addTask(window) {
    const button = el('button', { type: 'button', testid: 'task-' + window.id, on: {
      click: () => this.onTask(window.id),
      contextmenu: event => { event.preventDefault(); this.actions.windowMenu(window.id, button); },
    } }, tileOf({ app_id: appOf(window.app_id).id }), el('b'), el('span', { class: 'count', hidden: true }), el('progress', { max: '100', hidden: true, 'aria-hidden': 'true' }));
    this.tasks.set(window.id, button);
    return button;
  }

  /** A minimized window is restored, the active one minimized, any other focused. */
  onTask(id) {
    const state = this.client.getLocalState();
    const window = ofId(state, id);
    if (!window || this.client.readOnly) return;
    if (window.state === 'minimized') this.actions.snap(id, 'restore');
    else if ((rootOf(state, ofId(state, state.active_window_id)) || {}).id === id) this.actions.snap(id, 'minimize');
    else this.actions.send(this.client.focusWindow(id));
  }

  // ---- start menu

  openStart() {
    const user = this.client.user || {};
    const item = (testid, drawing, label, run) => el('button', {
      type: 'button', class: 'entry', role: 'menuitem', tabindex: '-1', testid, on: { click: () => { this.closeStart(); run(); } },
    }, drawing, label);
    const { actions } = this;
    this.start.replaceChildren(
      ...(this.client.readOnly ? [item('own-desktop', icon('house'), 'Open my own desktop', actions.ownDesktop)] : [
        el('div', { class: 'apps' }, APPS.map(app => item('app-' + app.id, tileOf({ app_id: app.id }), app.title, () => actions.open(app.id, app.title)))),
        el('hr'),
        item('start-layouts', icon('layout-panel-left'), 'Layouts', actions.showLayouts),
        item('start-undo', icon('undo-2'), 'Undo a change of the layout', actions.undo),
        item('start-share', icon('share-2'), 'Share this desktop', actions.showShare),
      ]),
      ...(PHONE.matches ? [] : [item('start-keys', icon('keyboard'), 'Keys', actions.showShortcuts)]),
      el('hr'),
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
