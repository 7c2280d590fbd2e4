// The page: keeps what the controller said last and draws each part again when its own material changes.
import { keyOf } from './api.js';
import { effectPanel, evidencePanel } from './charts.js';
import { tick } from './clock.js';
import { h, replace } from './dom.js';
import { outlook } from './forecast.js';
import { span } from './format.js';
import * as lists from './lists.js';
import { Live } from './live.js';
import { nodes } from './nodes.js';
import { objective, objectiveUnit, shownMetric } from './select.js';
import { metricSeries } from './series.js';
import { stages } from './stages.js';
import { summary } from './summary.js';
import { phaseWords } from './words.js';

const silentAfter = 6000;
const state = { items: null, key: null, rollout: null, evidence: null, lastWord: null, trouble: null, metric: null, allNodes: false };
const opened = performance.now();

const live = new Live({
  rollouts: items => {
    state.items = items;
    choose();
  },
  rollout: value => {
    state.rollout = value;
    redrawSoon();
  },
  happening: value => {
    const list = state.rollout?.status?.happenings;
    if (list && !list.some(x => x.at === value.at && x.reason === value.reason && x.message === value.message)) {
      list.unshift(value);
      redrawSoon();
    }
  },
  evidence: value => {
    state.evidence = value;
    redrawSoon();
  },
  word: () => {
    state.lastWord = performance.now();
    state.trouble = null;
    tellLink();
  },
  trouble: text => {
    state.trouble = text;
    tellLink();
  },
});

