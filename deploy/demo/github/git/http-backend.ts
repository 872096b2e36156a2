/** The CGI side of `git http-backend`. */
import { spawn } from 'node:child_process';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { gitEnvironment } from './git.ts';

export interface GitRequest {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  /** The bare repository. */
  readonly directory: string;
  /** Within the repository, as `/info/refs`. */
  readonly path: string;
  readonly user: string;
}

const headEnd = Buffer.from('\r\n\r\n');

/**
 * Lets git answer a request. Gives back, once git has ended, what ends the response, so that the caller can do
 * something before the client learns that it is over.
 */
export function httpBackend(call: GitRequest): Promise<() => void> {
  return new Promise((resolve, reject) => {
    const child = spawn('git', ['http-backend'], { env: gitEnvironment(cgiVariables(call)) });
    let head: Buffer | null = Buffer.alloc(0);
    child.on('error', reject);
    child.stdin.on('error', () => {});
    call.request.pipe(child.stdin);
    child.stdout.on('data', (chunk: Buffer) => {
      if (head === null) return void call.response.write(chunk);
      head = Buffer.concat([head, chunk]);
      const end = head.indexOf(headEnd);
      if (end < 0) return;
      writeHead(call.response, head.subarray(0, end).toString());
      if (head.length > end + headEnd.length) call.response.write(head.subarray(end + headEnd.length));
      head = null;
    });
    child.stderr.resume();
    // A client that goes away must not leave git waiting for it.
    call.response.on('close', () => child.kill());
    child.on('close', () => resolve(() => void call.response.end()));
  });
}

function cgiVariables({ request, directory, path, user }: GitRequest): NodeJS.ProcessEnv {
  const { headers, method = 'GET', url = '' } = request;
  const optional = {
    CONTENT_TYPE: headers['content-type'],
    CONTENT_LENGTH: headers['content-length'],
    HTTP_CONTENT_ENCODING: headers['content-encoding'],
    GIT_PROTOCOL: headers['git-protocol'] as string | undefined,
  };
  const given = Object.fromEntries(Object.entries(optional).filter(([, value]) => value !== undefined));
  return {
    GIT_PROJECT_ROOT: directory,
    GIT_HTTP_EXPORT_ALL: '1',
    PATH_INFO: path,
    QUERY_STRING: url.split('?')[1] ?? '',
    REQUEST_METHOD: method,
    REMOTE_USER: user,
    REMOTE_ADDR: '127.0.0.1',
    ...given,
  };
}

function writeHead(response: ServerResponse, head: string): void {
  const lines = head.split('\r\n').map((line) => line.split(/:\s*/, 2) as [string, string]);
  const status = lines.find(([name]) => name.toLowerCase() === 'status')?.[1] ?? '200';
  const headers = lines.filter(([name]) => name.toLowerCase() !== 'status');
  response.writeHead(Number.parseInt(status, 10), Object.fromEntries(headers));
}
