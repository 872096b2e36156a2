import type { Finding } from './finding.ts';

/** One try of GitHub to reach us. `code` 0: there was no answer. */
export interface Sent {
  readonly event: string;
  /** ISO 8601. */
  readonly at: string;
  readonly status: string;
  readonly code: number;
}

interface Hook {
  readonly settingsUrl: string;
  readonly hook: { readonly url: string | undefined; readonly contentType: string | undefined };
  readonly sent: readonly Sent[];
}

interface Here {
  readonly publicUrl: string | undefined;
  readonly intake: 'webhook' | 'poll';
}

const what = 'webhook';

/** Whether GitHub sends to this server, and whether that arrives. */
export function webhookFindings(app: Hook, { publicUrl, intake }: Here): Finding[] {
  if (intake === 'poll') return [{ what, state: 'fine', words: "not needed: GitHub's log is read" }];
  return [addressFinding(app, publicUrl), deliveriesFinding(app)];
}

function addressFinding({ hook: { url, contentType }, settingsUrl }: Hook, publicUrl: string | undefined): Finding {
  if (!url) {
    const remedy = `give the App the webhook URL ${publicUrl ?? 'https://YOUR-HOST'}/webhooks/github`;
    return { what, state: 'missing', words: 'the App has no address to send to', remedy, link: settingsUrl };
  }
  if (contentType !== undefined && contentType !== 'json') {
    const remedy = 'choose the content type application/json in the settings of the App';
    return { what, state: 'missing', words: `it is sent as ${contentType}`, remedy, link: settingsUrl };
  }
  if (publicUrl === undefined) {
    const words = `GitHub sends to ${url}; PUBLIC_URL is not set, so nothing says whether that is here`;
    return { what, state: 'note', words };
  }
  const here = `${publicUrl}/webhooks/github`;
  if (isSame(url, here)) return { what, state: 'fine', words: `GitHub sends to ${url}` };
  const remedy = `write ${here} into the settings of the App, or correct PUBLIC_URL`;
  return {
    what,
    state: 'missing',
    words: `GitHub sends to ${url}, and this server is ${publicUrl}`,
    remedy,
    link: settingsUrl,
  };
}

function isSame(url: string, here: string): boolean {
  const plain = (text: string) => (URL.canParse(text) ? new URL(text).href : text).replace(/\/$/, '');
  return plain(url) === plain(here);
}

const arrived = ({ code }: Sent) => code >= 200 && code < 300;

function deliveriesFinding({ sent, settingsUrl }: Hook): Finding {
  const name = 'deliveries';
  const [last] = sent;
  if (!last) return { what: name, state: 'note', words: 'none in the last days' };
  const failed = sent.filter((one) => !arrived(one));
  const words = `${sent.length - failed.length} of the last ${sent.length} arrived${failed.length > 0 ? `; not: ${counted(failed)}` : ''}`;
  if (arrived(last)) return { what: name, state: 'fine', words };
  const at = last.at.slice(0, 16).replace('T', ' ');
  return {
    ...{ what: name, state: 'missing', words: `${words}; the last one, ${last.event} at ${at}, ${answer(last)}` },
    ...{ remedy: remedyOf(last.code), link: `${settingsUrl}/advanced` },
  };
}

/** What became of a delivery that was sent once more; undefined: GitHub had none to send, or lists no new try. */
export function pingFinding(again: Sent | undefined): Finding {
  const name = 'sent again';
  if (!again)
    return { what: name, state: 'note', words: 'GitHub has nothing to send again, or is not through with it yet' };
  if (arrived(again)) return { what: name, state: 'fine', words: `${again.event} arrived` };
  return { what: name, state: 'missing', words: `${again.event} ${answer(again)}`, remedy: remedyOf(again.code) };
}

function answer({ status, code }: Sent): string {
  return code === 0 ? `was not answered (${status})` : `was answered ${code}`;
}

function counted(failed: readonly Sent[]): string {
  const groups = Map.groupBy(failed, ({ status, code }) => (code === 0 ? status : `${code}`));
  return [...groups].map(([words, all]) => `${all.length} × ${words}`).join(', ');
}

function remedyOf(code: number): string {
  if (code === 401) return 'the webhook secret here is not the one at GitHub: set GITHUB_WEBHOOK_SECRET, or that one';
  if (code === 404)
    return 'something else answers at that address: correct the URL of the App, or what the proxy hands on';
  if (code >= 500) return 'the proxy or the server was in trouble: look at their logs';
  return 'is that address reachable from outside, by https? Behind a firewall set GITHUB_INTAKE=poll';
}