/** The rollout named in the address, while it is known; else the first. */
function choose() {
  const wanted = decodeURIComponent(location.hash.replace(/^#\//, ''));
  const found = state.items?.find(item => keyOf(item) === wanted) ?? state.items?.[0] ?? null;
  const key = found && keyOf(found);
  if (key !== state.key) {
    Object.assign(state, { key, rollout: found, evidence: null, metric: null, allNodes: false });
    live.follow(key);
  }
  if (document.body.dataset.state === 'connecting') {
    // The list says enough for the first picture: no stream need open for it.
    redraw();
  } else {
    redrawSoon();
  }
}

const body = id => document.querySelector(`#${id} [data-body]`) ?? document.getElementById(id);
const parts = new Map();

/** Draws a part when its material differs from what it was drawn from. What one part cannot read takes no other with it. */
function part(id, material, draw) {
  const text = JSON.stringify(material);
  if (parts.get(id) === text) {
    return;
  }
  parts.set(id, text);
  try {
    replace(body(id), draw(material));
  } catch (error) {
    console.error(id, error);
    replace(body(id), h('p', { class: 'none' }, `This part could not be drawn (${error.message}); what the controller said is not what the page expects.`));
  }
}

function redraw() {
  const { rollout, items } = state;
  part('rollouts', { keys: (items ?? []).map(i => ({ key: keyOf(i), name: nameIn(i, items), phase: phaseOf(i) })), current: state.key },
    m => lists.rolloutLinks(m.keys, m.current));
  document.body.dataset.state = items === null ? 'connecting' : rollout === null ? 'empty' : 'shown';
  if (rollout === null) {
    part('summary', items === null, waiting => waiting
      ? h('p', { class: 'card none' }, 'Asking the controller\u2026')
      : h('div', { class: 'card none' }, h('h1', {}, 'No rollout yet'), h('p', {}, 'This controller looks after no rollout so far. The page shows the first one as soon as it is known.')));
    return;
  }
  const status = rollout.status ?? {};
  const metric = shownMetric(status, state.metric);
  const series = metric && metricSeries(state.evidence, metric.name);
  const money = metricSeries(state.evidence, (objective(status) ?? state.evidence?.metrics?.[0])?.name);
  part('summary', rollout, () => summary(rollout));
  part('attention', { a: status.conditions, b: status.troubles, phase: status.phase }, () => lists.attention(status));
  part('stages', { a: status.stages, b: status.stage, phase: status.phase, c: rollout.spec?.stages, n: status.nodes?.length }, () => stages(rollout));
  part('metrics', { metrics: status.verdict?.metrics ?? [], shown: metric?.name ?? null },
    m => lists.metricChoice(m.metrics, m.shown, name => {
      state.metric = name;
      redrawSoon();
    }));
  part('outlook', { metric: metric && { name: metric.name, forecast: metric.forecast ?? null }, canaries: status.canaryNodes?.length ?? 0, start: status.ifStartedNow ?? null },
    m => withCard(outlook(m)));
  charts(status, metric, series);
  part('nodes', { nodes: status.nodes, all: state.allNodes, points: state.evidence?.metrics?.[0]?.points?.length, at: money?.points.at(-1)?.t },
    () => nodes(status, objectiveUnit(rollout), money, { allNodes: state.allNodes, showAll }));
  part('probes', { list: status.probes ?? [], widenings: status.widenings ?? [] }, lists.probes);
  part('outcomes', { list: status.outcomes ?? [], refused: status.refusedRevisions ?? [] }, lists.outcomes);
  part('happenings', status.happenings ?? [], lists.happenings);
  speak(rollout, status);
}

function charts(status, metric, series) {
  const width = id => body(id).clientWidth;
  const material = id => ({ metric, series: series && { ...series, nodes: null }, stages: status.stages, phase: status.phase, width: width(id) });
  part('effect', material('effect'), () => effectPanel({ status, metric, series, width: width('effect') }));
  part('evidence', material('evidence'), () => evidencePanel({ status, metric, series, width: width('evidence') }));
}

/** A card only where there is something in it. */
const withCard = content => content && h('div', { class: 'card' }, content);

const phaseOf = item => (keyOf(item) === state.key ? state.rollout : item)?.status?.phase ?? null;
const nameIn = (item, items) => (new Set(items.map(i => i.metadata?.namespace)).size > 1 ? keyOf(item) : item.metadata?.name);

function showAll() {
  state.allNodes = true;
  redrawSoon();
}

/** Said once a phase, to screen readers and in the tab's title. */
function speak(rollout, status) {
  const words = phaseWords(status.phase);
  const title = `${words.glyph} ${words.word} \u00b7 ${rollout.metadata?.name} \u00b7 Rollout`;
  if (document.title !== title) {
    document.title = title;
    document.getElementById('spoken').textContent = `${rollout.metadata?.name}: ${words.word}. ${status.message ?? ''}`;
  }
}

let pending = false;

function redrawSoon() {
  if (!pending) {
    pending = true;
    setTimeout(() => {
      pending = false;
      redraw();
    }, 40);
  }
}

/** Whether the controller is heard; a page that shows the past says so. */
function tellLink() {
  const silence = performance.now() - (state.lastWord ?? opened);
  const stale = silence > silentAfter;
  const banner = document.getElementById('stale');
  document.body.classList.toggle('is-stale', stale);
  banner.hidden = !stale;
  // The count is hidden from screen readers: an alert that changes each second would never stop speaking.
  document.getElementById('stale-count').textContent = `No word from the controller for ${span(silence)}.`;
  part('stale-words', stale && { trouble: state.trouble ?? 'It is silent.', old: state.lastWord !== null }, m => m && [
    h('span', { class: 'unseen' }, 'No word from the controller. '), `${m.trouble} ${m.old ? 'What you see is as old as that. ' : ''}Trying again.`]);
  document.getElementById('link').textContent = stale ? '\u25a0 no connection' : state.lastWord === null ? '\u2026 connecting' : '\u25cf live';
}

addEventListener('hashchange', choose);
new ResizeObserver(redrawSoon).observe(document.getElementById('main'));
setInterval(() => {
  tick();
  tellLink();
}, 1000);
document.getElementById('foot').textContent = `Times of day in ${Intl.DateTimeFormat().resolvedOptions().timeZone}. The same as text: rollout status, rollout watch, rollout explain.`;
tellLink();
