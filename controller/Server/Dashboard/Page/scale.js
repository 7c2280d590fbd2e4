// Linear scales and ticks at round numbers.

/** A function from [from, to] to pixels. */
export function linear([from, to], [start, end]) {
  const slope = to === from ? 0 : (end - start) / (to - from);
  return value => start + (value - from) * slope;
}

/** The step of 1, 2 or 5 times a power of ten that gives about this many ticks; half as many more rather than too few. */
export function roundStep(range, count) {
  const raw = range / Math.max(1, count);
  const power = 10 ** Math.floor(Math.log10(raw));
  const factor = [1, 2, 5, 10].find(f => f * power >= raw / 1.5);
  return factor * power;
}

/** Multiples of a round step within [low, high]. */
export function ticks(low, high, count) {
  if (!(high > low)) {
    return [low];
  }
  const step = roundStep(high - low, count);
  const first = Math.ceil(low / step - 1e-9);
  const last = Math.floor(high / step + 1e-9);
  return Array.from({ length: last - first + 1 }, (_, i) => (first + i) * step || 0);
}

const second = 1000;
const minute = 60 * second;
const hour = 60 * minute;
const day = 24 * hour;
const timeSteps = [
  second, 2 * second, 5 * second, 10 * second, 15 * second, 30 * second, minute, 2 * minute, 5 * minute, 10 * minute, 15 * minute,
  30 * minute, hour, 2 * hour, 3 * hour, 6 * hour, 12 * hour, day, 2 * day, 7 * day,
];

/** Round moments of the local clock within [from, to], and whether their labels need seconds. */
export function timeTicks(from, to, count) {
  const step = timeSteps.find(s => (to - from) / s <= Math.max(1, count)) ?? timeSteps.at(-1);
  const zone = -new Date(from).getTimezoneOffset() * minute;
  const first = Math.ceil((from + zone) / step);
  const last = Math.floor((to + zone) / step);
  const at = Array.from({ length: Math.max(0, last - first + 1) }, (_, i) => (first + i) * step - zone);
  return { at, withSeconds: step < minute };
}

/** The value below which this part of the values lies. */
export function quantile(values, part) {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.max(0, Math.round(part * (sorted.length - 1))))];
}

/** Moves labels apart so that none overlaps, as little as it takes, in their order, within [top, bottom]. */
export function spread(labels, gap, top, bottom) {
  const sorted = [...labels].sort((a, b) => a.y - b.y);
  sorted.forEach((label, i) => {
    label.y = Math.max(label.y, i === 0 ? top : sorted[i - 1].y + gap);
  });
  for (let i = sorted.length - 1; i >= 0; i--) {
    const limit = i === sorted.length - 1 ? bottom : sorted[i + 1].y - gap;
    sorted[i].y = Math.min(sorted[i].y, limit);
  }
  return sorted;
}
