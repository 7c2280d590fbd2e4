// Elements from data. Text goes in as text nodes only: nothing that a server sends is ever parsed as markup.

const svgNamespace = 'http://www.w3.org/2000/svg';

function fill(element, attributes, children) {
  for (const [name, value] of Object.entries(attributes ?? {})) {
    if (value === null || value === undefined || value === false) {
      continue;
    }
    if (typeof value === 'function') {
      element.addEventListener(name, value);
    } else {
      element.setAttribute(name, value === true ? '' : String(value));
    }
  }
  append(element, children);
  return element;
}

function append(element, children) {
  for (const child of children.flat(Infinity)) {
    if (child !== null && child !== undefined && child !== false) {
      element.append(child instanceof Node ? child : document.createTextNode(String(child)));
    }
  }
}

/** An HTML element: h('p', {class: 'x', click: handler}, 'text', child, [children]). */
export function h(tag, attributes, ...children) {
  return fill(document.createElement(tag), attributes, children);
}

/** An SVG element. */
export function s(tag, attributes, ...children) {
  return fill(document.createElementNS(svgNamespace, tag), attributes, children);
}

/** A mark that repeats in shape what the words beside it say; hidden from screen readers. */
export function mark(glyph, tone) {
  return h('span', { class: `mark ${tone ?? ''}`, 'aria-hidden': 'true' }, glyph);
}

/** Replaces the children; focus, scroll and opened details survive where the new children carry the same data-key. */
export function replace(container, ...children) {
  const focused = document.activeElement?.closest?.('[data-key]');
  const key = focused && container.contains(focused) ? focused.dataset.key : null;
  const open = new Set([...container.querySelectorAll('details[open][data-key]')].map(e => e.dataset.key));
  const scrolls = new Map([...container.querySelectorAll('[data-scroll]')].map(e => [e.dataset.scroll, e.scrollTop]));
  container.replaceChildren();
  append(container, children);
  for (const element of container.querySelectorAll('details[data-key]')) {
    element.open = open.has(element.dataset.key);
  }
  for (const element of container.querySelectorAll('[data-scroll]')) {
    element.scrollTop = scrolls.get(element.dataset.scroll) ?? 0;
  }
  if (key) {
    [...container.querySelectorAll('[data-key]')].find(e => e.dataset.key === key)?.focus({ preventScroll: true });
  }
}
