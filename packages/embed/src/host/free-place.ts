/** Where the bar stands free of controls that stay in their place. Geometry only. */

/** CSS pixels of the window. */
export interface Area {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

/** How far the bar keeps off the window's edges, CSS pixels: to the sides, or off the edge at which it is docked. */
export interface Aside {
  readonly left: number;
  readonly right: number;
  readonly edge: number;
}

export interface Standing {
  /** The bar as it stands where nothing is in its way. */
  readonly home: Area;
  readonly atTop: boolean;
  readonly window: { readonly width: number; readonly height: number };
}

/** Narrowest strip that has room for its field beside its state; folded or in a corner the bar keeps its width. */
const NARROWEST = 640;
/** Between the bar and a control beside it. */
const GAP = 8;
/** Share of the window's height that the bar may be off its edge; what needs more is left to the person, who can move or fold it. */
const MOST = 0.5;

/** Beside the controls where there is room for it, else past them; undefined where neither can be. */
export function freePlace(
  controls: readonly Area[],
  { home, atTop, window: { width, height } }: Standing,
): Aside | undefined {
  if (controls.length === 0) return { left: 0, right: 0, edge: 0 };
  return (
    beside(controls, home, width) ??
    past(
      controls.map(({ top, bottom }) => (atTop ? bottom : height - top)),
      height,
    )
  );
}

function beside(controls: readonly Area[], home: Area, width: number): Aside | undefined {
  const inCorner = home.left > GAP || home.right < width - GAP;
  const room = inCorner ? home.right - home.left : NARROWEST;
  // From its corner it goes towards the middle; a strip gives way on the side where the control is.
  const fromLeft = ({ left, right }: Area) =>
    inCorner ? home.left < width - home.right : left + right < width;
  const left = Math.max(0, ...controls.filter(fromLeft).map((one) => one.right + GAP));
  const right = Math.max(0, ...controls.filter((one) => !fromLeft(one)).map((one) => width - one.left + GAP));
  return width - left - right >= room ? { left, right, edge: 0 } : undefined;
}

function past(needed: readonly number[], height: number): Aside | undefined {
  const edge = Math.max(...needed);
  return edge <= height * MOST ? { left: 0, right: 0, edge } : undefined;
}
