/** One thing that Pushmark needs or could use. */
export interface Finding {
  readonly what: string;
  /** `note`: it works, but there is something to know. */
  readonly state: 'fine' | 'note' | 'missing';
  readonly words: string;
  /** How to get it. */
  readonly remedy?: string;
  /** The page where that is done. */
  readonly link?: string;
}
