/** A path of ours to go to, made from what came with a request; `/` for anything that would lead elsewhere. */
export function returnPath(to: string | undefined): string {
  const home = 'http://here.invalid';
  if (to === undefined || !to.startsWith('/') || !URL.canParse(to, home)) return '/';
  const { origin, pathname, search } = new URL(to, home);
  return origin === home && !pathname.startsWith('//') ? pathname + search : '/';
}
