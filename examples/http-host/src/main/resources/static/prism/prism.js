/* Prism Console: what the host, its sessions, jobs and nodes are doing, read again every few seconds. */

import '../core-os-client.js';
import { duration, el, ensureSignedIn, longTime, problem, toast, when } from '../desktop-dom.js';
import { icon, tileOf } from '../desktop-icons.js';

const client = window.coreOS;
const byId = id => document.getElementById(id);
const REFRESH_MS = 4000;
const STATUSES = ['pending', 'running', 'completed', 'failed', 'cancelled'];
const TONES = {
  healthy: 'good', live: 'good', ready: 'good', running: 'good', completed: 'good', enabled: 'good',
  pending: 'warn', paused: 'warn', failed: 'bad', unhealthy: 'bad', unreachable: 'bad', lost: 'bad',
};

let user = null;
const filter = { status: '' };

// ---- building blocks

const status = name => el('span', { class: 'status ' + (TONES[name] || ''), text: name });
const card = (title, value, note) => el('div', { class: 'card' }, el('dt', { text: title }), el('dd', {}, cell(value)), note ? el('p', { text: note }) : null);
const section = (title, ...content) => el('section', {}, el('h2', { text: title }), ...content);
const cell = value => (value instanceof Node || Array.isArray(value) ? value : String(value ?? '–'));
const amount = value => (Array.isArray(value) ? value.length : value ?? '–');

function table(columns, rows, none) {
  if (!rows.length) return el('div', { class: 'scroll' }, el('p', { class: 'none', text: none }));
  return el('div', { class: 'scroll' }, el('table', {},
    el('thead', {}, el('tr', {}, columns.map(name => el('th', { scope: 'col', text: name })))),
    el('tbody', {}, rows.map(row => el('tr', row.attributes || {}, row.cells.map((value, i) =>
      el('td', { class: columns[i] === '' ? 'actions' : null }, cell(value))))))));
}

const row = (cells, attributes) => ({ cells, attributes });
const pairs = list => el('dl', { class: 'pairs' }, list.map(([name, value]) => [el('dt', { text: name }), el('dd', {}, cell(value))]));

/** A read that the role may not do, or that this host does not offer, is said in place and hides nothing else. */
async function read(path) {
  try {
    return await client.request(path);
  } catch (error) {
    if (error.status === 403) return { refused: `Your role (${user.role}) may not read this.` };
    if (error.status === 404) return { refused: 'This host does not offer it.' };
    throw error;
  }
}

const guarded = (answer, show) => (answer.refused ? el('div', { class: 'scroll' }, el('p', { class: 'none', text: answer.refused })) : show(answer));

/** The answer of /health in any state: an unhealthy host says so with 503 and the same document. */
async function health() {
  try {
    return await client.request('/health', { auth: false });
  } catch (error) {
    if (error.status === 503) return { status: 'unhealthy', ...error.problem };
    throw error;
  }
}

// ---- tabs

async function serviceRow(service) {
  const base = new URL(service.url || '/', location.href);
  const address = base.href.replace(/\/$/, '') + (service.health_path || '');
  if (base.origin !== location.origin) return row([service.name, 'elsewhere', '–', el('span', { class: 'mono', text: address })]);
  const path = (base.pathname.replace(/\/$/, '') || '') + (service.health_path || '/health');
  const answer = await client.request(path, { auth: false, timeoutMs: 5000 }).catch(error => ({ status: error.status === 503 ? 'unhealthy' : 'unreachable' }));
  return row([service.name, status((answer || {}).status || 'healthy'), (answer || {}).version, el('span', { class: 'mono', text: address })]);
}

