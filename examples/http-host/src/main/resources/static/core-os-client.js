/*
 * CoreOSClient: the browser's side of a BlackRoad OS session, one file without dependencies. It has no `export`,
 * so that it serves as a classic script and as `import '/core-os-client.js'`; both give window.CoreOSClient and
 * window.coreOS. Events: os:initialized, os:error, state:updated, window:created, :focused, :minimized, :maximized,
 * :restored, :moved, :resized, :renamed, :closed, theme:changed, connection:changed, presence:changed (who watches),
 * gesture (where someone drags a window just now) and auth:required.
 */
(function (global) {
  'use strict';

  const VERSION = '0.1.0';
  const AUTH_KEY = 'blackroad.auth';
  const CLIENT_KEY = 'blackroad.client';
  const STALL_MS = 40000; // the server speaks every 15 s at least; two silent beats and a half are a dead line
  const MAX_FRAME = 8 * 1024 * 1024;
  const MAX_QUEUE = 256;
  const MAX_BOUNDS = 50; // as many as the server remembers
  const MAX_TRIES = 8;
  const SPREAD_MS = 150;

  class CoreOSError extends Error {
    /** A refusal by the server (status > 0, with the problem document) or a failed connection (status 0). */
    constructor(status, problem) {
      super(problem.detail || problem.title || 'HTTP ' + status);
      this.name = 'CoreOSError';
      this.status = status;
      this.code = problem.code || null;
      this.problem = problem;
    }
  }

  function unreachable(error) {
    throw new CoreOSError(0, { code: 'UNREACHABLE', detail: 'The host cannot be reached (' + error.message + ')' });
  }

  // ---- the state: events carry results, so the reducer only assigns ----------------------------

  const reindex = windows => windows.map((w, i) => (w.z_index === i ? w : { ...w, z_index: i }));

  function change(state, id, assign) {
    if (!state.windows.some(w => w.id === id)) throw resync('unknown window ' + id);
    return { ...state, windows: state.windows.map(w => (w.id === id ? { ...w, ...assign(w) } : w)) };
  }

  /** The windows as a change of the focus leaves them: some at other places, and one, or none, active. */
  function focus(state, { active_window_id: active, restacked }) {
    const moves = new Map(restacked.map(move => [move.window_id, move.z_index]));
    const windows = state.windows.filter(w => !moves.has(w.id));
    for (const [id, z] of moves) windows.splice(z, 0, state.windows.find(w => w.id === id));
    const next = { ...state, windows: reindex(windows), active_window_id: active };
    if (active === null) return next;
    next.focus_order = [active, ...state.focus_order.filter(id => id !== active)];
    return change(next, active, w => ({ notice: { ...w.notice, urgent: false } }));
  }

  const shown = (state, d, assign) => focus(change(state, d.window_id, assign), d.focus);
  const arranged = (state, d) => focus(
    d.windows.reduce((before, { window_id: id, ...layout }) => change(before, id, () => layout), state), d.focus);

  /** The bounds by app, the latest first, with those of a window that closes. */
  function remembered(state, id) {
    const closed = state.windows.find(w => w.id === id);
    if (!closed) throw resync('unknown window ' + id);
    const others = state.remembered_bounds.filter(b => b.app_id !== closed.app_id);
    return [{ app_id: closed.app_id, position: closed.position, size: closed.size }, ...others].slice(0, MAX_BOUNDS);
  }

  /** A list with an item in place of the one of its id, else at the end. */
  const put = (list, item) => (list.some(i => i.id === item.id)
    ? list.map(i => (i.id === item.id ? item : i))
    : [...list, item]);

  /** A list without the item of an id, which must be there. */
  function drop(list, id) {
    if (!list.some(i => i.id === id)) throw resync('unknown item ' + id);
    return list.filter(i => i.id !== id);
  }

  /** A list with the item of an id at another place. */
  function moved(list, id, index) {
    const after = drop(list, id);
    after.splice(index, 0, list.find(i => i.id === id));
    return after;
  }

  const assigned = (map, key, value) => (value === null ? without(map, key) : { ...map, [key]: value });

  const without = (map, key) => Object.fromEntries(Object.entries(map).filter(([k]) => k !== key));

  const control = (state, assign) => ({ ...state, control: { ...state.control, ...assign } });

  const reducers = {
    __proto__: null,
    session_opened: (state, d) => ({
      session: d.session, status: 'live', control: { holder: null, token_generation: 0, impersonator: null }, windows: [], active_window_id: null, focus_order: [],
      workspaces: [{ id: '1', name: 'Workspace 1' }], current_workspace_id: '1',
      saved_layouts: [], remembered_bounds: [],
      desktop_items: d.desktop_items, taskbar_items: d.taskbar_items, system_tray_items: d.system_tray_items,
      theme: d.theme, theme_tokens: d.theme_tokens || {}, wallpaper: d.wallpaper ?? null,
      notifications: d.notifications || [], clipboard: d.clipboard || [], shortcuts: d.shortcuts || {},
      metadata: d.metadata,
    }),
    session_ended: state => ({ ...state, status: 'ended' }),
    desktop_imported: (state, d) => ({ ...state, ...d.desktop }),
    taken_over: (state, d) => control(state, { holder: d.holder }),
    released: state => control(state, { holder: null }),
    token_rotated: (state, d) => control(state, { token_generation: d.generation }),
    impersonation_begun: (state, d) => control(state, { impersonator: d.impersonator }),
    impersonation_ended: state => control(state, { impersonator: null }),
    display_name_changed: (state, d) => ({ ...state, session: { ...state.session, display_name: d.display_name } }),
    session_metadata_changed: (state, d) => ({
      ...state, session: { ...state.session, metadata: assigned(state.session.metadata, d.key, d.value) },
    }),
    window_opened: (state, d) => focus({
      ...state, windows: reindex([...state.windows, d.window]), focus_order: [...state.focus_order, d.window.id],
    }, d.focus),
    window_closed: (state, d) => focus({
      ...state,
      remembered_bounds: remembered(state, d.window_id),
      windows: reindex(state.windows.filter(w => w.id !== d.window_id)),
      focus_order: state.focus_order.filter(id => id !== d.window_id),
    }, d.focus),
    window_focused: (state, d) => focus(state, d.focus),
    window_minimized: (state, d) => shown(state, d, () => ({ state: 'minimized' })),
    window_maximized: (state, d) => shown(state, d, () => ({ state: 'maximized', restore_state: 'maximized', snap: null })),
    window_restored: (state, d) => shown(state, d, () => ({ state: d.state, restore_state: d.state })),
    window_moved: (state, d) => change(state, d.window_id, () => ({ position: d.position, snap: null })),
    window_resized: (state, d) => change(state, d.window_id, () => ({ position: d.position, size: d.size, snap: null })),
    window_renamed: (state, d) => change(state, d.window_id, () => ({ title: d.title })),
    window_noticed: (state, d) => change(state, d.window_id, () => ({ notice: d.notice })),
    window_metadata_changed: (state, d) => change(state, d.window_id, w => ({
      metadata: assigned(w.metadata, d.key, d.value),
    })),
    windows_arranged: arranged,
    layout_undone: arranged,
    layout_redone: arranged,
    layout_saved: (state, d) => ({
      ...state,
      saved_layouts: state.saved_layouts.some(l => l.name === d.layout.name)
        ? state.saved_layouts.map(l => (l.name === d.layout.name ? d.layout : l))
        : [...state.saved_layouts, d.layout],
    }),
    layout_deleted: (state, d) => ({ ...state, saved_layouts: state.saved_layouts.filter(l => l.name !== d.name) }),
    workspace_added: (state, d) => ({ ...state, workspaces: [...state.workspaces, d.workspace] }),
    workspace_removed: (state, d) => focus({
      ...state,
      workspaces: state.workspaces.filter(w => w.id !== d.workspace_id),
      current_workspace_id: d.current_workspace_id,
      windows: state.windows.map(w => (w.workspace_id === d.workspace_id ? { ...w, workspace_id: d.neighbour_id } : w)),
    }, d.focus),
    workspace_renamed: (state, d) => ({
      ...state, workspaces: state.workspaces.map(w => (w.id === d.workspace_id ? { ...w, name: d.name } : w)),
    }),
    workspace_switched: (state, d) => focus({ ...state, current_workspace_id: d.workspace_id }, d.focus),
    desktop_item_put: (state, d) => ({ ...state, desktop_items: put(state.desktop_items, d.item) }),
    desktop_item_removed: (state, d) => ({ ...state, desktop_items: drop(state.desktop_items, d.item_id) }),
    taskbar_item_put: (state, d) => ({ ...state, taskbar_items: put(state.taskbar_items, d.item) }),
    taskbar_item_removed: (state, d) => ({ ...state, taskbar_items: drop(state.taskbar_items, d.item_id) }),
    taskbar_item_moved: (state, d) => ({ ...state, taskbar_items: moved(state.taskbar_items, d.item_id, d.index) }),
    tray_item_put: (state, d) => ({ ...state, system_tray_items: put(state.system_tray_items, d.item) }),
    tray_item_removed: (state, d) => ({ ...state, system_tray_items: drop(state.system_tray_items, d.item_id) }),
    theme_changed: (state, d) => ({ ...state, theme: d.theme }),
    theme_tokens_changed: (state, d) => ({ ...state, theme_tokens: d.tokens }),
    wallpaper_changed: (state, d) => ({ ...state, wallpaper: d.wallpaper }),
    notification_added: (state, d) => ({
      ...state,
      notifications: [
        d.notification,
        ...(d.dropped_id === null ? state.notifications : drop(state.notifications, d.dropped_id)),
      ],
    }),
    notification_read: (state, d) => ({
      ...state, notifications: state.notifications.map(n => (n.id === d.notification_id ? { ...n, read: true } : n)),
    }),
    notifications_read: state => ({ ...state, notifications: state.notifications.map(n => ({ ...n, read: true })) }),
    notification_dismissed: (state, d) => ({ ...state, notifications: drop(state.notifications, d.notification_id) }),
    clipboard_copied: (state, d) => ({
      ...state, clipboard: [d.text, ...state.clipboard.filter(text => text !== d.text)].slice(0, d.size),
    }),
    clipboard_cleared: state => ({ ...state, clipboard: [] }),
    shortcut_changed: (state, d) => ({ ...state, shortcuts: assigned(state.shortcuts, d.keys, d.action) }),
  };

  function resync(reason) {
    return Object.assign(new Error('The local state cannot follow: ' + reason), { code: 'RESYNC' });
  }

  /**
   * The state after `event`; neither is changed, and an event that the state holds already changes nothing. A gap in
   * the revisions or an unknown event throws an error with code RESYNC: only a snapshot helps then.
   */
  function applyEvent(state, event) {
    const revision = state ? state.revision : 0;
    if (event.revision <= revision) return state;
    if (event.revision !== revision + 1) throw resync(`revision ${event.revision} after ${revision}`);
    if (event.version !== 1 || !reducers[event.type]) {
      throw resync(`event ${event.type} version ${event.version} is not known here`);
    }
    return { ...reducers[event.type](state, event.data), revision: event.revision };
  }

  // ---- how a device shows a state: as DesktopView does in Java ----------------------------------

  const COMPACT_WIDTH = 640; // the widest room in which one window is shown at a time
  const GRASP = 100; // so much of a window's width stays in the room, so that it can be taken again
  const TITLE_BAR = 38;

  /** Each zone as a cell of a grid: columns, column, rows, row. */
  const CELLS = {
    left: [2, 0, 1, 0], right: [2, 1, 1, 0], top: [1, 0, 2, 0], bottom: [1, 0, 2, 1],
    top_left: [2, 0, 2, 0], top_right: [2, 1, 2, 0], bottom_left: [2, 0, 2, 1], bottom_right: [2, 1, 2, 1],
    left_third: [3, 0, 1, 0], center_third: [3, 1, 1, 0], right_third: [3, 2, 1, 0],
  };

  const edge = (length, line, lines) => Math.floor((2 * length * line + lines) / (2 * lines));

  function cell(room, [columns, column, rows, row]) {
    const x = edge(room.width, column, columns);
    const y = edge(room.height, row, rows);
    const width = edge(room.width, column + 1, columns) - x;
    const height = edge(room.height, row + 1, rows) - y;
    return { x, y, width: Math.max(1, width), height: Math.max(1, height) };
  }

  /** The nearest bounds at which a window's title bar can be grasped. */
  function reachable(bounds, room) {
    const grasp = Math.min(GRASP, bounds.width);
    return {
      ...bounds,
      x: Math.round(Math.max(grasp - bounds.width, Math.min(bounds.x, Math.max(0, room.width - grasp)))),
      y: Math.round(Math.max(0, Math.min(bounds.y, Math.max(0, room.height - TITLE_BAR)))),
    };
  }

  /** The bounds of a visible window in a room of this width and height, more than a phone's. */
  function place(window, room) {
    if (window.fullscreen || window.state === 'maximized') return { x: 0, y: 0, width: room.width, height: room.height };
    return window.snap ? cell(room, CELLS[window.snap]) : reachable({ ...window.position, ...window.size }, room);
  }

  function isVisible(state, window) {
    if (!window.sticky && window.workspace_id !== state.current_workspace_id) return false;
    for (let w = window; w; w = state.windows.find(other => other.id === w.parent_id)) {
      if (w.state === 'minimized') return false;
    }
    return true;
  }

  /** The windows that a device with this room for windows shows, the bottom one first, each with its bounds there. */
  function view(state, room) {
    if (room.width <= COMPACT_WIDTH) {
      return state.windows.filter(w => w.id === state.active_window_id)
        .map(window => ({ window, bounds: { x: 0, y: 0, width: room.width, height: room.height } }));
    }
    return state.windows.filter(w => isVisible(state, w)).map(window => ({ window, bounds: place(window, room) }));
  }

  /** JSON with sorted keys and no blanks: equal values give equal text. */
  function canonicalJson(value) {
    if (Array.isArray(value)) return '[' + value.map(canonicalJson).join(',') + ']';
    if (value === null || typeof value !== 'object') return JSON.stringify(value === undefined ? null : value);
    const fields = Object.keys(value).sort().map(key => JSON.stringify(key) + ':' + canonicalJson(value[key]));
    return '{' + fields.join(',') + '}';
  }

  /** A push parser for server-sent events: feed it text in any pieces, it calls `onFrame({event, id, data})`. */
  function sseParser(onFrame) {
    let rest = '';
    let frame = { event: 'message', id: null, data: [] };
    function line(text) {
      if (text === '') {
        if (frame.data.length) onFrame({ ...frame, data: frame.data.join('\n') });
        frame = { event: 'message', id: null, data: [] };
        return;
      }
      const colon = text.indexOf(':');
      if (colon === 0) return;
      const field = colon < 0 ? text : text.slice(0, colon);
      const value = colon < 0 ? '' : text.slice(colon + 1).replace(/^ /, '');
      if (field === 'data') frame.data.push(value);
      else if (field === 'event' || field === 'id') frame[field] = value;
    }
    return text => {
      rest += text;
      // A CR at the end may be half of a CRLF: it waits for the next piece.
      const lines = rest.split(/\r\n|\n|\r(?!$)/);
      rest = lines.pop();
      if (rest.length > MAX_FRAME) throw resync('a frame of more than ' + MAX_FRAME + ' characters');
      lines.forEach(line);
    };
  }

  // ---- small parts ------------------------------------------------------------------------------

  function uuid() {
    if (global.crypto.randomUUID) return global.crypto.randomUUID(); // absent outside secure contexts
    return Array.from(global.crypto.getRandomValues(new Uint8Array(16)), b => b.toString(16).padStart(2, '0')).join('');
  }

  const sleep = ms => new Promise(resolve => setTimeout(resolve, ms));

  /** Half fixed, half random, doubling from 0.4 s up to 15 s: hosts that come back are not met by a crowd. */
  function backoff(attempt) {
    const full = Math.min(15000, 400 * 2 ** Math.min(attempt, 8));
    return full / 2 + Math.random() * (full / 2);
  }

  /** Web storage that survives being switched off: then values live as long as the page. */
  function storageOf(name) {
    const memory = new Map();
    let web = null;
    try {
      web = global[name];
    } catch (denied) {
      console.info(name + ' is not available; sign-in lasts as long as this page', denied);
    }
    return {
      read: key => JSON.parse((web ? web.getItem(key) : memory.get(key)) || 'null'),
      write: (key, value) => (web || { setItem: (k, v) => memory.set(k, v) }).setItem(key, JSON.stringify(value)),
      drop: key => (web ? web.removeItem(key) : memory.delete(key)),
    };
  }

  class CoreOSClient {
    /** @param baseUrl the host's origin, '' for the page's own. @param options {timeoutMs: 30000, device: 'Browser'} */
    constructor(baseUrl = '', options = {}) {
      this.baseUrl = baseUrl.replace(/\/+$/, '');
      this.device = options.device || 'Browser'; // what others read in the list of viewers
      this.timeoutMs = options.timeoutMs || 30000;
      this.sessionId = this.clientId = null;
      this.connection = 'offline';
      // Tokens are shared by all tabs of the origin: a second tab is signed in at once, and one refresh, which
      // rotates the refresh token, serves them all. Session storage would make each tab its own token family.
      this._tokens = storageOf('localStorage');
      this._tab = storageOf('sessionStorage');
      this._listeners = new Map();
      this._state = null;
      this._epoch = null;
      this._run = null;
      this._queue = Promise.resolve();
      this._queued = 0;
      this._refreshing = null;
      this._identity = null;
      this._waiting = new Set();
    }

    // ---- events

    on(event, handler) {
      if (!this._listeners.has(event)) this._listeners.set(event, new Set());
      this._listeners.get(event).add(handler);
      return () => this.off(event, handler);
    }

    off(event, handler) {
      const handlers = this._listeners.get(event);
      if (handlers) handlers.delete(handler);
    }

    /** Calls each handler; one that throws is reported as an uncaught error and does not stop the others. */
    emit(event, detail) {
      for (const handler of [...(this._listeners.get(event) || [])]) {
        try {
          handler(detail);
        } catch (error) {
          (global.reportError || console.error)(error);
        }
      }
    }

    // ---- system

    getVersion() { return this.request('/api/system/version', { auth: false }); }

    getPublicConfig() { return this.request('/api/system/config/public', { auth: false }); }

    getOSState() {
      return this.request('/api/system/os/state' + (this.sessionId ? '?session=' + encodeURIComponent(this.sessionId) : ''));
    }

    async initialize() {
      try {
        const [version, config, state] = await Promise.all([this.getVersion(), this.getPublicConfig(), this.getOSState()]);
        const result = { version, config, state, initialized: true };
        if (!this._state) this._initial = state;
        this.emit('os:initialized', result);
        return result;
      } catch (error) {
        this.emit('os:error', error);
        throw error;
      }
    }

    /** Whether the host says that it is healthy, within 5 seconds. */
    async healthCheck() {
      try {
        return (await this.request('/health', { auth: false, timeoutMs: 5000 })).status === 'healthy';
      } catch (error) {
        if (error instanceof CoreOSError) return false;
        throw error;
      }
    }

    /** The live state, else what initialize() saw, else null. Never changed in place: keep and compare at will. */
    getLocalState() { return this._state || this._initial || null; }

    /** Whether the session is another user's, who shares it: then it can be watched, and every command is refused. */
    get readOnly() {
      const { user_id: owner = null } = (this._state || { session: {} }).session;
      return owner !== null && this.user !== null && owner !== this.user.id;
    }

    /** SHA-256 (hex) of the live state's canonical JSON: two clients in step have the same one. */
    async canonicalHash() {
      if (!global.crypto.subtle) throw new Error('SHA-256 needs a secure context: open the page over https or on localhost');
      const bytes = new TextEncoder().encode(canonicalJson(this._state));
      const hash = await global.crypto.subtle.digest('SHA-256', bytes);
      return Array.from(new Uint8Array(hash), b => b.toString(16).padStart(2, '0')).join('');
    }

    // ---- sign-in

    get user() { return (this._tokens.read(AUTH_KEY) || {}).user || null; }

    get signedIn() { return this._tokens.read(AUTH_KEY) !== null; }

    /** `{username, password}` or a one-time `{ticket}`; answers the user. */
    login(credentials) { return this._signIn('/api/auth/login', credentials); }

    guest() { return this._signIn('/api/auth/guest', {}); }

    me() { return this.request('/api/auth/me'); }

    async logout() {
      const tokens = this._tokens.read(AUTH_KEY);
      this.detach();
      this._tokens.drop(AUTH_KEY);
      if (tokens) {
        const headers = { Authorization: 'Bearer ' + tokens.access_token };
        const body = { refresh_token: tokens.refresh_token };
        await this.request('/api/auth/logout', { method: 'POST', body, headers, auth: false });
      }
    }

    async _signIn(path, body) {
      const answer = await this.request(path, { method: 'POST', body, auth: false });
      this._keep(answer);
      return answer.user;
    }

    _keep(answer) {
      const { access_token, refresh_token, user } = answer;
      this._tokens.write(AUTH_KEY, { access_token, refresh_token, user });
    }

    /** Exchanges the refresh token, once for all tabs: whoever comes second finds the first one's result. */
    _refresh(stale) {
      const exchange = async () => {
        const held = this._tokens.read(AUTH_KEY);
        if (!held) throw new CoreOSError(401, { code: 'UNAUTHENTICATED', detail: 'Not signed in' });
        if (held.access_token !== stale) return;
        const body = { refresh_token: held.refresh_token };
        try {
          const answer = await this.request('/api/auth/refresh', { method: 'POST', body, auth: false });
          this._keep({ user: held.user, ...answer });
          // Another tab sees local storage a moment late; until then it must not use the refresh token just spent.
          await sleep(SPREAD_MS);
        } catch (error) {
          if (error.status === 400 || error.status === 401 || error.status === 403) {
            this._tokens.drop(AUTH_KEY);
            this.detach();
            this.emit('auth:required', error);
          }
          throw error;
        }
      };
      const locks = global.navigator && global.navigator.locks;
      this._refreshing = this._refreshing
        || Promise.resolve(locks ? locks.request(AUTH_KEY, exchange) : exchange()).finally(() => { this._refreshing = null; });
      return this._refreshing;
    }

    // ---- requests

    /** fetch with the token, one refresh on 401, and CoreOSError for everything that is not a success. */
    async _fetch(path, options) {
      for (let refreshed = false; ; refreshed = true) {
        const held = options.auth === false ? null : this._tokens.read(AUTH_KEY);
        const headers = { Accept: 'application/json', ...options.headers };
        if (held) headers.Authorization = 'Bearer ' + held.access_token;
        if (options.body) headers['Content-Type'] = 'application/json';
        const response = await global.fetch(this.baseUrl + path, {
          method: options.method || 'GET',
          headers,
          body: options.body && JSON.stringify(options.body),
          signal: options.signal,
          cache: 'no-store',
        }).catch(unreachable);
        if (response.ok) return response;
        if (response.status === 401 && held && !refreshed) {
          await this._refresh(held.access_token);
          continue;
        }
        const problem = await response.json().catch(() => ({ title: response.statusText }));
        throw new CoreOSError(response.status, problem);
      }
    }

    /** A request whose answer is JSON (null for an empty one). `options`: method, body, headers, auth, timeoutMs. */
    async request(path, options = {}) {
      const abort = new AbortController();
      const timer = setTimeout(() => abort.abort(), options.timeoutMs || this.timeoutMs);
      try {
        const response = await this._fetch(path, { ...options, signal: abort.signal });
        const text = await response.text().catch(unreachable);
        return text ? JSON.parse(text) : null;
      } finally {
        clearTimeout(timer);
      }
    }

    // ---- commands

    openWindow(appId, title) { return this.command({ type: 'open_window', app_id: appId, ...(title ? { title } : {}) }); }

    closeWindow(id) { return this.command({ type: 'close_window', window_id: id }); }

    focusWindow(id) { return this.command({ type: 'focus_window', window_id: id }); }

    minimizeWindow(id) { return this.command({ type: 'minimize_window', window_id: id }); }

    maximizeWindow(id) { return this.command({ type: 'maximize_window', window_id: id }); }

    restoreWindow(id) { return this.command({ type: 'restore_window', window_id: id }); }

    moveWindow(id, position) { return this.command({ type: 'move_window', window_id: id, position }); }

    resizeWindow(id, size, position) {
      return this.command({ type: 'resize_window', window_id: id, size, ...(position ? { position } : {}) });
    }

    renameWindow(id, title) { return this.command({ type: 'rename_window', window_id: id, title }); }

    snapWindow(id, zone) { return this.command({ type: 'snap_window', window_id: id, zone }); }

    setFullscreen(id, fullscreen) { return this.command({ type: 'set_fullscreen', window_id: id, fullscreen }); }

    setLayer(id, layer) { return this.command({ type: 'set_layer', window_id: id, layer }); }

    setSticky(id, sticky) { return this.command({ type: 'set_sticky', window_id: id, sticky }); }

    setNotice(id, notice) { return this.command({ type: 'set_notice', window_id: id, ...notice }); }

    moveToWorkspace(id, workspace) { return this.command({ type: 'move_to_workspace', window_id: id, workspace_id: workspace }); }

    addWorkspace(name) { return this.command({ type: 'add_workspace', name }); }

    removeWorkspace(id) { return this.command({ type: 'remove_workspace', workspace_id: id }); }

    renameWorkspace(id, name) { return this.command({ type: 'rename_workspace', workspace_id: id, name }); }

    switchWorkspace(id) { return this.command({ type: 'switch_workspace', workspace_id: id }); }

    /** Takes back the latest change of the layout, or the one of `revision`; `redoLayout` brings it back. */
    undoLayout(revision = null) { return this.command({ type: 'undo_layout', revision }); }

    redoLayout(revision = null) { return this.command({ type: 'redo_layout', revision }); }

    saveLayout(name) { return this.command({ type: 'save_layout', name }); }

    restoreLayout(name) { return this.command({ type: 'restore_layout', name }); }

    deleteLayout(name) { return this.command({ type: 'delete_layout', name }); }

    /** Makes this tab the only one whose commands change the desktop, until `release` or until another takes over. */
    takeOver() { return this.command({ type: 'take_over' }); }

    release() { return this.command({ type: 'release' }); }

    /** A token with which other users may watch the session; `rotateToken` makes all of them worthless. */
    async shareToken() {
      return (await this.request(`/api/sessions/${encodeURIComponent(this.sessionId)}/token`, { method: 'POST', body: {} })).token;
    }

    rotateToken() { return this.command({ type: 'rotate_token' }); }

    /** Accepts a token; answers the id of the session that may be attached to now. */
    async acceptShare(token) {
      return (await this.request('/api/shares', { method: 'POST', body: { token } })).session_id;
    }

    setTheme(theme) { return this.command({ type: 'set_theme', theme }); }

    /** Replaces all tokens, values that override those of the theme: write each into one property, never into markup. */
    setThemeTokens(tokens) { return this.command({ type: 'set_theme_tokens', tokens }); }

    /** null takes the wallpaper away. */
    setWallpaper(wallpaper) { return this.command({ type: 'set_wallpaper', wallpaper }); }

    /** `item`: id, title, icon and app_id; it replaces the one of its id. */
    putDesktopItem(item) { return this.command({ type: 'put_desktop_item', item }); }

    removeDesktopItem(id) { return this.command({ type: 'remove_desktop_item', item_id: id }); }

    putTaskbarItem(item) { return this.command({ type: 'put_taskbar_item', item }); }

    removeTaskbarItem(id) { return this.command({ type: 'remove_taskbar_item', item_id: id }); }

    moveTaskbarItem(id, index) { return this.command({ type: 'move_taskbar_item', item_id: id, index }); }

    /** `item`: id, icon and status. */
    putTrayItem(item) { return this.command({ type: 'put_tray_item', item }); }

    removeTrayItem(id) { return this.command({ type: 'remove_tray_item', item_id: id }); }

    notify(title, body = '', appId = null) { return this.command({ type: 'notify', title, body, app_id: appId }); }

    readNotification(id) { return this.command({ type: 'read_notification', notification_id: id }); }

    readAllNotifications() { return this.command({ type: 'read_all_notifications' }); }

    dismissNotification(id) { return this.command({ type: 'dismiss_notification', notification_id: id }); }

    /** Everybody who may watch the session sees the text, and it stays in the log: nothing secret. */
    copyToClipboard(text) { return this.command({ type: 'copy_to_clipboard', text }); }

    clearClipboard() { return this.command({ type: 'clear_clipboard' }); }

    /** `keys` as in `ctrl+shift+s`; null takes the action away. */
    setShortcut(keys, action) { return this.command({ type: 'set_shortcut', keys, action }); }

    setDisplayName(name) { return this.command({ type: 'set_display_name', display_name: name }); }

    /** null removes the key. */
    setSessionMetadata(key, value) { return this.command({ type: 'set_session_metadata', key, value }); }

    /** Shows those who watch where a window is being dragged; nothing stays, so send the command at the end. */
    async gesture(id, position, size) {
      const session = this.sessionId;
      this.clientId = (await this._claimIdentity()).client_id;
      const body = { client_id: this.clientId, window_id: id, position, size };
      return this.request(`/api/sessions/${encodeURIComponent(session)}/gestures`, { method: 'POST', body });
    }

    /**
     * Sends one command or a list (applied whole or not at all), after those sent before. A lost connection is
     * answered by the same (client_id, seq) again, so that a command takes effect once, however often it travels.
     */
    command(commands) {
      if (this._queued >= MAX_QUEUE) {
        return Promise.reject(new CoreOSError(0, { code: 'CLIENT_BUSY', detail: `${MAX_QUEUE} commands are waiting for the host` }));
      }
      this._queued += 1;
      const session = this.sessionId;
      const sent = this._queue.then(() => this._send(session, [].concat(commands)));
      this._queue = sent.then(() => {}, () => {}).finally(() => { this._queued -= 1; });
      return sent;
    }

    async _send(session, commands) {
      if (!session) throw new CoreOSError(0, { code: 'NO_SESSION', detail: 'No session is attached: call openSession() first' });
      let body = await this._name(commands);
      for (let attempt = 0; ; attempt += 1) {
        try {
          const answer = await this.request(`/api/sessions/${encodeURIComponent(session)}/commands`, { method: 'POST', body });
          if (session === this.sessionId) this._applyAnswer(answer.events);
          return answer;
        } catch (error) {
          // Refused on its first journey, the name was used by a copy of this tab: the command itself is still new.
          const renamed = attempt === 0 && ['COMMAND_ID_REUSED', 'COMMAND_TOO_OLD'].includes(error.code);
          const passing = renamed || [0, 429, 502, 503, 504].includes(error.status);
          if (!passing || attempt + 1 >= MAX_TRIES) throw error;
          if (renamed) {
            this._identity = null;
            body = await this._name(commands);
          }
          await this._pause(backoff(Math.min(attempt, 3)));
        }
      }
    }

    async _name(commands) {
      const id = await this._claimIdentity();
      this.clientId = id.client_id;
      id.seq += 1;
      this._tab.write(CLIENT_KEY, id);
      return { client_id: id.client_id, seq: id.seq, commands };
    }

    /** The tab's client id. A duplicated tab copies the storage, so the id is taken under a lock held by the tab. */
    _claimIdentity() {
      this._identity = this._identity || (async () => {
        const kept = this.clientId ? null : this._tab.read(CLIENT_KEY);
        const locks = global.navigator && global.navigator.locks;
        const claim = id => (!locks ? true : new Promise((resolve, reject) => {
          locks.request('blackroad.client.' + id, { ifAvailable: true }, lock => {
            resolve(lock !== null);
            return lock ? new Promise(() => {}) : undefined;
          }).catch(reject);
        }));
        if (kept && (await claim(kept.client_id))) return kept;
        const fresh = { client_id: uuid(), seq: 0 };
        await claim(fresh.client_id);
        return fresh;
      })();
      return this._identity;
    }

    // ---- sessions and the live state

    /** Attaches to the user's most recently active live session, else opens one; answers its id. */
    async openSession() {
      const user = this.user || {};
      const mine = ((await this.request('/api/sessions')).items || [])
        .filter(s => s.user_id == null || s.user_id === user.id || s.user_id === user.username);
      const live = mine.find(s => s.status !== 'ended');
      if (live) return this.attach(live.id);
      // The key follows from the last ended session, so that two tabs that find it ended open the same new one.
      let ended = mine.length ? mine[0].id : null;
      for (let tries = 0; tries < 4; tries += 1) {
        const key = tries === 3 ? uuid() : ended ? 'default-desktop-' + ended : 'default-desktop';
        const made = await this.request('/api/sessions', { method: 'POST', body: {}, headers: { 'Idempotency-Key': key } });
        if ((made.status || (made.state || {}).status) !== 'ended') return this.attach(made.id);
        ended = made.id;
      }
      throw new CoreOSError(0, { code: 'SESSION_ENDED', detail: 'The host answers only ended sessions' });
    }

    /** Follows a session; answers its id once the first state is here, fails when the server refuses for good. */
    attach(sessionId) {
      this.detach();
      this._state = this._epoch = null;
      this.sessionId = sessionId;
      const run = { stopped: false, abort: null, fresh: true, attempt: 0 };
      this._run = run;
      this._online = () => this._wake();
      if (global.addEventListener) global.addEventListener('online', this._online);
      return new Promise((resolve, reject) => {
        run.ready = () => resolve(sessionId);
        this._follow(run).catch(error => {
          if (this._run === run) this.detach();
          this.emit('os:error', error);
          reject(error);
        });
      });
    }

    detach() {
      const run = this._run;
      if (!run) return;
      run.stopped = true;
      this._run = null;
      this.sessionId = null;
      if (global.removeEventListener) global.removeEventListener('online', this._online);
      if (run.abort) run.abort.abort();
      this._wake();
      this._connect('offline');
    }

    _connect(status) {
      if (this.connection === status) return;
      this.connection = status;
      if (status === 'live') this._wake();
      this.emit('connection:changed', status);
    }

    async _follow(run) {
      while (!run.stopped) {
        try {
          await this._stream(run);
        } catch (error) {
          if (run.stopped) return;
          if (error.code === 'RESYNC') run.fresh = true;
          else if ([400, 401, 403, 404, 410].includes(error.status)) throw error;
          else if (!(error instanceof CoreOSError)) console.warn('The event stream broke; reconnecting', error);
        }
        if (run.stopped) return;
        this._connect(global.navigator && global.navigator.onLine === false ? 'offline' : 'reconnecting');
        await this._pause(backoff(run.attempt));
        run.attempt += 1;
      }
    }

    /** Waits, at most `ms`; the browser coming online or the stream coming back ends it early. */
    async _pause(ms) {
      let end;
      await Promise.race([sleep(ms), new Promise(resolve => { end = resolve; this._waiting.add(end); })]);
      this._waiting.delete(end);
    }

    _wake() { this._waiting.forEach(end => end()); }

    async _stream(run) {
      const abort = new AbortController();
      run.abort = abort;
      let timer;
      const alive = () => {
        clearTimeout(timer);
        timer = setTimeout(() => abort.abort(), STALL_MS);
      };
      try {
        alive();
        const headers = { Accept: 'text/event-stream' };
        if (!run.fresh && this._state) headers['Last-Event-ID'] = this._epoch + ':' + this._state.revision;
        const path = `/api/sessions/${encodeURIComponent(this.sessionId)}/events?device=${encodeURIComponent(this.device)}`;
        const response = await this._fetch(path, { headers, signal: abort.signal });
        const reader = response.body.getReader();
        const text = new TextDecoder();
        const parse = sseParser(frame => { if (!run.stopped) this._frame(run, frame); });
        for (let part = await reader.read(); !part.done && !run.stopped; part = await reader.read()) {
          alive();
          parse(text.decode(part.value, { stream: true }));
        }
      } finally {
        clearTimeout(timer);
        abort.abort();
      }
    }

    _frame(run, frame) {
      const data = JSON.parse(frame.data);
      if (frame.event === 'snapshot') {
        run.fresh = false;
        this._epoch = data.epoch;
        this._adopt(data.state, null);
      } else if (frame.event === 'resumed') {
        if (!this._state || data.epoch !== this._epoch || data.revision > this._state.revision) throw resync('resumed elsewhere');
      } else if (frame.event === 'event') {
        if (!this._state) throw resync('an event before the first state');
        this._adopt(applyEvent(this._state, data), data);
      } else if (frame.event === 'closed') {
        if (data.code === 'SESSION_ENDED') throw new CoreOSError(410, { ...data, detail: 'The session has ended' });
        if (data.code !== 'SHUTTING_DOWN') run.attempt = Math.max(run.attempt, 3);
        return;
      } else {
        if (frame.event === 'presence') this.emit('presence:changed', data);
        if (frame.event === 'gesture' && data.client_id !== this.clientId) this.emit('gesture', data);
        return; // like a frame of a later version, these move nothing
      }
      run.attempt = 0;
      this._connect('live');
      run.ready();
    }

    /** What a command's answer tells is applied at once if it follows directly; else the stream brings it in order. */
    _applyAnswer(events) {
      for (const event of events || []) {
        if (!this._state || event.revision !== this._state.revision + 1) continue;
        try {
          this._adopt(applyEvent(this._state, event), event);
        } catch (error) {
          if (error.code !== 'RESYNC') throw error;
          return; // the stream meets the same event and asks for a snapshot
        }
      }
    }

    _adopt(state, event) {
      const before = this._state;
      if (state === before) return;
      this._state = state;
      this.emit('state:updated', { state, event, before });
      if (event && event.type.startsWith('window_')) {
        const id = event.data.window_id || event.data.window.id;
        const window = [...state.windows, ...before.windows].find(w => w.id === id);
        this.emit(event.type === 'window_opened' ? 'window:created' : event.type.replace('_', ':'), { window, event });
      }
      if (!before || before.theme !== state.theme) this.emit('theme:changed', { theme: state.theme });
    }
  }

  Object.assign(CoreOSClient, { VERSION, applyEvent, view, place, reachable, isVisible, canonicalJson, sseParser, CoreOSError });
  global.CoreOSClient = CoreOSClient;
  global.coreOS = global.coreOS || new CoreOSClient();
})(globalThis);
