// Follows one rollout: server-sent events for its status, the evidence every two seconds, the list every ten.
// Any of them is a word from the controller; when none comes the page says for how long.
import { openEvents, readEvidence, readRollout, readRollouts, Refusal } from './api.js';

const evidenceEvery = 2000;
const listEvery = 10000;
const reopenAfter = 3000;

export class Live {
  #key = null;
  #events = null;
  #round = 0;

  /** The sink's methods: rollouts(items), rollout(value), happening(value), evidence(value), word(), trouble(text). */
  constructor(sink) {
    this.sink = sink;
    this.#repeat(() => this.#list(), listEvery, () => true);
  }

  /** Lets go of the rollout followed so far and follows this one; null follows none. */
  follow(key) {
    this.#round++;
    this.#events?.close();
    this.#events = null;
    this.#key = key;
    if (key !== null) {
      const round = this.#round;
      this.#open();
      this.#repeat(() => this.#evidence(), evidenceEvery, () => round === this.#round);
    }
  }

  async #repeat(action, delay, stillWanted) {
    if (stillWanted()) {
      await action();
      setTimeout(() => this.#repeat(action, delay, stillWanted), delay);
    }
  }

  async #ask(question, take) {
    const round = this.#round;
    try {
      const answer = await question();
      this.sink.word();
      if (round === this.#round) {
        take(answer);
      }
    } catch (error) {
      this.sink.trouble(reasonOf(error));
    }
  }

  #list() {
    // The list is the same whichever rollout is followed: it is taken at any time.
    return readRollouts().then(
      items => {
        this.sink.word();
        this.sink.rollouts(items);
      },
      error => this.sink.trouble(reasonOf(error)));
  }

  async #evidence() {
    const key = this.#key;
    await this.#ask(() => readEvidence(key).catch(noneYet), value => this.sink.evidence(value));
    if (this.#key === key && this.#events?.readyState !== EventSource.OPEN) {
      await this.#ask(() => readRollout(key), value => this.sink.rollout(value));
    }
  }

  #open() {
    const round = this.#round;
    const events = openEvents(this.#key);
    this.#events = events;
    const take = give => message => {
      if (round === this.#round) {
        this.sink.word();
        give(JSON.parse(message.data));
      }
    };
    // What changed while the stream was away was told to nobody.
    events.addEventListener('open', () => this.#ask(() => readRollout(this.#key), value => this.sink.rollout(value)));
    events.addEventListener('status', take(value => this.sink.rollout(value)));
    events.addEventListener('happening', take(value => this.sink.happening(value)));
    events.addEventListener('error', () => {
      // The browser reopens by itself, except after an answer that is no event stream.
      if (events.readyState === EventSource.CLOSED && round === this.#round) {
        setTimeout(() => round === this.#round && this.#open(), reopenAfter);
      }
    });
  }
}

const reasonOf = error => (error instanceof Refusal ? `It answers ${error.status}: ${error.message}.` : 'It does not answer.');

/** A rollout without any evidence yet is no trouble. */
function noneYet(error) {
  if (error instanceof Refusal && error.status === 404) {
    return null;
  }
  throw error;
}