async function overview() {
  const [host, version, sessions, jobs, config] = await Promise.all([
    health(), client.getVersion(), read('/api/sessions?limit=200'), read('/api/operator/status'), read('/api/system/prism/config')]);
  const live = (sessions.items || []).filter(s => s.status !== 'ended').length;
  const services = config.services || [{ name: host.service || 'host', url: '/', health_path: '/health' }];
  const rows = await Promise.all(services.map(serviceRow));
  return [
    section('Host', el('dl', { class: 'cards' },
      card('System status', status(host.status), `as of ${when(host.timestamp || new Date().toISOString())}`),
      card('Version', version.version, version.git_sha ? `commit ${version.git_sha}` : ''),
      card('Live sessions', sessions.refused ? '–' : live + (sessions.next ? '+' : ''), sessions.refused || (user.role === 'admin' ? 'of all users' : 'of yours')))),
    section('Jobs', guarded(jobs, j => el('dl', { class: 'cards' },
      STATUSES.map(name => card(name[0].toUpperCase() + name.slice(1), amount(j[name + '_jobs'])))))),
    section('Service health', table(['Service', 'Status', 'Version', 'Endpoint'], rows, 'No services.')),
    host.stores ? section('Stores', table(['Keeps', 'Kind', 'Durability'], host.stores.map(s => row([s.face, s.kind, s.durability])), 'No stores.')) : null,
  ];
}

async function sessions() {
  const answer = await read('/api/sessions?limit=200');
  const columns = ['Session', 'User', 'Status', 'Windows', 'Revision', 'Last activity'];
  return [section('Sessions', guarded(answer, a => table(columns, a.items.map(s => row([
    own(s) && s.status !== 'ended'
      ? el('a', { class: 'mono link', href: '/?session=' + encodeURIComponent(s.id), text: s.id })
      : el('span', { class: 'mono', text: s.id }),
    s.display_name && s.display_name !== s.user_id ? `${s.user_id || 'none'} (${s.display_name})` : s.user_id,
    status(s.status || 'live'), amount(s.windows ?? s.window_count), s.revision,
    when(s.last_activity || s.last_activity_at || s.created_at)], { 'data-session-id': s.id })), 'No sessions yet.')),
  answer.next ? el('p', { class: 'soft more', text: 'The 200 most recently active are shown.' }) : null)];
}

const own = s => s.user_id == null || s.user_id === user.id || s.user_id === user.username;

const ACTIONS = { pending: ['execute', 'cancel'], running: ['cancel'], failed: ['retry'], cancelled: ['retry'], completed: [] };
const ACTION_NAMES = { execute: 'Run now', cancel: 'Cancel', retry: 'Retry' };

function jobButtons(job) {
  if (!['operator', 'admin'].includes(user.role)) return [];
  return (ACTIONS[job.status] || []).map(action => el('button', {
    type: 'button', class: 'button small', text: ACTION_NAMES[action], testid: `job-${action}-${job.id}`,
    on: { click: event => act(event.currentTarget, job, action) },
  }));
}

async function act(button, job, action) {
  button.disabled = true;
  try {
    await client.request(`/api/operator/jobs/${encodeURIComponent(job.id)}/${action}`, { method: 'POST' });
    toast(`${ACTION_NAMES[action]}: ${job.name}`, '', 'success');
  } catch (error) {
    problem(error);
  }
  await refresh();
}

function progressOf(job) {
  const p = job.progress;
  if (p === null || p === undefined) return '–';
  if (typeof p === 'number') return `${Math.round(p <= 1 ? p * 100 : p)} %`;
  if (typeof p === 'object' && p.total) return `${p.done ?? p.current} of ${p.total}`;
  return typeof p === 'object' ? p.message || JSON.stringify(p) : String(p);
}

