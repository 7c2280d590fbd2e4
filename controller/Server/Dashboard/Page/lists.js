// The lists under the charts: what needs attention, probes, outcomes, happenings, and the choice of rollout and metric.
import { elapsed, now } from './clock.js';
import { h, mark } from './dom.js';
import { dayAndTime, instant, num, percent, plural, span } from './format.js';
import { outcomeWords, phaseWords, probeWords, verdictWords } from './words.js';

const inTrouble = ['Held', 'Invalid', 'Bypassed', 'Waiting'];
/** A release that goes its way is not Ready yet and wants nobody. */
const underWay = ['Starting', 'WarmingUp', 'Judging', 'Advancing', 'Promoting'];

/** Conditions that are not as they should be: shown only when there is one. */
export function attention(status) {
  const wrong = (status.conditions ?? []).filter(c =>
    (c.status === 'False' && ['Ready', 'Healthy', 'MetricsAvailable', 'PromotionLikely', 'EvidenceSufficient'].includes(c.type) &&
      (c.type !== 'EvidenceSufficient' || inTrouble.includes(status.phase)) && !(c.type === 'Ready' && underWay.includes(status.phase))) ||
    (c.status === 'True' && ['CanaryLeak', 'Bypassed'].includes(c.type)) || c.status === 'Unknown');
  const troubles = status.troubles ?? [];
  if (wrong.length + troubles.length === 0) {
    return null;
  }
  return h('div', { class: 'card attention' },
    h('h2', {}, 'Needs attention'),
    h('ul', {},
      troubles.map(t => h('li', {}, mark('!', 'bad'), h('strong', {}, t.reason), ': ', t.message, elapsed(t.since, ' (for ', ')'))),
      wrong.map(c => h('li', {}, mark('!', 'warn'), h('strong', {}, c.type), ` is ${c.status}: `, c.message || c.reason || 'no reason given',
        elapsed(c.lastTransitionTime, ' (for ', ')')))));
}

/** What fails comes first. */
const urgency = probe => ['Failing', 'Unknown', 'Passing'].indexOf(probe.state);

export function probes({ list, widenings }) {
  if (list.length === 0) {
    return h('p', { class: 'none' }, 'No probe has run yet.');
  }
  return [standings(list), widenings.length > 0 && widened(widenings)];
}

function standings(list) {
  return h('ul', { class: 'rows' }, [...list].sort((a, b) => urgency(a) - urgency(b)).map(probe => {
    const words = probeWords(probe.state);
    const failures = num(probe.consecutiveFailures) ?? 0;
    return h('li', { class: `row ${words.tone}` },
      h('p', { class: 'row-head' }, mark(words.glyph, words.tone), h('strong', {}, probe.name), probe.node && ` on ${probe.node}`,
        h('span', { class: `state ${words.tone}` }, words.word), h('span', { class: 'when' }, elapsed(probe.lastRun, '', ' ago'))),
      probe.failure && h('dl', { class: 'failure' },
        h('div', {}, h('dt', {}, 'at step'), h('dd', {}, h('strong', {}, `\u201c${probe.failure.step}\u201d`),
          failures > 1 && `, ${plural(failures, 'time')} in a row`)),
        h('div', {}, h('dt', {}, 'expected'), h('dd', {}, probe.failure.expected ?? 'not said')),
        h('div', {}, h('dt', {}, 'got'), h('dd', {}, probe.failure.got ?? 'nothing'))));
  }));
}

/** What the canary answers and stable never did. Nothing fails by that. */
function widened(widenings) {
  return h('div', { class: 'widened' },
    h('p', { class: 'fine' }, 'The canary answers what stable never did; nothing fails by that:'),
    h('ul', { class: 'fine' }, widenings.map(w => h('li', {}, h('strong', {}, w.probe), `, \u201c${w.step}\u201d: `, h('code', {}, w.path), ` was ${w.stable}, is ${w.canary}`))));
}

export function outcomes({ list, refused }) {
  if (list.length === 0 && refused.length === 0) {
    return h('p', { class: 'none' }, 'No release has ended yet.');
  }
  return [
    h('ul', { class: 'rows' }, list.slice(0, 10).map(ended)),
    refused.length > 0 && h('p', { class: 'fine refused' }, 'Refused until someone asks for a retry: ',
      refused.map((r, i) => [i > 0 && ', ', h('strong', {}, r.revision), r.reason && ` (${r.reason})`])),
  ];
}

function ended(outcome) {

  const words = outcomeWords(outcome.result);
  const [from, to] = [instant(outcome.startedAt), instant(outcome.endedAt)];
  return h('li', { class: `row ${words.tone}` },
    h('p', { class: 'row-head' }, mark(words.glyph, words.tone), h('strong', {}, outcome.revision), h('span', { class: `state ${words.tone}` }, words.word),
      h('span', { class: 'when' }, elapsed(outcome.endedAt, '', ' ago'))),
    h('p', { class: 'row-text' }, outcome.message || outcome.reason || '', outcome.commit ? ` (commit ${outcome.commit.slice(0, 12)})` : ''),
    from !== null && to !== null && h('p', { class: 'fine' }, `took ${span(to - from)}`));
}

export function happenings(list) {
  if (list.length === 0) {
    return h('p', { class: 'none' }, 'Nothing has happened yet.');
  }
  return h('ol', { class: 'happenings', tabindex: 0, 'data-key': 'happenings', 'data-scroll': 'happenings', 'aria-label': 'Happenings, newest first' },
    list.slice(0, 50).map(item => {
      const warning = item.severity === 'Warning';
      return h('li', { class: warning ? 'warning' : '' },
        h('time', { datetime: item.at }, instant(item.at) === null ? '' : dayAndTime(instant(item.at), now())),
        mark(warning ? '\u25b2' : '\u00b7', warning ? 'warn' : ''),
        h('span', {}, warning && h('span', { class: 'unseen' }, 'Warning: '), item.message, ' ', h('code', {}, item.reason)));
    }));
}

/** Links to the rollouts, when there is more than one. */
export function rolloutLinks(keys, current) {
  return keys.length < 2 ? null : h('ul', {}, keys.map(({ key, name, phase }) => {
    const words = phaseWords(phase);
    return h('li', {}, h('a', { href: `#/${key.split('/').map(encodeURIComponent).join('/')}`, 'data-key': `rollout ${key}`, 'aria-current': key === current ? 'page' : null },
      mark(words.glyph, words.tone), name, h('span', { class: 'unseen' }, `, ${words.word}`)));
  }));
}

/** The metrics with their verdicts as a choice, when there is more than one. */
export function metricChoice(metrics, shown, choose) {
  return metrics.length < 2 ? null : h('div', { class: 'choice', role: 'group', 'aria-label': 'Metric shown in the charts' }, metrics.map(metric => {
    const words = verdictWords(metric.verdict);
    const effect = num(metric.effect);
    return h('button', { type: 'button', 'data-key': `metric ${metric.name}`, 'aria-pressed': String(metric.name === shown), click: () => choose(metric.name) },
      mark(words.glyph, words.tone), h('strong', {}, metric.name), h('span', { class: 'fine' },
        ` ${(metric.role ?? '').toLowerCase()} \u00b7 ${effect === null ? 'no effect yet' : percent(effect, { sign: true })} \u00b7 ${words.word.toLowerCase()}`));
  }));
}
