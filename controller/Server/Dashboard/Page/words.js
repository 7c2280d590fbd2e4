// What the API's closed sets mean in words, shape and tone. An unknown name is shown as it came, in a neutral tone.

const phases = {
  Idle: ['\u25cb', 'calm', 'Nothing is on trial.'],
  Waiting: ['\u2026', 'warn', 'It waits before a canary may start.'],
  Starting: ['\u25d4', 'busy', 'The canary is being started.'],
  WarmingUp: ['\u25d1', 'busy', 'The canary warms up; these readings do not count.'],
  Judging: ['\u25d1', 'busy', 'The canary is compared with the rest of the fleet.'],
  Advancing: ['\u25b8', 'busy', 'The next stage opens.'],
  Promoting: ['\u25b8', 'good', 'The new version goes to the whole fleet.'],
  Promoted: ['\u2713', 'good', 'The whole fleet runs the new version.'],
  RollingBack: ['\u25c2', 'bad', 'The canary goes back to the stable version.'],
  RolledBack: ['\u2715', 'bad', 'The fleet runs the stable version; the new one is refused.'],
  Held: ['\u275a\u275a', 'warn', 'It holds where it is.'],
  Paused: ['\u275a\u275a', 'warn', 'A person has paused it.'],
  Bypassed: ['!', 'warn', 'A version reached the fleet around the controller.'],
  Invalid: ['!', 'bad', 'The rollout cannot be carried out as it is written.'],
};

const spaced = { WarmingUp: 'Warming up', RollingBack: 'Rolling back', RolledBack: 'Rolled back' };

export function phaseWords(name) {
  const [glyph, tone, sentence] = phases[name] ?? ['?', 'calm', ''];
  return { glyph, tone, sentence, word: spaced[name] ?? name ?? 'Unknown' };
}

const verdicts = {
  Better: ['\u2713', 'good', 'Better', 'It earns more than the fleet would.'],
  NoWorse: ['\u2713', 'good', 'No worse', 'A loss above the tolerance is excluded.'],
  Worse: ['\u2715', 'bad', 'Worse', 'The loss is proven.'],
  Insufficient: ['\u25d1', 'busy', 'Insufficient', 'Not enough evidence yet, neither of harm nor that it is safe.'],
  Unavailable: ['?', 'warn', 'No readings', 'The metric cannot be reached.'],
  Misconfigured: ['!', 'bad', 'Misconfigured', 'The metric cannot be judged as it is described.'],
};

export function verdictWords(name) {
  const [glyph, tone, word, sentence] = verdicts[name] ?? ['\u25cb', 'calm', name ?? 'No verdict', ''];
  return { glyph, tone, word, sentence };
}

const outcomes = {
  Promoted: ['\u2713', 'good', 'Promoted'],
  RolledBack: ['\u2715', 'bad', 'Rolled back'],
  Superseded: ['\u21b7', 'calm', 'Superseded'],
  Aborted: ['\u25a0', 'warn', 'Aborted'],
};

export function outcomeWords(name) {
  const [glyph, tone, word] = outcomes[name] ?? ['\u25cb', 'calm', name ?? 'Unknown'];
  return { glyph, tone, word };
}

const probeStates = {
  Passing: ['\u2713', 'good', 'passing'],
  Failing: ['\u2715', 'bad', 'failing'],
  Unknown: ['?', 'warn', 'not known yet'],
};

export function probeWords(name) {
  const [glyph, tone, word] = probeStates[name] ?? ['?', 'calm', name ?? 'not known'];
  return { glyph, tone, word };
}
