import type { FastifyInstance } from 'fastify';
import { layout, type Page } from './layout.ts';

declare module 'fastify' {
  interface FastifyReply {
    /** Sends a page in its frame. */
    page(page: Page): FastifyReply;
  }
}

/** Gives replies their `page`. */
export function pages(app: FastifyInstance, canSignIn: boolean): void {
  app.decorateReply('page', function (page) {
    const { viewer = { account: undefined, admin: false }, url: path } = this.request;
    const text = layout(page, { viewer, path, canSignIn }).toString();
    return this.type('text/html; charset=utf-8').send(text);
  });
}
