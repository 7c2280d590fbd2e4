// A node's takings over the last minutes: a moving mean, so that single orders do not hide the level. A missing bucket is a gap.
import { s } from './dom.js';
import { linear, quantile } from './scale.js';
import { line } from './chart.js';

const buckets = 15;

/** Mean over the 15 buckets up to each point, of those that have a reading; a gap where readings are missing. */
export function smooth(points, bucketMilliseconds) {
  const gaps = points.slice(1).map((p, i) => p.t - points[i].t);
  const usual = Math.max(bucketMilliseconds, gaps.length === 0 ? 0 : quantile(gaps, 0.5));
  const result = [];
  let start = 0;
  let sum = 0;
  points.forEach((point, i) => {
    if (i > 0 && point.t - points[i - 1].t > 2.5 * usual) {
      result.push({ t: points[i - 1].t + usual, value: null });
    }
    sum += point.value;
    while (points[start].t <= point.t - buckets * usual) {
      sum -= points[start++].value;
    }
    result.push({ t: point.t, value: sum / (i - start + 1) });
  });
  return result;
}

/** A line without axes over [from, to] and 0..top, with the expected level dashed. Decoration: the card says the figures. */
export function sparkline(points, { from, to, top, expected }) {
  const sx = linear([from, to], [0, 200]);
  const sy = linear([0, top], [38, 2]);
  return s('svg', { class: 'spark', viewBox: '0 0 200 40', preserveAspectRatio: 'none', 'aria-hidden': 'true' },
    s('line', { class: 'spark-base', x1: 0, x2: 200, y1: 38, y2: 38 }),
    expected !== null && s('line', { class: 'spark-expected', x1: 0, x2: 200, y1: sy(expected), y2: sy(expected) }),
    s('path', { class: 'spark-line', d: line(points.filter(p => p.t >= from).map(p => [sx(p.t), p.value === null ? null : sy(Math.min(top, p.value))])) }));
}
