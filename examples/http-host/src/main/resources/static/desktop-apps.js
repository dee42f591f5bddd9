/*
 * What stands in the windows. An app is {id, title, mount}: mount(content, {client, window}) fills the content
 * and answers a function that stops what it started. Everything shown is read from the host or kept in this browser.
 */

import { icon } from './desktop-icons.js';
import { day, duration, el, longTime, shortTime, when } from './desktop-dom.js';

const FEED = 50;
const feed = []; // the last events of the session that this page saw, newest first
const feedListeners = new Set();

/** Keeps the session's last events for every Lucidia window, also those before it was opened. */
export function recordEvents(client) {
  client.on('state:updated', ({ event }) => {
    if (!event) return;
    feed.unshift(event);
    feed.length = Math.min(feed.length, FEED);
    feedListeners.forEach(listener => listener());
  });
}

/** Runs `task` now and every `ms` while the page is visible; answers the stop. */
function every(ms, task) {
  const run = () => { if (!document.hidden) task(); };
  task();
  const timer = setInterval(run, ms);
  document.addEventListener('visibilitychange', run);
  return () => {
    clearInterval(timer);
    document.removeEventListener('visibilitychange', run);
  };
}

function figure(label, value, percent) {
  const meter = typeof percent === 'number' ? el('i') : null;
  if (meter) meter.style.width = Math.max(0, Math.min(percent, 100)) + '%';
  return el('div', { class: 'figure' }, el('dt', { text: label }), el('dd', { text: value, title: value }),
    meter ? el('div', { class: 'meter' }, meter) : null);
}

function pairs(list) {
  return el('dl', { class: 'pairs' }, list.map(([name, value]) => [el('dt', { text: name }), el('dd', { text: value })]));
}

const percent = value => (typeof value === 'number' && value >= 0 ? value.toFixed(1) + ' %' : 'not known');
const count = value => String(Array.isArray(value) ? value.length : value ?? '–');
const failure = error => el('p', { text: error.status === 403 ? 'Your role may not read this.' : error.message });

function computer(content, { client }) {
  const body = el('div', { class: 'app' });
  content.append(body);
  if (client.readOnly) return void body.append(el('p', { text: 'What the host measures is shown to the owner of this desktop alone.' }));
  return every(4000, async () => {
    try {
      const os = await client.getOSState();
      const use = os.system_resources || {};
      const local = client.getLocalState();
      const apps = os.running_apps || [];
      body.replaceChildren(
        el('div', {}, el('h2', { text: local.session.display_name }), el('p', { text: `Status ${os.status}, up ${duration(os.uptime_seconds || 0)}` })),
        el('dl', { class: 'figures' },
          figure('Memory', percent(use.memory_usage_percent), use.memory_usage_percent),
          figure('Processor', percent(use.cpu_usage_percent), use.cpu_usage_percent),
          figure('Windows', count(os.active_windows)),
          figure('Revision', count(local.revision))),
        el('div', {}, el('h3', { text: 'This session' }), pairs([
          ['Session', local.session.id], ['User', local.session.user_id || 'none'], ['Opened', when(local.session.created_at)],
          ['Theme', local.theme], ['Running apps', Array.isArray(apps) ? apps.join(', ') || 'none' : count(apps)],
        ])));
    } catch (error) {
      body.replaceChildren(failure(error));
    }
  });
}

function notes(content, { client }) {
  if (client.readOnly) return void content.append(el('div', { class: 'app' }, el('p', { text: 'Notes are kept in the browser of their owner and are not shared.' })));
  const key = 'blackroad.notes.' + (client.user || {}).id;
  const read = () => localStorage.getItem(key) || '';
  const text = el('textarea', { 'aria-label': 'Note', placeholder: 'Write something.', spellcheck: 'true' });
  const status = el('footer');
  const say = () => {
    const words = text.value.split(/\s+/).filter(Boolean).length;
    status.textContent = `${words} ${words === 1 ? 'word' : 'words'}. Kept in this browser only.`;
  };
  const show = () => {
    if (text.value !== read()) text.value = read();
    say();
  };
  text.addEventListener('input', () => {
    localStorage.setItem(key, text.value);
    document.dispatchEvent(new Event('notes:changed'));
  });
  const fromOtherTab = event => { if (event.key === key) show(); };
  window.addEventListener('storage', fromOtherTab);
  document.addEventListener('notes:changed', show);
  show();
  content.append(el('div', { class: 'notes' }, text, status));
  return () => {
    window.removeEventListener('storage', fromOtherTab);
    document.removeEventListener('notes:changed', show);
  };
}

