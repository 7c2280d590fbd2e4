// What is to be expected: when the stage may be left, and when a loss would be caught. Minutes of the API in words.
import { h } from './dom.js';
import { num, percent, plural } from './format.js';

/** To the figures that a forecast has: seconds below two minutes, minutes below three hours, hours below three days, then days. */
export function rough(minutes) {
  const [unit, name] = minutes < 2 ? [1 / 60, 's'] : minutes < 180 ? [1, 'min'] : minutes < 4320 ? [60, 'h'] : [1440, 'd'];
  return `${Math.ceil(minutes / unit - 1e-9)}\u202f${name}`;
}

function times(one) {
  const [half, most] = [num(one?.medianMinutes), num(one?.q90Minutes)];
  return half === null ? null : [`about ${rough(half)}`, h('span', { class: 'fine' }, most === null ? ' (90\u202f%: never)' : ` (90\u202f%: ${rough(most)})`)];
}

function item(title, ...words) {
  return h('div', {}, h('dt', {}, title), h('dd', {}, words));
}

function lossItem(loss) {
  return item(`${percent(num(loss.loss) ?? 0)} loss`, 'caught in ', times(loss) ?? 'a time not known');
}

function promoteItem(promote, title) {
  const tolerance = percent(num(promote.tolerance) ?? 0);
  return item(title, promote.possible ? ['in ', times(promote) ?? 'more time than can be said']
    : `a loss of ${tolerance} cannot be excluded on this fleet`);
}

/** One metric's forecast as a row of terms; what cannot be detected at any duration is one of them. */
function row({ name, forecast }, canaries, title) {
  const smallest = num(forecast.smallestDetectableLoss);
  return h('dl', { class: 'outlook', 'aria-label': `Forecast for ${name}` },
    forecast.promote && promoteItem(forecast.promote, title),
    (forecast.losses ?? []).filter(l => l.detectable).map(lossItem),
    item(smallest === null ? 'Any loss' : `Below ${percent(smallest)}`, `not detectable on this fleet with ${plural(canaries, 'node')}`));
}

/** Of the metric in the charts while it is on trial; else what a start now would take. Null where nothing is known. */
export function outlook({ metric, canaries, start }) {
  if (metric?.forecast) {
    return [h('h2', {}, `What to expect of ${metric.name}`), row(metric, canaries, 'No loss: stage passed')];
  }
  const first = start?.metrics?.find(m => m.role === 'Objective') ?? start?.metrics?.[0];
  return first ? [h('h2', {}, `If a release were started now on ${plural(start.canaryNodes, 'node')}`), row(first, start.canaryNodes, 'No loss: first stage passed')] : null;
}
