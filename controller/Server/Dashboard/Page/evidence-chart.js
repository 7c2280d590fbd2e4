// The two e-values as progress towards their thresholds, in log units: 100 % is the threshold, whatever its height.
import { endLabels, frame, level, line, stageChanges, stageMarks } from './chart.js';
import { h, s } from './dom.js';
import { figure, percent } from './format.js';

const floor = -0.5;

/** Log e-value over log threshold; null where either is unknown. */
export const progress = (logE, threshold) => (logE === null || !(threshold > 0) ? null : logE / threshold);

const sides = [
  { kind: 'harm', label: 'Evidence of harm', log: 'logEHarm', threshold: 'harmThreshold', reached: 'harm proven: roll back' },
  { kind: 'safe', label: 'Evidence that it is safe', log: 'logESafe', threshold: 'safeThreshold', reached: 'safe: the stage may be left' },
];

/** Two meters with their words; values = {logEHarm, logESafe, harmThreshold, safeThreshold}. */
export function meters(values) {
  return h('div', { class: 'meters' }, sides.map(side => {
    const value = values[side.log];
    const threshold = values[side.threshold];
    const part = progress(value, threshold);
    const shown = part === null ? 'unknown' : part < 0 ? 'none' : percent(part, { digits: 0 });
    const bar = h('div', {
      class: `meter ${side.kind}`, role: 'meter', 'aria-label': side.label, 'aria-valuemin': 0, 'aria-valuemax': 100,
      'aria-valuenow': Math.round(100 * Math.min(1, Math.max(0, part ?? 0))), 'aria-valuetext': part === null || part < 0 ? shown : `${shown} of its threshold`,
    }, h('span', { class: 'filled' }));
    bar.style.setProperty('--part', String(Math.min(1, Math.max(0, part ?? 0))));
    return h('div', { class: `side ${side.kind} ${part !== null && part >= 1 ? 'reached' : ''}` },
      h('p', { class: 'side-name' }, h('span', { class: `swatch ${side.kind}`, 'aria-hidden': 'true' }), side.label),
      h('p', { class: `side-value ${part === null || part < 0 ? 'none' : ''}` }, shown),
      bar,
      h('p', { class: 'fine' }, part === null ? 'no e-value yet'
        : part >= 1 ? side.reached
        : part < 0 ? `log e ${figure(value)} of ${figure(threshold)}: so far nothing points to it`
        : `log e ${figure(value)} of ${figure(threshold)}`));
  }));
}

export function evidenceChart({ points, width, height, metric, nodesOfStage }) {
  const rows = points.map(p => ({
    ...p, harm: progress(p.logEHarm, metric.harmThreshold), safe: progress(p.logESafe, metric.safeThreshold),
  }));
  const last = rows.at(-1);
  const top = Math.max(1.2, ...rows.flatMap(r => [r.harm ?? 0, r.safe ?? 0]).map(v => Math.min(v, 2) * 1.06));
  const low = Math.min(-0.1, ...rows.flatMap(r => [r.harm ?? 0, r.safe ?? 0]));
  const f = frame({
    width, height, right: 6.2, x: [rows[0].t, Math.max(last.t, rows[0].t + 4000)], y: [Math.max(floor, low), top], yTickCount: 4,
    yText: v => percent(v, { digits: 0 }),
    title: `Progress of the evidence: harm ${say(last.harm)}, safe ${say(last.safe)} of the threshold`,
  });
  level(f, 0, '', 'zero');
  level(f, 1, 'threshold', 'threshold');
  for (const { kind } of sides) {
    f.plot.append(s('path', { class: `evidence-line ${kind}`, d: line(rows.map(r => [f.sx(r.t), r[kind] === null ? null : f.sy(r[kind])])) }));
  }
  stageMarks(f, stageChanges(rows, nodesOfStage).slice(1));
  endLabels(f, sides.filter(({ kind }) => last[kind] !== null)
    .map(({ kind }) => ({ value: last[kind], words: `${kind} ${percent(last[kind], { digits: 0 })}`, kind: `${kind} strong` })));
  return f.svg;
}

const say = part => (part === null ? 'unknown' : percent(part, { digits: 0 }));
