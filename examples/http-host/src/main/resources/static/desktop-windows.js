/* All windows on the desktop, reconciled after every event, and the preview of where a dragged one would snap. */

import { el } from './desktop-dom.js';
import { blocked, PHONE, visible, zoneBounds } from './desktop-model.js';
import { WindowView } from './desktop-window.js';

export class WindowLayer {
  constructor(client, layer, area, actions) {
    this.layer = layer;
    this.views = new Map();
    this.zone = el('div', { class: 'snap-preview', testid: 'snap-preview', hidden: true, 'aria-hidden': 'true' });
    layer.append(this.zone);
    this.desk = { client, actions, area, preview: (zone, node) => this.preview(zone, node) };
    new ResizeObserver(() => this.views.forEach(view => { if (!view.held) view.place(false); })).observe(area);
    PHONE.addEventListener('change', () => { if (this.state) this.render(this.state, false); });
  }

  /** Shows the zone below the dragged window, or nothing for null. */
  preview(zone, node) {
    if (this.zone.dataset.zone === (zone || '')) return;
    this.zone.dataset.zone = zone || '';
    this.zone.hidden = !zone;
    if (!zone) return;
    const bounds = zoneBounds(zone, this.desk.area.getBoundingClientRect());
    Object.entries({ left: bounds.x, top: bounds.y, width: bounds.width, height: bounds.height }).forEach(([name, px]) => { this.zone.style[name] = px + 'px'; });
    this.zone.style.zIndex = String(Number(node.style.zIndex) - 1 || 9);
  }

  render(state, takeFocus) {
    this.state = state;
    const present = new Set(state.windows.map(w => w.id));
    for (const [id, view] of this.views) {
      if (present.has(id)) continue;
      view.remove();
      this.views.delete(id);
    }
    const shown = state.windows.filter(w => visible(state, w));
    const top = shown.find(w => w.id === state.active_window_id) || shown[shown.length - 1];
    for (const model of state.windows) {
      let view = this.views.get(model.id);
      if (!view) {
        view = new WindowView(this.desk, model);
        this.views.set(model.id, view);
        this.layer.append(view.node);
      }
      view.update(model, {
        active: model.id === state.active_window_id,
        visible: shown.includes(model),
        blocked: blocked(state, model),
        covered: PHONE.matches && model !== top,
      });
    }
    const active = this.views.get(state.active_window_id);
    if (takeFocus && active && !active.node.contains(document.activeElement)) active.node.focus({ preventScroll: true });
  }
}
