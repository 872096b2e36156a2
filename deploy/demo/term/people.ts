/** Those of the demo who push nothing while one watches; they have a term behind them. */
export const classmates: readonly string[] = [
  ...['ada', 'ben', 'cleo', 'dan', 'eve', 'finn', 'gwen', 'hugo', 'iris', 'jon'],
  ...['kim', 'lea', 'max', 'nora', 'omar', 'pia', 'quinn', 'rosa', 'sam', 'tess'],
];

/** The roster: everybody has a section, and two have not linked their login yet. */
export function rosterCsv(logins: readonly string[]): string {
  const lines = logins.map((login, i) => {
    const name = login[0]?.toUpperCase() + login.slice(1).replaceAll('-', ' ');
    return [name, `${login}@example.edu`, `s${1001 + i}`, login, i % 2 === 0 ? 'A' : 'B'].join(',');
  });
  const unlinked = ['Uma,uma@example.edu,s1901,,A', 'Vik,vik@example.edu,s1902,,B'];
  return ['name,email,institution id,login,section', ...lines, ...unlinked, ''].join('\n');
}
