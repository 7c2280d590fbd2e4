// Numbers, money, durations and times as people read them. Missing knowledge stays null all the way to the words.

const minus = '\u2212';
const thin = '\u202f'; // narrow no-break space between number and unit

/** A decimal string or number of the API as a number; null for anything else. */
export function num(value) {
  if (value === null || value === undefined || value === '') {
    return null;
  }
  const number = Number(value);
  return Number.isFinite(number) ? number : null;
}

const plain = new Intl.NumberFormat('en-US', { maximumFractionDigits: 0 });
const oneDigit = new Intl.NumberFormat('en-US', { maximumFractionDigits: 1 });
const twoDigits = new Intl.NumberFormat('en-US', { maximumFractionDigits: 2 });

/** Three figures that matter, thousands grouped. */
export function figure(value) {
  const size = Math.abs(value);
  const text = (size >= 100 ? plain : size >= 10 ? oneDigit : twoDigits).format(size);
  return value < 0 && Number(text.replaceAll(',', '')) !== 0 ? minus + text : text;
}

/** A fraction in per cent: 0.093 -> "9.3 %"; with sign "+9.3 %". */
export function percent(fraction, { sign = false, digits } = {}) {
  const value = fraction * 100;
  const places = digits ?? (Math.abs(value) < 9.95 ? 1 : 0);
  const text = Math.abs(value).toFixed(places);
  const zero = Number(text) === 0;
  const lead = zero ? '' : value < 0 ? minus : sign ? '+' : '';
  return `${lead}${zero ? '0' : text.replace(/\.0$/, '')}${thin}%`;
}

const currencies = new Map();

/** A value in its unit: money for a currency code ("$812"), else "812 orders". */
export function amount(value, unit) {
  if (!/^[A-Z]{3}$/.test(unit ?? '')) {
    return unit ? `${figure(value)}${thin}${unit}` : figure(value);
  }
  const digits = Math.abs(value) >= 100 ? 0 : 2;
  const key = unit + digits;
  if (!currencies.has(key)) {
    currencies.set(key, new Intl.NumberFormat('en-US', {
      style: 'currency', currency: unit, currencyDisplay: 'narrowSymbol', minimumFractionDigits: digits, maximumFractionDigits: digits,
    }));
  }
  return currencies.get(key).format(value).replace('-', minus);
}

/** Milliseconds as the two largest units: "3 min 20 s". */
export function span(milliseconds) {
  const seconds = Math.max(0, Math.round(milliseconds / 1000));
  const parts = [
    [Math.floor(seconds / 86400), 'd'], [Math.floor(seconds / 3600) % 24, 'h'],
    [Math.floor(seconds / 60) % 60, 'min'], [seconds % 60, 's'],
  ];
  const first = parts.findIndex(([count]) => count > 0);
  if (first < 0) {
    return `0${thin}s`;
  }
  return parts.slice(first, first + 2).filter(([count]) => count > 0).map(([count, unit]) => `${count}${thin}${unit}`).join(' ');
}

/** "1h30m", "90s", "250ms" as milliseconds; null when it is none of these. */
export function duration(text) {
  const unit = { d: 86400000, h: 3600000, m: 60000, s: 1000, ms: 1 };
  if (typeof text !== 'string' || !/^(\d+(\.\d+)?(ms|d|h|m|s))+$/.test(text)) {
    return null;
  }
  return [...text.matchAll(/(\d+(?:\.\d+)?)(ms|d|h|m|s)/g)].reduce((sum, [, count, of]) => sum + Number(count) * unit[of], 0);
}

/** RFC 3339 as milliseconds since the epoch; null when it is no time. */
export function instant(text) {
  const at = typeof text === 'string' ? Date.parse(text) : NaN;
  return Number.isNaN(at) ? null : at;
}

const two = number => String(number).padStart(2, '0');

/** The time of day on this machine's clock, 24 hours. */
export function timeOfDay(at, withSeconds = true) {
  const date = new Date(at);
  return `${two(date.getHours())}:${two(date.getMinutes())}${withSeconds ? `:${two(date.getSeconds())}` : ''}`;
}

/** The day and time, for what lies further back than today. */
export function dayAndTime(at, now) {
  const date = new Date(at);
  const sameDay = date.toDateString() === new Date(now).toDateString();
  return sameDay ? timeOfDay(at) : `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())} ${timeOfDay(at, false)}`;
}

export function plural(count, one, many = `${one}s`) {
  return `${figure(count)} ${count === 1 ? one : many}`;
}