function prism(content, { client, window: model }) {
  // The taskbar shows how many jobs failed; it is sent when the number is another, once for all who look.
  const tell = failed => {
    const badge = failed > 0 ? String(failed).slice(0, 8) : null;
    const shown = client.getLocalState().windows.find(w => w.id === model.id);
    if (!shown || client.readOnly || shown.notice.badge === badge) return;
    client.setNotice(model.id, { ...shown.notice, badge }).catch(error => console.info('The badge was not set', error.code));
  };
  const body = el('div', { class: 'app' });
  content.append(body);
  if (client.readOnly) return void body.append(el('p', { text: 'Sessions and jobs are shown to the owner of this desktop alone.' }));
  const read = path => client.request(path).catch(error => error);
  return every(4000, async () => {
    const [sessions, jobs] = await Promise.all([read('/api/sessions'), read('/api/operator/status')]);
    if (!(jobs instanceof Error)) tell(jobs.failed_jobs);
    const live = sessions instanceof Error ? null : (sessions.items || []).filter(s => s.status !== 'ended');
    body.replaceChildren(
      el('div', {}, el('h2', { text: 'Prism Console' }), el('p', { text: 'Sessions and jobs of this host at a glance.' })),
      el('div', {}, el('h3', { text: 'Sessions' }), live
        ? el('dl', { class: 'figures' }, figure(sessions.next ? 'Live, at least' : 'Live', String(live.length)))
        : failure(sessions)),
      el('div', {}, el('h3', { text: 'Jobs' }), jobs instanceof Error ? failure(jobs) : el('dl', { class: 'figures' },
        ['pending', 'running', 'completed', 'failed'].map(status => figure(status[0].toUpperCase() + status.slice(1), count(jobs[status + '_jobs']))))),
      el('p', {}, el('a', { class: 'link', href: '/prism/', target: '_blank', rel: 'noopener', text: 'Open the whole console' })));
  });
}

function lucidia(content, { client }) {
  const list = el('ul', { class: 'feed' });
  const lead = el('p');
  content.append(el('div', { class: 'app' }, el('div', {}, el('h2', { text: 'Event feed' }), lead), list));
  const titleIn = ({ data }) => {
    const id = data.window_id || (data.window || {}).id || ((data.windows || [])[0] || {}).window_id;
    const window = id && client.getLocalState().windows.find(w => w.id === id);
    return window ? el('span', { text: window.title }) : null;
  };
  const show = () => {
    lead.textContent = feed.length
      ? `The last ${feed.length === 1 ? 'event' : feed.length + ' events'} of this session, as ${feed.length === 1 ? 'it arrived' : 'they arrive'}.`
      : 'Nothing has happened since this page was opened. Move a window.';
    list.replaceChildren(...feed.map(event => el('li', {},
      el('span', { class: 'number', text: event.revision }),
      el('time', { class: 'soft', text: longTime(new Date(event.at)) }),
      el('div', {}, el('b', { text: event.type.replaceAll('_', ' ') }), titleIn(event), el('div', { class: 'mono', text: JSON.stringify(event.data), title: JSON.stringify(event.data) })))));
  };
  feedListeners.add(show);
  show();
  return () => feedListeners.delete(show);
}

function clock(content) {
  const time = el('time');
  const date = el('p', { class: 'soft' });
  const utc = el('p', { class: 'soft' });
  content.append(el('div', { class: 'clock-app' }, time, date, utc));
  return every(250, () => {
    const now = new Date();
    time.textContent = longTime(now);
    date.textContent = new Intl.DateTimeFormat(undefined, { dateStyle: 'full' }).format(now);
    utc.textContent = now.toISOString().slice(11, 16) + ' UTC';
  });
}

const OPERATIONS = { '+': (a, b) => a + b, '−': (a, b) => a - b, '×': (a, b) => a * b, '÷': (a, b) => a / b };

