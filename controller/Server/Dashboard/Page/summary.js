// The large words: which rollout, its phase, what it says, the effect, what it waits for, the verdict.
import { elapsed } from './clock.js';
import { h, mark } from './dom.js';
import { duration, num, percent, span } from './format.js';
import { objective } from './select.js';
import { phaseWords, verdictWords } from './words.js';

export function summary(rollout) {
  const status = rollout.status ?? {};
  const words = phaseWords(status.phase);
  return [
    h('div', { class: `card phase ${words.tone}` },
      h('h1', {}, h('span', { class: 'of' }, `${rollout.metadata?.namespace ?? ''} / `), rollout.metadata?.name ?? 'unnamed', versions(status)),
      h('p', { class: 'word' }, mark(words.glyph), h('span', { id: 'phase' }, words.word), elapsed(status.since, 'for ')),
      h('p', { class: 'message' }, status.message || words.sentence),
      h('p', { class: 'fine' }, status.reason && h('code', {}, status.reason), status.paused && ' paused by a person')),
    effectTile(status),
    timeTile(rollout),
    verdictTile(status),
  ];
}

function versions(status) {
  const trial = status.canaryRevision ?? (status.wantedRevision !== status.stableRevision ? status.wantedRevision : null);
  return h('span', { class: 'versions' },
    h('span', { class: 'unseen' }, 'stable version '), status.stableRevision ?? 'version unknown',
    trial && [h('span', { 'aria-hidden': 'true' }, ' \u2192 '), h('span', { class: 'unseen' }, ' on trial '), h('strong', {}, trial)]);
}

function tile(title, value, tone, ...rest) {
  return h('div', { class: `card tile ${tone} ${title === 'Verdict' ? 'verdict' : ''}` }, h('h2', {}, title), h('p', { class: 'value' }, value), rest);
}

function effectTile(status) {
  const metric = objective(status);
  const effect = num(metric?.effect);
  const title = metric ? `Effect on ${metric.name}` : 'Effect';
  if (effect === null) {
    const why = metric?.verdict === 'Unavailable' ? 'no reading' : '\u2013';
    return tile(title, why, 'calm', h('p', { class: 'fine' }, metric ? 'no effect known yet' : 'nothing is on trial'));
  }
  const [low, high] = [num(metric.low), num(metric.high)];
  const tone = metric.verdict === 'Worse' ? 'bad' : metric.verdict === 'NoWorse' || metric.verdict === 'Better' ? 'good' : 'busy';
  return tile(title, percent(effect, { sign: true }), tone,
    low !== null && high !== null && h('p', {}, `between ${percent(low, { sign: true })} and ${percent(high, { sign: true })}`),
    h('p', { class: 'fine' }, 'against what the fleet says it should earn'));
}

function verdictTile(status) {
  const overall = status.verdict?.overall;
  const words = verdictWords(overall);
  const metric = objective(status);
  const events = num(metric?.canaryEvents);
  const fleet = num(metric?.fleetEvents);
  return tile('Verdict', [mark(words.glyph), words.word], overall ? words.tone : 'calm',
    h('p', {}, overall ? words.sentence : 'There is nothing to judge.'),
    events !== null && fleet !== null && h('p', { class: 'fine' },
      `${Math.round(events).toLocaleString('en-US')} events on the canary, ${Math.round(fleet).toLocaleString('en-US')} in the fleet`),
    (metric?.notes ?? []).map(note => h('p', { class: 'fine' }, note)));
}

const onTrial = ['Waiting', 'Starting', 'WarmingUp', 'Judging', 'Advancing', 'Promoting', 'Held', 'Paused'];

function timeTile(rollout) {
  const status = rollout.status ?? {};
  const remaining = duration(status.forecast?.remaining);
  const deadline = duration(rollout.spec?.deadline);
  const running = status.stage && onTrial.includes(status.phase);
  const inStage = running && status.stage.since && h('p', { class: 'fine' },
    elapsed(status.stage.since, 'in this stage for '), deadline !== null && `, deadline ${span(deadline)}`);
  if (status.forecast && running) {
    return tile('Time still expected', remaining === null ? 'not known' : `\u2248 ${span(remaining)}`, 'busy',
      h('p', {}, status.forecast.text ?? ''), inStage);
  }
  const last = status.outcomes?.[0];
  const took = last ? Date.parse(last.endedAt) - Date.parse(last.startedAt) : NaN;
  if (!running && last && !Number.isNaN(took)) {
    return tile('It took', span(took), 'calm', h('p', {}, `from the start of ${last.revision} to its end`));
  }
  return tile('Time still expected', running ? 'not known' : '\u2013', 'calm',
    h('p', {}, running ? 'no forecast yet' : status.phase === 'RollingBack' ? 'the canary is being taken away' : 'no release under way'), inStage);
}