async function jobs() {
  const query = filter.status ? '&status=' + filter.status : '';
  const [list, schedules] = await Promise.all([read('/api/operator/jobs?limit=100' + query), read('/api/operator/schedules')]);
  const filters = el('div', { class: 'filters', role: 'group', 'aria-label': 'Status' }, ['', ...STATUSES].map(name => el('button', {
    type: 'button', class: 'button small', 'aria-pressed': String(filter.status === name), text: name || 'all',
    on: { click: () => { filter.status = name; refresh(); } },
  })));
  return [
    section('Schedules', guarded(schedules, s => table(['Name', 'Schedule', 'Job type', 'State', 'Next run', 'Last run'], s.items.map(item => row([
      item.name, el('span', { class: 'mono', text: item.schedule }), item.job_type, status(item.enabled ? 'enabled' : 'paused'),
      when(item.next_run_at), when(item.last_run_at)])), 'No schedules.'))),
    section('Jobs', filters, guarded(list, l => table(['Job', 'Type', 'Status', 'Attempt', 'Progress', 'Created', 'Completed', ''], l.items.map(job => row([
      el('button', { type: 'button', class: 'link', text: job.name, on: { click: () => { location.hash = 'jobs/' + encodeURIComponent(job.id); } } }),
      job.type, status(job.status), job.attempt, progressOf(job), when(job.created_at), when(job.completed_at), jobButtons(job),
    ], { 'data-job-id': job.id })), filter.status ? `No ${filter.status} jobs.` : 'No jobs yet.')),
    list.next ? el('p', { class: 'soft more', text: 'The first 100 are shown; filter by status to see others.' }) : null),
  ];
}

const shown = value => (value === null || value === undefined ? '–' : typeof value === 'object' ? JSON.stringify(value, null, 2) : String(value));

function logLine(line) {
  if (typeof line === 'string') return el('li', {}, el('span'), el('span'), el('span', { text: line }));
  const level = String(line.level || line.kind || '').toLowerCase();
  return el('li', { class: level },
    el('span', { text: when(line.at || line.timestamp) }), el('span', { text: level }), el('span', { text: line.message || line.text || '' }));
}

async function jobDetail(id) {
  const path = '/api/operator/jobs/' + encodeURIComponent(id);
  const [job, log] = await Promise.all([read(path), read(path + '/log')]);
  const back = el('a', { href: '#jobs', text: 'All jobs' });
  if (job.refused) return [el('p', {}, back), el('p', { class: 'soft more', text: job.refused })];
  const took = job.started_at && job.completed_at ? duration((new Date(job.completed_at) - new Date(job.started_at)) / 1000) : null;
  return [el('div', { class: 'detail' },
    el('p', {}, back),
    el('header', {}, el('h2', { text: job.name }), status(job.status), el('div', { class: 'buttons' }, jobButtons(job))),
    pairs([
      ['Id', job.id], ['Type', job.type], ['Queue', job.queue], ['Attempt', job.attempt], ['Token', job.token], ['Schedule', job.schedule],
      ['Progress', progressOf(job)], ['Due', when(job.run_at)], ['Created', when(job.created_at)], ['Started', when(job.started_at)],
      ['Completed', when(job.completed_at) + (took ? `, after ${took}` : '')], ['Result', shown(job.result)], ['Error', shown(job.error)],
      ['Metadata', shown(job.metadata)],
    ]),
    el('section', {}, el('h2', { text: 'Log' }), guarded(log, l => ((l.items || []).length
      ? el('ul', { class: 'log mono' }, l.items.map(logLine))
      : el('div', { class: 'scroll' }, el('p', { class: 'none', text: 'This job has logged nothing.' }))))))];
}

async function nodes() {
  const answer = await read('/api/operator/nodes');
  return [section('Nodes', guarded(answer, a => table(['Node', 'Host', 'State', 'Running jobs', 'Version', 'Started', 'Lease until'], a.items.map(n => row([
    el('span', { class: 'mono', text: n.id }), n.host, status(n.live ? 'live' : 'lost'), n.running_jobs, n.version, when(n.started_at), when(n.lease_until)])), 'No nodes.')))];
}

async function system() {
  const [version, config] = await Promise.all([client.getVersion(), client.getPublicConfig()]);
  const group = object => pairs(Object.entries(object || {}).map(([name, value]) => [name, shown(value)]));
  return [
    section('Build', group(version)),
    section('Features', group(config.features)),
    section('Limits', group(config.limits)),
    section('External services', group(config.external_services)),
  ];
}

