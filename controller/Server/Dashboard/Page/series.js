// The evidence as the charts want it: times in milliseconds, decimals as numbers, unknown as null.
import { instant, num } from './format.js';

/** One metric of GET .../evidence, or null when it has no points yet. */
export function metricSeries(evidence, name) {
  const metric = evidence?.metrics?.find(m => m.name === name);
  if (!metric) {
    return null;
  }
  const points = (metric.points ?? []).map(p => ({
    t: instant(p.at), effect: num(p.effect), low: num(p.low), high: num(p.high),
    logEHarm: num(p.logEHarm), logESafe: num(p.logESafe), stage: num(p.stage) ?? 0,
  })).filter(p => p.t !== null);
  return {
    unit: metric.unit, harmThreshold: num(metric.harmThreshold), safeThreshold: num(metric.safeThreshold), points,
    bucketMilliseconds: 1000 * (num(metric.bucketSeconds) ?? 1), nodes: nodeSeries(metric),
  };
}

function nodeSeries(metric) {
  return new Map((metric.nodes ?? []).map(node => [
    node.name,
    (node.points ?? []).map(p => ({ t: instant(p.at), value: num(p.value) })).filter(p => p.t !== null && p.value !== null),
  ]));
}

/** The tolerated loss of a stage as a number; null where it is not known. */
export const toleranceOf = status => stage => num(status.stages?.find(s => s.index === stage)?.tolerance);

/** "3 nodes" for a stage; the last one is the whole fleet. */
export const wordsOfStage = status => stage => {
  const stages = status.stages ?? [];
  const found = stages.find(s => s.index === stage);
  if (!found) {
    return `stage ${stage + 1}`;
  }
  const nodes = num(found.nodes);
  return found === stages.at(-1) && stages.length > 1 ? 'all nodes' : nodes === null ? `stage ${stage + 1}` : nodes === 1 ? '1 node' : `${nodes} nodes`;
};
