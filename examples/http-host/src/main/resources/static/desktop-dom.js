/* Building blocks for the pages: elements without markup strings, notices, and how values are shown. */

const SVG = 'http://www.w3.org/2000/svg';

/**
 * An element. `props` holds attributes, besides `text`, `testid`, `data` (for dataset) and `on` (listeners);
 * false, null and undefined leave an attribute out. Children are nodes or text, never markup.
 */
export function el(tag, props = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(props)) {
    if (value === false || value === null || value === undefined) continue;
    if (name === 'text') node.textContent = value;
    else if (name === 'testid') node.dataset.testid = value;
    else if (name === 'data') Object.assign(node.dataset, value);
    else if (name === 'on') Object.entries(value).forEach(([event, handler]) => node.addEventListener(event, handler));
    else node.setAttribute(name, value === true ? '' : value);
  }
  node.append(...children.flat(Infinity).filter(child => child !== null && child !== undefined && child !== false));
  return node;
}

/** An element of a drawing; the same as `el` without its special names. */
export function svg(tag, attributes, ...children) {
  const node = document.createElementNS(SVG, tag);
  Object.entries(attributes).forEach(([name, value]) => node.setAttribute(name, value));
  node.append(...children);
  return node;
}

/** The product's mark: a road with its centre line. */
export function mark() {
  return svg('svg', { class: 'mark', viewBox: '0 0 20 20', 'aria-hidden': 'true' },
    svg('rect', { class: 'mark-field', width: 20, height: 20, rx: 5 }),
    svg('path', { class: 'mark-line', d: 'M9.2 3.5h1.6l.4 4.5H8.8zM8.5 10.5h3l.6 6H7.9z' }));
}

/**
 * Shows a notice for five seconds, with a button if `action` {label, run} is given; at most four stand at a time, the
 * oldest gives way, and one that repeats replaces itself. `code` is an error's.
 */
export function toast(title, detail = '', kind = 'info', action = null, code = null) {
  const list = document.getElementById('toasts');
  const note = el('div', { class: 'toast ' + kind, testid: 'toast' },
    el('div', {}, el('strong', { text: title }), detail ? el('span', { text: detail }) : null, code ? el('code', { text: code }) : null),
    action ? el('button', { type: 'button', class: 'button small', text: action.label, on: { click: () => { note.remove(); action.run(); } } }) : null);
  [...list.children].filter(other => other.textContent === note.textContent).forEach(other => other.remove());
  list.append(note);
  while (list.children.length > 4) list.firstElementChild.remove();
  setTimeout(() => note.remove(), 5000);
}

/** Shows a failed request: a problem document's title, detail and code, with the fields that were refused. */
export function problem(error) {
  const doc = error.problem || {};
  const fields = (doc.errors || []).map(e => e.field).join(', ');
  toast(doc.title || 'That did not work', [fields, doc.detail || error.message].filter(Boolean).join(': '), 'error', null, error.code || doc.code);
}

/** Asks for the fields of a sign-in until one succeeds; the promise gives the user. */
export function signIn(client, section, message = '') {
  return new Promise(resolve => {
    const error = el('p', { class: 'signin-error', role: 'alert', text: message });
    const username = el('input', { name: 'username', autocomplete: 'username', required: true, autocapitalize: 'none', spellcheck: 'false', testid: 'signin-username' });
    const password = el('input', { name: 'password', type: 'password', autocomplete: 'current-password', required: true, testid: 'signin-password' });
    const submit = el('button', { class: 'button primary', type: 'submit', text: 'Sign in', testid: 'signin-submit' });
    const actions = el('div', { class: 'signin-actions' });
    const attempt = async go => {
      submit.disabled = true;
      error.textContent = '';
      try {
        const user = await go();
        section.hidden = true;
        section.replaceChildren();
        resolve(user);
      } catch (refused) {
        error.textContent = refused.message;
        password.value = '';
        (username.value ? password : username).focus();
      } finally {
        submit.disabled = false;
      }
    };
    const form = el('form', { on: { submit: event => {
      event.preventDefault();
      attempt(() => client.login({ username: username.value, password: password.value }));
    } } },
    el('label', { class: 'field' }, 'User name', username),
    el('label', { class: 'field' }, 'Password', password),
    error, submit);
    const footer = el('footer', {});
    section.replaceChildren(el('div', { class: 'signin-card' },
      el('header', {}, mark(), el('h1', { text: 'BlackRoad OS' }), el('p', { text: 'Sign in to your desktop.' })), form, actions, footer));
    section.hidden = false;
    username.focus();
    client.getPublicConfig().then(config => {
      footer.textContent = `Version ${config.version}, ${config.environment}`;
      if (!(config.features || {}).guest) return;
      actions.append(el('button', { class: 'button', type: 'button', text: 'Continue as guest', testid: 'signin-guest', on: { click: () => attempt(() => client.guest()) } }));
    }).catch(problem);
  });
}

/**
 * The signed-in user: by a one-time link's ticket in the fragment, which leaves the address bar at once, by the
 * tokens of this browser, or by the form.
 */
export async function ensureSignedIn(client, section) {
  const ticket = new URLSearchParams(location.hash.slice(1)).get('ticket');
  let message = '';
  if (ticket) {
    history.replaceState(null, '', location.pathname + location.search);
    try {
      return await client.login({ ticket });
    } catch (error) {
      message = error.message;
    }
  }
  if (client.signedIn) {
    try {
      return await client.me();
    } catch (error) {
      message = error.status === 401 ? 'Your sign-in has expired. Please sign in again.' : error.message;
    }
  }
  return signIn(client, section, message);
}

export const shortTime = instant => new Intl.DateTimeFormat(undefined, { hour: '2-digit', minute: '2-digit' }).format(instant);
export const longTime = instant => new Intl.DateTimeFormat(undefined, { hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23' }).format(instant);
export const day = instant => new Intl.DateTimeFormat(undefined, { weekday: 'short', day: 'numeric', month: 'short' }).format(instant);

/** An instant of the API as local date and time, or a dash. */
export function when(text) {
  if (!text) return '–';
  const at = new Date(text);
  const today = at.toDateString() === new Date().toDateString();
  return today ? longTime(at) : day(at) + ' ' + shortTime(at);
}

/** Seconds as `3 d 4 h`, `4 h 5 min`, `5 min 6 s` or `6 s`. */
export function duration(seconds) {
  const units = [['d', 86400], ['h', 3600], ['min', 60], ['s', 1]];
  const first = Math.max(0, units.findIndex(([, size]) => seconds >= size));
  if (seconds < 1) return '0 s';
  let rest = Math.floor(seconds);
  return units.slice(first, first + 2).map(([name, size]) => {
    const count = Math.floor(rest / size);
    rest -= count * size;
    return `${count} ${name}`;
  }).join(' ');
}
