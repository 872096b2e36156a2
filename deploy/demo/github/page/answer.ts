import { document, formPageHeaders, pageHeaders } from './document.ts';
import { escapeHtml } from './markdown.ts';

/** What a browser gets. */
export interface PageAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

export function pageAnswer(body: string): PageAnswer {
  return { status: 200, headers: pageHeaders, body };
}

/** A page whose buttons lead, by way of this server, to another one. */
export function formAnswer(body: string): PageAnswer {
  return { status: 200, headers: formPageHeaders, body };
}

export function redirect(location: string): PageAnswer {
  return { status: 302, headers: { location }, body: '' };
}

/** A page that says only what is wrong. */
export function refusal(status: number, message: string): PageAnswer {
  return { status, headers: pageHeaders, body: document(message, `<h1>${escapeHtml(message)}</h1>`) };
}

export const noPage = refusal(404, 'Not Found');
