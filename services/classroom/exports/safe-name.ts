/** Names that Windows keeps for devices, with any ending. */
const DEVICE = /^(con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³]|conin\$|conout\$|clock\$)(\.|$)/i;

const LONGEST = 80;

/** A name for a file or folder on any system, in any archive, and on any command line: never a path, an option or hidden. */
export function safeName(name: string): string {
  const plain = name
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .replace(/[^A-Za-z0-9._-]+|\.{2,}/g, '_');
  const cut = plain
    .slice(0, LONGEST)
    .replace(/^[.-]+/, '_')
    .replace(/\.+$/, '_');
  return DEVICE.test(cut) ? `_${cut}` : cut || '_';
}

/** `safeName` of every part of a path. */
export function safePath(path: string): string {
  return path.split('/').filter(Boolean).map(safeName).join('/') || '_';
}

/** Answers names that no other has had, upper and lower case being the same: `ada`, `ada-2`, … */
export function namer(): (name: string) => string {
  const taken = new Set<string>();
  return (name) => {
    const dot = name.lastIndexOf('.');
    const [stem, ending] = dot > 0 ? [name.slice(0, dot), name.slice(dot)] : [name, ''];
    for (let n = 1; ; n++) {
      const wish = n === 1 ? name : `${stem}-${n}${ending}`;
      if (taken.has(wish.toLowerCase())) continue;
      taken.add(wish.toLowerCase());
      return wish;
    }
  };
}