/** The pocket kind: each operation completes the one before it; twelve digits, so that 0.1 + 0.2 is 0.3. */
function calculator(content) {
  let shown = '0';
  let left = null;
  let operation = null;
  let typing = false;
  const output = el('output', { text: shown });
  const round = number => (Number.isFinite(number) ? String(Number(number.toPrecision(12))) : 'Not a number');
  const complete = () => {
    if (operation) shown = round(OPERATIONS[operation](left, Number(shown)));
    operation = null;
    typing = false;
  };
  const press = key => {
    if (shown === 'Not a number' || key === 'C') [shown, left, operation, typing] = ['0', null, null, false];
    if (/^[0-9]$/.test(key)) shown = typing && shown !== '0' ? (shown + key).slice(0, 13) : key;
    else if (key === '.') shown = typing ? (shown.includes('.') ? shown : shown + '.') : '0.';
    else if (key === '⌫') shown = typing && shown.length > 1 ? shown.slice(0, -1) : '0';
    else if (key === '±') shown = round(-Number(shown));
    else if (key === '=') complete();
    else if (OPERATIONS[key]) {
      if (typing || !operation) complete();
      [left, operation, typing] = [Number(shown), key, false];
    }
    if (/^[0-9.⌫]$/.test(key)) typing = true;
    output.textContent = shown;
  };
  const keys = ['C', '⌫', '±', '÷', '7', '8', '9', '×', '4', '5', '6', '−', '1', '2', '3', '+', '0', '.', '='];
  const names = { '⌫': 'Delete', '±': 'Change sign', C: 'Clear' };
  const pad = el('div', { class: 'keys' }, keys.map(key => el('button', {
    type: 'button', class: 'button' + (key === '=' ? ' primary wide' : ''), 'aria-label': names[key], on: { click: () => press(key) },
  }, key === '⌫' ? icon('delete') : key)));
  const typed = { '*': '×', '/': '÷', '-': '−', Backspace: '⌫', Enter: '=', ',': '.', Delete: 'C' };
  content.append(el('div', { class: 'calculator', tabindex: '0', role: 'group', 'aria-label': 'Calculator', on: { keydown: event => {
    const key = typed[event.key] || event.key;
    if (!keys.includes(key) || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    press(key);
  } } }, output, pad));
}

function about(content, { client }) {
  const body = el('div', { class: 'app' });
  content.append(body);
  const show = async () => {
    const [version, config, hash] = await Promise.all([client.getVersion(), client.getPublicConfig(), client.canonicalHash().catch(e => e.message)]);
    body.replaceChildren(
      el('div', {}, el('h2', { text: version.app_name || 'BlackRoad OS' }), el('p', { text: 'A desktop that is the same on every device, live.' })),
      pairs([
        ['Version', version.version], ['Build', version.build_time || '–'], ['Commit', version.git_sha || '–'],
        ['Environment', version.env || config.environment], ['Client', globalThis.CoreOSClient.VERSION],
        ['Windows allowed', count((config.limits || {}).max_open_windows)],
        ['Session timeout', count((config.limits || {}).session_timeout_minutes) + ' min'],
        ['State hash', hash],
      ]),
      el('p', { text: 'Ctrl+K finds apps, windows and actions; the start menu lists the keys.' }));
  };
  show().catch(error => body.replaceChildren(failure(error)));
}

function unknown(content, { window: model }) {
  content.append(el('div', { class: 'app' },
    el('div', {}, el('h2', { text: model.title }), el('p', { text: 'This host has no viewer for the app of this window.' })),
    pairs([['App', model.app_id], ['Window', model.id], ['Opened', `${day(new Date(model.created_at))} ${shortTime(new Date(model.created_at))}`]])));
}

export const APPS = [
  { id: 'computer', title: 'My Computer', mount: computer },
  { id: 'notes', title: 'Notes', mount: notes },
  { id: 'prism', title: 'Prism Console', mount: prism },
  { id: 'lucidia', title: 'Lucidia', mount: lucidia },
  { id: 'calculator', title: 'Calculator', mount: calculator },
  { id: 'clock', title: 'Clock', mount: clock },
  { id: 'about', title: 'About', mount: about },
];

const ALIASES = { 'prism-console': 'prism' };

/** The app of an id, or a page that says what is known of the window. */
export function appOf(id) {
  return APPS.find(app => app.id === (ALIASES[id] || id)) || { id, title: id, mount: unknown };
}
