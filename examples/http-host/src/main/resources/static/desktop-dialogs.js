/* The dialogs: saved layouts, notifications, sharing and the list of keys. */

import { appOf } from './desktop-apps.js';
import { el, problem, toast, when } from './desktop-dom.js';
import { icon, tileOf } from './desktop-icons.js';

/** A modal dialog with a title; closing it removes it. */
function dialog(title, ...content) {
  const node = el('dialog', { class: 'dialog', 'aria-label': title, testid: 'dialog', on: {
    close: () => node.remove(),
    pointerdown: event => { if (event.target === node) node.close(); },
  } },
  el('div', { class: 'dialog-card' },
    el('header', {}, el('h2', { text: title }), el('button', { type: 'button', class: 'quiet', 'aria-label': 'Close', on: { click: () => node.close() } }, icon('x'))),
    ...content));
  document.body.append(node);
  node.showModal();
  return node;
}

/** A form of one field and one button. `submit(value)` may fail: its error is said below the field. */
function oneField(label, button, placeholder, submit) {
  const error = el('p', { class: 'signin-error', role: 'alert' });
  const input = el('input', { required: true, maxlength: '64', placeholder, autocomplete: 'off', 'aria-label': label, testid: 'dialog-input' });
  return el('form', { class: 'one-field', on: { submit: async event => {
    event.preventDefault();
    error.textContent = '';
    try {
      await submit(input.value.trim());
      input.value = '';
    } catch (refused) {
      error.textContent = refused.message;
    }
  } } }, input, el('button', { type: 'submit', class: 'button primary', text: button, testid: 'dialog-submit' }), error);
}

export function layoutsDialog(client, actions) {
  const list = el('ul', { class: 'rows' });
  const show = () => {
    const { saved_layouts: layouts } = client.getLocalState();
    list.replaceChildren(...layouts.map(layout => el('li', {},
      icon('layout-panel-left'),
      el('div', {}, el('b', { text: layout.name }), el('small', { text: layout.windows.length === 1 ? '1 window' : layout.windows.length + ' windows' })),
      el('button', { type: 'button', class: 'button small', text: 'Restore', testid: 'layout-restore', on: { click: () => { node.close(); actions.restoreLayout(layout.name); } } }),
      el('button', { type: 'button', class: 'quiet', 'aria-label': 'Delete ' + layout.name, title: 'Delete', on: { click: () => actions.deleteLayout(layout.name) } }, icon('trash-2')))));
    if (!layouts.length) list.append(el('li', { class: 'none', text: 'No layout is saved yet.' }));
  };
  const form = oneField('Name of the layout', 'Save', 'Name, such as Monday morning', name => client.saveLayout(name).then(() => toast('Layout saved', name, 'success')));
  const node = dialog('Layouts', el('p', { text: 'A layout keeps where every window stands: its bounds, zone, layer and workspace.' }), form, list);
  const off = client.on('state:updated', show);
  node.addEventListener('close', off);
  show();
}

export function noticesDialog(client, actions) {
  const list = el('ul', { class: 'rows notices' });
  const all = el('button', { type: 'button', class: 'button small', testid: 'notices-read', on: { click: () => actions.send(client.readAllNotifications()) } }, 'Mark all as read');
  const row = ({ id, title, body, app_id: app, at, read }) => el('li', { class: read ? 'read' : 'unread', testid: 'notice' },
    app ? tileOf({ app_id: appOf(app).id }) : icon('bell'),
    el('div', {}, el('b', { text: title }), body ? el('p', { text: body }) : null, el('small', { text: when(at) })),
    client.readOnly ? null : [
      read ? null : el('button', { type: 'button', class: 'quiet', 'aria-label': 'Mark as read: ' + title, title: 'Mark as read', on: { click: () => actions.send(client.readNotification(id)) } }, icon('check')),
      el('button', { type: 'button', class: 'quiet', 'aria-label': 'Dismiss ' + title, title: 'Dismiss', testid: 'notice-dismiss', on: { click: () => actions.send(client.dismissNotification(id)) } }, icon('x')),
    ]);
  const show = () => {
    const { notifications } = client.getLocalState();
    list.replaceChildren(...notifications.map(row));
    if (!notifications.length) list.append(el('li', { class: 'none', text: 'There is nothing to tell.' }));
    all.hidden = client.readOnly || notifications.every(notice => notice.read);
  };
  const node = dialog('Notifications', all, list);
  const off = client.on('state:updated', show);
  node.addEventListener('close', off);
  show();
}

export function shareDialog(client) {
  const path = `/api/sessions/${encodeURIComponent(client.sessionId)}/shares`;
  const list = el('ul', { class: 'rows' });
  const link = location.origin + '/?session=' + encodeURIComponent(client.sessionId);
  const show = async () => {
    try {
      const { items } = await client.request(path);
      list.replaceChildren(...items.map(user => el('li', {},
        icon('eye'), el('div', {}, el('b', { text: user.display_name }), el('small', { text: user.username })),
        el('button', { type: 'button', class: 'button small', text: 'Stop', 'aria-label': 'Stop sharing with ' + user.display_name, on: { click: async () => {
          await client.request(`${path}/${encodeURIComponent(user.user_id)}`, { method: 'DELETE' }).catch(problem);
          show();
        } } }))));
      if (!items.length) list.append(el('li', { class: 'none', text: 'Nobody else may watch this desktop.' }));
    } catch (error) {
      list.replaceChildren(el('li', { class: 'none', text: error.message }));
    }
  };
  dialog('Share this desktop',
    el('p', { text: 'Whom you name may watch it live, and can change nothing.' }),
    oneField('User name', 'Share', 'User name', name => client.request(path, { method: 'POST', body: { username: name } }).then(show)),
    list,
    el('label', { class: 'field' }, 'They open this address', el('input', { readonly: true, value: link, on: { focus: event => event.target.select() } })));
  show();
}

const KEYS = [
  ['Ctrl K', 'Find apps, windows and actions'],
  ['Ctrl Alt \u2190 \u2192 \u2191 \u2193', 'Snap, maximize, restore, minimize'],
  ['Ctrl Alt F', 'Full screen, and back'],
  ['Ctrl Alt Z', 'Undo a change of the layout'],
  ['Ctrl Alt Shift Z', 'Redo it'],
  ['Ctrl Alt 1 \u2026 9', 'Go to a workspace'],
  ['Ctrl Alt PgUp PgDn', 'The workspace before, after'],
  ['\u2026 with Shift', 'and take the window along'],
  ['Arrows on a title bar', 'Move the window; with Shift, resize it'],
  ['F2', 'Rename a window or workspace'],
  ['Esc', 'Close what is open, then the window'],
];

export function shortcutsDialog() {
  dialog('Keys', el('dl', { class: 'keys-list' }, KEYS.map(([keys, what]) => el('div', {},
    el('dt', {}, keys.split(' ').map(key => (/^(Ctrl|Alt|Shift|Esc|F2|PgUp|PgDn|[A-Z0-9\u2190-\u2193])$/.test(key) ? el('kbd', { text: key }) : key + ' '))), el('dd', { text: what })))));
}
