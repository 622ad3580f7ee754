interface Key {
  readonly system: string;
  readonly id: string;
}

/** Two systems may call their records the same: the id alone says nothing. Nobody is the same as nobody. */
export const isSame = (one: Key | undefined, other: Key | undefined): boolean =>
  one !== undefined && one.id === other?.id && one.system === other.system;