const TAB_ICONS = { overview: 'gauge', sessions: 'monitor', jobs: 'list-checks', nodes: 'server', system: 'info' };
const TABS = { overview, sessions, jobs, nodes, system };

// ---- the page

function place() {
  const [tab, id] = location.hash.slice(1).split('/');
  return { tab: Object.hasOwn(TABS, tab) ? tab : 'overview', id: tab === 'jobs' && id ? decodeURIComponent(id) : null };
}

let round = 0;

/** Reads and shows the current tab; an answer that comes after a newer one was asked for is dropped. */
async function refresh() {
  const mine = (round += 1);
  const { tab, id } = place();
  try {
    const content = await (id ? jobDetail(id) : TABS[tab]());
    if (mine !== round) return;
    show(content.filter(Boolean));
    byId('updated').textContent = 'Last updated ' + longTime(new Date());
  } catch (error) {
    if (mine === round && error.status !== 401) problem(error);
  }
}

/** Replaces the panel unless a selection in it would be lost; focus and scrolling stay where they were. */
function show(content) {
  const panel = byId('panel');
  const selected = document.getSelection();
  if (panel.dataset.place === location.hash && !selected.isCollapsed && panel.contains(selected.anchorNode)) return;
  const controls = () => [...panel.querySelectorAll('a, button')];
  const focused = controls().indexOf(document.activeElement);
  const scrolls = [...panel.querySelectorAll('.scroll, .log')].map(node => [node.scrollLeft, node.scrollTop]);
  const stays = panel.dataset.place === location.hash;
  panel.replaceChildren(...content);
  panel.dataset.place = location.hash;
  if (!stays) return;
  if (focused >= 0 && controls()[focused]) controls()[focused].focus({ preventScroll: true });
  panel.querySelectorAll('.scroll, .log').forEach((node, i) => { if (scrolls[i]) [node.scrollLeft, node.scrollTop] = scrolls[i]; });
}

function markTab() {
  const { tab } = place();
  [...byId('tabs').children].forEach(button => {
    const selected = button.dataset.tab === tab;
    button.setAttribute('aria-selected', String(selected));
    button.tabIndex = selected ? 0 : -1;
    if (selected) byId('panel').setAttribute('aria-labelledby', button.id);
  });
  refresh();
}

function buildTabs() {
  const names = Object.keys(TABS);
  const go = name => { location.hash = name; };
  byId('tabs').append(...names.map((name, i) => el('button', {
    type: 'button', role: 'tab', id: 'tab-' + name, 'aria-controls': 'panel', testid: 'tab-' + name, data: { tab: name },
    on: { click: () => go(name), keydown: event => {
      const to = { ArrowRight: i + 1, ArrowLeft: i - 1 + names.length }[event.key];
      if (to === undefined) return;
      go(names[to % names.length]);
      byId('tab-' + names[to % names.length]).focus();
    } },
  }, icon(TAB_ICONS[name]), name[0].toUpperCase() + name.slice(1))));
}

async function start() {
  document.documentElement.dataset.theme = localStorage.getItem('blackroad-theme') || 'classic';
  user = await ensureSignedIn(client, byId('signin'));
  const config = await client.getPublicConfig();
  byId('environment').textContent = config.environment;
  byId('environment').classList.toggle('production', config.environment === 'production');
  byId('signout').addEventListener('click', async () => {
    await client.logout().catch(problem);
    location.reload();
  });
  client.on('auth:required', () => location.reload());
  window.addEventListener('hashchange', markTab);
  document.addEventListener('visibilitychange', () => { if (!document.hidden) refresh(); });
  setInterval(() => { if (!document.hidden) refresh(); }, REFRESH_MS);
  byId('brand').prepend(tileOf({ app_id: 'prism' }));
  buildTabs();
  byId('console').hidden = false;
  markTab();
}

start().catch(problem);
