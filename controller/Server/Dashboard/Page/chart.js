// The frame that the charts share: axes with units, round ticks, a clipped plot, labelled lines, stage marks, end labels.
import { s } from './dom.js';
import { timeOfDay } from './format.js';
import { linear, spread, timeTicks, ticks } from './scale.js';

export const rem = () => parseFloat(getComputedStyle(document.documentElement).fontSize);

let clips = 0;

/**
 * A chart of time against a number.
 * x, y: [from, to]; yText: value -> text; title: what a screen reader hears; height and right margin in rem.
 */
export function frame({ width, height, right, x, y, yText, title, yTickCount = 5 }) {
  const unit = rem();
  const box = { left: 3.6 * unit, top: 0.7 * unit, right: width - right * unit, bottom: height * unit - 1.7 * unit };
  const sx = linear(x, [box.left, box.right]);
  const sy = linear(y, [box.bottom, box.top]);
  const id = `clip-${++clips}`;
  const grid = s('g', { class: 'grid' });
  const plot = s('g', { 'clip-path': `url(#${id})` });
  const over = s('g');
  const svg = s('svg', { class: 'plot', width, height: height * unit, viewBox: `0 0 ${width} ${height * unit}`, role: 'img', 'aria-label': title },
    s('clipPath', { id }, s('rect', { x: box.left, y: box.top, width: Math.max(0, box.right - box.left), height: Math.max(0, box.bottom - box.top) })),
    grid, plot, over);

  for (const value of ticks(y[0], y[1], yTickCount)) {
    grid.append(
      s('line', { x1: box.left, x2: box.right, y1: sy(value), y2: sy(value) }),
      s('text', { x: box.left - 0.45 * unit, y: sy(value), class: 'tick end' }, yText(value)));
  }
  const times = timeTicks(x[0], x[1], Math.max(2, Math.round((box.right - box.left) / (6 * unit))));
  for (const at of times.at) {
    grid.append(
      s('line', { x1: sx(at), x2: sx(at), y1: box.bottom, y2: box.bottom + 0.3 * unit, class: 'notch' }),
      s('text', { x: sx(at), y: box.bottom + 1 * unit, class: 'tick middle' }, timeOfDay(at, times.withSeconds)));
  }
  return { svg, plot, over, box, sx, sy, unit };
}

/** Path through [x, y] pairs; a null y lifts the pen. */
export function line(pairs) {
  let down = false;
  let path = '';
  for (const [x, y] of pairs) {
    if (y === null) {
      down = false;
      continue;
    }
    path += `${down ? 'L' : 'M'}${x.toFixed(1)} ${y.toFixed(1)}`;
    down = true;
  }
  return path;
}

/** A closed band between two rows of [x, low, high]. */
export function band(rows) {
  if (rows.length === 0) {
    return '';
  }
  const forth = rows.map(([x, low]) => `${x.toFixed(1)} ${low.toFixed(1)}`);
  const back = rows.map(([x, , high]) => `${x.toFixed(1)} ${high.toFixed(1)}`).reverse();
  return `M${[...forth, ...back].join('L')}Z`;
}

/** A horizontal line with its words at the left, above or below it. */
export function level(f, value, words, kind, below = false) {
  const y = f.sy(value);
  if (y < f.box.top - 1 || y > f.box.bottom + 1) {
    return;
  }
  f.over.append(s('line', { x1: f.box.left, x2: f.box.right, y1: y, y2: y, class: `level ${kind}` }));
  if (words) {
    f.over.append(s('text', { x: f.box.left + 0.4 * f.unit, y: y + (below ? 1 : -0.4) * f.unit, class: `note ${kind}` }, words));
  }
}

/** Vertical marks where the stage changes: stages = [{at, words}]. */
export function stageMarks(f, stages) {
  for (const { at, words } of stages) {
    const x = f.sx(at);
    if (x < f.box.left - 1 || x > f.box.right) {
      continue;
    }
    const late = x > f.box.right - 6 * f.unit;
    f.over.append(
      s('line', { x1: x, x2: x, y1: f.box.top, y2: f.box.bottom, class: 'stage-mark' }),
      s('text', { x: x + (late ? -0.4 : 0.4) * f.unit, y: f.box.top + 0.75 * f.unit, class: `note stage-note ${late ? 'end' : ''}` }, words));
  }
}

/** Last values at the right edge, moved apart where they would overlap: labels = [{value, words, kind}]. */
export function endLabels(f, labels) {
  const inside = y => Math.min(f.box.bottom, Math.max(f.box.top, y));
  const placed = labels.map(label => ({ ...label, at: inside(f.sy(label.value)), y: inside(f.sy(label.value)) }));
  for (const label of spread(placed, 1.05 * f.unit, f.box.top + 0.3 * f.unit, f.box.bottom)) {
    f.over.append(
      s('line', { x1: f.box.right, x2: f.box.right + 0.45 * f.unit, y1: label.at, y2: label.y, class: `leader ${label.kind}` }),
      s('text', { x: f.box.right + 0.6 * f.unit, y: label.y, class: `end-label ${label.kind}` }, label.words));
  }
}

/** Where the stage changes within the points, the first stage included. */
export function stageChanges(points, nodesOfStage) {
  return points
    .filter((point, i) => i === 0 || point.stage !== points[i - 1].stage)
    .map(point => ({ at: point.t, words: nodesOfStage(point.stage) }));
}
