import { createHmac } from 'node:crypto';

export interface Sent {
  readonly url: string;
  readonly secret: string;
  readonly body: string;
  readonly headers: Readonly<Record<string, string>>;
  /** Milliseconds. */
  readonly patience: number;
  readonly signal: AbortSignal;
}

/** How an attempt ended, in the words of GitHub's list of deliveries. */
export interface Reply {
  readonly status: string;
  readonly statusCode: number;
  readonly seconds: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly payload: string;
}

const keptOfAnswer = 65_536;

/** Posts a signed body once; whatever happens is a reply. */
export async function post(sent: Sent): Promise<Reply> {
  const start = performance.now();
  const seconds = () => Math.round(performance.now() - start) / 1000;
  const deadline = AbortSignal.timeout(sent.patience);
  try {
    const response = await fetch(sent.url, {
      method: 'POST',
      body: sent.body,
      headers: { ...sent.headers, 'x-hub-signature-256': signature(sent.secret, sent.body) },
      redirect: 'manual',
      signal: AbortSignal.any([deadline, sent.signal]),
    });
    const payload = (await response.text()).slice(0, keptOfAnswer);
    const headers = Object.fromEntries(response.headers);
    const status = response.ok ? 'OK' : `Invalid HTTP Response: ${response.status}`;
    return { status, statusCode: response.status, seconds: seconds(), headers, payload };
  } catch {
    const failure = deadline.aborted ? (['timed out', 0] as const) : (['failed to connect to host', 502] as const);
    return { status: failure[0], statusCode: failure[1], seconds: seconds(), headers: {}, payload: '' };
  }
}

function signature(secret: string, body: string): string {
  return `sha256=${createHmac('sha256', secret).update(body).digest('hex')}`;
}
