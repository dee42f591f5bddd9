/* Ctrl+K: one field that opens apps, switches windows and changes the theme. */

import { el, problem } from './desktop-dom.js';
import { APPS, appOf } from './desktop-apps.js';
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
    const window = w => ({
      icon: appOf(w.app_id).icon, title: w.title, hint: w.state === 'minimized' ? 'Minimized' : 'Switch to',
      run: () => (w.state === 'minimized' ? this.client.restoreWindow(w.id) : this.client.focusWindow(w.id)),
    });
    return [
      ...[...state.windows].reverse().map(window),
      ...APPS.map(app => ({ icon: app.icon, title: app.title, hint: 'Open', run: () => this.actions.open(app.id, app.title) })),
      ...THEMES.map(theme => ({ icon: '🎨', title: theme[0].toUpperCase() + theme.slice(1) + ' theme', hint: 'Theme', run: () => this.client.setTheme(theme) })),
      { icon: '🚪', title: 'Sign out', hint: '', run: () => this.actions.signOut() },
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
      'aria-label': 'Open an app or switch to a window', placeholder: 'Open an app, switch to a window', autocomplete: 'off', spellcheck: 'false',
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
    }, el('span', { class: 'entry-icon', 'aria-hidden': 'true', text: entry.icon }), entry.title, el('small', { text: entry.hint }))));
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
