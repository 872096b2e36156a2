import { Readable } from 'node:stream';
import type { FastifyInstance } from 'fastify';
import { inert } from '#services/platform/text.ts';
import { errorPage, type Frame, layout, type Page } from './layout.ts';

declare module 'fastify' {
  interface FastifyReply {
    /** Sends a page in its frame. */
    page(page: Page): FastifyReply;
    /** Sends the frame at once, and what is in it when it is there: the browser fetches styles while grades are computed. */
    pageLater(head: Omit<Page, 'body'>, page: Promise<Page>): FastifyReply;
  }
}

/** Gives replies their `page`. */
export function pages(app: FastifyInstance, canSignIn: boolean): void {
  app.decorateReply('page', function (page) {
    const { viewer = { account: undefined, admin: false }, url, method } = this.request;
    // What a form was sent to is no address to come back to.
    const path = method === 'GET' ? url : '/';
    return this.type('text/html; charset=utf-8').send(rendered(page, { viewer, path, canSignIn }));
  });
  app.decorateReply('pageLater', function (head, page) {
    const { viewer, url: path, log } = this.request;
    // Caught here and now: the page can fail before anybody reads its parts, and would end the process.
    const own = page.catch((err: unknown) => {
      log.error({ err }, 'page failed');
      return failed;
    });
    return this.type('text/html; charset=utf-8').send(
      Readable.from(parts(head, own, { viewer, path, canSignIn }), { objectMode: false }),
    );
  });
}

/** A page in two parts: what stands before its content, and the rest. A failure can only be told in the page itself. */
async function* parts(head: Omit<Page, 'body'>, page: Promise<Page>, frame: Frame) {
  const framed = rendered({ ...head, body: '' }, frame);
  yield framed.slice(0, framed.indexOf(MAIN));
  const whole = rendered({ ...(await page), ...head }, frame);
  yield whole.slice(whole.indexOf(MAIN));
}

const MAIN = '<main id="main"';
const failed = errorPage('Our trouble', 'The page could not be made. Nothing was lost; try again in a moment.');

/** A page as it is sent. Markup is escaped where it is written; signs that nobody sees are taken out here, for every page. */
export function rendered(page: Page, frame: Frame): string {
  return inert(layout(page, frame).toString());
}
