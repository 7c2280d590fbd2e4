// Reading the controller's HTTP API. Every read has a time limit; what fails says why.
import { learn } from './clock.js';

const root = new URL('api/v1/rollouts', document.baseURI).href;
const timeLimit = 5000;

/** What the controller answered instead of the thing asked for. */
export class Refusal extends Error {
  constructor(status, message) {
    super(message);
    this.status = status;
  }
}

async function read(url) {
  const response = await fetch(url, {
    signal: AbortSignal.timeout(timeLimit), headers: { accept: 'application/json' }, cache: 'no-store', credentials: 'same-origin',
  });
  learn(response.headers.get('date'));
  if (!response.ok) {
    const problem = await response.json().catch(() => null);
    throw new Refusal(response.status, problem?.detail ?? problem?.title ?? `status ${response.status}`);
  }
  return response.json();
}

/** "namespace/name" of a rollout: its key here and in the page's address. */
export const keyOf = rollout => `${rollout.metadata?.namespace ?? 'default'}/${rollout.metadata?.name ?? ''}`;

const place = key => `${root}/${key.split('/').map(encodeURIComponent).join('/')}`;

export const readRollouts = async () => (await read(root)).items ?? [];
export const readRollout = key => read(place(key));
export const readEvidence = key => read(`${place(key)}/evidence`);
export const openEvents = key => new EventSource(`${place(key)}/events`);
