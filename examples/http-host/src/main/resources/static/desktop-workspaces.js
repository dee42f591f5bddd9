/* The workspaces in the task bar: press to switch, twice to rename, more by the right button or the menu key. */

import { el } from './desktop-dom.js';
import { icon } from './desktop-icons.js';
import { showMenu } from './desktop-menu.js';
import { shortName } from './desktop-model.js';

export class Workspaces {
  constructor(client, place, actions) {
    this.client = client;
    this.actions = actions;
    this.buttons = new Map();
    this.row = el('div', { class: 'workspace-row', on: { keydown: e => this.onKey(e) } });
    this.add = el('button', { type: 'button', class: 'workspace-add', 'aria-label': 'Add a workspace', title: 'Add a workspace', testid: 'workspace-add', on: { click: () => actions.addWorkspace() } }, icon('plus'));
    this.number = el('span');
    this.compact = el('button', { type: 'button', class: 'workspace-compact', testid: 'workspace-menu', 'aria-haspopup': 'menu', 'aria-expanded': 'false', on: { click: () => this.showAll() } }, icon('layers'), this.number);
    place.append(this.row, this.add, this.compact);
  }

  render(state) {
    this.state = state;
    for (const [id, button] of this.buttons) {
      if (state.workspaces.some(w => w.id === id)) continue;
      button.remove();
      this.buttons.delete(id);
    }
    state.workspaces.forEach((workspace, place) => {
      const button = this.buttons.get(workspace.id) || this.build(workspace.id);
      const current = workspace.id === state.current_workspace_id;
      const inIt = state.windows.filter(w => w.workspace_id === workspace.id && !w.parent_id);
      const text = shortName(workspace, place);
      if (this.renaming !== workspace.id && button.textContent !== text) button.textContent = text;
      button.title = `${workspace.name}, ${inIt.length === 1 ? '1 window' : inIt.length + ' windows'}`;
      button.setAttribute('aria-label', button.title);
      button.setAttribute('aria-pressed', String(current));
      button.tabIndex = current ? 0 : -1;
      button.classList.toggle('occupied', inIt.length > 0);
      button.classList.toggle('urgent', !current && inIt.some(w => w.notice.urgent));
      const shown = this.renaming === workspace.id ? this.field : button;
      if (this.row.children[place] !== shown) this.row.insertBefore(shown, this.row.children[place] || null);
      if (current) {
        this.number.textContent = text;
        this.compact.setAttribute('aria-label', 'Workspaces: ' + workspace.name);
      }
    });
  }

  build(id) {
    const button = el('button', { type: 'button', testid: 'workspace-' + id, data: { workspace: id }, on: {
      click: () => { if (this.renaming !== id && !this.client.readOnly && id !== this.state.current_workspace_id) this.actions.switchWorkspace(id); },
      dblclick: () => this.rename(id),
      contextmenu: event => { event.preventDefault(); this.menu(id); },
    } });
    this.buttons.set(id, button);
    return button;
  }

  onKey(event) {
    const id = event.target.dataset.workspace;
    if (!id || this.renaming) return;
    const ids = this.state.workspaces.map(w => w.id);
    const next = ids[ids.indexOf(id) + ({ ArrowLeft: -1, ArrowRight: 1 }[event.key] || 0)];
    if (event.key === 'F2') this.rename(id);
    else if (event.key === 'Delete' && ids.length > 1) this.remove(id);
    else if (next && next !== id && !event.ctrlKey) this.buttons.get(next).focus();
    else return;
    event.preventDefault();
  }

  entries(id) {
    const window = this.actions.active();
    return [
      { label: 'Rename', icon: 'pencil', run: () => this.rename(id), hint: 'F2' },
      { label: 'Move the active window here', icon: 'arrow-right', disabled: !window || window.workspace_id === id, run: () => this.actions.send(this.client.moveToWorkspace(window.id, id)) },
      { label: 'Remove', icon: 'trash-2', disabled: this.state.workspaces.length < 2, run: () => this.remove(id), hint: 'Del', testid: 'workspace-remove' },
    ];
  }

  menu(id) {
    if (!this.client.readOnly) showMenu('Workspace', this.entries(id), this.buttons.get(id));
  }

  /** On a small screen: all workspaces and what can be done to the current one. */
  showAll() {
    if (this.client.readOnly) return;
    const { workspaces, current_workspace_id: current } = this.state;
    showMenu('Workspaces', [
      ...workspaces.map(w => ({ label: w.name, icon: 'layers', checked: w.id === current, run: () => this.actions.switchWorkspace(w.id) })),
      'line',
      { label: 'Add a workspace', icon: 'plus', run: () => this.actions.addWorkspace() },
      { label: 'Remove this one', icon: 'trash-2', disabled: workspaces.length < 2, run: () => this.remove(current) },
    ], this.compact);
  }

  async remove(id) {
    const held = this.row.contains(document.activeElement);
    await this.actions.removeWorkspace(id);
    const current = this.buttons.get(this.client.getLocalState().current_workspace_id);
    if (held && current) current.focus();
  }

  rename(id) {
    if (this.renaming || this.client.readOnly) return;
    const button = this.buttons.get(id);
    const { name } = this.state.workspaces.find(w => w.id === id);
    const input = el('input', { value: name, maxlength: '40', 'aria-label': 'Name of the workspace', testid: 'workspace-name' });
    const finish = keep => {
      if (!this.renaming) return;
      this.renaming = null;
      const wanted = input.value.trim();
      input.replaceWith(button);
      button.focus();
      if (keep && wanted && wanted !== name) this.actions.renameWorkspace(id, wanted);
    };
    input.addEventListener('keydown', event => {
      event.stopPropagation();
      if (event.key === 'Enter' || event.key === 'Escape') finish(event.key === 'Enter');
    });
    input.addEventListener('blur', () => finish(true));
    this.renaming = id;
    this.field = input;
    button.replaceWith(input); // a button may not hold a field
    input.select();
  }
}
