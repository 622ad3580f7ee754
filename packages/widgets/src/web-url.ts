/** The address as it may stand in a link: pages of visitors and records are data of others, so `http:` and `https:` only. */
export function webUrl(url: string | undefined): string | undefined {
  return url && /^https?:\/\//i.test(url) ? url : undefined;
}

/** What a page is called in a link: its title, else its address without the scheme. */
export function pageTitle(page: { url: string; title?: string | undefined }): string {
  return page.title?.trim() || page.url.replace(/^https?:\/\/|\/$/g, '');
}
