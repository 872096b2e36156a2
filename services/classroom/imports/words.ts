/** Longer ones are scripts. */
const LONGEST = 4000;

/** A command line as words, `&&` between commands. What a shell would expand, pipe or redirect is not understood. */
export function commandsOf(line: string): string[][] | undefined {
  if (line.length > LONGEST) return undefined;
  const commands: string[][] = [[]];
  const token = /\s+|&&|;(?=\s|$)|((?:[^\s"'\\|&;<>$`(){}*?[\]~#!]|\\.|"(?:[^"\\$`]|\\.)*"|'[^']*')+)/gy;
  let at = 0;
  while (at < line.length) {
    token.lastIndex = at;
    const match = token.exec(line);
    if (!match) return undefined;
    if (match[1] !== undefined) commands.at(-1)!.push(plain(match[1]));
    else if (match[0] === '&&' || match[0] === ';') commands.push([]);
    at = token.lastIndex;
  }
  return commands.filter((words) => words.length > 0);
}

function plain(word: string): string {
  return word.replace(/\\(.)|"((?:[^"\\]|\\.)*)"|'([^']*)'/g, (_, escaped, double, single) => {
    if (escaped !== undefined) return escaped;
    return double !== undefined ? double.replace(/\\(["\\$`])/g, '$1') : single;
  });
}
