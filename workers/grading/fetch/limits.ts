/** What one commit may cost us before a single file of it is read. */
export interface FetchLimits {
  /** Wall time of everything. */
  readonly timeoutMs: number;
  /** Bytes that the server may send. */
  readonly packBytes: number;
  /** Files and folders. */
  readonly entries: number;
  /** Bytes of one file; a larger one is left out. */
  readonly fileBytes: number;
  /** Bytes of all files that are read; Go files are read first, what does not fit is left out. */
  readonly totalBytes: number;
  readonly pathBytes: number;
  readonly depth: number;
}

export const FETCH_LIMITS: FetchLimits = {
  timeoutMs: 60_000,
  packBytes: 128 * 1024 ** 2,
  entries: 20_000,
  fileBytes: 8 * 1024 ** 2,
  totalBytes: 64 * 1024 ** 2,
  pathBytes: 1_024,
  depth: 40,
};
