// Small questions to a status that several parts ask.

/** The metric the rollout is judged by: its first objective, else its first metric, else null. */
export function objective(status) {
  const metrics = status?.verdict?.metrics ?? [];
  return metrics.find(m => m.role === 'Objective') ?? metrics[0] ?? null;
}

/** The unit of the objective, from the verdict or, before there is one, from the spec. */
export function objectiveUnit(rollout) {
  const spec = rollout.spec?.metrics ?? [];
  return objective(rollout.status)?.unit ?? (spec.find(m => m.role === 'Objective') ?? spec[0])?.unit ?? null;
}

/** The metric that the charts show: the one chosen, while it exists, else the objective. */
export function shownMetric(status, chosen) {
  return status?.verdict?.metrics?.find(m => m.name === chosen) ?? objective(status);
}
