/* Keyboard shortcuts of the whole desktop. */

import { byArrow } from './desktop-model.js';

/** The letter of a key, also where Alt makes another character of it (as on a Mac). */
const letter = event => (/^[a-z]$/i.test(event.key) ? event.key : event.code.replace(/^Key/, '')).toLowerCase();

/** Does what the keys ask for; answers whether they asked for something. AltGr types characters and is left alone. */
export function onShortcut(event, actions) {
  if (!event.ctrlKey || !event.altKey || event.metaKey || event.getModifierState('AltGraph')) return false;
  const window = actions.active();
  const digit = /^Digit([1-9])$/.exec(event.code);
  if (event.key.startsWith('Arrow')) {
    if (window) actions.snap(window.id, byArrow(event.key, window));
  } else if (letter(event) === 'z') (event.shiftKey ? actions.redo : actions.undo)();
  else if (letter(event) === 'f') {
    if (window) actions.toggleFullscreen(window);
  } else if (event.key === 'PageUp' || event.key === 'PageDown') actions.goWorkspace({ by: event.key === 'PageUp' ? -1 : 1, carry: event.shiftKey });
  else if (digit) actions.goWorkspace({ to: Number(digit[1]) - 1, carry: event.shiftKey });
  else return false;
  return true;
}
