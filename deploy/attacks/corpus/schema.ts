import Type, { type Static } from 'typebox';

const Text = Type.String({ minLength: 1 });

/** A file made by repetition, so that a bomb of a megabyte is one line here. `{n}` counts from 0. */
const Made = Type.Object(
  {
    path: Text,
    head: Type.Optional(Type.String()),
    repeat: Type.Optional(Type.String()),
    times: Type.Optional(Type.Integer({ minimum: 1, maximum: 5_000_000 })),
    tail: Type.Optional(Type.String()),
    base64: Type.Optional(Type.String()),
    /** So many files, with `{f}` in the path and the text. */
    files: Type.Optional(Type.Integer({ minimum: 1, maximum: 30_000 })),
  },
  { additionalProperties: false },
);

/** What must come out besides the points. */
const Expected = Type.Object(
  {
    /** Of some criterion. */
    ending: Type.Optional(Text),
    /** Rule of some finding. */
    finding: Type.Optional(Text),
    /** A contradiction that is noticed where tests are linked, or (`always`) sealed ones too; false: nobody is marked. */
    tampering: Type.Optional(Type.Union([Type.Boolean(), Type.Literal('always')])),
    /** Regular expression on summaries, causes and findings. */
    says: Type.Optional(Text),
    /** Paths that the fetch of the commit refuses, or why the commit cannot be had at all. */
    refused: Type.Optional(Type.Array(Type.String())),
    unavailable: Type.Optional(Text),
    /** Answer of the webhook receiver, and how many runs it led to. */
    status: Type.Optional(Type.Integer()),
    outcome: Type.Optional(Text),
    runs: Type.Optional(Type.Integer({ minimum: 0 })),
  },
  { additionalProperties: false },
);

/** An entry of a git tree; `path` may hold any byte, as \xNN. `trees` × `width` make a bomb of folders. */
const Entry = Type.Object(
  {
    path: Text,
    mode: Type.Optional(Type.String({ pattern: '^[0-7]{5,6}$' })),
    text: Type.Optional(Type.String()),
    bytes: Type.Optional(Type.Integer({ minimum: 0 })),
    bomb: Type.Optional(Type.Object({ width: Type.Integer(), depth: Type.Integer() })),
  },
  { additionalProperties: false },
);

/** A delivery: the usual push of a student with changes. */
const Delivery = Type.Object(
  {
    event: Type.Optional(Text),
    /** Dotted path to value; `null` removes nothing, it sets null. */
    set: Type.Optional(Type.Record(Type.String(), Type.Unknown())),
    drop: Type.Optional(Type.Array(Type.String())),
    /** The body as it is, instead of a payload. */
    raw: Type.Optional(Type.String()),
    bytes: Type.Optional(Type.Integer()),
    headers: Type.Optional(Type.Record(Type.String(), Type.String())),
    sign: Type.Optional(Type.Enum(['right', 'none', 'wrong', 'sha1', 'short', 'long', 'other-secret', 'empty-secret'])),
    /** Sent so often, one after the other or at once, with the same GUID or new ones. */
    times: Type.Optional(Type.Integer({ minimum: 1, maximum: 50 })),
    guid: Type.Optional(Type.Enum(['same', 'new'])),
    together: Type.Optional(Type.Boolean()),
  },
  { additionalProperties: false },
);

/** Text of a student's at one place of a result. */
const Shown = Type.Object(
  {
    at: Type.Enum(['output', 'cause', 'got', 'input', 'name', 'summary', 'message', 'file', 'detail', 'rule']),
    text: Type.String(),
    times: Type.Optional(Type.Integer({ minimum: 1, maximum: 200_000 })),
  },
  { additionalProperties: false },
);

/**
 * Why something is let through, and what: `points` when that is all. Whatever else an attack reaches (a bomb, markup that
 * came to life, time, trouble of ours) is a problem all the same.
 */
const Open = Type.Union([
  Text,
  Type.Object(
    { why: Text, excuses: Type.Array(Type.Enum(['points', 'canaries']), { minItems: 1 }) },
    { additionalProperties: false },
  ),
]);

/** The head of a case file. */
export const HeadSchema = Type.Object(
  {
    tries: Text,
    assignment: Type.Optional(Type.Enum(['pure', 'files', 'concurrent', 'handler', 'program', 'measured'])),
    over: Type.Optional(Type.Enum(['starter', 'reference', 'nothing'])),
    remove: Type.Optional(Type.Array(Text)),
    make: Type.Optional(Type.Array(Made)),
    /** Most points that are fair; default 0, what the starters earn. Full marks for controls. */
    most: Type.Optional(Type.Number({ minimum: 0, maximum: 100 })),
    /** Fewest points that are fair: for right solutions under attack, and controls. */
    least: Type.Optional(Type.Number({ minimum: 0, maximum: 100 })),
    seconds: Type.Optional(Type.Integer({ minimum: 1, maximum: 300 })),
    expect: Type.Optional(Expected),
    tree: Type.Optional(Type.Array(Entry)),
    delivery: Type.Optional(Delivery),
    shown: Type.Optional(Type.Array(Shown)),
    /**
     * A habit of the naive grader that this case is about. `over`: the student's files are laid over the hidden tests;
     * `binary`: the status of the built test program counts; `linknames`: a linker that lets every name through, as
     * all did before Go 1.23.
     */
    naively: Type.Optional(Type.Enum(['over', 'binary', 'linknames'])),
    /** Why it is not tried on the naive grader. */
    notNaive: Type.Optional(Text),
    /** Why shared judging does not stop it, and nothing short of sealed judging can. */
    openShared: Type.Optional(Open),
    /** Why no way of judging stops it. */
    open: Type.Optional(Open),
    /** Why nobody could make it succeed: kept because a grader with other habits would fall. */
    neverSucceeds: Type.Optional(Text),
  },
  { additionalProperties: false },
);

export type Head = Static<typeof HeadSchema>;
export type Made = Static<typeof Made>;
export type TreeEntry = Static<typeof Entry>;
export type DeliveryHead = Static<typeof Delivery>;
export type ShownText = Static<typeof Shown>;
