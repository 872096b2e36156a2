import type { CsvTable } from '#services/classroom/csv/read.ts';
import type { Origin } from './person.ts';

/** What a column of a known file tells. */
export type Told =
  | 'name'
  | 'first'
  | 'last'
  | 'sortable'
  | 'email'
  | 'institutionId'
  | 'login'
  | 'githubId'
  | 'section'
  | 'group'
  | Also;
/** Told by columns that stand in where the first of them is empty. */
type Also = 'canvasLogin' | 'canvasId' | 'identifier';

/** Columns, from 0, by what they tell. */
export type Columns = ReadonlyMap<Told, number>;

interface Layout {
  readonly origin: Origin;
  /** It is this layout when all of them are there. */
  readonly needs: readonly Told[];
  readonly heads: Readonly<Partial<Record<Told, readonly string[]>>>;
}

/** Heads that people write themselves. */
const ANY: Layout['heads'] = {
  name: ['name', 'full name', 'student', 'student name'],
  email: ['email', 'e-mail', 'mail', 'email address', 'e-mail address'],
  institutionId: [
    'institution id',
    'id',
    'student id',
    'student number',
    'id number',
    'matriculation number',
    'Matrikelnummer',
  ],
  login: ['login', 'github', 'github login', 'github username', 'github account', 'github user'],
  section: ['section', 'tutorial', 'class', 'lab'],
  group: ['group', 'groups', 'team'],
  first: ['first name', 'given name', 'forename', 'Vorname', 'Prénom', 'Nombre'],
  last: ['last name', 'surname', 'family name', 'Nachname', 'Nom', 'Apellido(s)'],
};

/** In this order: the more a layout asks for, the earlier it is tried. Heads are compared without case and signs. */
const LAYOUTS: readonly Layout[] = [
  {
    origin: 'github-classroom',
    needs: ['identifier', 'login'],
    heads: {
      identifier: ['identifier', 'roster_identifier'],
      ...{ login: ['github_username'], githubId: ['github_id'], name: ['name'] },
    },
  },
  {
    origin: 'canvas',
    needs: ['canvasId', 'section'],
    heads: {
      ...{ sortable: ['student'], last: ['LastName'], first: ['FirstName'], canvasId: ['id'] },
      ...{ institutionId: ['SIS User ID'], canvasLogin: ['SIS Login ID'], section: ['section'] },
    },
  },
  {
    origin: 'classroom50',
    needs: ['login', 'githubId', 'last'],
    heads: {
      ...{ login: ['username'], first: ['first_name'], last: ['last_name'] },
      ...{ email: ['email'], section: ['section'], githubId: ['github_id'] },
    },
  },
  {
    origin: 'moodle',
    needs: ['first', 'last', 'email'],
    heads: {
      ...{
        first: ['First name', 'Vorname', 'Prénom', 'Nombre'],
        last: ['Last name', 'Surname', 'Nachname', 'Nom', 'Apellido(s)'],
      },
      email: ['Email address', 'E-Mail-Adresse', 'Adresse de courriel', 'Dirección de correo'],
      institutionId: ['ID number', 'ID-Nummer', "Numéro d'identification", 'Número de ID'],
      section: ['Groups', 'Group', 'Gruppen', 'Groupes', 'Grupos'],
    },
  },
  {
    origin: 'pushmark',
    needs: ['name', 'email', 'institutionId', 'login', 'section'],
    heads: {
      ...{ name: ['name'], email: ['email'], institutionId: ['institution_id'] },
      login: ['login'],
      section: ['section'],
      group: ['group'],
    },
  },
  { origin: 'other', needs: ['name'], heads: ANY },
  { origin: 'other', needs: ['first', 'last'], heads: ANY },
];

/** Which file this is, by its heads alone; undefined when it is none that names people. */
export function recognise({ header }: CsvTable): { origin: Origin; columns: Columns } | undefined {
  const heads = header.cells.map(plain);
  for (const { origin, needs, heads: known } of LAYOUTS) {
    const columns = new Map<Told, number>();
    for (const [told, names] of Object.entries(known) as [Told, readonly string[]][]) {
      const column = names.map((name) => heads.indexOf(plain(name))).find((index) => index >= 0);
      if (column !== undefined) columns.set(told, column);
    }
    const named = columns.has('name') || columns.has('sortable') || columns.has('last');
    if (needs.every((told) => columns.has(told)) && named) return { origin, columns };
  }
  return undefined;
}

function plain(head: string): string {
  return head
    .normalize('NFC')
    .toLowerCase()
    .replace(/[\s_-]+/g, '')
    .trim();
}
