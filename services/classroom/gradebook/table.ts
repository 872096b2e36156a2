import type { Total } from '../rules/grade.ts';
import type { Sign } from './signs.ts';

/** The gradebook as one looks at it: participants × assignments. */
export interface GradebookTable {
  readonly columns: readonly Column[];
  /** In the order that was asked for. */
  readonly rows: readonly GradebookRow[];
  /** Of the course, before any filter. */
  readonly sections: readonly string[];
  /** Before any filter. */
  readonly participants: number;
  /** On the roster, and not yet known to be anybody who pushes. */
  readonly unlinked: number;
}

export interface Column {
  readonly slug: string;
  readonly title: string;
  readonly maxPoints: number;
}

export interface GradebookRow {
  readonly participantId: number;
  /** Of the roster, else the login or the team. */
  readonly name: string;
  /** As pushes name it, where that is not its name. */
  readonly login: string | undefined;
  readonly kind: 'student' | 'group';
  readonly sections: readonly string[];
  /** One for each column. */
  readonly cells: readonly Cell[];
  readonly total: Total;
}

export interface Cell {
  /** Undefined unless graded. */
  readonly points: number | undefined;
  readonly maxPoints: number;
  /** Something was handed in. */
  readonly handedIn: boolean;
  readonly signs: readonly Sign[];
}
