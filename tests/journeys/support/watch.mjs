// Collects what a browser complains of while a journey goes on.

/** Requests that end because a page was left or a file was saved. */
const ENDED_BY_US = 'net::ERR_ABORTED';

export class Watch {
  #faults = [];
  #allowed = [];
  #paused = false;

  constructor(origin) {
    this.origin = origin;
  }

  follow(context) {
    context.on('console', (message) => {
      if (message.type() === 'error') this.#note('console', `${message.text()} (${message.location().url})`);
    });
    context.on('weberror', (error) => this.#note('page', error.error().stack ?? String(error.error())));
    context.on('requestfailed', (request) => {
      const reason = request.failure()?.errorText ?? 'unknown';
      if (reason !== ENDED_BY_US) this.#note('request', `${reason} ${request.url()}`);
    });
    context.on('response', (response) => {
      if (response.status() >= 400) this.#note('answer', `${response.status()} ${response.url()}`);
    });
    context.on('request', (request) => {
      const { protocol, origin } = new URL(request.url());
      if (origin !== this.origin && protocol !== 'data:' && protocol !== 'blob:') {
        this.#note('foreign request', request.url());
      }
    });
  }

  allow(pattern) {
    this.#allowed.push(pattern);
  }

  pause() {
    this.#paused = true;
  }

  resume() {
    this.#paused = false;
  }

  /** What was seen and not allowed, a line each; empty when nothing was. */
  report() {
    return this.#faults.filter((fault) => !this.#allowed.some((pattern) => pattern.test(fault))).join('\n');
  }

  #note(kind, text) {
    if (!this.#paused) this.#faults.push(`${kind}: ${text}`);
  }
}
