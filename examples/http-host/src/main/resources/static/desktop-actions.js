/* What a user can do to the desktop, by name: menus, the palette, buttons and keys all come here. */

import { problem, toast } from './desktop-dom.js';
import { layoutsDialog, noticesDialog, shareDialog, shortcutsDialog } from './desktop-dialogs.js';
import { ofId, PHONE, shortName } from './desktop-model.js';
import { showMenu } from './desktop-menu.js';

const titles = (state, event) => event.data.windows.map(w => (ofId(state, w.window_id) || {}).title).filter(Boolean).join(', ');

export function createActions(client) {
  const state = () => client.getLocalState();
  const active = () => (state() ? ofId(state(), state().active_window_id) : null);
  /** Sends a command and shows its refusal; the promise gives the answer, or null. */
  const send = command => command.catch(error => { problem(error); return null; });

  /** Undo and redo alike: says what came back, or that there was nothing. */
  async function history(command, type, done, nothing, other) {
    const answer = await send(command);
    if (!answer) return;
    const event = answer.events.find(e => e.type === type);
    if (event) toast(done + titles(state(), event), other.hint, 'success', { label: other.label, run: other.run });
    else toast(nothing);
  }

  const actions = {
    send,
    active,
    open: (appId, title) => send(client.openWindow(appId, title)),
    async signOut() {
      await send(client.logout());
      location.reload();
    },
    ownDesktop: () => location.assign(location.pathname),

    /** Puts a window into a zone of ZONES, or does `maximize`, `restore` or `minimize`. */
    snap(id, zone) {
      const plain = { maximize: 'maximizeWindow', restore: 'restoreWindow', minimize: 'minimizeWindow' }[zone];
      return send(plain ? client[plain](id) : client.snapWindow(id, zone));
    },
    toggleFullscreen: window => send(client.setFullscreen(window.id, !window.fullscreen)),
    toggleAbove: window => send(client.setLayer(window.id, window.layer === 'above' ? 'normal' : 'above')),
    toggleSticky: window => send(client.setSticky(window.id, !window.sticky)),

    undo: () => history(client.undoLayout(), 'layout_undone', 'Undone: ', 'Nothing to undo', { label: 'Redo', hint: 'Ctrl+Alt+Shift+Z brings it back.', run: () => actions.redo() }),
    redo: () => history(client.redoLayout(), 'layout_redone', 'Redone: ', 'Nothing to redo', { label: 'Undo', hint: 'Ctrl+Alt+Z takes it back.', run: () => actions.undo() }),
    async saveLayout(name) {
      if (await send(client.saveLayout(name))) toast('Layout saved', name, 'success');
    },
    async restoreLayout(name) {
      const answer = await send(client.restoreLayout(name));
      if (answer) toast(answer.events.length ? 'Layout restored' : 'The windows stand so already', name, 'success', answer.events.length ? { label: 'Undo', run: () => actions.undo() } : null);
    },
    deleteLayout: name => send(client.deleteLayout(name)),

    addWorkspace: async () => {
      const names = new Set(state().workspaces.map(w => w.name));
      let n = state().workspaces.length + 1;
      while (names.has('Workspace ' + n)) n += 1;
      const answer = await send(client.addWorkspace('Workspace ' + n));
      const made = answer && answer.events.find(e => e.type === 'workspace_added');
      if (made) await send(client.switchWorkspace(made.data.workspace.id));
    },
    switchWorkspace: id => send(client.switchWorkspace(id)),
    renameWorkspace: (id, name) => send(client.renameWorkspace(id, name)),
    async removeWorkspace(id) {
      const moved = state().windows.filter(w => w.workspace_id === id && !w.parent_id).length;
      if (await send(client.removeWorkspace(id))) toast('Workspace removed', moved ? `Its ${moved === 1 ? 'window stands' : moved + ' windows stand'} on the one beside it.` : '');
    },
    /** The workspace `by` places on, or at the place `to`; `carry` takes the active window along. */
    goWorkspace({ by = 0, to = null, carry = false }) {
      const { workspaces, current_workspace_id: current } = state();
      const next = workspaces[to === null ? workspaces.findIndex(w => w.id === current) + by : to];
      if (!next || next.id === current) return;
      const window = carry ? active() : null;
      send(client.command([
        ...(window ? [{ type: 'move_to_workspace', window_id: window.id, workspace_id: next.id }] : []),
        { type: 'switch_workspace', workspace_id: next.id },
      ]));
    },

    showLayouts: () => layoutsDialog(client, actions),
    showNotices: () => noticesDialog(client, actions),
    showShare: () => shareDialog(client),
    showShortcuts: () => shortcutsDialog(),

    /** The menu of a window, at {x, y} or a button. */
    windowMenu(id, at) {
      const window = ofId(state(), id);
      if (!window || client.readOnly) return;
      const { workspaces } = state();
      const changed = window.state !== 'normal' || window.snap || window.fullscreen;
      showMenu('Window ' + window.title, [
        ...(PHONE.matches ? [] : [
          { zones: window.snap, run: zone => actions.snap(id, zone) },
          'line',
          { label: 'Maximize', icon: 'square', disabled: window.state === 'maximized', run: () => actions.snap(id, 'maximize'), hint: 'Ctrl+Alt+Up' },
          { label: 'Restore', icon: 'copy', disabled: !changed, run: () => actions.snap(id, 'restore') },
          { label: window.fullscreen ? 'Leave full screen' : 'Full screen', icon: window.fullscreen ? 'minimize-2' : 'maximize', run: () => actions.toggleFullscreen(window), hint: 'Ctrl+Alt+F', testid: 'menu-fullscreen' },
        ]),
        window.modal ? null : { label: 'Minimize', icon: 'minus', disabled: window.state === 'minimized', run: () => actions.snap(id, 'minimize') },
        'line',
        { label: 'Always on top', icon: 'pin', checked: window.layer === 'above', run: () => actions.toggleAbove(window), testid: 'menu-above' },
        { label: 'On all workspaces', icon: 'layers', checked: window.sticky, run: () => actions.toggleSticky(window), testid: 'menu-sticky' },
        ...workspaces.map((workspace, place) => (workspace.id === window.workspace_id || window.sticky ? null : {
          label: 'Move to ' + (shortName(workspace, place) === workspace.name ? workspace.name : 'workspace ' + (place + 1)), icon: 'arrow-right',
          run: () => send(client.moveToWorkspace(id, workspace.id)), testid: 'menu-to-' + workspace.id,
        })),
        'line',
        { label: 'Close', icon: 'x', run: () => send(client.closeWindow(id)), hint: 'Esc' },
      ], at);
    },
  };
  return actions;
}
