// The fleet: what each node runs and earns. A node without a reading says so and has no bar.
import { h, mark } from './dom.js';
import { amount, num, percent, plural } from './format.js';
import { smooth, sparkline } from './sparkline.js';
import { quantile } from './scale.js';

const atOnce = 48;
const window = 180000;

/** ui = {allNodes, showAll()}; series = the evidence of the objective or null. */
export function nodes(status, unit, series, ui) {
  const list = [...(status.nodes ?? [])].sort((a, b) => rank(a) - rank(b));
  if (list.length === 0) {
    return h('p', { class: 'none' }, 'The fleet has not been seen yet.');
  }
  const values = list.flatMap(n => [num(n.perMinute), num(n.expectedPerMinute)]).filter(v => v !== null);
  const scale = { top: Math.max(0, ...values) * 1.12, unit, spark: sparks(series) };
  const shown = ui.allNodes ? list : list.slice(0, atOnce);
  return [
    h('p', { class: 'fine intro' }, tally(list, unit)),
    h('ul', { class: `nodes ${list.length > 12 ? 'many' : ''}` }, shown.map(node => card(node, scale))),
    shown.length < list.length && h('button', { type: 'button', class: 'quiet wide', 'data-key': 'all-nodes', click: ui.showAll },
      `Show all ${list.length} nodes`),
  ];
}

/** Canaries first, then what has trouble, then the rest in the order given. */
const rank = node => (node.role === 'Canary' ? 0 : !node.ready || node.trouble || node.excluded ? 1 : 2);

function tally(list, unit) {
  const canaries = list.filter(n => n.role === 'Canary');
  const notReady = list.filter(n => !n.ready).length;
  const silent = list.filter(n => num(n.perMinute) === null).length;
  const total = list.reduce((sum, n) => sum + (num(n.perMinute) ?? 0), 0);
  return [
    plural(list.length, 'node'),
    canaries.length > 0 && `${canaries.length} on trial`,
    silent < list.length && `together ${amount(total, unit)} a minute`,
    notReady > 0 && `${notReady} not ready`,
    silent > 0 && `${silent} without a reading`,
  ].filter(Boolean).join(' \u00b7 ');
}

function sparks(series) {
  if (!series || series.nodes.size === 0) {
    return null;
  }
  const smoothed = new Map([...series.nodes].map(([name, points]) => [name, smooth(points, series.bucketMilliseconds)]));
  const ends = [...smoothed.values()].flatMap(points => (points.length > 0 ? [points.at(-1).t] : []));
  const starts = [...smoothed.values()].flatMap(points => (points.length > 0 ? [points[0].t] : []));
  if (ends.length === 0) {
    return null;
  }
  const to = Math.max(...ends);
  const from = Math.max(Math.min(...starts), to - Math.max(window, 120 * series.bucketMilliseconds));
  const all = [...smoothed.values()].flatMap(points => points.filter(p => p.value !== null && p.t >= from).map(p => p.value));
  return { smoothed, from, to, top: all.length > 0 ? quantile(all, 0.99) * 1.1 : 1 };
}

function card(node, scale) {
  const value = num(node.perMinute);
  const expected = num(node.expectedPerMinute);
  const canary = node.role === 'Canary';
  const classes = ['node', canary && 'canary', !node.ready && 'unready', node.excluded && 'excluded'].filter(Boolean).join(' ');
  const item = h('li', { class: classes },
    h('div', { class: 'node-head' },
      h('h3', {}, node.name),
      h('span', { class: `role ${canary ? 'canary' : ''}` }, mark(canary ? '\u25c6' : '\u25cf'), `${canary ? 'canary' : 'stable'} ${node.revision ?? ''}`),
      h('span', { class: `ready ${node.ready ? '' : 'bad'}` }, mark(node.ready ? '\u2713' : '\u2715'), node.ready ? 'ready' : 'not ready')),
    value === null
      ? h('p', { class: 'takings none' }, 'no reading')
      : h('p', { class: 'takings' }, h('strong', {}, amount(value, scale.unit)), ' a minute'),
    h('p', { class: 'fine' }, against(value, expected, scale.unit)),
    value !== null && bar(value, expected, scale.top),
    scale.spark?.smoothed.get(node.name)?.length > 1 && sparkline(scale.spark.smoothed.get(node.name), { ...scale.spark, expected }),
    node.trouble && h('p', { class: 'trouble' }, mark('!'), node.trouble),
    node.excluded && h('p', { class: 'trouble' }, mark('\u2205'), `left out of the comparison: ${node.excluded}`));
  return item;
}

function against(value, expected, unit) {
  if (expected === null) {
    return 'nothing expected of it yet';
  }
  if (value === null || expected === 0) {
    return `expected ${amount(expected, unit)}`;
  }
  return `${percent(value / expected - 1, { sign: true })} against ${amount(expected, unit)} expected`;
}

function bar(value, expected, top) {
  const element = h('div', { class: 'bar-of', 'aria-hidden': 'true' }, h('span', { class: 'filled' }), expected !== null && h('span', { class: 'expected' }));
  element.style.setProperty('--part', String(top > 0 ? value / top : 0));
  element.style.setProperty('--expected', String(top > 0 && expected !== null ? expected / top : 0));
  return element;
}
