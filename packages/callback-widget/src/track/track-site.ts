/** What the gateway puts inside `track.js` for one site. */
export interface TrackSite {
  key: string;
  /** `https://gw.example`, no slash at the end. */
  gateway: string;
  /** How long a visitor is remembered after he was last here. */
  keepDays: number;
  /** Digits of the site's number, as its pages may write it. */
  page: readonly string[];
  /** Numbers of one source each. */
  numbers?: readonly SourceNumber[];
  /** There are numbers that are lent. */
  pool?: true;
  /** It wants to know what is looked at and lies in the cart. */
  goods?: true;
}

/** As it is dialled, and as people read it. */
export interface ShownNumber {
  number: string;
  text: string;
}

/** In small letters. */
export interface SourceNumber extends ShownNumber {
  source: string;
  medium?: string;
  campaign?: string;
}
