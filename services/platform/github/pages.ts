/** Whether GitHub has a page after the one answered with these headers. */
export function isMore({ link }: { readonly link?: string | undefined }): boolean {
  return link?.includes('rel="next"') ?? false;
}
