/** What the gateway puts inside `callback.js` for one site. */
export interface CallbackSite {
  key: string;
  /** `https://gw.example`, no slash at the end. */
  gateway: string;
  locale: 'en' | 'uk' | 'ru';
  /** ISO 3166 alpha-2, for the placeholder of the number. */
  country: string;
  /** Name of the shop or firm, for the consent line. */
  name: string;
}
