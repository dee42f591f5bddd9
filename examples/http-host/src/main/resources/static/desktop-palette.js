/* Ctrl+K: one field that opens apps, switches windows and changes the theme. */

import { el, problem } from './desktop-dom.js';
import { APPS, appOf } from './desktop-apps.js';
import { tileOf } from './desktop-icons.js';
import { here } from './desktop-model.js';
import { THEMES } from './desktop-shell.js';

/** How well `text` answers `query`: 0 for a beginning, 1 for the beginning of a word, 2 for within, -1 for not at all. */
function rank(text, query) {
  const at = text.toLowerCase().indexOf(query);
  if (at <= 0) return at;
  return text[at - 1] === ' ' ? 1 : 2;
}

export class Palette {
  constructor(client, actions) {
    this.client = client;
    this.actions = actions;
    this.node = null;
  }

  entries() {
    const state = this.client.getLocalState();
    const { actions, client } = this;
    const signOut = { icon: { icon: 'log-out' }, title: 'Sign out', hint: '', run: () => actions.signOut() };
    if (client.readOnly) return [{ icon: { icon: 'house' }, title: 'Open my own desktop', hint: '', run: () => actions.ownDesktop() }, signOut];
    const active = actions.active();
    const act = (name, title, run, hint = '') => ({ icon: { icon: name }, title, hint, run });
    const where = w => (w.state === 'minimized' ? 'Minimized' : here(state, w) ? 'Switch to' : state.workspaces.find(s => s.id === w.workspace_id).name);
    return [
      ...[...state.windows].reverse().map(w => ({
        icon: { app_id: appOf(w.app_id).id }, title: w.title, hint: where(w),
        run: () => (w.state === 'minimized' ? client.restoreWindow(w.id) : client.focusWindow(w.id)),
      })),
      ...APPS.map(app => ({ icon: { app_id: app.id }, title: app.title, hint: 'Open', run: () => actions.open(app.id, app.title) })),
      ...(active ? [
        act('maximize', active.fullscreen ? 'Leave full screen' : 'Full screen', () => actions.toggleFullscreen(active), 'Ctrl+Alt+F'),
        act('panel-left', 'Snap left', () => actions.snap(active.id, 'left')),
        act('panel-right', 'Snap right', () => actions.snap(active.id, 'right')),
        act('pin', active.layer === 'above' ? 'Not always on top' : 'Always on top', () => actions.toggleAbove(active)),
      ] : []),
      act('undo-2', 'Undo layout change', actions.undo, 'Ctrl+Alt+Z'),
      act('redo-2', 'Redo layout change', actions.redo, 'Ctrl+Alt+Shift+Z'),
      act('save', 'Save layout', actions.showLayouts),
      ...state.saved_layouts.map(layout => act('layout-panel-left', 'Restore layout ' + layout.name, () => actions.restoreLayout(layout.name))),
      ...state.workspaces.filter(w => w.id !== state.current_workspace_id).map(w => act('layers', 'Go to ' + w.name, () => actions.switchWorkspace(w.id), 'Workspace')),
      act('plus', 'New workspace', actions.addWorkspace),
      act('share-2', 'Share this desktop', actions.showShare),
      act('keyboard', 'Keys', actions.showShortcuts),
      ...THEMES.map(theme => act('palette', theme[0].toUpperCase() + theme.slice(1) + ' theme', () => client.setTheme(theme), 'Theme')),
      signOut,
    ];
  }

  toggle() {
    if (!this.close()) this.open();
  }

  open() {
    this.returnTo = document.activeElement;
    this.all = this.entries();
    this.input = el('input', {
      type: 'text', role: 'combobox', 'aria-expanded': 'true', 'aria-controls': 'palette-list', 'aria-autocomplete': 'list',
      'aria-label': 'Find apps, windows and actions', placeholder: 'Find apps, windows and actions', autocomplete: 'off', spellcheck: 'false',
      testid: 'palette-input', on: { input: () => this.filter(), keydown: e => this.onKey(e) },
    });
    this.list = el('ul', { id: 'palette-list', role: 'listbox', 'aria-label': 'Results' });
    this.empty = el('p', { text: 'Nothing matches.', hidden: true });
    this.node = el('div', { class: 'palette', testid: 'palette', on: { pointerdown: e => { if (e.target === this.node) this.close(); } } },
      el('div', { class: 'palette-card', role: 'dialog', 'aria-modal': 'true', 'aria-label': 'Palette' }, this.input, this.list, this.empty));
    document.body.append(this.node);
    this.filter();
    this.input.focus();
  }

  /** Answers whether it was open. */
  close() {
    if (!this.node) return false;
    this.node.remove();
    this.node = null;
    if (this.returnTo && this.returnTo.isConnected) this.returnTo.focus({ preventScroll: true });
    return true;
  }

  filter() {
    const query = this.input.value.trim().toLowerCase();
    this.found = this.all.map(entry => ({ entry, rank: rank(entry.title, query) }))
      .filter(hit => hit.rank >= 0).sort((a, b) => a.rank - b.rank).map(hit => hit.entry);
    this.list.replaceChildren(...this.found.map((entry, i) => el('li', {
      class: 'entry', role: 'option', id: 'palette-' + i, on: { click: () => this.run(entry), pointermove: () => this.mark(i) },
    }, tileOf(entry.icon), entry.title, el('small', { text: entry.hint }))));
    this.empty.hidden = this.found.length > 0;
    this.mark(0);
  }

  mark(at) {
    this.at = at;
    [...this.list.children].forEach((item, i) => item.setAttribute('aria-selected', String(i === at)));
    const item = this.list.children[at];
    if (item) {
      this.input.setAttribute('aria-activedescendant', item.id);
      item.scrollIntoView({ block: 'nearest' });
    } else this.input.removeAttribute('aria-activedescendant');
  }

  onKey(event) {
    const count = this.found.length;
    if (event.key === 'Tab') event.preventDefault();
    if (!count) return;
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      event.preventDefault();
      this.mark((this.at + (event.key === 'ArrowDown' ? 1 : count - 1)) % count);
    } else if (event.key === 'Enter') {
      event.preventDefault();
      this.run(this.found[this.at]);
    }
  }

  run(entry) {
    this.close();
    Promise.resolve(entry.run()).catch(problem);
  }
}
