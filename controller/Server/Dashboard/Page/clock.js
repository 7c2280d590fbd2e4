// The controller's clock: "for 42 s" is told by the clock that wrote the times, not by a wall display that is minutes off.
import { h } from './dom.js';
import { dayAndTime, instant, span } from './format.js';

let offset = 0;

/** Learns the difference from a response's Date header, which counts whole seconds: only a larger difference is taken. */
export function learn(dateHeader) {
  const server = dateHeader ? Date.parse(dateHeader) : NaN;
  if (!Number.isNaN(server)) {
    const difference = server - Date.now();
    offset = Math.abs(difference) > 2000 ? difference : 0;
  }
}

export const now = () => Date.now() + offset;

/** An element that goes on counting: elapsed('2026-...', 'for ') reads "for 42 s". */
export function elapsed(text, before = '', after = '') {
  const at = instant(text);
  if (at === null) {
    return null;
  }
  const element = h('time', {
    datetime: text, title: dayAndTime(at, now()), 'data-elapsed': at, 'data-before': before, 'data-after': after,
  });
  tell(element);
  return element;
}

function tell(element) {
  const { elapsed: at, before, after } = element.dataset;
  const text = `${before}${span(now() - Number(at))}${after}`;
  if (element.textContent !== text) {
    element.textContent = text;
  }
}

/** Moves every such element on; called once a second. */
export function tick(root = document) {
  root.querySelectorAll('[data-elapsed]').forEach(tell);
}
