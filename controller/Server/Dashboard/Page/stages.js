// Where the rollout stands: one step a stage, the last the whole fleet.
import { elapsed } from './clock.js';
import { h, mark } from './dom.js';
import { duration, num, percent, plural, span } from './format.js';

const states = { Done: ['\u2713', 'passed'], Current: ['\u25cf', 'now'], Ahead: ['\u25cb', 'ahead'] };

export function stages(rollout) {
  const status = rollout.status ?? {};
  const list = status.stages ?? [];
  if (list.length === 0) {
    return h('p', { class: 'none' }, 'No stages are planned: nothing is on trial.');
  }
  const fleet = num(list.at(-1).nodes) ?? status.nodes?.length ?? 0;
  return h('ol', { class: 'stages' }, list.map((stage, i) => step(stage, i === list.length - 1, fleet, rollout)));
}

function step(stage, isLast, fleet, rollout) {
  const stopped = stage.state === 'Current' && ['RollingBack', 'RolledBack'].includes(rollout.status?.phase);
  const [glyph, word] = stopped ? ['\u2715', 'stopped here'] : states[stage.state] ?? ['?', stage.state ?? 'unknown'];
  const nodes = num(stage.nodes);
  const tolerance = num(stage.tolerance);
  const current = stage.state === 'Current' && !stopped;
  const item = h('li', { class: `stage ${stopped ? 'stopped' : (stage.state ?? '').toLowerCase()}`, 'aria-current': current ? 'step' : null },
    h('p', { class: 'stage-name' }, mark(glyph),
      isLast ? `All${nodes === null ? '' : ` ${plural(nodes, 'node')}`}` : nodes === null ? `Stage ${stage.index + 1}` : plural(nodes, 'node'),
      ' ', h('span', { class: 'stage-word' }, word)),
    h('div', { class: 'share', 'aria-hidden': 'true' }, h('span', {})),
    h('p', { class: 'fine' }, detail(stage, isLast, tolerance, rollout), current && elapsed(rollout.status?.stage?.since, ' \u00b7 for ')));
  item.querySelector('.share').style.setProperty('--part', String(fleet > 0 && nodes !== null ? Math.min(1, nodes / fleet) : 0));
  return item;
}

function detail(stage, isLast, tolerance, rollout) {
  if (isLast) {
    return 'the whole fleet runs it';
  }
  const floor = duration(rollout.spec?.stages?.[stage.index]?.minDuration);
  return [
    tolerance === null ? null : `left when a loss of ${percent(tolerance, { digits: 0 })} is excluded`,
    floor === null || floor === 0 ? null : `at least ${span(floor)}`,
  ].filter(Boolean).join(', ') || 'left on evidence';
}
