/* The bell: what applications wanted to be known, kept with the desktop and the same on every device. */

import { el, toast } from './desktop-dom.js';
import { icon } from './desktop-icons.js';

/** Shows a new notification for a moment, and a bell with the number of those unread while there are any at all. */
export function showNotices(client, place, actions) {
  const count = el('span', { class: 'number' });
  const bell = el('button', { type: 'button', class: 'bell', testid: 'bell', hidden: true, on: { click: actions.showNotices } }, icon('bell'), count);
  place.append(bell);
  client.on('state:updated', ({ state, event }) => {
    const { notifications } = state;
    const unread = notifications.filter(notice => !notice.read).length;
    bell.hidden = notifications.length === 0;
    bell.title = unread === 0 ? 'No unread notification' : unread === 1 ? 'One unread notification' : `${unread} unread notifications`;
    bell.setAttribute('aria-label', bell.title);
    bell.classList.toggle('several', unread > 0);
    count.textContent = unread > 0 ? String(unread) : '';
    if (event && event.type === 'notification_added') {
      const { title, body } = event.data.notification;
      toast(title, body, 'info', { label: 'Show', run: actions.showNotices });
    }
  });
}
