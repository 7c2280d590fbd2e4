// The two chart panels, or what stands in their place while there is nothing to draw.
import { h } from './dom.js';
import { effectChart, effectTable } from './effect-chart.js';
import { evidenceChart, meters } from './evidence-chart.js';
import { num } from './format.js';
import { toleranceOf, wordsOfStage } from './series.js';

const effectHeight = 15.5;
const evidenceHeight = 11.5;

const nothing = (metric, status) =>
  h('p', { class: 'none tall' },
    metric?.verdict === 'Unavailable' ? 'The metric cannot be reached: there is nothing to draw, and nothing is taken for zero.'
      : status.canaryRevision ? 'No reading has been judged yet.'
        : 'No release is on trial. The chart begins with the next one.');

export function effectPanel({ status, metric, series, width }) {
  if (!metric || !series || !series.points.some(p => p.effect !== null)) {
    return nothing(metric, status);
  }
  return h('figure', {},
    effectChart({
      points: series.points, width, height: effectHeight, metric: metric.name, tolerance: toleranceOf(status), nodesOfStage: wordsOfStage(status),
    }),
    h('figcaption', { class: 'fine' },
      h('span', { class: 'key' }, h('span', { class: 'swatch effect', 'aria-hidden': 'true' }), 'most likely effect'),
      h('span', { class: 'key' }, h('span', { class: 'swatch interval', 'aria-hidden': 'true' }), 'interval that holds at all times with 95 %'),
      h('span', { class: 'key' }, h('span', { class: 'swatch tolerance', 'aria-hidden': 'true' }), 'tolerated loss'),
      h('span', { class: 'key' }, `0${'\u202f'}% = as expected`),
      effectTable(series.points)));
}

export function evidencePanel({ status, metric, series, width }) {
  if (!metric) {
    return nothing(metric, status);
  }
  const values = {
    logEHarm: num(metric.logEHarm), logESafe: num(metric.logESafe),
    harmThreshold: num(metric.harmThreshold), safeThreshold: num(metric.safeThreshold),
  };
  const drawable = series && series.points.some(p => p.logEHarm !== null || p.logESafe !== null) && values.harmThreshold > 0 && values.safeThreshold > 0;
  return h('figure', {},
    meters(values),
    drawable
      ? evidenceChart({ points: series.points, width, height: evidenceHeight, metric: values, nodesOfStage: wordsOfStage(status) })
      : nothing(metric, status),
    h('figcaption', { class: 'fine' }, h('span', { class: 'key' }, 'Share of the way to the threshold, in the logarithm of the e-value.')));
}
