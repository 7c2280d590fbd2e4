// The canary's effect with its interval over time, the zero line, and the tolerance of each stage.
import { band, endLabels, frame, level, line, stageChanges, stageMarks } from './chart.js';
import { h, s } from './dom.js';
import { percent, timeOfDay } from './format.js';
import { quantile } from './scale.js';

/** The part of the effect worth showing: the interval without its first wild moments, the tolerance, a little air. */
export function effectRange(points, tolerances) {
  const known = points.filter(p => p.effect !== null);
  const last = known.at(-1);
  const lows = known.map(p => p.low).filter(v => v !== null);
  const highs = known.map(p => p.high).filter(v => v !== null);
  const deepest = Math.max(0.05, ...tolerances);
  const low = Math.min(-deepest * 1.3, quantile(lows, 0.12) ?? 0, last?.low ?? 0, last?.effect ?? 0);
  const high = Math.max(deepest * 0.8, quantile(highs, 0.88) ?? 0, last?.high ?? 0, last?.effect ?? 0);
  const air = (high - low) * 0.05;
  return [Math.max(-1, low - air), Math.min(2, high + air)];
}

export function effectChart({ points, width, height, tolerance, nodesOfStage, metric }) {
  const tolerances = [...new Set(points.map(p => tolerance(p.stage)).filter(t => t !== null))];
  const last = points.at(-1);
  const f = frame({
    width, height, right: 5.2, x: [points[0].t, Math.max(last.t, points[0].t + 4000)], y: effectRange(points, tolerances),
    yText: v => percent(v, { sign: true, digits: 0 }), title: words(last, metric),
  });

  const rows = points.filter(p => p.low !== null && p.high !== null).map(p => [f.sx(p.t), f.sy(p.low), f.sy(p.high)]);
  f.plot.append(
    s('path', { class: 'interval', d: band(rows) }),
    s('path', { class: 'interval-edge', d: line(rows.map(([x, low]) => [x, low])) }),
    s('path', { class: 'interval-edge', d: line(rows.map(([x, , high]) => [x, high])) }));
  level(f, 0, '', 'zero');
  toleranceLine(f, points, tolerance);
  f.plot.append(s('path', { class: 'effect-line', d: line(points.map(p => [f.sx(p.t), p.effect === null ? null : f.sy(p.effect)])) }));
  stageMarks(f, stageChanges(points, nodesOfStage));
  if (last.effect !== null) {
    f.plot.append(s('circle', { class: 'effect-dot', cx: f.sx(last.t), cy: f.sy(last.effect), r: 0.3 * f.unit }));
    endLabels(f, [
      { value: last.effect, words: percent(last.effect, { sign: true }), kind: 'effect strong' },
      ...(last.high === null ? [] : [{ value: last.high, words: percent(last.high, { sign: true }), kind: 'edge' }]),
      ...(last.low === null ? [] : [{ value: last.low, words: percent(last.low, { sign: true }), kind: 'edge' }]),
    ]);
  }
  return f.svg;
}

/** A stepped line: each stage has a tolerance of its own. */
function toleranceLine(f, points, tolerance) {
  const corners = [];
  points.forEach((p, i) => {
    const value = tolerance(p.stage);
    const y = value === null ? null : f.sy(-value);
    if (i > 0 && p.stage !== points[i - 1].stage) {
      const before = tolerance(points[i - 1].stage);
      corners.push([f.sx(p.t), before === null ? null : f.sy(-before)]);
    }
    corners.push([f.sx(p.t), y]);
  });
  corners.push([f.box.right, corners.at(-1)[1]]);
  f.plot.append(s('path', { class: 'tolerance', d: line(corners) }));
  const now = tolerance(points.at(-1).stage);
  if (now !== null) {
    f.over.append(s('text', { x: f.box.right - 0.4 * f.unit, y: f.sy(-now) + 1.05 * f.unit, class: 'note tolerance end' },
      `tolerated loss ${percent(now, { digits: 0 })}`));
  }
}

function words(last, metric) {
  return last.effect === null
    ? `${metric}: no effect known yet`
    : `${metric}: effect ${percent(last.effect, { sign: true })}, between ${percent(last.low ?? -1, { sign: true })} and ` +
      `${last.high === null ? 'unbounded' : percent(last.high, { sign: true })}`;
}

/** The same in figures, for those who do not see the picture; at most twelve rows, newest first. */
export function effectTable(points) {
  const step = Math.max(1, Math.ceil(points.length / 12));
  const rows = points.filter((_, i) => (points.length - 1 - i) % step === 0).reverse();
  const cell = value => h('td', {}, value === null ? 'no reading' : percent(value, { sign: true }));
  return h('details', { class: 'figures', 'data-key': 'effect-figures' },
    h('summary', {}, 'In figures'),
    h('table', {},
      h('caption', { class: 'unseen' }, 'Effect of the canary over time, newest first'),
      h('thead', {}, h('tr', {}, ['Time', 'Effect', 'At least', 'At most', 'Stage'].map(t => h('th', { scope: 'col' }, t)))),
      h('tbody', {}, rows.map(p => h('tr', {},
        h('th', { scope: 'row' }, timeOfDay(p.t)), cell(p.effect), cell(p.low), cell(p.high), h('td', {}, p.stage + 1))))));
}
