import type { FastifyInstance } from 'fastify';
import { inert } from '#services/platform/text.ts';
import { type Frame, layout, type Page } from './layout.ts';

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
    return this.type('text/html; charset=utf-8').send(rendered(page, { viewer, path, canSignIn }));
  });
}

/** A page as it is sent. Markup is escaped where it is written; signs that nobody sees are taken out here, for every page. */
export function rendered(page: Page, frame: Frame): string {
  return inert(layout(page, frame).toString());
}
