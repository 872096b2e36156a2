/** What came of one case, whatever way it was tried in. */
export interface Outcome {
  readonly points: number;
  readonly max: number;
  /** Endings other than `exited`, of criteria. */
  readonly endings: readonly string[];
  /** Rules of findings. */
  readonly rules: readonly string[];
  readonly tampering: readonly string[];
  /** Summaries, causes and messages, for `says`. */
  readonly says: string;
  /** Canaries that a student can see. */
  readonly canaries: readonly string[];
  /** What came to life where it is shown. */
  readonly lively: readonly string[];
  /** The attack said itself that it reached what it must not reach. */
  readonly wentOff: boolean;
  readonly seconds: number;
  /** Trouble of ours: never right. */
  readonly trouble?: string;
  /** Of a tree: paths that were refused, or why there is no commit. */
  readonly refused?: readonly string[];
  readonly unavailable?: string;
  /** Of deliveries. */
  readonly statuses?: readonly number[];
  readonly outcomes?: readonly string[];
  readonly runs?: number;
}

export const NOTHING: Outcome = {
  ...{ points: 0, max: 0, endings: [], rules: [], tampering: [], says: '', canaries: [], lively: [], wentOff: false },
  seconds: 0,
};

/** An attack prints it when it got through, e.g. when it had more memory than allowed or reached a network. */
export const WENT_OFF = 'BOOM-5d41';

/** What the worker's environment holds, and the one that a naive grader passes on. */
export const ENVIRONMENT_CANARY = 'qz9xenvironment4h8j2n6p0d';
